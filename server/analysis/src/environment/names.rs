//! How paas-charm turns option names into variable names.
//!
//! Only dashes and capitals change; every other character, dots included, stays as it is.

use std::borrow::Cow;

/// What stands for any key of a secret at the end of a variable.
pub(super) const ANY_KEY: &str = "_<KEY>";

/// The name with underscores for dashes: the field name paas-charm validates.
pub fn folded(name: &str) -> Cow<'_, str> {
    if name.contains('-') { Cow::Owned(name.replace('-', "_")) } else { Cow::Borrowed(name) }
}

/// Whether two names are the same after folding. Capitals count.
pub fn folds_equal(left: &str, right: &str) -> bool {
    let fold = |byte: u8| if byte == b'-' { b'_' } else { byte };
    left.len() == right.len() && left.bytes().map(fold).eq(right.bytes().map(fold))
}

/// The variable of an option: the prefix and the folded name in capitals.
pub fn option_variable(prefix: &str, name: &str) -> String {
    variable(prefix, name, "")
}

/// The variables of an option of type secret, one for each key of the secret, with `<KEY>` for the
/// key.
pub fn secret_variable(prefix: &str, name: &str) -> String {
    variable(prefix, name, ANY_KEY)
}

fn variable(prefix: &str, name: &str, suffix: &str) -> String {
    let mut variable = String::with_capacity(prefix.len() + name.len() + suffix.len());
    variable.push_str(prefix);
    for character in name.chars() {
        match character {
            '-' => variable.push('_'),
            _ if character.is_ascii() => variable.push(character.to_ascii_uppercase()),
            _ => variable.extend(character.to_uppercase()),
        }
    }
    variable.push_str(suffix);
    variable
}
