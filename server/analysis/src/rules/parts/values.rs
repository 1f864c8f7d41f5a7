//! What the tools take for a boolean or a whole number beside the plain ones (pydantic's lax mode,
//! which craft-parts 2.37 uses), and the texts of lists.

use syntax::scalar::Integer;
use syntax::{NodeRef, Scalar};

/// Whether the tools take the value for a boolean: 0 and 1 count, and ten texts in any case.
pub(super) fn reads_as_flag(value: NodeRef<'_>) -> bool {
    flag(value).is_some()
}

/// The boolean that the tools take the value for.
pub(super) fn flag(value: NodeRef<'_>) -> Option<bool> {
    match value.scalar()? {
        Scalar::Bool(flag) => Some(flag),
        Scalar::Int(Integer::Small(0)) => Some(false),
        Scalar::Int(Integer::Small(1)) => Some(true),
        Scalar::Float(number) if number == 0.0 => Some(false),
        Scalar::Float(number) if number == 1.0 => Some(true),
        Scalar::Text(text) => match text.to_ascii_lowercase().as_str() {
            "0" | "off" | "f" | "false" | "n" | "no" => Some(false),
            "1" | "on" | "t" | "true" | "y" | "yes" => Some(true),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the tools take the value for a whole number: `1.0`, booleans and texts with digits count.
pub(super) fn reads_as_integer(value: NodeRef<'_>) -> bool {
    match value.scalar() {
        Some(Scalar::Int(_) | Scalar::Bool(_)) => true,
        Some(Scalar::Float(number)) => number.is_finite() && number.fract() == 0.0,
        Some(Scalar::Text(text)) => is_integer_text(text.trim()),
        _ => false,
    }
}

fn is_integer_text(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = match digits.split_once('.') {
        Some((whole, zeros)) if zeros.bytes().all(|byte| byte == b'0') => whole,
        Some(_) => return false,
        None => digits,
    };
    let is_digit = |group: &str| !group.is_empty() && group.bytes().all(|it| it.is_ascii_digit());
    digits.split('_').all(is_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::Snapshot;

    fn of(value: &str, read: fn(NodeRef<'_>) -> bool) -> bool {
        let snapshot = Snapshot::alone("rockcraft.yaml", &format!("a: {value}\n")).unwrap();
        read(snapshot.root().unwrap().get("a").unwrap().value)
    }

    #[test]
    fn booleans_by_another_name() {
        for value in ["yes", "1", "0.0", "'ON'", "f"] {
            assert!(of(value, reads_as_flag), "{value}");
        }
        for value in ["2", "''", "ja", "[true]", "null", "1.5"] {
            assert!(!of(value, reads_as_flag), "{value}");
        }
    }

    #[test]
    fn whole_numbers_by_another_name() {
        for value in ["5", "5.0", "'5'", "' -1_000 '", "'5.00'", "true"] {
            assert!(of(value, reads_as_integer), "{value}");
        }
        for value in ["5.5", "'5.5'", "five", "''", "'_5'", ".inf", "2024-01-31", "null"] {
            assert!(!of(value, reads_as_integer), "{value}");
        }
    }
}
