//! Moves what stands in `config.yaml`, `actions.yaml` or `metadata.yaml` into the charm itself, and
//! deletes the file: the form that charmcraft recommends.
//!
//! The text moves as it is, with its comments. Keys that have another name in a `charmcraft.yaml` get
//! it. A file with keys that have none there, or that the charm has too, stays, and the offer says why.

use syntax::{Document, Entry, NodeRef, TextRange, TextSize};

use super::insertion::append_lines;
use super::layout::{
    block_mapping, indented, is_on_key, is_same_value, key_column, own_entry, step, top_entry,
};
use super::{FileChange, Refactoring, RefactoringKind};
use crate::facts;
use crate::file_kind::FileKind;
use crate::finding::TextEdit;
use crate::model::Charm;
use crate::snapshot::Snapshot;

/// Files that are one section of the charm.
const SECTIONS: &[(&str, &str)] = &[("config.yaml", "config"), ("actions.yaml", "actions")];
const METADATA: &str = "metadata.yaml";

/// Offered on the lines that say what the charm is, and on those of sections that belong together with
/// the file.
pub(super) fn offer(snapshot: &Snapshot, at: TextSize) -> Vec<Refactoring> {
    let lines = ["name", "type", "extensions", "base", "bases", "parts", "config", "actions"];
    if snapshot.kind != FileKind::Charmcraft || !is_on_key(snapshot, at, &lines) {
        return Vec::new();
    }
    let sections = SECTIONS.iter().filter_map(|(file, key)| section(snapshot, file, key));
    sections.chain(metadata(snapshot)).collect()
}

fn merged(file: &'static str, edit: TextEdit) -> Refactoring {
    let change = FileChange::Delete(file);
    Refactoring { edits: vec![edit], file: Some(change), ..inline(file) }
}

/// What stays as it is, with the reason.
fn kept(file: &str, obstacle: String) -> Refactoring {
    Refactoring { obstacle: Some(obstacle), ..inline(file) }
}

fn inline(file: &str) -> Refactoring {
    let title = format!("Move the content of `{file}` here and delete the file");
    Refactoring { kind: RefactoringKind::Inline, ..Refactoring::rewrite(title, Vec::new()) }
}

/// What stands in a file beside the charm, with `\n` for line ends and without the marker at its start;
/// `None` if it cannot be moved as it is.
fn content(snapshot: &Snapshot, file: &str) -> Option<Document> {
    let text = snapshot.project.read(file)?.replace("\r\n", "\n");
    let body = text.trim_start().strip_prefix("---\n").unwrap_or(&text).trim_matches('\n');
    let is_marker = |line: &str| line.starts_with("---") || line.starts_with("...");
    // An anchor may stand in both, and what was meant is then anybody's guess.
    if body.contains(['&', '\r', '\t', '\u{feff}']) || body.lines().any(is_marker) {
        return None;
    }
    let document = Document::new(body.to_owned());
    let root = document.root().and_then(block_mapping)?;
    let is_sound = document.problems().is_empty()
        && root.properties().is_none()
        && key_column(root) == Some(0)
        && !body.starts_with('%');
    is_sound.then_some(document)
}

