//! The charm as its extension completes it, for a command or a document beside the one being edited.
//!
//! Says what `charmcraft expand-extensions` prints, or why it would print nothing. How it comes
//! about is `expand`'s business.

use crate::expand::{self, Machine, Map};
use crate::finding::{Finding, Judge, Severity};
use crate::rules;
use crate::snapshot::Snapshot;

/// What becomes of a charm.
#[derive(Debug)]
pub enum Expansion {
    /// The charm in full; `expand::to_yaml` prints it.
    Complete(Map),
    /// charmcraft refuses the file, for these reasons.
    Refused(Vec<Finding>),
    /// There is no charm: another file, nothing but comments, or more data than any charm has.
    Nothing,
}

/// The charm in full, unless charmcraft refuses the file.
pub fn expansion(snapshot: &Snapshot, machine: &Machine) -> Expansion {
    let reasons = refusals(snapshot);
    if !reasons.is_empty() {
        return Expansion::Refused(reasons);
    }
    expand::expand(snapshot, machine).map_or(Expansion::Nothing, Expansion::Complete)
}

/// Why charmcraft refuses the file; empty where it does not.
pub fn refusals(snapshot: &Snapshot) -> Vec<Finding> {
    rules::check(snapshot).into_iter().filter(is_refusal).collect()
}

/// Whether charmcraft refuses the file for this.
pub fn is_refusal(finding: &Finding) -> bool {
    finding.severity == Severity::Error && finding.judge == Some(Judge::Charmcraft)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, text: &str) -> Expansion {
        let machine =
            Machine { architecture: "amd64".to_owned(), directory: None, processors: None };
        expansion(&Snapshot::alone(name, text).unwrap(), &machine)
    }

    #[test]
    fn a_refused_charm_comes_with_the_reasons() {
        let twice = "name: shop\nname: shop\n";
        let Expansion::Refused(reasons) = of("charmcraft.yaml", twice) else {
            panic!("expanded");
        };
        assert!(reasons.iter().any(|finding| finding.rule.id == "duplicate-key"));
        assert!(reasons.iter().all(|finding| finding.severity == Severity::Error));
    }

    #[test]
    fn other_files_are_no_charms() {
        assert!(matches!(of("paas-config.yaml", "port: 8080\n"), Expansion::Nothing));
    }
}
