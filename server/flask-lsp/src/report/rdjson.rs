//! The format of reviewdog, which turns fixes into suggestions in a review.
//!
//! Columns count bytes of UTF-8, from 1. A suggestion replaces one range, so the edits of a fix become one
//! edit of all that lies between the first and the last of them.

use analysis::{Finding, Fix, Severity};
use serde_json::{Value, json};
use syntax::{Encoding, TextRange};

use super::{CheckedFile, Place, json::pretty};

pub(super) fn render(files: &[CheckedFile]) -> String {
    let diagnostics: Vec<_> = files
        .iter()
        .flat_map(|file| file.findings.iter().map(|finding| diagnostic(file, finding)))
        .collect();
    pretty(&json!({
        "source": { "name": env!("CARGO_PKG_NAME"), "url": env!("CARGO_PKG_REPOSITORY") },
        "diagnostics": diagnostics,
    }))
}

fn diagnostic(file: &CheckedFile, finding: &Finding) -> Value {
    let related = finding
        .labels
        .iter()
        .map(|label| json!({ "message": label.message, "location": location(file, label.range) }));
    let suggestion = finding.fixes.first().and_then(|fix| suggestion(file, fix));
    json!({
        "message": super::in_full(finding),
        "location": location(file, finding.range),
        "severity": match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Information | Severity::Hint => "INFO",
        },
        "code": { "value": finding.rule.id, "url": finding.rule.url() },
        "suggestions": suggestion.into_iter().collect::<Vec<_>>(),
        "relatedLocations": related.collect::<Vec<_>>(),
    })
}

fn location(file: &CheckedFile, range: TextRange) -> Value {
    json!({ "path": file.name, "range": range_of(file, range) })
}

fn range_of(file: &CheckedFile, range: TextRange) -> Value {
    let place = |offset| Place::counted_in(Encoding::Utf8, &file.snapshot, offset);
    json!({ "start": place(range.start()), "end": place(range.end()) })
}

/// `None` for a fix that edits nothing: a file that is to be renamed, say.
fn suggestion(file: &CheckedFile, fix: &Fix) -> Option<Value> {
    let text = file.snapshot.document.text();
    let mut edits = fix.edits.iter();
    let first = edits.next()?;
    let (mut whole, mut insert) = (first.range, first.insert.clone());
    for edit in edits {
        insert.push_str(text.slice(TextRange::new(whole.end(), edit.range.start())));
        insert.push_str(&edit.insert);
        whole = TextRange::new(whole.start(), edit.range.end());
    }
    Some(json!({ "range": range_of(file, whole), "text": insert }))
}

#[cfg(test)]
mod tests {
    use analysis::{Safety, TextEdit};

    use super::super::tests::checked;
    use super::*;

    #[test]
    fn the_edits_of_a_fix_become_one() {
        let file = checked("rockcraft.yaml", "é: one\nb: two\n");
        let edit = |start: u32, end: u32, insert: &str| TextEdit {
            range: TextRange::new(start.into(), end.into()),
            insert: insert.to_owned(),
        };
        let edits = vec![edit(4, 7, "1"), edit(11, 14, "2")];
        let title = String::new();
        let fix = Fix { title, safety: Safety::Safe, edits, rename_file: None };
        let suggestion = suggestion(&file, &fix).unwrap();
        assert_eq!(suggestion["text"], "1\nb: 2");
        assert_eq!(suggestion["range"]["start"], json!({ "line": 1, "column": 5 }));
        assert_eq!(suggestion["range"]["end"], json!({ "line": 2, "column": 7 }));
    }
}
