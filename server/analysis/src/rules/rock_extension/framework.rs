//! What the rules about rockcraft's extensions share: the extensions in use, and what the file says about
//! the service and the parts of one.

use syntax::Scalar;

use crate::application::entry_point::{self, Search};
use crate::facts::{self, EntryPoints, Framework};
use crate::rules::prelude::*;

/// What stops on most of it.
pub(super) const PACK_STOPS: &str = "`rockcraft pack` stops on this";

/// An extension that the file uses.
#[derive(Clone, Copy)]
pub(super) struct Used<'a> {
    /// Its name under `extensions`, where faults of the project are shown.
    pub(super) name: NodeRef<'a>,
    pub(super) framework: &'static Framework,
}

/// The extensions that rockcraft knows, each once.
pub(super) fn used<'a>(cx: &Context<'a>) -> Vec<Used<'a>> {
    let mut used: Vec<Used<'a>> = Vec::new();
    for (name, extension) in cx.rock().extensions() {
        let Some(framework) = facts::framework_by_extension(extension) else { continue };
        if !used.iter().any(|known| known.framework.name == framework.name) {
            used.push(Used { name, framework });
        }
    }
    used
}

/// [`used`], but none for a document without a directory: there is no project to look at.
pub(super) fn used_in_project<'a>(cx: &Context<'a>) -> Vec<Used<'a>> {
    let used = used(cx);
    let is_somewhere = !used.is_empty() && cx.snapshot.project.entry("").is_some();
    if is_somewhere { used } else { Vec::new() }
}

/// Whether a file of this path is beside the document.
pub(super) fn is_there(cx: &Context<'_>, path: &str) -> bool {
    cx.snapshot.project.entry(path).is_some()
}

/// The base as it is written.
pub(super) fn base<'a>(cx: &Context<'a>) -> Option<&'a str> {
    cx.entry("base")?.value.resolved().as_str()
}

pub(super) fn is_bare(cx: &Context<'_>) -> bool {
    base(cx) == Some("bare")
}

/// The rock's name as a Python module; `None` if it has no name that could be one.
pub(super) fn module_name(cx: &Context<'_>) -> Option<String> {
    let name = cx.entry("name")?.value.resolved().as_str()?;
    let module = name.replace('-', "_").to_lowercase();
    let is_name = module.chars().all(|ch| ch.is_alphanumeric() || ch == '_');
    (is_name && !module.is_empty()).then_some(module)
}

/// Whether Python takes the value for true, as rockcraft asks in most places: empty is as good as absent.
pub(super) fn is_given(value: NodeRef<'_>) -> bool {
    let value = value.resolved();
    match value.scalar() {
        Some(Scalar::Text(text)) => !text.is_empty(),
        Some(Scalar::Bool(flag)) => flag,
        Some(_) => !value.is_null(),
        None => value.children().next().is_some(),
    }
}

/// Whether the file has a command of its own for the framework's service.
pub(super) fn has_command(cx: &Context<'_>, framework: &Framework) -> bool {
    let command =
        cx.root().and_then(|root| root.get_path(&["services", framework.service, "command"]));
    command.is_some_and(|command| is_given(command.value))
}

/// What the file says about a part of an extension. `None` also on a base where it may say nothing, for
/// the slash in the name: there is no more to it than that.
pub(super) fn part<'a>(cx: &Context<'a>, name: &str) -> Option<Entry<'a>> {
    let part = cx.entry("parts")?.value.get(name)?;
    // Where there is `build-base`, even null, `base` plays no part.
    let base = cx.entry("build-base").or_else(|| cx.entry("base"));
    let base = base.and_then(|entry| entry.value.resolved().as_str());
    base.is_none_or(facts::allows_slash_in_part_names).then_some(part)
}

/// What the file says about a key of a part, where that is something.
pub(super) fn given_field<'a>(part: Entry<'a>, key: &str) -> Option<Entry<'a>> {
    part.value.get(key).filter(|field| is_given(field.value))
}

/// How rockcraft's search for the application object ends; `None` where it does not search.
pub(super) fn application(
    cx: &Context<'_>,
    framework: &'static Framework,
) -> Option<(&'static EntryPoints, Search)> {
    let wanted = framework.rock.project.entry_points.as_ref()?;
    if has_command(cx, framework) {
        return None;
    }
    let module = module_name(cx);
    Some((wanted, entry_point::find(&*cx.snapshot.project, wanted, module.as_deref())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::Snapshot;

    #[test]
    fn empty_values_are_as_good_as_absent() {
        let given = |value: &str| {
            let snapshot = Snapshot::alone("rockcraft.yaml", &format!("x: {value}\n")).unwrap();
            is_given(snapshot.root().unwrap().get("x").unwrap().value)
        };
        for value in ["", "~", "''", "[]", "{}", "no"] {
            assert!(!given(value), "{value}");
        }
        for value in ["x", "' '", "[~]", "{a: }", "yes", "7", "2024-01-01"] {
            assert!(given(value), "{value}");
        }
    }
}