/// `below` behind the last entry of the charm, if what is read there is what `is_same` wants.
fn added(
    snapshot: &Snapshot,
    below: &str,
    is_same: impl FnOnce(NodeRef<'_>) -> Option<bool>,
) -> Option<TextEdit> {
    let root = snapshot.root().and_then(block_mapping)?;
    let written = Document::new(below.to_owned());
    let is_sound = written.problems().is_empty() && is_same(written.root()?)?;
    is_sound.then(|| append_lines(&snapshot.document, root, below))
}

fn section(snapshot: &Snapshot, file: &'static str, key: &str) -> Option<Refactoring> {
    let root = snapshot.root()?;
    if top_entry(snapshot, key).is_some() {
        return None;
    }
    let document = content(snapshot, file)?;
    let below = format!("{key}:\n{}", indented(document.text().as_str(), step(root)));
    let edit = added(snapshot, &below, |written| {
        Some(is_same_value(own_entry(written, key)?.value, document.root()?))
    })?;
    Some(merged(file, edit))
}

/// Where a key of `metadata.yaml` belongs in a charm.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Destination<'a> {
    Top(&'a str),
    Link(&'static str),
}

impl<'a> Destination<'a> {
    fn of(key: &'a str) -> Option<Destination<'a>> {
        if let Some(link) = facts::links().iter().find(|link| link.in_metadata.contains(&key)) {
            return Some(Destination::Link(link.name));
        }
        let key = if key == "display-name" { "title" } else { key };
        facts::key_doc(FileKind::Charmcraft, &[key]).map(|_| Destination::Top(key))
    }

    /// The key at the top that it stands in.
    fn top(self) -> &'a str {
        match self {
            Destination::Top(key) => key,
            Destination::Link(_) => "links",
        }
    }

    fn find(self, root: NodeRef<'a>) -> Option<Entry<'a>> {
        match self {
            Destination::Top(key) => own_entry(root, key),
            Destination::Link(key) => own_entry(own_entry(root, "links")?.value, key),
        }
    }
}

fn metadata(snapshot: &Snapshot) -> Option<Refactoring> {
    // The metadata.yaml of a charm with this plugin is made when it is built.
    let parts = Charm::new(snapshot.root()).parts();
    if parts.iter().any(|part| part.plugin() == Some("reactive")) {
        return None;
    }
    let root = snapshot.root()?;
    let document = content(snapshot, METADATA)?;
    let mut moves: Vec<(Entry<'_>, Destination<'_>)> = Vec::new();
    for entry in document.root()?.entries() {
        let key = entry.key.text()?;
        let Some(destination) = Destination::of(key) else {
            let reason = format!("`{key}` has no place in a `charmcraft.yaml`");
            return Some(kept(METADATA, reason));
        };
        if own_entry(root, destination.top()).is_some() {
            let reason = format!("`{}` stands in both files", destination.top());
            return Some(kept(METADATA, reason));
        }
        if moves.iter().any(|(_, taken)| *taken == destination) {
            return None;
        }
        moves.push((entry, destination));
    }
    let below = with_new_names(&document, &moves, step(root));
    let edit = added(snapshot, &below, |written| {
        let mut all = moves.iter();
        Some(all.all(|(entry, destination)| {
            let moved = destination.find(written);
            moved.is_some_and(|moved| is_same_value(moved.value, entry.value))
        }))
    })?;
    Some(merged(METADATA, edit))
}

/// The text with its keys renamed, and with those that become links together at the end.
fn with_new_names(
    document: &Document,
    moves: &[(Entry<'_>, Destination<'_>)],
    step: usize,
) -> String {
    let text = document.text();
    let mut written = String::new();
    let mut links = String::new();
    let mut done = TextSize::new(0);
    for (entry, destination) in moves {
        let key = entry.key.range();
        match destination {
            Destination::Top(name) if entry.key.text() == Some(*name) => {}
            Destination::Top(name) => {
                written.push_str(text.slice(TextRange::new(done, key.start())));
                written.push_str(name);
                done = key.end();
            }
            Destination::Link(name) => {
                written.push_str(text.slice(TextRange::new(done, key.start())));
                let last = text.line_of(entry.range().end());
                let ends_before =
                    text.line_start(last) == entry.range().end() && entry.range().end() > key.end();
                let line_end = match ends_before {
                    true => entry.range().end(),
                    false => text.line_range(last).end(),
                };
                let value = text.slice(TextRange::new(key.end(), line_end)).trim_end();
                links.push_str(&indented(&format!("\n{name}{value}"), step));
                done = (line_end + TextSize::new(u32::from(!ends_before))).min(text.len());
            }
        }
    }
    written.push_str(text.slice(TextRange::new(done, text.len())));
    if links.is_empty() {
        return written;
    }
    format!("{}\nlinks:{links}", written.trim_end()).trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::testing::{changed, offered};
    use super::super::{FileChange, RefactoringKind};

    const CHARM: &str = "type: charm$0\nparts: {a: {plugin: nil}}\n";

    #[test]
    fn a_section_moves_with_its_comments() {
        let fixture = format!(
            "//- charmcraft.yaml\n{CHARM}//- config.yaml\n---\n# All of them.\noptions:\n  a: # one\n    type: string\n    default: |\n      x\n\n      y\n"
        );
        let offered = offered(&fixture);
        assert_eq!(offered[0].kind, RefactoringKind::Inline);
        assert_eq!(offered[0].file, Some(FileChange::Delete("config.yaml")));
        expect![[r#"
            type: charm
            parts: {a: {plugin: nil}}
            config:
              # All of them.
              options:
                a: # one
                  type: string
                  default: |
                    x

                    y
        "#]]
        .assert_eq(&changed(&fixture, "Move the content of `config.yaml`").unwrap());
    }

    #[test]
    fn metadata_gets_the_names_of_today() {
        let fixture = format!(
            "//- charmcraft.yaml\n{CHARM}//- metadata.yaml\nname: shop\n# shown in the store\ndisplay-name: Shop\nmaintainers:\n- A <a@b.c>\nsummary: A shop.\nissues: https://b.c # here\ndescription: |\n  Sells.\nrequires:\n  db: {{interface: x}}\n"
        );
        expect![[r#"
            type: charm
            parts: {a: {plugin: nil}}
            name: shop
            # shown in the store
            title: Shop
            summary: A shop.
            description: |
              Sells.
            requires:
              db: {interface: x}
            links:
              contact:
              - A <a@b.c>
              issues: https://b.c # here
        "#]]
        .assert_eq(&changed(&fixture, "Move the content of `metadata.yaml`").unwrap());
    }

    #[test]
    fn what_cannot_move_as_it_is_stays() {
        for (charm, file) in [
            (CHARM, "config.yaml\noptions: {a: &a {type: int}}\n"),
            (CHARM, "config.yaml\n{options: {}}\n"),
            (CHARM, "config.yaml\noptions: [\n"),
            (CHARM, "config.yaml\n"),
            (CHARM, "metadata.yaml\nname: x\nseries: [focal]\n"),
            (CHARM, "metadata.yaml\nmaintainer: x\nmaintainers: [y]\n"),
            ("type: charm$0\nname: x\n", "metadata.yaml\nname: x\n"),
            ("type: charm$0\nparts: {a: {plugin: reactive}}\n", "metadata.yaml\nname: x\n"),
            ("type: charm$0\nconfig:\n", "config.yaml\noptions: {}\n"),
        ] {
            let fixture = format!("//- charmcraft.yaml\n{charm}//- {file}");
            assert_eq!(changed(&fixture, "Move"), None, "{fixture}");
        }
    }

    #[test]
    fn what_keeps_a_file_from_moving_is_said() {
        let obstacle = |charm: &str, metadata: &str| {
            let fixture = format!("//- charmcraft.yaml\n{charm}//- metadata.yaml\n{metadata}");
            let mut all = offered(&fixture).into_iter().filter_map(|it| it.obstacle);
            all.next().unwrap_or_default()
        };
        assert_eq!(
            obstacle(CHARM, "name: x\nseries: [focal]\n"),
            "`series` has no place in a `charmcraft.yaml`"
        );
        assert_eq!(
            obstacle("type: charm$0\nlinks: {}\n", "maintainer: x\n"),
            "`links` stands in both files"
        );
        assert_eq!(obstacle(CHARM, "name: x\n"), "");
    }
}
