//! Texts that are not cut into blocks, as what a line is there depends on more than lines.

use super::without_mark;
use crate::outline::{Inside, Line, LineKind, Outline};
use crate::text::Text;

/// Whether the text has something that nobody types and that does not fit lines: characters that end
/// a line for YAML and not for us, explicit keys (`? key`) or empty ones (`: value`), the end of a document
/// where brackets seem to be open. Such a text is simply read anew.
pub(super) fn is_exotic(text: &Text, outline: &Outline) -> bool {
    let (body, _) = without_mark(text.as_str());
    is_part_exotic(text, body, outline.lines())
}

/// The same for a part of the text and its lines.
pub(super) fn is_part_exotic(text: &Text, part: &str, lines: &[Line]) -> bool {
    let has_odd_key = |line: &Line| {
        let value = line.value.filter(|_| line.is_content() && line.key.is_none());
        let value = value.map_or("", |value| text.slice(value));
        let rest = value.strip_prefix(['?', ':']);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    };
    let has_hidden_marker = |line: &Line| {
        let is_inside = matches!(line.kind, LineKind::Inside(Inside::Flow | Inside::Quote));
        is_inside
            && line.indent == 0
            && ["---", "..."].iter().any(|marker| text.slice(line.range).starts_with(marker))
    };
    !part.is_ascii() && part.contains(['\u{feff}', '\u{85}', '\u{2028}', '\u{2029}'])
        || lines.iter().any(|line| has_odd_key(line) || has_hidden_marker(line))
}
