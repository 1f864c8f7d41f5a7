//! What the fixes of these rules share: other names for options and endpoints, `limit: 1`, and removals.

use crate::finding::TextEdit;
use crate::model::{ConfigOption, Endpoint, Extension, Section};
use crate::rules::Draft;
use crate::rules::edits::{append_entry, fill_absent, remove_entry, replace_value, written};
use crate::rules::juju_names::is_reserved;
use crate::rules::option_names::NewName;
use crate::rules::prelude::*;

/// Goes in front of the name of an option that cannot stay as it is.
const OTHER: &str = "custom";

/// What to do about a name where none is at hand.
pub(super) const OTHER_NAME: &str = "choose another name";

/// The name with a word in front of it, or without the dashes at its start; `None` if that does not reach
/// the application either.
pub(super) fn new_name(cx: &Context<'_>, option: &ConfigOption<'_>) -> Option<NewName> {
    let extension = cx.extension()?;
    let old = option.name()?;
    let bare = old.trim_start_matches(['-', '_']);
    let without_dashes = (bare != old).then(|| bare.to_owned());
    let with_word = std::iter::once_with(|| format!("{OTHER}-{bare}"));
    let names = without_dashes.into_iter().chain(with_word);
    names.into_iter().find_map(|name| NewName::try_from(cx, extension, option, name))
}

/// The two ways out for an option that cannot have its name: another one, or none. `otherwise` is said
/// where no other is at hand.
pub(super) fn rename_or_remove(
    cx: &Context<'_>,
    draft: Draft<'_>,
    option: &ConfigOption<'_>,
    otherwise: &str,
) {
    let draft = match new_name(cx, option) {
        Some(new) => new.offer(draft, option),
        None => draft.help(otherwise),
    };
    if let Some(fix) = option.name().and_then(|name| remove_option(cx, name)) {
        draft.fix(fix);
    }
}

/// Removes an option.
pub(super) fn remove_option(cx: &Context<'_>, name: &str) -> Option<Fix> {
    let edit = remove_entry(cx, &["config", "options", name])?;
    let title = format!("Remove the option `{name}`");
    Some(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert))
}

/// Removes an endpoint. Options that were made for it stay: they are the user's.
pub(super) fn remove_endpoint(cx: &Context<'_>, name: &str) -> Option<Fix> {
    let edit = remove_entry(cx, &["requires", name])?;
    let title = format!("Remove the endpoint `{name}`");
    Some(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert))
}

/// Whether an endpoint can have this name: no other has it, Juju does not keep it.
pub(super) fn is_free_endpoint(cx: &Context<'_>, name: &str) -> bool {
    let is_brought = cx.extension().is_some_and(|extension| {
        let Extension { framework, variant } = extension;
        let mut own = framework.requires.iter().chain(&framework.provides).chain(&variant.peers);
        own.any(|own| own.name == name)
    });
    !is_brought
        && !is_reserved(name)
        && !cx.endpoints().iter().any(|other| other.name() == Some(name))
}

/// Renames an endpoint under `requires`, and the options that go with it. For a person to decide: the name
/// is what operators type.
pub(super) fn rename_endpoint(cx: &Context<'_>, endpoint: &Endpoint<'_>, name: &str) -> Fix {
    let old = endpoint.name().unwrap_or_default();
    let mut edits =
        vec![TextEdit { range: endpoint.key.range(), insert: written(name).into_owned() }];
    let is_oauth = crate::facts::integration(endpoint.interface().unwrap_or_default())
        .is_some_and(|integration| integration.any_name);
    let suffixes = cx.extension().filter(|_| is_oauth).map(|it| &it.framework.oauth_options);
    for suffix in suffixes.into_iter().flatten().map(|option| option.suffix) {
        let is_its = |option: &&ConfigOption<'_>| {
            option.name().and_then(|name| name.strip_prefix(old)) == Some(suffix)
        };
        let option = cx.config_options().iter().find(is_its);
        edits.extend(option.map(|option| TextEdit {
            range: option.key.range(),
            insert: written(&format!("{name}{suffix}")).into_owned(),
        }));
    }
    edits.sort_by_key(|edit| edit.range.start());
    let and_options = match edits.len() {
        1 => String::new(),
        2 => format!(", and its option to `{name}-...`"),
        _ => format!(", and its options to `{name}-...`"),
    };
    Fix {
        title: format!("Rename the endpoint to `{name}`{and_options}"),
        safety: Safety::Unsafe,
        edits,
        rename_file: None,
    }
}

/// Sets a key of an endpoint, whether it is there already or not.
pub(super) fn set_field(endpoint: &Endpoint<'_>, key: &str, value: &str) -> Option<TextEdit> {
    match endpoint.field(key) {
        Some(entry) if entry.value.is_absent() => fill_absent(entry, &format!(" {value}")),
        Some(entry) => replace_value(entry, value),
        None => append_entry(endpoint.value, key, value),
    }
}

/// Writes `limit: 1`.
pub(super) fn limit_to_one(endpoint: &Endpoint<'_>, safety: Safety) -> Option<Fix> {
    let edit = set_field(endpoint, "limit", "1")?;
    Some(Fix::replace("Write `limit: 1`", safety, edit.range, edit.insert))
}

/// The place of a limit that is too large, else the endpoint.
pub(super) fn limit_place(endpoint: &Endpoint<'_>) -> TextRange {
    endpoint.field("limit").map_or(endpoint.key.range(), place)
}

/// The endpoints under `requires`, in the order of the file.
pub(super) fn required<'c, 'a>(cx: &'c Context<'a>) -> impl Iterator<Item = &'c Endpoint<'a>> {
    cx.endpoints().iter().filter(|endpoint| endpoint.section == Section::Requires)
}
