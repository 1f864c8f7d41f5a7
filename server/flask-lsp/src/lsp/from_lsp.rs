//! Places and files as the client names them, turned into ours.
//!
//! Clients send positions behind the end of a line or text, and ranges whose end lies before their
//! start. All of them mean something here: they are clamped and sorted, never refused.

use std::path::PathBuf;

use analysis::FileKind;
use analysis::file_kind::{FILE_NAMES, NAMES_BESIDE_CHARM};
use syntax::{Encoding, LineCol, Text, TextRange, TextSize};
use tower_lsp_server::ls_types::{Position, Range, Uri};

/// Old revisions of a file, shown beside it under its name by editors and their plugins.
const REVISION_SCHEMES: &[&str] = &["git", "gitfs", "fugitive", "gitsigns", "diffview"];

/// The byte offset of a position.
pub(super) fn offset(text: &Text, position: Position, encoding: Encoding) -> TextSize {
    text.offset(LineCol { line: position.line, col: position.character }, encoding)
}

/// The bytes between two positions, in whichever order they come.
pub(super) fn range(text: &Text, range: Range, encoding: Encoding) -> TextRange {
    let start = offset(text, range.start, encoding);
    let end = offset(text, range.end, encoding);
    TextRange::new(start.min(end), start.max(end))
}

/// The file's path; `None` for documents that are not on the disk.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    is_file.then(|| uri.to_file_path()).flatten().map(|path| path.into_owned())
}

/// The file's name and what it is read as; `None` for files that are not ours wherever they lie. Whether a
/// charm lies beside those that [need one](FileKind::needs_charm) is not asked here.
pub(super) fn file(uri: &Uri) -> Option<(&'static str, FileKind)> {
    let named = |last: &str| {
        let mut known = FILE_NAMES.iter().chain(NAMES_BESIDE_CHARM);
        known.find(|(name, _)| *name == last)
    };
    let last = uri.path().as_str().rsplit('/').next()?;
    let &(name, kind) = named(last).or_else(|| {
        // Escapes in these names are never needed, and allowed.
        let decoded = uri.path().decode().to_string_lossy();
        named(decoded.rsplit('/').next()?)
    })?;
    (!REVISION_SCHEMES.contains(&uri.scheme().as_str())).then_some((name, kind))
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    fn name(uri: &str) -> Option<&'static str> {
        file(&Uri::from_str(uri).unwrap()).map(|(name, _)| name)
    }

    #[test]
    fn files_are_told_by_their_name() {
        assert_eq!(name("file:///a/charmcraft.yaml"), Some("charmcraft.yaml"));
        assert_eq!(name("file:///a/charmcraft%2Eyaml"), Some("charmcraft.yaml"));
        assert_eq!(name("untitled:rockcraft.yaml"), Some("rockcraft.yaml"));
        assert_eq!(name("file:///a/config.yaml"), Some("config.yaml"));
        assert_eq!(name("file:///a/compose.yaml"), None);
        assert_eq!(name("file:///charmcraft.yaml/values.yaml"), None);
        assert_eq!(name("git:/a/charmcraft.yaml?%7B%22ref%22%3A%22%22%7D"), None);
    }

    #[test]
    fn paths_are_those_of_files_on_the_disk() {
        let path = |uri: &str| path(&Uri::from_str(uri).unwrap());
        assert_eq!(path("file:///a%20b/charmcraft.yaml"), Some("/a b/charmcraft.yaml".into()));
        assert_eq!(path("untitled:charmcraft.yaml"), None);
    }

    #[test]
    fn inverted_ranges_are_turned_round() {
        let text = Text::new("ab\ncd".into());
        let at = |line, character| Position { line, character };
        let found = range(&text, Range { start: at(1, 9), end: at(0, 1) }, Encoding::Utf16);
        assert_eq!(found, TextRange::new(1.into(), 5.into()));
    }
}
