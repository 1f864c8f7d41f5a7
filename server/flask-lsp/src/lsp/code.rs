//! What the client asks about the application's own code, which other servers look after: only the names of
//! environment variables have an answer here.

use analysis::features;
use analysis::features::source::SourceFile;
use tower_lsp_server::ls_types::*;

use super::abilities::Abilities;
use super::applications::Source;
use super::locations::Locations;
use super::state::View;
use super::{from_lsp, to_lsp};

/// A source file at one moment, with the charm that its application is for.
pub(super) struct SourceView {
    pub(super) source: Source,
    pub(super) charm: View,
}

impl SourceView {
    fn file(&self) -> SourceFile<'_> {
        SourceFile {
            charm: &self.charm.snapshot,
            charm_name: &self.source.charm_name,
            language: self.source.language,
            text: self.source.text.as_str(),
        }
    }
}

pub(super) fn hover(view: &SourceView, abilities: &Abilities, at: Position) -> Option<Hover> {
    let text = &view.source.text;
    let offset = from_lsp::offset(text, at, abilities.encoding);
    let hover = features::source::hover(view.file(), offset)?;
    Some(Hover {
        range: Some(to_lsp::range(text, hover.range, abilities.encoding)),
        contents: HoverContents::Markup(to_lsp::markup(hover.markdown, abilities.hover_markdown)),
    })
}

pub(super) fn definition(
    view: &SourceView,
    abilities: &Abilities,
    at: Position,
) -> Option<GotoDefinitionResponse> {
    let text = &view.source.text;
    let offset = from_lsp::offset(text, at, abilities.encoding);
    let (origin, targets) = features::source::definition(view.file(), offset)?;
    let mut locations = Locations::new(&view.charm, abilities);
    if !abilities.definition_links {
        return Some(locations.locations(&targets).into());
    }
    let origin = to_lsp::range(text, origin, abilities.encoding);
    let links = targets.iter().filter_map(|target| {
        let link = locations.link(target.range, target)?;
        Some(LocationLink { origin_selection_range: Some(origin), ..link })
    });
    Some(links.collect::<Vec<_>>().into())
}

pub(super) fn references(
    view: &SourceView,
    abilities: &Abilities,
    at: Position,
    include_declaration: bool,
) -> Vec<Location> {
    let offset = from_lsp::offset(&view.source.text, at, abilities.encoding);
    let targets = features::source::references(view.file(), offset, include_declaration);
    Locations::new(&view.charm, abilities).locations(&targets)
}

pub(super) fn completion(
    view: &SourceView,
    abilities: &Abilities,
    at: Position,
) -> CompletionResponse {
    let text = &view.source.text;
    let offset = from_lsp::offset(text, at, abilities.encoding);
    let items = features::source::completion(view.file(), offset).into_iter();
    let items = items.map(|item| to_lsp::completion_item(text, abilities, offset, item));
    CompletionResponse::Array(items.collect())
}
