//! What the tools take for a boolean beside the plain ones (pydantic's lax mode, which craft-parts 2.37
//! uses), and which one.

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
        Scalar::Float(0.0) => Some(false),
        Scalar::Float(1.0) => Some(true),
        Scalar::Text(text) => match text.to_ascii_lowercase().as_str() {
            "0" | "off" | "f" | "false" | "n" | "no" => Some(false),
            "1" | "on" | "t" | "true" | "y" | "yes" => Some(true),
            _ => None,
        },
        _ => None,
    }
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
}
