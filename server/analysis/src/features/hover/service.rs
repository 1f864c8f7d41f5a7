//! A service of a rock: what the charm makes of it. And the migration that runs before the application's
//! own.

use super::super::markdown::{code, extension_link};
use super::{Target, paragraphs};
use crate::facts::{self, Framework};
use crate::file_kind::FileKind;
use crate::rules::{Context, migrations_of};

/// The key of a service; `None` in a rock without framework.
pub(super) fn service(target: &Target<'_>, name: &str) -> Option<String> {
    let framework = target.rock_framework()?;
    let link = extension_link(framework, FileKind::Rockcraft);
    if name == framework.service {
        return Some(paragraphs([
            format!("{} is the application", code(name)),
            format!(
                "The charm starts it with all variables, after the migration. It is found by this \
                 name, and {} defines it: what stands here is merged into that.",
                code(framework.extension)
            ),
            migration(target).unwrap_or_default(),
            link,
        ]));
    }
    if framework.rock.services.contains(&name) {
        return None;
    }
    let Some(role) = facts::service_role(name) else {
        let suffixes: Vec<_> = facts::service_roles().iter().map(|role| role.suffix).collect();
        let suffixes = suffixes.iter().map(|suffix| code(suffix)).collect::<Vec<_>>();
        return Some(paragraphs([
            format!("{} gets no variables from the charm", code(name)),
            format!(
                "It runs on every unit as it is written here. Only services whose name ends in {} get \
                 the variables of the application.",
                suffixes.join(" or ")
            ),
            link,
        ]));
    };
    let elsewhere = match role.units {
        "on every unit" => "Each unit runs one of its own.",
        _ => "On the other units the charm disables it.",
    };
    Some(paragraphs([
        format!("{} runs {}, with the variables of the application", code(name), role.units),
        format!(
            "Because its name ends in {}. {elsewhere} The charm replaces an `environment` that stands \
             here, and restarts the service when a variable changes.",
            code(role.suffix)
        ),
        link,
    ]))
}

/// Which file brings the database up to date, for the project of a rock; `None` where there is none.
pub(super) fn migration(target: &Target<'_>) -> Option<String> {
    let cx = Context::new(target.snapshot);
    let found = migrations_of(&cx);
    let running = found.iter().rev().find(|one| one.ships)?;
    let others = found.iter().filter(|one| one.path != running.path);
    let others: Vec<_> = others.map(|one| code(&one.path)).collect();
    let never = match others.len() {
        0 => String::new(),
        1 => format!(" {} never runs.", others.join(", ")),
        _ => format!(" {} never run.", others.join(", ")),
    };
    Some(format!(
        "Before the application starts, the charm runs {} ({}) on every unit, again after a failure \
         and when a database is integrated.{never}",
        code(&running.path),
        match running.migration.executable {
            true => running.migration.runs.to_owned(),
            false => code(running.migration.runs),
        },
    ))
}

/// Where no migration is found: which files would be one.
pub(super) fn possible_migrations(framework: &Framework) -> String {
    let files: Vec<_> = facts::migrations().iter().map(|it| code(it.file)).collect();
    format!(
        "No migration goes into the image: the charm would run the last one of {} in {} before the \
         application starts.",
        files.join(", "),
        code(framework.app_dir)
    )
}
