//! Which files of the project go into an image: those that an extension takes by itself, and where the
//! entries of a list lead.

use crate::application::entry_point::{self, Search};
use crate::facts::Framework;
use crate::model::Rock;
use crate::snapshot::Snapshot;

/// The files and directories at the top of the project that the extension of rockcraft 1.20 puts into the
/// image by itself, in its order. Empty if there are none; what happens then differs by framework.
pub(crate) fn default_files(snapshot: &Snapshot, framework: &Framework) -> Vec<String> {
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

/// Where an entry of a list leads to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// This path in the project.
    Path(String),
    /// All of the application.
    Everything,
    /// Out of it.
    Outside,
}

/// What is meant in the project by a path in the image.
pub(crate) fn target(path: &str, framework: &Framework) -> Target {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." if steps.pop().is_none() => return Target::Outside,
            ".." => {}
            step => steps.push(step),
        }
    }
    let app: Vec<&str> = framework.rock.app_prefix.trim_end_matches('/').split('/').collect();
    match steps.strip_prefix(app.as_slice()) {
        Some([]) => Target::Everything,
        Some(below) => Target::Path(below.join("/")),
        None => Target::Outside,
    }
}
