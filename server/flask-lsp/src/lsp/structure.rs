//! The shape of a document in the client's terms: folds, selections, links, names that are typed
//! together.

use std::str::FromStr;

use analysis::features;
use analysis::features::document_links::Destination;
use analysis::features::linked_editing::ANCHOR_PATTERN;
use tower_lsp_server::ls_types::*;

use super::abilities::Abilities;
use super::locations::named;
use super::state::View;
use super::{from_lsp, to_lsp};

/// By whole lines, which every client can do.
pub(super) fn folds(view: &View, _: &Abilities) -> Vec<FoldingRange> {
    let folds = features::folding::folds(&view.snapshot).into_iter();
    let fold = |fold: features::folding::Fold| FoldingRange {
        start_line: fold.first,
        end_line: fold.last,
        kind: fold.is_comment.then_some(FoldingRangeKind::Comment),
        ..Default::default()
    };
    folds.map(fold).collect()
}

/// One chain of ranges for each position.
pub(super) fn selections(
    view: &View,
    abilities: &Abilities,
    positions: &[Position],
) -> Vec<SelectionRange> {
    let chain = |at: &Position| {
        let offset = from_lsp::offset(view.text(), *at, abilities.encoding);
        let steps = features::selection::selections(&view.snapshot, offset);
        let steps =
            steps.iter().rev().map(|step| to_lsp::range(view.text(), *step, abilities.encoding));
        let outermost: Option<SelectionRange> = None;
        steps
            .fold(outermost, |parent, range| {
                Some(SelectionRange { range, parent: parent.map(Box::new) })
            })
            .unwrap_or_default()
    };
    positions.iter().map(chain).collect()
}

pub(super) fn links(view: &View, abilities: &Abilities) -> Vec<DocumentLink> {
    let links = features::document_links::document_links(&view.snapshot).into_iter();
    let link = |link: features::document_links::DocumentLink| {
        let target = match link.destination {
            Destination::Web(address) => Uri::from_str(&address).ok()?,
            Destination::File(path) => named(view, &path)?.0,
        };
        Some(DocumentLink {
            range: to_lsp::range(view.text(), link.range, abilities.encoding),
            target: Some(target),
            tooltip: abilities.link_tooltips.then_some(link.tooltip),
            data: None,
        })
    };
    links.filter_map(link).collect()
}

pub(super) fn linked_names(
    view: &View,
    abilities: &Abilities,
    at: Position,
) -> Option<LinkedEditingRanges> {
    let offset = from_lsp::offset(view.text(), at, abilities.encoding);
    let names = features::linked_editing::linked_names(&view.snapshot, offset)?.into_iter();
    let ranges = names.map(|name| to_lsp::range(view.text(), name, abilities.encoding)).collect();
    Some(LinkedEditingRanges { ranges, word_pattern: Some(ANCHOR_PATTERN.to_owned()) })
}
