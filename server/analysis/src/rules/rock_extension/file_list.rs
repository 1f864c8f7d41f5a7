//! The list of files that go into the image, as the extensions of rockcraft 1.20 make use of it.
//!
//! An extension turns the entries of a list that starts with a file into the names that the files get. That
//! is why patterns and exclusions do not work there. A list that starts with an exclusion is left to
//! craft-parts, for which they do. Entries that are refused at once (`prime-prefix`) are left out here.

use crate::facts::{Framework, RockContent};
use crate::image_files;
pub(super) use crate::image_files::Target;
use crate::rules::prelude::*;

use super::framework::{Used, given_field, part};

/// A list that the file gives.
pub(super) struct FileList<'a> {
    pub(super) framework: &'static Framework,
    pub(super) content: &'static RockContent,
    /// `prime` or `stage`.
    pub(super) key: NodeRef<'a>,
    pub(super) entries: Vec<Listed<'a>>,
    /// Whether it starts with a file.
    pub(super) names_files: bool,
    /// Whether the part gets its files in another way than from the project.
    pub(super) has_own_source: bool,
}

/// An entry with the beginning it must have.
pub(super) struct Listed<'a> {
    pub(super) node: NodeRef<'a>,
    pub(super) text: &'a str,
}

impl<'a> Listed<'a> {
    pub(super) fn is_exclusion(&self) -> bool {
        self.text.starts_with('-')
    }

    pub(super) fn is_pattern(&self) -> bool {
        self.text.contains(['*', '?', '['])
    }

    /// The path without a dash.
    pub(super) fn path(&self) -> &'a str {
        self.text.strip_prefix('-').unwrap_or(self.text).trim_start_matches(' ')
    }

    /// What is meant in the project.
    pub(super) fn target(&self, framework: &Framework) -> Target {
        image_files::target(self.path(), framework)
    }
}

/// The list of an extension; `None` if the file leaves it to the extension.
pub(super) fn file_list<'a>(cx: &Context<'a>, used: &Used<'a>) -> Option<FileList<'a>> {
    let framework = used.framework;
    let content = framework.rock.content.as_ref()?;
    let part = part(cx, content.part)?;
    let field =
        given_field(part, content.key).filter(|field| field.value.resolved().is_sequence())?;
    let nodes = field.value.resolved().items();
    let texts = nodes.filter_map(|node| Some(Listed { node, text: node.resolved().as_str()? }));
    let entries: Vec<_> = texts.filter(|entry| entry.path().starts_with(content.prefix)).collect();
    let first = field.value.resolved().items().next()?.resolved().as_str()?;
    let own = ["plugin", "source", "organize", "override-pull", "override-build"];
    Some(FileList {
        framework,
        content,
        key: field.key,
        names_files: !first.starts_with('-') && !first.is_empty(),
        has_own_source: own.iter().any(|key| given_field(part, key).is_some()),
        entries,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts;
    use crate::snapshot::Snapshot;

    #[test]
    fn entries_lead_into_the_project() {
        let flask = facts::framework_by_name("flask").unwrap();
        let snapshot = Snapshot::alone("rockcraft.yaml", "a: b").unwrap();
        let target = |text| Listed { node: snapshot.root().unwrap(), text }.target(flask);
        let path = |path: &str| Target::Path(path.to_owned());
        assert_eq!(target("flask/app/app.py"), path("app.py"));
        assert_eq!(target("- flask/app//static/./css/"), path("static/css"));
        assert_eq!(target("flask/app/x/../y"), path("y"));
        assert_eq!(target("flask/app/"), Target::Everything);
        assert_eq!(target("flask/application"), Target::Outside);
        assert_eq!(target("flask/app/../x"), Target::Outside);
    }
}
