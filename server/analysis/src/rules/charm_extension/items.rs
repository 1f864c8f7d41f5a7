//! Taking an entry out of a list.

use crate::finding::TextEdit;
use crate::rules::edits::next_line;
use crate::rules::prelude::*;
use syntax::{Kind, TextSize};

/// The removal of one of several entries of a list, with its comma or its line. `None` where a line holds
/// more than the entry.
pub(super) fn remove_item(list: NodeRef<'_>, item: NodeRef<'_>) -> Option<TextEdit> {
    let items: Vec<_> = list.items().collect();
    let index = items.iter().position(|other| *other == item)?;
    let range = match list.kind() {
        Kind::Sequence { flow: true } => {
            match (index.checked_sub(1).and_then(|before| items.get(before)), items.get(index + 1))
            {
                (Some(before), _) => TextRange::new(before.range().end(), item.range().end()),
                (None, Some(after)) => TextRange::new(item.range().start(), after.range().start()),
                (None, None) => return None,
            }
        }
        _ if items.len() < 2 => return None,
        _ => line_of(list.document_text(), item)?,
    };
    Some(TextEdit { range, insert: String::new() })
}

/// The lines of an entry behind a dash.
fn line_of(text: &str, item: NodeRef<'_>) -> Option<TextRange> {
    let first = usize::from(item.range().start());
    let start = text.get(..first)?.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let is_dash_alone = text.get(start..first)?.trim() == "-";
    let last = usize::from(item.range().end());
    let end = next_line(text, last).unwrap_or(text.len());
    let range = TextRange::new(TextSize::try_from(start).ok()?, TextSize::try_from(end).ok()?);
    is_dash_alone.then_some(range)
}
