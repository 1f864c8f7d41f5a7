//! Texts for snippets: `$1`, `${1:text}` and `${1|one,other|}` are tab stops there, so what is meant as
//! it stands has to be escaped.

/// A text as a snippet that stands for nothing but itself.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for ch in text.chars() {
        if matches!(ch, '$' | '}' | '\\') {
            escaped.push('\\');
        }
        escaped.push(ch);
    }
    escaped
}
