//! The one name that can have been meant.
//!
//! Compares ASCII names letter by letter; it knows no keyboard layout and no meaning.

/// Longer words are no typos of the names we know.
const LONGEST: usize = 64;

/// The only candidate within `limit` changed, missing or extra letters of the word; `None` if there is
/// none, or more than one.
pub(super) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    limit: usize,
) -> Option<&'a str> {
    let mut near = candidates.into_iter().filter(|candidate| is_near(word, candidate, limit));
    let only = near.next()?;
    near.next().is_none().then_some(only)
}

/// Whether at most `limit` changes lead from one word to the other.
fn is_near(left: &str, right: &str, limit: usize) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len().abs_diff(right.len()) > limit || left.len().max(right.len()) > LONGEST {
        return false;
    }
    let mut row: [usize; LONGEST + 1] = std::array::from_fn(|index| index);
    for (index, left_byte) in left.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, right_byte) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(left_byte != right_byte);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
        // No row holds less than the one before it.
        if row[..=right.len()].iter().all(|&changes| changes > limit) {
            return false;
        }
    }
    row[right.len()] <= limit
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const NAMES: [&str; 4] = ["string", "float", "mysql_client", "mysql_clients"];

    #[test]
    fn one_near_name_is_found() {
        assert_eq!(nearest("strng", NAMES, 2), Some("string"));
        assert_eq!(nearest("sitrng", NAMES, 2), Some("string"));
        assert_eq!(nearest("flaot", NAMES, 2), Some("float"));
    }

    #[test]
    fn two_near_names_are_no_answer() {
        assert_eq!(nearest("mysql_clientx", NAMES, 2), None);
    }

    #[test]
    fn far_names_are_no_answer() {
        assert_eq!(nearest("boolean", NAMES, 2), None);
        assert_eq!(nearest(&"x".repeat(1000), NAMES, 2), None);
    }
}
