//! Changes that mend nothing and that people ask for: one file each.
//!
//! Each is offered only where the cursor makes it likely to be wanted, and only where it can be done
//! without losing a comment. What a client cannot do (deleting a file, say) the edges leave out.

mod add_integration;
mod add_option;
mod explicit_file_list;
mod insertion;
mod layout;
mod list_style;
mod merge_file;
mod new_file;
mod platforms_form;
mod quotes;
mod stop_ignoring;
mod tab_stops;

use syntax::TextRange;

use crate::finding::TextEdit;
use crate::rules;
use crate::snapshot::Snapshot;

pub use new_file::{MIGRATION_SCRIPT, migration_script};
pub use tab_stops::{SnippetEdits, TabStop};

/// What sort of change it is, for editors that put each into a menu of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefactoringKind {
    /// Something moves elsewhere: into a file of its own.
    Extract,
    /// Something elsewhere moves here.
    Inline,
    /// Everything else.
    Rewrite,
}

/// A change that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refactoring {
    /// What it does, as an imperative.
    pub title: String,
    /// What sort of change it is.
    pub kind: RefactoringKind,
    /// Changes to the document; they do not overlap and are in the order of the text.
    pub edits: Vec<TextEdit>,
    /// What its user will want to write over, in the order of the last edit's text.
    pub tab_stops: Vec<TabStop>,
    /// What happens to another file, after the edits.
    pub file: Option<FileChange>,
    /// Why it cannot be done, for somebody who looks for it; then it changes nothing.
    pub obstacle: Option<String>,
}

/// What happens to another file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileChange {
    /// It is made.
    Create(NewFile),
    /// It goes; the path is from the document's directory.
    Delete(&'static str),
}

/// A file that does not exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its path from the document's directory.
    pub path: String,
    /// What it is to hold.
    pub text: String,
    /// Whether its owner shall be able to execute it.
    pub executable: bool,
}

impl Refactoring {
    fn rewrite(title: impl Into<String>, edits: Vec<TextEdit>) -> Refactoring {
        Refactoring {
            title: title.into(),
            kind: RefactoringKind::Rewrite,
            edits,
            tab_stops: Vec::new(),
            file: None,
            obstacle: None,
        }
    }
}

/// What can be done where `range` starts; an empty range is the cursor.
pub fn refactorings(snapshot: &Snapshot, range: TextRange) -> Vec<Refactoring> {
    let at = range.start();
    let mut offered: Vec<Refactoring> = Vec::new();
    offered.extend(stop_ignoring::offer(snapshot, at));
    offered.extend(platforms_form::offer(snapshot, at));
    offered.extend(explicit_file_list::offer(snapshot, at));
    offered.extend(add_option::offer(snapshot, at));
    offered.extend(add_integration::offer(snapshot, at));
    offered.extend(merge_file::offer(snapshot, at));
    offered.extend(new_file::offer(snapshot, at));
    offered.extend(list_style::offer(snapshot, at));
    offered.extend(quotes::offer(snapshot, at));
    let edits = offered.iter_mut().flat_map(|refactoring| &mut refactoring.edits);
    rules::keep_line_ends(snapshot.document.text().as_str(), edits);
    offered
}

#[cfg(test)]
mod testing {
    use syntax::TextRange;

    use super::{Refactoring, refactorings};
    use crate::features::test_support::{applied, snapshot_at};

    /// What is offered at the cursor of a fixture.
    pub(super) fn offered(fixture: &str) -> Vec<Refactoring> {
        let (snapshot, offset) = snapshot_at(fixture);
        refactorings(&snapshot, TextRange::empty(offset))
    }

    /// The text after what is offered under a title that starts so; `None` if nothing is.
    pub(super) fn changed(fixture: &str, title: &str) -> Option<String> {
        let (snapshot, _) = snapshot_at(fixture);
        let mut offered = offered(fixture).into_iter();
        let refactoring =
            offered.find(|it| it.title.starts_with(title) && it.obstacle.is_none())?;
        Some(applied(snapshot.document.text().as_str(), &refactoring.edits))
    }
}
