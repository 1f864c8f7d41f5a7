//! What charmcraft and rockcraft read into fields that are no text: both leave that to pydantic 2, which
//! takes more than the type's own name says. Seen in runs of pydantic 2.14.

use syntax::scalar::Integer;
use syntax::{NodeRef, Scalar};

/// The whole number that a field of that type gets: also from booleans, from `3.0`, and from text that
/// is one. `None` where the tools refuse the value; numbers beyond 127 bits are cut there.
pub(super) fn lax_integer(value: NodeRef<'_>) -> Option<i128> {
    match value.scalar()? {
        Scalar::Bool(value) => Some(i128::from(value)),
        Scalar::Int(Integer::Small(value)) => Some(value),
        Scalar::Int(Integer::Big(digits)) => {
            Some(if digits.starts_with('-') { i128::MIN } else { i128::MAX })
        }
        Scalar::Float(value) => {
            (value.is_finite() && value.fract() == 0.0).then_some(value as i128)
        }
        Scalar::Text(text) => integer_in(&text),
        _ => None,
    }
}

/// The number that a field for any number gets; `inf` in text too.
pub(super) fn lax_number(value: NodeRef<'_>) -> Option<f64> {
    match value.scalar()? {
        Scalar::Float(value) => Some(value),
        Scalar::Text(text) => without_underscores(text.trim())?.parse().ok(),
        _ => Some(lax_integer(value)? as f64),
    }
}

/// `12`, ` +1_000 `, `1.0`.
fn integer_in(text: &str) -> Option<i128> {
    let text = text.trim();
    let whole = match text.split_once('.') {
        Some((whole, zeros)) if zeros.bytes().all(|byte| byte == b'0') => whole,
        Some(_) => return None,
        None => text,
    };
    without_underscores(whole)?.parse().ok()
}

/// The text without single underscores between digits; `None` for others.
fn without_underscores(text: &str) -> Option<String> {
    let is_misplaced = text.starts_with('_') || text.ends_with('_') || text.contains("__");
    (!is_misplaced).then(|| text.replace('_', ""))
}

#[cfg(test)]
mod tests {
    use super::{lax_integer, lax_number};
    use crate::snapshot::Snapshot;

    fn integer(text: &str) -> Option<i128> {
        let snapshot = Snapshot::alone("rockcraft.yaml", &format!("a: {text}\n")).unwrap();
        lax_integer(snapshot.root().unwrap().get("a").unwrap().value)
    }

    fn number(text: &str) -> Option<f64> {
        let snapshot = Snapshot::alone("rockcraft.yaml", &format!("a: {text}\n")).unwrap();
        lax_number(snapshot.root().unwrap().get("a").unwrap().value)
    }

    #[test]
    fn integers_are_those_of_pydantic() {
        let taken = ["12", "'12'", "' 12 '", "'1_000'", "'+1'", "'1.0'", "1.0", "yes", "0x10"];
        let values = [12, 12, 12, 1000, 1, 1, 1, 1, 16];
        assert!(taken.into_iter().map(|text| integer(text).unwrap()).eq(values));
        for refused in ["1.5", "'0x1'", "'1e3'", ".inf", "''", "", "2020-01-01", "'1__0'", "a"] {
            assert_eq!(integer(refused), None, "{refused}");
        }
    }

    #[test]
    fn numbers_are_those_of_pydantic() {
        let taken = ["yes", "'1.5'", "' 2 '", "'1_000'", "'1e3'", "0.5", "3"];
        let values = [1.0, 1.5, 2.0, 1000.0, 1000.0, 0.5, 3.0];
        assert!(taken.into_iter().map(|text| number(text).unwrap()).eq(values));
        assert_eq!(number("'inf'"), Some(f64::INFINITY));
        assert_eq!(number("''"), None);
        assert_eq!(number("~"), None);
    }
}
