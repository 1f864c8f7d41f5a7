//! What the rules about parts share: which parts are the file's own, what builds them, and the base
//! that decides what there is.
//!
//! Judges nothing. A part that an extension completes counts as such by its name alone; what the
//! extension puts into it is not looked at.

use crate::facts::{self, Packages, Plugin};
use crate::model::Part;
use crate::rules::prelude::*;

/// What builds a part.
#[derive(Clone, Copy)]
pub(super) enum PluginUse {
    /// This plugin, which the tool knows, if perhaps not on this base.
    Plugin(&'static Plugin),
    /// Whatever the extension says that brings a part of this name.
    OfExtension,
    /// Nothing that can be said: no plugin, an unknown one, or one for each platform.
    Unclear,
}

/// The parts that are mappings and have a text for a name, with the name. Others are the business of
/// `part-shape`.
pub(super) fn named_parts<'c, 'a>(
    cx: &'c Context<'a>,
) -> impl Iterator<Item = (&'a str, &'c Part<'a>)> {
    let parts = cx.parts().iter().filter(|part| part.value.resolved().is_mapping());
    parts.filter_map(|part| Some((part.key.as_str()?, part)))
}

/// What builds the part. In a charm the part's name counts where there is no `plugin`.
pub(super) fn plugin_of(cx: &Context<'_>, name: &str, part: &Part<'_>) -> PluginUse {
    let given = part.field("plugin").filter(|field| !is_filled_in(cx, name, *field));
    let name = match given {
        Some(field) => field.value.resolved().as_str(),
        None if is_of_extension(cx, name) => return PluginUse::OfExtension,
        None if cx.tool() == Judge::Charmcraft => Some(name),
        None => None,
    };
    let known = name.and_then(facts::plugin).filter(|plugin| is_of_tool(cx, plugin.only));
    known.map_or(PluginUse::Unclear, PluginUse::Plugin)
}

/// Whether something that may be for one tool alone is there for this file.
pub(super) fn is_of_tool(cx: &Context<'_>, only: Option<FileKind>) -> bool {
    only.is_none_or(|only| only == cx.snapshot.kind)
}

/// Whether an extension of the file brings a part of this name.
pub(super) fn is_of_extension(cx: &Context<'_>, name: &str) -> bool {
    extension_parts(cx).contains(&name)
}

/// Whether an empty key of a part may get its value from the extension: rockcraft 1.20 takes null and
/// the like for absent where its extension says something.
pub(super) fn is_filled_in(cx: &Context<'_>, part: &str, field: Entry<'_>) -> bool {
    let value = field.value.resolved();
    let is_empty = match value.is_scalar() {
        true => value.is_null() || value.text() == Some(""),
        false => value.children().next().is_none(),
    };
    is_empty && cx.tool() == Judge::Rockcraft && is_of_extension(cx, part)
}

/// The names of the parts that the extensions of the file bring.
pub(super) fn extension_parts(cx: &Context<'_>) -> Vec<&'static str> {
    let mut names = Vec::new();
    if cx.tool() == Judge::Charmcraft {
        if let Some(extension) = cx.extension() {
            names.push("charm");
            let has_config = extension.variant.version > 1
                && cx.snapshot.project.entry("paas-config.yaml").is_some();
            names.extend(has_config.then_some("config"));
        }
        return names;
    }
    let is_bare = is_bare(cx);
    for (_, extension) in cx.rock().extensions() {
        let Some(framework) = facts::framework_by_extension(extension) else { continue };
        let brought = framework.rock.parts.iter().filter(|part| {
            let packages = if is_bare { part.bare } else { part.ubuntu };
            packages != Packages::Absent
        });
        names.extend(brought.map(|part| part.name));
    }
    names
}

/// Whether the rock has no base system.
pub(super) fn is_bare(cx: &Context<'_>) -> bool {
    cx.charm().base() == Some("bare")
}

/// The series that rockcraft builds on, such as `24.04` or `devel`: of `build-base`, else of `base`.
/// `None` for a base that says no series.
pub(super) fn build_series<'a>(cx: &Context<'a>) -> Option<&'a str> {
    let build_base = cx.entry("build-base").map(|entry| entry.value.resolved());
    let base = match build_base.filter(|value| !value.is_null()) {
        Some(value) => value.as_str()?,
        None => cx.charm().base()?,
    };
    if base == "devel" {
        return Some(base);
    }
    let series = base.strip_prefix("ubuntu@").or_else(|| base.strip_prefix("ubuntu:"))?;
    let is_series =
        series == "devel" || series.len() == 5 && series.as_bytes().get(2) == Some(&b'.');
    is_series.then_some(series)
}

/// Why a fault of a part matters.
pub(super) fn stops(cx: &Context<'_>) -> String {
    format!("`{} pack` stops on this", cx.tool().name())
}
