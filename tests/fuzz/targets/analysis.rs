//! All rules and features on any text: no panic, every place in the text, every change one that can be made.

use std::sync::Arc;

use analysis::expand::Machine;
use analysis::features::refactorings::refactorings;
use analysis::features::symbols::Symbol;
use analysis::features::target::Target;
use analysis::features::{
    code_actions, code_lens, completion, definition, document_links, environment, expansion,
    folding, hover, inlay_hints, linked_editing, references, rename, selection, symbols,
    workspace_symbols,
};
use analysis::plan;
use analysis::project::MemoryFiles;
use analysis::{Finding, Snapshot, TextEdit, check, expand};
use syntax::{Document, TextRange, TextSize};

use super::{sound, text_target};
use crate::input::Input;
use crate::mutate::place;
use crate::random::Random;

text_target!(Analysis, "analysis", runs: 150, text: 500, edits: 0);

/// How many places of a text are asked about.
const PLACES: usize = 4;

/// What lies beside half of the documents.
const BESIDE: &[(&str, &str)] = &[
    ("requirements.txt", "flask\n"),
    (
        "app.py",
        "import os\nfrom flask import Flask\napp = Flask(__name__)\nTOKEN = os.environ['FLASK_TOKEN']\n",
    ),
    ("migrate.sh", "#!/bin/bash\npython3 migrate.py\n"),
    ("paas-config.yaml", "prometheus:\n  scrape_configs: []\n"),
    ("charm/charmcraft.yaml", "name: shop\nconfig: {options: {token: {type: string}}}\n"),
];

pub(crate) fn run(input: &Input) {
    let Some(mut snapshot) = Snapshot::alone(&input.file, &input.text) else { return };
    let random = &mut Random::of_turn(input.choice, 0);
    if input.choice % 2 == 1 {
        snapshot.project = Arc::new(MemoryFiles::new(BESIDE.iter().copied()));
    }
    let findings = check(&snapshot);
    findings_are_sound(&snapshot, &findings);
    of_the_whole(&snapshot);
    for _ in 0..PLACES {
        let at = place(&input.text, random);
        at_a_place(&snapshot, &findings, TextSize::new(at as u32), random);
    }
}

fn findings_are_sound(snapshot: &Snapshot, findings: &[Finding]) {
    let text = snapshot.document.text().as_str();
    for finding in findings {
        sound::range(text, finding.range);
        finding.labels.iter().for_each(|label| sound::range(text, label.range));
        assert!(!finding.message.is_empty(), "{}", finding.rule.id);
        for fix in &finding.fixes {
            makes_no_worse(snapshot, &fix.edits, &fix.title);
        }
    }
    if let Some(fix) = code_actions::fix_all(findings) {
        makes_no_worse(snapshot, &fix.edits, &fix.title);
    }
}

/// The edits can be made, and do not make a text that can be read into one that cannot.
fn makes_no_worse(snapshot: &Snapshot, edits: &[TextEdit], title: &str) {
    let old = snapshot.document.text().as_str();
    let mut text = old.to_owned();
    let mut last = TextSize::of(old);
    for edit in edits.iter().rev() {
        sound::range(old, edit.range);
        assert!(edit.range.end() <= last, "{title}: edits overlap or are out of order: {edits:?}");
        last = edit.range.start();
        text.replace_range(std::ops::Range::<usize>::from(edit.range), &edit.insert);
    }
    if snapshot.document.problems().is_empty() {
        let document = Document::new(text);
        let new = document.problems();
        assert!(new.is_empty(), "{title}: {new:?} in {:?}", document.text().as_str());
    }
}

