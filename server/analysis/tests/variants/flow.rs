//! The same file with what stands below its top-level keys in braces and brackets.

use std::fmt::Write;

use analysis::Snapshot;
use analysis::features::completion::completion;
use analysis::features::definition::definition;
use analysis::features::hover::hover;
use analysis::features::references::highlights;
use analysis::features::rename::rename;
use syntax::{NodeRef, TextSize};

use crate::snapshot;

/// What is said differently about a scalar.
pub(crate) fn differences(file: &str, block: &str) -> Vec<String> {
    let base = snapshot(file, block).0;
    let mut places = Vec::new();
    let mut text = String::new();
    for entry in base.root().unwrap().entries() {
        scalar(entry.key, &mut text, &mut places);
        text += ": ";
        flow(entry.value, &mut text, &mut places);
        text += "\n";
    }
    let other = snapshot(file, &text).0;
    assert_eq!(other.document.problems(), [], "{text}");
    assert!(places.len() > 20, "{places:?}");
    let mut found = Vec::new();
    for (at, at_other) in places {
        for (expected, other) in answers(&base, at).into_iter().zip(answers(&other, at_other)) {
            if expected != other {
                let (before, behind) = text.split_at(at_other.into());
                let name = expected.split(' ').next().unwrap_or_default();
                found.push(format!("{name}\n{expected}\n{other}\nin\n{before}$0{behind}"));
            }
        }
    }
    found
}

fn flow(node: NodeRef<'_>, text: &mut String, places: &mut Vec<(TextSize, TextSize)>) {
    if node.is_mapping() {
        text.push('{');
        for (index, entry) in node.entries().enumerate() {
            text.push_str(if index > 0 { ", " } else { "" });
            scalar(entry.key, text, places);
            text.push_str(": ");
            flow(entry.value, text, places);
        }
        text.push('}');
    } else if node.is_sequence() {
        text.push('[');
        for (index, item) in node.items().enumerate() {
            text.push_str(if index > 0 { ", " } else { "" });
            flow(item, text, places);
        }
        text.push(']');
    } else {
        scalar(node, text, places);
    }
}

/// Writes a scalar as it is, and notes where its middle was and is.
fn scalar(node: NodeRef<'_>, text: &mut String, places: &mut Vec<(TextSize, TextSize)>) {
    if node.is_absent() {
        return;
    }
    let start = text.len();
    write!(text, "{}", node.source()).unwrap();
    let middle = node.source().len() / 2;
    let at = node.range().start() + TextSize::new(middle as u32);
    places.push((at, TextSize::new((start + middle) as u32)));
}

/// What does not depend on the form.
fn answers(snapshot: &Snapshot, at: TextSize) -> Vec<String> {
    let labels: Vec<_> = completion(snapshot, at).into_iter().map(|item| item.label).collect();
    let word = |range: syntax::TextRange| snapshot.document.text().slice(range).to_owned();
    let targets = definition(snapshot, at).map(|found| found.targets).unwrap_or_default();
    let targets =
        targets.iter().map(|it| (it.file.clone(), it.file.is_none().then(|| word(it.range))));
    let renamed = rename(snapshot, at, "renamed");
    let renamed =
        renamed.map(|files| files.iter().map(|file| file.edits.len()).collect::<Vec<_>>());
    vec![
        format!("completion {labels:?}"),
        format!("hover {:?}", hover(snapshot, at).map(|hover| hover.markdown)),
        format!("definition {:?}", targets.collect::<Vec<_>>()),
        format!("highlight {:?}", highlights(snapshot, at).len()),
        format!("rename {renamed:?}"),
    ]
}
