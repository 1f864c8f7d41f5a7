//! What a framework's extension adds: to a charm, to an image, and where the files of the project go.

use super::super::environment::framework_of;
use super::super::markdown::{Table, code, code_list, extension_link};
use super::service::{migration, possible_migrations};
use super::{Target, paragraphs};
use crate::facts::{self, Framework, Variant};
use crate::file_kind::FileKind;
use crate::image_files::default_files;
use crate::model::Charm;
use crate::partner::partner;

/// An entry of `extensions` in charmcraft.yaml.
pub(super) fn in_charm(target: &Target<'_>) -> Option<String> {
    let framework = facts::framework_by_extension(target.word)?;
    let used = framework_of(target.snapshot).filter(|used| used.0.name == framework.name);
    let variant = used.map_or_else(|| framework.variant_for_base(None), |used| used.1);
    let mut variables = Table::new(&["Variable", "Meaning", "Set"]);
    for variable in &variant.variables {
        let when = if variable.always { "always" } else { "sometimes" };
        variables.row(&[&code(variable.name), variable.description, when]);
    }
    let mut options = Table::new(&["Option", "Type", "Default", "Variable"]);
    for option in &variant.options {
        let default = option.default.map(|default| code(&default.to_string()));
        let default = default.unwrap_or_default();
        let names = code_list(&option.variables);
        options.row(&[&code(option.name), option.option_type, &default, &names]);
    }
    let requires = framework.requires.iter().map(|endpoint| endpoint.name);
    let provides = framework.provides.iter().map(|endpoint| endpoint.name);
    Some(paragraphs([
        format!(
            "**{}**: a {} application, with paas-charm {}",
            code(framework.extension),
            framework.title,
            variant.paas_charm
        ),
        format!(
            "Adds the container {}, its image as the resource {}, and the endpoints {}.",
            code(variant.container),
            code(variant.resource),
            code_list(requires.chain(provides))
        ),
        format!(
            "Options of your own become {}.",
            code(&format!("{}<OPTION>", variant.option_prefix))
        ),
        image_of(target, variant),
        format!("Variables that are there without you:\n\n{}", variables.finish()),
        format!("Options that are there without you:\n\n{}", options.finish()),
        extension_link(framework, FileKind::Charmcraft),
    ]))
}

/// Which image the resource takes, if the rock is there.
fn image_of(target: &Target<'_>, variant: &Variant) -> String {
    let Some(partner) = partner(target.snapshot) else { return String::new() };
    let (Some(name), Some(version)) = (partner.text("name"), partner.text("version")) else {
        return String::new();
    };
    format!(
        "The image is {} of {}: {}.",
        code(&format!("{name}:{version}")),
        code(partner.path),
        code(&format!("--resource {}=<registry>/{name}:{version}", variant.resource))
    )
}

/// An entry of `extensions` in rockcraft.yaml.
pub(super) fn in_rock(target: &Target<'_>) -> Option<String> {
    let framework = facts::framework_by_extension(target.word)?;
    let is_somewhere = target.snapshot.project.entry("").is_some();
    let migration = match migration(target) {
        Some(migration) => migration,
        None if is_somewhere => possible_migrations(framework),
        None => String::new(),
    };
    let mut parts = Table::new(&["Part", "Content"]);
    for part in &framework.rock.parts {
        parts.row(&[&code(part.name), part.summary]);
    }
    Some(paragraphs([
        format!(
            "**{}**: an image for a {} application",
            code(framework.extension),
            framework.title
        ),
        format!(
            "The application lies in {}, its service is called {}.",
            code(framework.app_dir),
            code(framework.service)
        ),
        parts.finish(),
        files(framework),
        migration,
        extension_link(framework, FileKind::Rockcraft),
    ]))
}

/// A part that the extension adds.
pub(super) fn part(
    target: &Target<'_>,
    framework: &'static Framework,
    name: &str,
) -> Option<String> {
    let part = framework.rock_part(name)?;
    let holds_content = framework.rock.content.as_ref().is_some_and(|it| it.part == name);
    Some(paragraphs([
        format!("**{}**: {}", code(part.name), part.summary),
        format!(
            "{} adds this part; what stands here is merged into it.",
            code(framework.extension)
        ),
        if holds_content { files(framework) } else { String::new() },
        if holds_content { files_here(target, framework) } else { String::new() },
        extension_link(framework, FileKind::Rockcraft),
    ]))
}

fn files(framework: &Framework) -> String {
    let defaults = match framework.rock.default_files.len() {
        0 => String::new(),
        _ => format!("Files by default: {}. ", code_list(&framework.rock.default_files)),
    };
    format!("{defaults}{}", framework.rock.content_rule)
}

/// Which of the default files the project has.
fn files_here(target: &Target<'_>, framework: &Framework) -> String {
    let is_somewhere = target.snapshot.project.entry("").is_some();
    let files = default_files(target.snapshot, framework);
    match files.is_empty() {
        _ if !is_somewhere => String::new(),
        true => "The project has none of them.".to_owned(),
        false => format!("The project has {}.", code_list(&files)),
    }
}

/// An entry of the list that says which files go into the image: where it lands.
pub(super) fn content(target: &Target<'_>, part: &str, key: &str) -> Option<String> {
    let charm = Charm::new(target.snapshot.root());
    let mut extensions = charm.extensions().into_iter();
    let framework = extensions.find_map(|(_, name)| facts::framework_by_extension(name))?;
    let content = framework.rock.content.as_ref()?;
    if content.part != part || content.key != key {
        return None;
    }
    let (excluded, path) = match target.word.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, target.word),
    };
    let Some(inside) = path.strip_prefix(content.prefix) else {
        return Some(paragraphs([
            format!("{} is refused: it does not start with {}", code(path), code(content.prefix)),
            format!(
                "For a file of the project write {}.",
                code(&format!("{}{path}", framework.rock.app_prefix))
            ),
        ]));
    };
    let file = inside.trim_start_matches('/');
    let place = if excluded { "stays out of the image" } else { "lands in the image as" };
    let image = if excluded { String::new() } else { format!(" {}", code(&format!("/{path}"))) };
    let origin = match target.snapshot.project.entry(file) {
        _ if file.is_empty() => "All of the project.".to_owned(),
        _ if file.contains(['*', '?', '[', '{']) => {
            format!("All that matches {} in the project.", code(file))
        }
        Some(_) => format!("From {} in the project.", code(file)),
        None => format!("There is no {} in the project.", code(file)),
    };
    Some(paragraphs([
        format!("{} {place}{image}", code(path)),
        origin,
        extension_link(framework, FileKind::Rockcraft),
    ]))
}
