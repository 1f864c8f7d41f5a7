//! The answers of all features as texts: a few words, and the text that they are about with the answer
//! drawn into it.

use analysis::features::code_lens::code_lenses;
use analysis::features::completion::{CompletionItem, completion};
use analysis::features::definition::definition;
use analysis::features::document_links::document_links;
use analysis::features::folding::folds;
use analysis::features::hover::hover;
use analysis::features::inlay_hints::inlay_hints;
use analysis::features::refactorings::refactorings;
use analysis::features::references::{highlights, references};
use analysis::features::rename::rename;
use analysis::features::selection::selections;
use analysis::features::symbols::{Symbol, symbols};
use analysis::features::target::Target;
use analysis::{Snapshot, TextEdit};
use syntax::{TextRange, TextSize};

/// The name of a feature, with more where it has several answers; what it says, `\u{2}` and the text.
pub(crate) type Answer = (String, String);

/// What stands before a text is about it.
fn answer(name: impl Into<String>, about: impl std::fmt::Display, drawn: &str) -> Answer {
    (name.into(), format!("{about}\u{2}{drawn}"))
}

/// What is said about a place.
pub(crate) fn at_place(snapshot: &Snapshot, at: TextSize) -> Vec<Answer> {
    let mut answers = Vec::new();
    let items = completion(snapshot, at);
    if let Some(first) = items.first() {
        let labels: Vec<_> =
            items.iter().map(|item| format!("{} {:?}", item.label, item.detail)).collect();
        answers.push(answer("completion", labels.join("\n"), &draw(snapshot, &[first.replace])));
    }
    let blocks = items.iter().filter(|item| item.insert.contains('\n')).take(3);
    answers.extend(
        blocks.map(|item| answer("completion block", &item.label, &accepted(snapshot, item))),
    );
    if let Some(found) = hover(snapshot, at) {
        answers.push(answer("hover", found.markdown, &draw(snapshot, &[found.range])));
    }
    if let Some(found) = definition(snapshot, at) {
        let others: Vec<_> = found.targets.iter().filter_map(|it| it.file.as_deref()).collect();
        let ranges: Vec<_> = [found.origin].into_iter().chain(here(&found.targets)).collect();
        answers.push(answer("definition", others.join(" "), &draw(snapshot, &ranges)));
    }
    let places: Vec<_> = here(&references(snapshot, at, true)).collect();
    if !places.is_empty() {
        answers.push(answer("reference", places.len(), &draw(snapshot, &places)));
    }
    let places: Vec<_> = highlights(snapshot, at).iter().map(|it| it.range).collect();
    if !places.is_empty() {
        answers.push(answer("highlight", places.len(), &draw(snapshot, &places)));
    }
    match rename(snapshot, at, "renamed") {
        Ok(files) => {
            for file in files {
                let text = match &file.file {
                    None => edited(snapshot, &file.edits),
                    Some(_) => String::new(),
                };
                answers.push(answer("rename", file.file.unwrap_or_default(), &text));
            }
        }
        Err(reason) => answers.push(answer("rename refused", reason, "")),
    }
    answers.push(answer("selection", "", &draw(snapshot, &selections(snapshot, at))));
    for offered in refactorings(snapshot, TextRange::empty(at)) {
        let name = format!("refactoring {}", offered.title);
        answers.push(answer(name, "", &edited(snapshot, &offered.edits)));
    }
    answers
}

/// What is said about a file.
pub(crate) fn of_file(snapshot: &Snapshot, _: TextSize) -> Vec<Answer> {
    let text = snapshot.document.text();
    let mut answers = Vec::new();
    let findings = analysis::check(snapshot);
    for finding in &findings {
        let name = format!("finding {}", finding.rule.id);
        answers.push(answer(name, &finding.message, &draw(snapshot, &[finding.range])));
        for fix in &finding.fixes {
            let name = format!("fix {}", finding.rule.id);
            answers.push(answer(name, &fix.title, &edited(snapshot, &fix.edits)));
        }
    }
    for fold in folds(snapshot) {
        let first = text.slice(text.line_range(fold.first));
        let blanks = TextSize::of(first) - TextSize::of(first.trim_start());
        let start = text.line_start(fold.first) + blanks;
        let range = TextRange::new(start, text.line_range(fold.last).end());
        answers.push(answer("fold", fold.is_comment, &draw(snapshot, &[range])));
    }
    for hint in inlay_hints(snapshot, TextRange::up_to(text.len())) {
        let range = TextRange::empty(hint.offset);
        answers.push(answer("hint", hint.label, &draw(snapshot, &[range])));
    }
    for lens in code_lenses(snapshot) {
        answers.push(answer("lens", lens.title, &draw(snapshot, &[lens.range])));
    }
    for link in document_links(snapshot) {
        let about = format!("{:?}", link.destination);
        answers.push(answer("link", about, &draw(snapshot, &[link.range])));
    }
    let mut pending: Vec<Symbol> = symbols(snapshot);
    while let Some(symbol) = pending.pop() {
        let name = format!("symbol {}", symbol.name);
        let about = format!("{:?} {:?}", symbol.kind, symbol.detail);
        answers.push(answer(name, about, &draw(snapshot, &[symbol.selection])));
        pending.extend(symbol.children);
    }
    answers
}

/// The text after an item was accepted by a client without snippets, which indents further lines like
/// the first one.
pub(crate) fn accepted(snapshot: &Snapshot, item: &CompletionItem) -> String {
    let text = snapshot.document.text();
    let line = text.slice(text.line_range(text.line_of(item.replace.start())));
    let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
    let newline = if text.as_str().contains("\r\n") { "\r\n" } else { "\n" };
    let insert = item.plain_insert.as_ref().unwrap_or(&item.insert);
    let insert = insert.replace('\n', &format!("{newline}{indent}"));
    edited(snapshot, &[TextEdit { range: item.replace, insert }])
}

fn here(targets: &[Target]) -> impl Iterator<Item = TextRange> {
    targets.iter().filter(|target| target.file.is_none()).map(|target| target.range)
}

fn edited(snapshot: &Snapshot, edits: &[TextEdit]) -> String {
    let mut text = snapshot.document.text().as_str().to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(std::ops::Range::<usize>::from(edit.range), &edit.insert);
    }
    text
}

/// The text with `«` and `»` around ranges.
fn draw(snapshot: &Snapshot, ranges: &[TextRange]) -> String {
    let mut marks: Vec<(usize, char)> = Vec::new();
    for range in ranges {
        marks.push((range.start().into(), '«'));
        marks.push((range.end().into(), '»'));
    }
    marks.sort_by_key(|(at, _)| *at);
    let mut text = snapshot.document.text().as_str().to_owned();
    for (at, mark) in marks.into_iter().rev() {
        text.insert(at, mark);
    }
    text
}
