//! Splits a command into words as Python's `shlex.split` does, which is how rockcraft reads it.
//!
//! The crates that split like a shell treat `#` as a comment; `shlex.split` does not, and the brackets
//! that rockcraft looks for may stand behind one.

/// Why a command has no words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unbalanced {
    /// This quote is never closed.
    Quote(char),
    /// The backslash at the end has nothing to escape.
    Backslash,
}

/// The words of a command.
pub(super) fn split(command: &str) -> Result<Vec<String>, Unbalanced> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = command.chars();
    while let Some(ch) = chars.next() {
        match ch {
            ' ' | '\t' | '\r' | '\n' => words.extend(word.take()),
            '\\' => {
                let escaped = chars.next().ok_or(Unbalanced::Backslash)?;
                word.get_or_insert_default().push(escaped);
            }
            '\'' | '"' => {
                let word = word.get_or_insert_default();
                quoted(ch, &mut chars, word)?;
            }
            _ => word.get_or_insert_default().push(ch),
        }
    }
    words.extend(word);
    Ok(words)
}

/// What stands up to the closing quote. Within double quotes a backslash escapes the two characters
/// that would mean something there.
fn quoted(
    quote: char,
    chars: &mut std::str::Chars<'_>,
    word: &mut String,
) -> Result<(), Unbalanced> {
    while let Some(ch) = chars.next() {
        match ch {
            '\\' if quote == '"' => {
                let next = chars.next().ok_or(Unbalanced::Backslash)?;
                if next != '"' && next != '\\' {
                    word.push('\\');
                }
                word.push(next);
            }
            _ if ch == quote => return Ok(()),
            _ => word.push(ch),
        }
    }
    Err(Unbalanced::Quote(quote))
}

#[cfg(test)]
mod tests {
    use super::{Unbalanced, split};

    /// Expectations are what Python 3.12 answers.
    #[test]
    fn words_are_those_of_shlex() {
        assert_eq!(split("a  b\t'c d'\n").unwrap(), ["a", "b", "c d"]);
        assert_eq!(split(r#"a"b c"'d' "" x\ y"#).unwrap(), ["ab cd", "", "x y"]);
        assert_eq!(split(r#""\a \" \\" 'q\'"#).unwrap(), [r#"\a " \"#, r"q\"]);
        assert_eq!(split("serve # [ x ]").unwrap(), ["serve", "#", "[", "x", "]"]);
        assert!(split("").unwrap().is_empty());
    }

    #[test]
    fn what_is_open_is_said() {
        assert_eq!(split("a 'b"), Err(Unbalanced::Quote('\'')));
        assert_eq!(split("a \"b'"), Err(Unbalanced::Quote('"')));
        assert_eq!(split("a \\"), Err(Unbalanced::Backslash));
    }
}
