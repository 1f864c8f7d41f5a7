//! The migrations of a project, as paas-charm 1.12 will find them in the image: which files there are, and
//! which of them go in.
//!
//! Silent where that cannot be told: parts with a source of their own, and files that another part
//! speaks of.

use crate::application::package_json::leaves_out;
use crate::facts::{self, Framework, Migration};
use crate::project::EntryKind;
use crate::rules::prelude::*;

use super::application_not_in_image::includes;
use super::file_list::file_list;
use super::framework::{Used, given_field, is_there, module_name, part, used_in_project};

/// A file that paas-charm would run, if it were in the directory of the application.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) migration: &'static Migration,
    /// Where it lies in the project.
    pub(crate) path: String,
    /// What is there.
    pub(crate) kind: EntryKind,
    /// Whether it goes into the image.
    pub(crate) ships: bool,
}

/// The migrations of the project, in the order in which paas-charm looks for them. Empty where nobody can
/// tell what goes into the image.
pub(super) fn migrations<'a>(cx: &Context<'a>, used: &Used<'a>) -> Vec<Found> {
    let Some(source) = source_directory(cx, used.framework) else { return Vec::new() };
    let paths = facts::migrations().iter().flat_map(|migration| {
        let inside = format!("{source}{}", migration.file);
        let at_top = (!source.is_empty()).then(|| migration.file.to_owned());
        std::iter::once(inside).chain(at_top).map(move |path| (migration, path))
    });
    let there = paths.filter_map(|(migration, path)| {
        let kind = cx.snapshot.project.entry(&path)?;
        Some((migration, path, kind))
    });
    let there: Vec<_> = there.collect();
    if there.is_empty() || is_unclear(cx, used, &there) {
        return Vec::new();
    }
    let found = there.into_iter().map(|(migration, path, kind)| {
        let ships = path.strip_prefix(&source).is_some_and(|file| ships(cx, used, &source, file));
        Found { migration, path, kind, ships }
    });
    found.collect()
}

/// [`migrations`] of the first extension that the rock uses.
pub(crate) fn migrations_of(cx: &Context<'_>) -> Vec<Found> {
    let used = used_in_project(cx).into_iter().next();
    used.map_or_else(Vec::new, |used| migrations(cx, &used))
}

/// The one that runs: the last one in the image.
pub(super) fn winner(found: &[Found]) -> Option<&Found> {
    found.iter().rev().find(|one| one.ships)
}

/// Where the files of the application's directory lie in the project, with a slash at its end.
pub(super) fn source_directory(cx: &Context<'_>, framework: &Framework) -> Option<String> {
    if framework.rock.content.is_some() {
        return Some(String::new());
    }
    if let Some(package) = framework.rock.project.package_json {
        let (directory, _) = package.rsplit_once('/')?;
        return Some(format!("{directory}/"));
    }
    Some(format!("{}/", module_name(cx)?))
}

fn is_unclear(
    cx: &Context<'_>,
    used: &Used<'_>,
    there: &[(&'static Migration, String, EntryKind)],
) -> bool {
    let own = ["plugin", "source", "organize", "override-pull", "override-build", "permissions"];
    let name = install_part(used.framework);
    let given = part(cx, &name);
    if given.is_some_and(|part| own.iter().any(|key| given_field(part, key).is_some())) {
        return true;
    }
    // Scripts are not understood: what another part speaks of may come from there.
    let others = cx.parts().iter().filter(|part| part.name() != Some(name.as_str()));
    let mut texts = others.map(|part| part.value.resolved().source());
    texts.any(|text| there.iter().any(|(migration, ..)| text.contains(migration.file)))
}

fn install_part(framework: &Framework) -> String {
    match &framework.rock.content {
        Some(content) => content.part.to_owned(),
        None => format!("{}/install-app", framework.extension),
    }
}

fn ships<'a>(cx: &Context<'a>, used: &Used<'a>, source: &str, file: &str) -> bool {
    let rock = &used.framework.rock;
    if rock.content.is_none() {
        let Some(package) = rock.project.package_json else { return true };
        let package = cx.snapshot.project.read(package);
        let ignored = cx.snapshot.project.read(&format!("{source}.npmignore"));
        let is_ignored = ignored.is_some_and(|text| text.lines().any(|line| line.trim() == file));
        return !is_ignored && !package.is_some_and(|text| leaves_out(&text, file));
    }
    if let Some(list) = file_list(cx, used) {
        return includes(&list, file);
    }
    let is_default = rock.default_files.contains(&file);
    // Without any of its default files a Flask project goes in as a whole.
    let is_whole = !rock.adds_application && rock.project.entry_points.is_some();
    is_default || is_whole && !rock.default_files.iter().any(|file| is_there(cx, file))
}
