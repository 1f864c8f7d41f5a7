//! Writes `bases` as `base` and `platforms`, where the finding about it is not shown: within the
//! value, and when the rule is switched off.

use syntax::TextSize;

use super::Refactoring;
use super::layout::{is_within, top_entry};
use crate::file_kind::FileKind;
use crate::rules;
use crate::settings::Level;
use crate::snapshot::Snapshot;

const RULE: &str = "deprecated-bases";

/// Offered within `bases`.
pub(super) fn offer(snapshot: &Snapshot, at: TextSize) -> Option<Refactoring> {
    if snapshot.kind != FileKind::Charmcraft {
        return None;
    }
    let bases = top_entry(snapshot, "bases").filter(|bases| is_within(snapshot, at, *bases))?;
    let text = snapshot.document.text();
    let is_on_key = text.line_of(at) == text.line_of(bases.key.range().start());
    let is_off = snapshot.settings.rules.get(RULE) == Some(&Level::Off);
    if is_on_key && !is_off {
        return None;
    }
    let fix = rules::modern_platforms(snapshot)?;
    Some(Refactoring::rewrite(fix.title, fix.edits))
}

#[cfg(test)]
mod tests {
    use super::super::testing::changed;

    const OLD: &str =
        "bases:\n  - name: $0ubuntu\n    channel: '22.04'\nparts: {a: {plugin: nil}}\n";

    #[test]
    fn it_is_offered_within_the_value_and_not_beside_the_fix() {
        let new = "base: ubuntu@22.04\nplatforms:\n  amd64:\nparts: {a: {plugin: nil}}\n";
        assert_eq!(changed(OLD, "Write `base`").as_deref(), Some(new));
        let on_key = OLD.replace("$0", "").replace("bases:", "bases:$0");
        assert_eq!(changed(&on_key, "Write `base`"), None);
    }
}
