//! Places in files of the project, as the client names them.
//!
//! A file that the client has open keeps the name that the client gave it. A file that cannot be
//! read has no places.

use std::collections::HashMap;

use analysis::features::target::Target;
use syntax::{Text, TextRange};
use tower_lsp_server::ls_types::{Location, LocationLink, Range, Uri};

use super::abilities::Abilities;
use super::overlay::resolve;
use super::state::View;
use super::{from_lsp, to_lsp};

/// Turns places around one document into the client's; each file is read once.
pub(super) struct Locations<'a> {
    view: &'a View,
    abilities: &'a Abilities,
    files: HashMap<String, Option<File>>,
}

/// A file other than the document.
#[derive(Clone)]
pub(super) struct File {
    pub(super) uri: Uri,
    /// The client's, where it has the file open.
    pub(super) version: Option<i32>,
    pub(super) text: Text,
}

impl<'a> Locations<'a> {
    pub(super) fn new(view: &'a View, abilities: &'a Abilities) -> Self {
        Locations { view, abilities, files: HashMap::new() }
    }

    /// The place, and the name in it.
    pub(super) fn location(&mut self, target: &Target) -> Option<Location> {
        let [range] = self.ranges(target, [target.range])?;
        Some(Location { uri: self.uri(target)?, range })
    }

    /// All of it, for clients that show what is found before they go there.
    pub(super) fn link(&mut self, origin: TextRange, target: &Target) -> Option<LocationLink> {
        let [whole, name] = self.ranges(target, [target.whole, target.range])?;
        let encoding = self.abilities.encoding;
        Some(LocationLink {
            origin_selection_range: Some(to_lsp::range(self.view.text(), origin, encoding)),
            target_uri: self.uri(target)?,
            target_range: whole,
            target_selection_range: name,
        })
    }

    pub(super) fn locations(&mut self, targets: &[Target]) -> Vec<Location> {
        targets.iter().filter_map(|target| self.location(target)).collect()
    }

    fn uri(&mut self, target: &Target) -> Option<Uri> {
        match &target.file {
            None => Some(self.view.uri.clone()),
            Some(path) => Some(self.file(path)?.uri.clone()),
        }
    }

    fn ranges<const N: usize>(
        &mut self,
        target: &Target,
        ranges: [TextRange; N],
    ) -> Option<[Range; N]> {
        let (view, encoding) = (self.view, self.abilities.encoding);
        let text = match &target.file {
            None => view.text(),
            Some(path) => &self.file(path)?.text,
        };
        Some(ranges.map(|range| to_lsp::range(text, range, encoding)))
    }

    /// A file by its path from the document's directory.
    pub(super) fn file(&mut self, path: &str) -> Option<&File> {
        if !self.files.contains_key(path) {
            let file = self.read(path);
            self.files.insert(path.to_owned(), file);
        }
        self.files.get(path)?.as_ref()
    }

    fn read(&self, path: &str) -> Option<File> {
        let text = self.view.snapshot.project.read(path)?;
        let (uri, version) = named(self.view, path)?;
        Some(File { uri, version, text: Text::new(text.as_ref().to_owned()) })
    }
}

/// Address and version of a file by its path from the document's directory, whether there is one or
/// not; `None` around documents that are not on the disk.
pub(super) fn named(view: &View, path: &str) -> Option<(Uri, Option<i32>)> {
    let path = resolve(from_lsp::path(&view.uri)?.parent()?, path);
    match view.open_files.iter().find(|open| *open.path == *path) {
        Some(open) => Some((open.uri.clone(), Some(open.version))),
        None => Some((Uri::from_file_path(&path)?, None)),
    }
}
