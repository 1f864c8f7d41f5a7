//! Which files of a project an image is made of, to find out whether it is older than they are.

use crate::facts::Framework;
use crate::image_files::{self, Target};
use crate::model::Rock;
use crate::snapshot::Snapshot;

/// An image on the disk, and what it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The file, from the directory of the step.
    pub file: String,
    /// Files and directories it is made of, from the directory of the step; `""` is all of it.
    pub sources: Vec<String>,
    /// What does not count below [`Image::sources`].
    pub except: Vec<String>,
}

/// What the rock of a snapshot is made of.
pub(super) fn image(rock: &Snapshot, file: String) -> Image {
    let extensions = Rock::new(rock.root()).extensions();
    let framework =
        extensions.iter().find_map(|(_, name)| crate::facts::framework_by_extension(name));
    let mut sources = framework.and_then(|framework| chosen(rock, framework)).unwrap_or_default();
    if sources.is_empty() {
        sources.push(String::new());
    } else {
        sources.push(rock.file_name.to_string());
    }
    Image { file, sources, except: vec!["charm".to_owned(), "tests".to_owned()] }
}

/// The files that an extension chooses; `None` where it takes the whole project, or builds it.
fn chosen(rock: &Snapshot, framework: &Framework) -> Option<Vec<String>> {
    let project = &framework.rock.project;
    if project.go_module.is_some() || !project.build_tools.is_empty() {
        return None;
    }
    let mut files = if project.package_json.is_some() {
        vec!["app".to_owned()]
    } else if framework.rock.content.is_some() {
        let listed = listed(rock, framework)?;
        let files = listed.unwrap_or_else(|| image_files::default_files(rock, framework));
        (!files.is_empty()).then_some(files)?
    } else {
        let name = Rock::new(rock.root()).entry("name")?.value.resolved().text()?;
        vec![name.replace('-', "_").to_lowercase()]
    };
    let requirements = project.requirements.iter().flat_map(|wanted| &wanted.files);
    files.extend(requirements.map(|file| (*file).to_owned()));
    Some(files)
}

/// The list that the file gives: `Some(None)` if it gives none, `None` if it is not one of files.
fn listed(rock: &Snapshot, framework: &Framework) -> Option<Option<Vec<String>>> {
    let content = framework.rock.content.as_ref()?;
    let list = rock.root().and_then(|root| root.get_path(&["parts", content.part, content.key]));
    let Some(list) = list else { return Some(None) };
    let entries = list.value.resolved().items();
    let texts: Vec<_> = entries.filter_map(|entry| entry.resolved().text()).collect();
    if texts.iter().any(|text| text.starts_with('-') || text.contains(['*', '?', '['])) {
        return None;
    }
    let targets = texts.iter().map(|text| match image_files::target(text, framework) {
        Target::Path(path) => Some(path),
        Target::Everything | Target::Outside => None,
    });
    Some(Some(targets.collect::<Option<Vec<_>>>()?))
}
