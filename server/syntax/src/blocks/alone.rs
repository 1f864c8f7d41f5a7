//! Parsing a block without the text around it.

use crate::events::{self, Parsed};
use crate::text::slice;
use crate::tree::Kind;

/// Parses a block that stands alone. Aliases name anchors of other blocks, so they are read as
/// plain text of the same length and turned back.
pub(crate) fn parse_block(source: &str) -> Option<Parsed> {
    let parsed = match events::parse(source) {
        Ok(parsed) => parsed,
        Err(_) if source.contains('*') => {
            let masked = mask_aliases(source)?;
            let mut parsed = events::parse(&masked).ok()?;
            for node in &mut parsed.nodes {
                let written = slice(source, node.range.start().into(), node.range.end().into());
                if matches!(node.kind, Kind::Scalar(_))
                    && node.cooked.is_none()
                    && written.starts_with('*')
                {
                    node.kind = Kind::Alias;
                }
            }
            parsed.linked = true;
            parsed
        }
        Err(_) => return None,
    };
    parsed.second_document.is_none().then_some(parsed)
}

/// The text with the star of everything that looks like an alias replaced; `None` if there is
/// nothing to replace.
fn mask_aliases(source: &str) -> Option<String> {
    let bytes = source.as_bytes();
    let mut masked = bytes.to_vec();
    for at in memchr::memchr_iter(b'*', bytes) {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let starts =
            before.is_none_or(|byte| matches!(byte, b' ' | b'[' | b',' | b'\n' | b'\r' | b'{'));
        let is_name =
            bytes.get(at + 1).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        if let (true, Some(byte)) = (starts && is_name, masked.get_mut(at)) {
            *byte = b'x';
        }
    }
    String::from_utf8(masked).ok().filter(|masked| masked != source)
}