fn of_the_whole(snapshot: &Snapshot) {
    let text = snapshot.document.text().as_str();
    let whole = TextRange::up_to(TextSize::of(text));
    for hint in inlay_hints::inlay_hints(snapshot, whole) {
        sound::offset(text, hint.offset);
    }
    symbols::symbols(snapshot).iter().for_each(|symbol| symbol_is_sound(text, symbol, whole));
    for fold in folding::folds(snapshot) {
        let lines = snapshot.document.text().line_count();
        assert!(fold.first < fold.last && fold.last < lines, "{fold:?} of {lines} lines");
    }
    for link in document_links::document_links(snapshot) {
        sound::range(text, link.range);
    }
    for lens in code_lens::code_lenses(snapshot) {
        sound::range(text, lens.range);
    }
    for found in workspace_symbols::workspace_symbols(snapshot, "a") {
        sound::range(text, found.range);
    }
    environment::report(snapshot);
    let machine = Machine { architecture: "amd64".to_owned(), directory: None, processors: None };
    expansion::expansion(snapshot, &machine);
    if let Some(expanded) = expand::expand(snapshot, &machine) {
        let printed = Document::new(expand::to_yaml(&expanded));
        assert!(printed.problems().is_empty(), "{:?}", printed.text().as_str());
        let _: serde_json::Value = serde_json::from_str(&expand::to_json(&expanded)).unwrap();
    }
    plan::plan(snapshot, plan::Action::UpdateImage, &plan::Options::default(), "amd64")
        .is_stopped();
}

fn symbol_is_sound(text: &str, symbol: &Symbol, parent: TextRange) {
    sound::range(text, symbol.range);
    sound::range(text, symbol.selection);
    assert!(parent.contains_range(symbol.range), "{symbol:?} in {parent:?}");
    assert!(symbol.range.contains_range(symbol.selection), "{symbol:?}");
    symbol.children.iter().for_each(|child| symbol_is_sound(text, child, symbol.range));
}

fn targets_are_sound(text: &str, targets: &[Target]) {
    for target in targets.iter().filter(|target| target.file.is_none()) {
        sound::range(text, target.range);
        sound::range(text, target.whole);
    }
}

fn at_a_place(snapshot: &Snapshot, findings: &[Finding], at: TextSize, random: &mut Random) {
    let text = snapshot.document.text().as_str();
    if let Some(hover) = hover::hover(snapshot, at) {
        sound::range(text, hover.range);
        assert!(hover.range.contains_inclusive(at), "{:?} at {at:?}", hover.range);
    }
    for item in completion::completion(snapshot, at) {
        sound::range(text, item.replace);
        assert!(item.replace.contains_inclusive(at), "{item:?} at {at:?}");
    }
    if let Some(definition) = definition::definition(snapshot, at) {
        sound::range(text, definition.origin);
        targets_are_sound(text, &definition.targets);
    }
    targets_are_sound(text, &references::references(snapshot, at, true));
    for highlight in references::highlights(snapshot, at) {
        sound::range(text, highlight.range);
    }
    let mut inner = TextRange::empty(at);
    for outer in selection::selections(snapshot, at) {
        sound::range(text, outer);
        assert!(outer.contains_range(inner), "{inner:?} in {outer:?}");
        inner = outer;
    }
    for name in linked_editing::linked_names(snapshot, at).unwrap_or_default() {
        sound::range(text, name);
    }
    if let Ok(edits) = rename::rename(snapshot, at, "renamed") {
        for file in edits.iter().filter(|edits| edits.file.is_none()) {
            makes_no_worse(snapshot, &file.edits, "rename");
        }
    }
    let end = place(text, random) as u32;
    let range = match random.one_in(3) {
        true => TextRange::new(at.min(end.into()), at.max(end.into())),
        false => TextRange::empty(at),
    };
    for action in code_actions::code_actions(snapshot, range, findings) {
        makes_no_worse(snapshot, &action.fix.edits, &action.fix.title);
    }
    for offered in refactorings(snapshot, range) {
        makes_no_worse(snapshot, &offered.edits, &offered.title);
    }
    plan::offers(snapshot, range, true);
}
