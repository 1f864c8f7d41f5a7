//! Where things are: definition, references, highlights and lenses, in the client's terms.

use analysis::features;
use analysis::features::code_lens::Command as OurCommand;
use serde_json::{Value, json};
use syntax::TextRange;
use tower_lsp_server::ls_types::*;

use super::abilities::Abilities;
use super::locations::Locations;
use super::state::View;
use super::{from_lsp, to_lsp};

/// The client's command that shows the environment of a document's application.
const SHOW_ENVIRONMENT: &str = "flask-lsp.showEnvironment";
/// The client's command that lists places: address, position, locations.
const SHOW_REFERENCES: &str = "flask-lsp.showReferences";

pub(super) fn definition(
    view: &View,
    abilities: &Abilities,
    at: Position,
) -> Option<GotoDefinitionResponse> {
    let offset = from_lsp::offset(view.text(), at, abilities.encoding);
    let found = features::definition::definition(&view.snapshot, offset)?;
    let mut locations = Locations::new(view, abilities);
    if !abilities.definition_links {
        return Some(locations.locations(&found.targets).into());
    }
    let links = found.targets.iter();
    let links = links.filter_map(|target| locations.link(found.origin, target));
    Some(links.collect::<Vec<_>>().into())
}

pub(super) fn references(
    view: &View,
    abilities: &Abilities,
    at: Position,
    include_declaration: bool,
) -> Vec<Location> {
    let offset = from_lsp::offset(view.text(), at, abilities.encoding);
    let found = features::references::references(&view.snapshot, offset, include_declaration);
    Locations::new(view, abilities).locations(&found)
}

/// `None` where nothing has a name: editors then highlight equal words.
pub(super) fn highlights(
    view: &View,
    abilities: &Abilities,
    at: Position,
) -> Option<Vec<DocumentHighlight>> {
    let offset = from_lsp::offset(view.text(), at, abilities.encoding);
    let found = features::references::highlights(&view.snapshot, offset);
    let highlights = found.iter().map(|highlight| DocumentHighlight {
        range: to_lsp::range(view.text(), highlight.range, abilities.encoding),
        kind: Some(match highlight.declares {
            true => DocumentHighlightKind::WRITE,
            false => DocumentHighlightKind::READ,
        }),
    });
    (!found.is_empty()).then(|| highlights.collect())
}

pub(super) fn code_lenses(view: &View, abilities: &Abilities) -> Vec<CodeLens> {
    let lenses = features::code_lens::code_lenses(&view.snapshot).into_iter();
    let lens = |lens: features::code_lens::CodeLens| CodeLens {
        range: to_lsp::range(view.text(), lens.range, abilities.encoding),
        command: Some(command(view, abilities, lens.title, lens.range, lens.command)),
        data: None,
    };
    lenses.map(lens).collect()
}

/// Titles that do nothing have a command without a name: the protocol has no other form for them.
fn command(
    view: &View,
    abilities: &Abilities,
    title: String,
    range: TextRange,
    command: Option<OurCommand>,
) -> Command {
    let uri = view.uri.as_str();
    let can = |name: &str| abilities.commands.iter().any(|known| known == name);
    let (name, arguments) = match command {
        Some(OurCommand::Run { name, options: Value::Null }) => (name, vec![json!(uri)]),
        Some(OurCommand::Run { name, options }) => (name, vec![json!(uri), options]),
        Some(OurCommand::ShowEnvironment) if can(SHOW_ENVIRONMENT) => {
            (SHOW_ENVIRONMENT, vec![json!(uri)])
        }
        Some(OurCommand::ShowPlaces(places)) if can(SHOW_REFERENCES) => {
            let at = to_lsp::position(view.text(), range.start(), abilities.encoding);
            let places = Locations::new(view, abilities).locations(&places);
            (SHOW_REFERENCES, vec![json!(uri), json!(at), json!(places)])
        }
        _ => ("", Vec::new()),
    };
    let arguments = (!arguments.is_empty()).then_some(arguments);
    Command { title, command: name.to_owned(), arguments }
}
