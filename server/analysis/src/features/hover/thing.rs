//! Things that the author has named: parts, services, containers, resources, stores, platforms,
//! actions and checks; where they are declared and where they are mentioned.

use syntax::NodeRef;

use super::super::markdown::{code, reference_link, shell};
use super::value::architecture_page;
use super::{Target, paragraphs};
use crate::facts::{self, key_doc};
use crate::file_kind::FileKind;

/// Longer values of the file are cut in a first line.
const LONGEST: usize = 60;

/// The thing that a value names.
pub(super) fn named(target: &Target<'_>, path: &[&str], name: &str) -> Option<String> {
    let section = match path {
        ["containers", _, "resource"] => "resources",
        ["containers", _, "mounts", _, "storage"] => "storage",
        ["parts", _, "after"] | ["adopt-info"] => "parts",
        ["services", _, "after" | "before" | "requires"]
        | ["entrypoint-service"]
        | ["checks", _, "exec", "service-context"] => "services",
        ["services", _, "on-check-failure", _] => return None,
        _ => return None,
    };
    declared(target, section, name)
}

/// The thing of this name in a section of the file. `None` for sections that hold no such things.
pub(super) fn declared(target: &Target<'_>, section: &str, name: &str) -> Option<String> {
    let kind = target.snapshot.kind;
    let entry = target.snapshot.root()?.get_path(&[section, name])?.value.resolved();
    let text = |key: &str| entry.get(key).and_then(|field| field.value.resolved().text());
    let what = match (kind, section) {
        (_, "parts") => part(name, text("plugin")),
        (FileKind::Rockcraft, "services") => match text("command") {
            Some(command) => format!("a service that runs {}", short(command)),
            None => "a service".to_owned(),
        },
        (FileKind::Rockcraft, "checks") => check(entry),
        (FileKind::Charmcraft | FileKind::Metadata, "containers") => match text("resource") {
            Some(resource) => format!("a container that runs the image {}", short(resource)),
            None => "a container".to_owned(),
        },
        (FileKind::Charmcraft | FileKind::Metadata, "resources" | "storage") => {
            let word = if section == "resources" { "a resource" } else { "a store" };
            let doc = key_doc(kind, &[section, name, "type"]);
            let meaning = doc.zip(text("type")).and_then(|(doc, value)| doc.value_doc(value));
            meaning.map_or(word.to_owned(), |meaning| format!("{word}. {meaning}"))
        }
        (FileKind::Charmcraft, "actions") => "an action".to_owned(),
        (_, "platforms") => {
            if facts::is_architecture(name) {
                return Some(architecture_page(name, kind));
            }
            "a platform".to_owned()
        }
        _ => return None,
    };
    let description = text("description").or_else(|| text("summary")).unwrap_or_default();
    let command = match section {
        "actions" => shell(&format!("juju run {}/0 {name}", target.app_name())),
        _ => String::new(),
    };
    let about = key_doc(kind, &[section, name]).map(|doc| doc.doc).unwrap_or_default();
    Some(paragraphs([
        format!("**{}**: {what}", code(name)),
        description.trim().to_owned(),
        command,
        about.to_owned(),
        reference_link(kind).to_owned(),
    ]))
}

/// The name counts where a part names no plugin.
fn part(name: &str, plugin: Option<&str>) -> String {
    match facts::plugin(plugin.unwrap_or(name)) {
        Some(plugin) => format!("a part with the plugin {}. {}", code(plugin.name), plugin.summary),
        None => "a part".to_owned(),
    }
}

fn check(entry: NodeRef<'_>) -> String {
    let asked = [("http", "url"), ("tcp", "port"), ("exec", "command")];
    let asked = asked.into_iter().find_map(|(kind, key)| {
        let value = entry.get(kind)?.value.get(key)?.value.text()?;
        Some(format!("a check with {}: {}", code(kind), short(value)))
    });
    asked.unwrap_or_else(|| "a check".to_owned())
}

fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", code(line.get(..end).unwrap_or(line))),
        None => code(line),
    }
}
