//! Keys that paas-charm does not know in `paas-config.yaml`, which it refuses at every level.

use super::crashing_paas_config::CRASHES;
use crate::rules::edits::remove_from;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;

/// A mapping of the file and the keys it may have.
pub(super) struct Level<'a> {
    /// What to call the mapping at the start of a sentence.
    pub(super) place: &'a str,
    pub(super) keys: &'a [&'static str],
}

/// Reports each key that the mapping may not have.
pub(super) fn check_keys(
    cx: &Context<'_>,
    mapping: NodeRef<'_>,
    level: &Level<'_>,
    out: &mut Findings<'_>,
) {
    for Entry { key, .. } in mapping.effective_entries() {
        let Some(text) = key.text().filter(|_| !key.is_repaired()) else { continue };
        if level.keys.contains(&text) || out.has_reported(key.range()) {
            continue;
        }
        let draft =
            out.report(key.range(), format!("{} has no key `{text}`", level.place)).note(CRASHES);
        let spelling = |known: &str| known.replace('_', "-") == text.replace('_', "-");
        let same = level.keys.iter().copied().find(|known| spelling(known));
        match same.or_else(|| nearest(text, level.keys.iter().copied(), 2)) {
            Some(known) if mapping.get(known).is_none() => {
                let title = format!("Rename the key to `{known}`");
                draft.help(format!("did you mean `{known}`?")).fix(Fix::replace(
                    title,
                    Safety::Safe,
                    key.range(),
                    known,
                ));
            }
            _ => {
                let keys: Vec<_> = level.keys.iter().map(|key| format!("`{key}`")).collect();
                let draft = draft.help(format!("remove it; the keys here are {}", keys.join(", ")));
                if let Some(edit) = remove_from(cx, mapping, key) {
                    let title = format!("Remove `{text}`");
                    draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
                }
            }
        }
    }
}
