//! The sections about the workload, entry by entry, and how their fields are reported.

use crate::rules::juju_value::{JUJU_REFUSES, Packed, is_juju_text, reaches_juju};
use crate::rules::prelude::*;
use crate::rules::shape::kind;
use crate::rules::{Draft, Findings};

/// The entries of a section, if Juju gets to see it: an extension brings its own sections, and
/// charmcraft refuses others next to it.
pub(super) fn entries<'a>(cx: &Context<'a>, section: &str) -> Vec<Entry<'a>> {
    let Some(section_entry) = cx.entry(section) else { return Vec::new() };
    let entries = section_entry.value.effective_entries();
    if entries.is_empty() || cx.extension().is_some() || !reaches_juju(cx, section) {
        return Vec::new();
    }
    entries
}

/// Reports one place once, with who refuses it.
pub(super) fn report<'o>(
    out: &'o mut Findings<'_>,
    range: TextRange,
    message: String,
) -> Option<Draft<'o>> {
    if out.has_reported(range) {
        return None;
    }
    Some(out.report(range, message).note(JUJU_REFUSES))
}

/// Reports an entry of a section that is no mapping; `help` says what belongs there. Whether it is
/// one, and complete enough to look into.
pub(super) fn expect_mapping(
    entry: Entry<'_>,
    what: &str,
    help: &str,
    out: &mut Findings<'_>,
) -> bool {
    let value = entry.value.resolved();
    if value.is_mapping() {
        return true;
    }
    if !entry.is_repaired() {
        let name = entry.key.text().unwrap_or_default();
        let message = format!("{what} `{name}` is {}, expected a mapping", kind(value));
        if let Some(draft) = report(out, place(entry), message) {
            draft.help(help);
        }
    }
    false
}

/// Reports a field that is there and no text.
pub(super) fn expect_text(cx: &Context<'_>, entry: Entry<'_>, key: &str, out: &mut Findings<'_>) {
    let Some(field) = entry.value.get(key).filter(|field| !field.is_repaired()) else { return };
    let value = field.value.resolved();
    if is_juju_text(Packed::of(cx), value) {
        return;
    }
    let message = format!("`{key}` is {}, expected text", kind(value));
    let Some(draft) = report(out, place(field), message) else { return };
    if value.is_null() {
        draft.help("remove the key, or write a text");
    } else if value.is_scalar() && value == field.value {
        let quoted = format!("'{}'", value.source());
        draft.help(format!("put it in quotes: `{quoted}`")).fix(Fix::replace(
            "Put the value in quotes",
            Safety::Safe,
            field.value.range(),
            quoted,
        ));
    }
}
