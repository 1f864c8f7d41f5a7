//! How paas-charm turns option names into variable names.
//!
//! Only dashes and capitals change; every other character, dots included, stays as it is.

use std::borrow::Cow;
use std::cmp::Ordering;

/// What stands for any key of a secret at the end of a variable.
pub const ANY_KEY: &str = "_<KEY>";

/// The name with underscores for dashes: the field name paas-charm validates.
pub fn folded(name: &str) -> Cow<'_, str> {
    if name.contains('-') { Cow::Owned(name.replace('-', "_")) } else { Cow::Borrowed(name) }
}

/// Whether two names are the same after folding. Capitals count.
pub fn folds_equal(left: &str, right: &str) -> bool {
    let fold = |byte: u8| if byte == b'-' { b'_' } else { byte };
    left.len() == right.len() && left.bytes().map(fold).eq(right.bytes().map(fold))
}

/// Whether two names become one variable. Capitals do not count.
pub fn fold_to_one(left: &str, right: &str) -> bool {
    compare_as_variables(left, right).is_eq()
}

/// The order of two names once they are variables: dashes folded, in capitals.
pub(crate) fn compare_as_variables(left: &str, right: &str) -> Ordering {
    if left.is_ascii() && right.is_ascii() {
        let fold = |byte: u8| if byte == b'-' { b'_' } else { byte.to_ascii_uppercase() };
        return left.bytes().map(fold).cmp(right.bytes().map(fold));
    }
    let fold = |ch: char| if ch == '-' { '_' } else { ch };
    let upper =
        |name: &str| name.chars().map(fold).flat_map(char::to_uppercase).collect::<String>();
    upper(left).cmp(&upper(right))
}

/// Whether a name can become the variable of another name: dashes and small letters become what it has.
pub(crate) fn can_collide(name: &str) -> bool {
    name.bytes().any(|byte| byte == b'_' || byte.is_ascii_uppercase() || !byte.is_ascii())
}

/// Whether the option of this name sets the variable; `is_secret`: with a key of the secret behind it.
pub(super) fn sets(prefix: &str, name: &str, is_secret: bool, variable: &str) -> bool {
    let suffix = if is_secret { ANY_KEY } else { "" };
    let rest = variable.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(suffix));
    // Most names differ in length, or in the first letter.
    let may_be_same = |rest: &&str| rest.len() == name.len() || !name.is_ascii();
    rest.filter(may_be_same).is_some_and(|rest| {
        compare_as_variables(rest, name).is_eq()
            && rest.bytes().all(|byte| byte != b'-')
            && rest.chars().all(|ch| !ch.is_lowercase())
    })
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
