//! The files of the project, for the list that says which of them go into an image.

use super::{CompletionItem, CompletionKind, Request};
use crate::project::EntryKind;

impl Request<'_> {
    /// Whether a key of a part is the list of the framework's extension.
    pub(super) fn is_content(&self, part: &str, key: &str) -> bool {
        let content = self.framework.and_then(|(framework, _)| framework.rock.content.as_ref());
        content.is_some_and(|content| content.part == part && content.key == key)
    }

    /// What lies in the directory that is typed so far, with the prefix that the image wants. A
    /// leading dash (leave out of the image) stays.
    pub(super) fn files(&self) -> Vec<CompletionItem> {
        let Some((framework, _)) = self.framework else { return Vec::new() };
        let prefix = framework.rock.app_prefix;
        let (dash, typed) = match self.cursor.typed.strip_prefix('-') {
            Some(rest) => ("-", rest.trim_start()),
            None => ("", self.cursor.typed),
        };
        let inside = typed.strip_prefix(prefix).unwrap_or(typed);
        let directory = inside.rfind('/').and_then(|slash| inside.get(..slash)).unwrap_or_default();
        let is_prefixed = typed.is_empty() || prefix.starts_with(typed) || inside != typed;
        let entries = self.snapshot.project.list(directory).into_iter();
        let shown = entries.filter(|(name, _)| !directory.is_empty() || belongs_to_app(name));
        let item = |(name, kind): (String, EntryKind)| {
            let path = if directory.is_empty() { name } else { format!("{directory}/{name}") };
            let insert = format!("{dash}{prefix}{path}");
            let is_directory = kind == EntryKind::Directory;
            let slash = if is_directory { "/" } else { "" };
            let kind = if is_directory { CompletionKind::Directory } else { CompletionKind::File };
            let mut item = self.item(format!("{insert}{slash}"), kind);
            item.insert = insert;
            // What is typed without the prefix is meant as the file's own path.
            item.filter_text = (!is_prefixed).then(|| format!("{dash}{path}"));
            item
        };
        shown.map(item).collect()
    }
}

/// Whether a name at the top of the project can be part of the application.
fn belongs_to_app(name: &str) -> bool {
    let is_ours = matches!(name, ".git" | "rockcraft.yaml" | "rockfile.yaml");
    !is_ours && !name.ends_with(".rock") && !name.ends_with(".charm")
}
