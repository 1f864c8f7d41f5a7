//! Which files of the project go into an image when nobody lists them.

use crate::application::entry_point::{self, Search};
use crate::facts::Framework;
use crate::model::Rock;
use crate::snapshot::Snapshot;

/// The files and directories at the top of the project that the extension of rockcraft 1.20 puts into the
/// image by itself, in its order. Empty if there are none; what happens then differs by framework.
pub(super) fn default_files(snapshot: &Snapshot, framework: &Framework) -> Vec<String> {
    let is_there = |path: &&&str| snapshot.project.entry(path).is_some();
    let known = framework.rock.default_files.iter().filter(is_there);
    let mut files: Vec<String> = known.map(|path| (*path).to_owned()).collect();
    if framework.rock.adds_application {
        files.extend(application(snapshot, framework).filter(|path| !files.contains(path)));
    }
    files
}

/// The top of the path to the application object.
fn application(snapshot: &Snapshot, framework: &Framework) -> Option<String> {
    let wanted = framework.rock.project.entry_points.as_ref()?;
    let rock = Rock::new(snapshot.root());
    let name = rock.entry("name").and_then(|name| name.value.resolved().as_str());
    let module = name.map(|name| name.replace('-', "_").to_lowercase());
    match entry_point::find(&*snapshot.project, wanted, module.as_deref()) {
        Search::Found { path } => Some(path.split('/').next().unwrap_or(&path).to_owned()),
        _ => None,
    }
}
