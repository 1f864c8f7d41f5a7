//! A place that may lie in another file of the project, as answers to "where is it?" name it.

use syntax::TextRange;

/// A place in the document or in a file of its project.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    /// The file's path from the document's directory, as `ProjectFiles` takes it; `None` for the
    /// document itself.
    pub file: Option<String>,
    /// What to go to, such as a name, in bytes of that file's text.
    pub range: TextRange,
    /// All of what stands there, such as an entry with its value; holds `range`.
    pub whole: TextRange,
}

impl Target {
    /// A place in the document itself.
    pub fn here(range: TextRange, whole: TextRange) -> Target {
        Target { file: None, range, whole: whole.cover(range) }
    }

    /// The start of a file of the project.
    pub fn file(path: impl Into<String>) -> Target {
        let start = TextRange::default();
        Target { file: Some(path.into()), range: start, whole: start }
    }

    /// The same place, but in a file of the project.
    pub fn in_file(self, path: impl Into<String>) -> Target {
        Target { file: Some(path.into()), ..self }
    }
}
