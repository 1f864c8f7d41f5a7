//! Texts in the document that are paths of files in the project: sources, entry points, requirements,
//! libraries of charms, files that go into the image, scripts that a service runs.
//!
//! Only files that are there: what is missing is a rule's business, and directories cannot be opened.
//! Scripts are not read.

use syntax::{NodeRef, TextRange, TextSize};

use super::environment::framework_of;
use super::names::bare_range;
use crate::facts::Framework;
use crate::file_kind::FileKind;
use crate::model::{Charm, Part};
use crate::project::EntryKind;
use crate::snapshot::Snapshot;

/// A text that stands for a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ProjectPath {
    /// The text, without quotes.
    pub(super) range: TextRange,
    /// The file, from the document's directory.
    pub(super) path: String,
}

/// Keys of a part that name files in its source.
const FILES_OF_PLUGINS: &[&str] = &[
    "charm-entrypoint",
    "charm-requirements",
    "python-requirements",
    "python-constraints",
    "maven-settings",
];

/// Where the libraries of other charms lie in a charm.
const LIBRARIES: &str = "lib/charms";

/// Every path of a file that is there, in no particular order.
pub(super) fn project_paths(snapshot: &Snapshot) -> Vec<ProjectPath> {
    let mut paths = Paths { snapshot, found: Vec::new() };
    let charm = Charm::new(snapshot.root());
    for part in charm.parts() {
        paths.part(&part);
    }
    match snapshot.kind {
        FileKind::Charmcraft => paths.libraries(&charm),
        FileKind::Rockcraft => {
            if let Some((framework, _)) = framework_of(snapshot) {
                paths.image(&charm, framework);
            }
        }
        _ => {}
    }
    paths.found
}

struct Paths<'a> {
    snapshot: &'a Snapshot,
    found: Vec<ProjectPath>,
}

impl Paths<'_> {
    fn part(&mut self, part: &Part<'_>) {
        let source = part.field("source").map(|field| field.value.resolved());
        let directory = source.and_then(NodeRef::text).unwrap_or(".");
        // What is fetched from elsewhere is not in the project.
        if directory.contains(':') || directory.starts_with('/') {
            return;
        }
        if let Some(source) = source {
            self.text(source, "");
        }
        for key in FILES_OF_PLUGINS {
            let Some(field) = part.field(key) else { continue };
            let value = field.value.resolved();
            self.text(value, directory);
            for item in value.items() {
                self.text(item.resolved(), directory);
            }
        }
        if part.plugin() == Some("dump") {
            let organized = part.field("organize").map(|it| it.value.effective_entries());
            for entry in organized.into_iter().flatten() {
                self.text(entry.key, directory);
            }
        }
    }

    /// `<charm>.<library>` with `version: '<major>'` lies in `lib/charms/<charm>/v<major>/<library>.py`.
    fn libraries(&mut self, charm: &Charm<'_>) {
        let Some(section) = charm.entry("charm-libs") else { return };
        for library in section.value.resolved().items() {
            let text = |key| library.get(key).map(|field| field.value.resolved());
            let Some((lib, version)) = text("lib").zip(text("version")) else { continue };
            let name = lib.text().and_then(|name| name.split_once('.'));
            let major = version.text().and_then(|version| version.split('.').next());
            if let Some(((charm, library), major)) = name.zip(major) {
                let charm = charm.replace('-', "_");
                let path = format!("{LIBRARIES}/{charm}/v{major}/{library}.py");
                self.add(bare_range(lib), path);
            }
        }
    }

    /// What an extension puts into the image, and the scripts that services run from there.
    fn image(&mut self, rock: &Charm<'_>, framework: &Framework) {
        let prefix = framework.rock.app_prefix.trim_end_matches('/');
        let parts = rock.parts();
        let content = framework.rock.content.as_ref();
        let part = content.and_then(|content| {
            parts.iter().find(|part| part.name() == Some(content.part))?.field(content.key)
        });
        for item in part.into_iter().flat_map(|list| list.value.resolved().items()) {
            let node = item.resolved();
            if let Some(path) = node.text().and_then(|text| below(text, prefix)) {
                self.add(bare_range(node), path.to_owned());
            }
        }
        let services = rock.entry("services").map(|it| it.value.effective_entries());
        for service in services.into_iter().flatten() {
            if let Some(command) = service.value.get("command") {
                self.command(command.value.resolved(), prefix);
            }
        }
    }

    /// The words of a command that are paths in the application's directory.
    fn command(&mut self, node: NodeRef<'_>, prefix: &str) {
        let range = bare_range(node);
        let text = node.document_text();
        let Some(source) = text.get(range.start().into()..range.end().into()) else { return };
        let mut at = 0;
        for word in source.split([' ', '\t', '\n', '\r', '"', '\'']) {
            let path = word.strip_prefix('/').and_then(|word| below(word, prefix));
            if let Some((path, range)) = path.zip(inside(range, at, word.len())) {
                self.add(range, path.to_owned());
            }
            at += word.len() + 1;
        }
    }

    fn text(&mut self, node: NodeRef<'_>, directory: &str) {
        if let Some(path) = node.text().and_then(|text| joined(directory, text)) {
            self.add(bare_range(node), path);
        }
    }

    fn add(&mut self, range: TextRange, path: String) {
        let is_file = |entry| matches!(entry, EntryKind::File { .. });
        let is_one_line = !self.snapshot.document.text().slice(range).contains('\n');
        if is_one_line && self.snapshot.project.entry(&path).is_some_and(is_file) {
            self.found.push(ProjectPath { range, path });
        }
    }
}

/// The rest of a path below a directory.
fn below<'t>(path: &'t str, directory: &str) -> Option<&'t str> {
    path.strip_prefix(directory)?.strip_prefix('/').filter(|rest| !rest.is_empty())
}

/// `path` from `directory`, with `.` and `..` followed; `None` if it leads out or to nothing.
fn joined(directory: &str, path: &str) -> Option<String> {
    if path.starts_with('/') || path.contains("//") {
        return None;
    }
    let mut steps: Vec<&str> = Vec::new();
    for step in directory.split('/').chain(path.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()?),
            step => steps.push(step),
        }
    }
    (!steps.is_empty()).then(|| steps.join("/"))
}

fn inside(range: TextRange, at: usize, length: usize) -> Option<TextRange> {
    let start = range.start() + TextSize::try_from(at).ok()?;
    Some(TextRange::at(start, TextSize::try_from(length).ok()?))
}
