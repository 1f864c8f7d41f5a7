//! Files that are not UTF-8. There is no text to run rules on, so what is wrong is said here.

use std::str::Utf8Error;

use analysis::settings::Level;
use analysis::{FileKind, Finding, Judge, Rule, Severity, Snapshot};
use syntax::{Text, TextRange, TextSize};

/// What the tools say to bytes that are not UTF-8: a finding at the first byte that does not fit, unless the
/// user wants to hear nothing of it. The snapshot is of what the bytes are shown as: the same up to that
/// byte, a stand-in behind it.
pub(super) fn findings(bytes: &[u8], error: &Utf8Error, snapshot: &Snapshot) -> Vec<Finding> {
    let settings = &snapshot.settings;
    let text = snapshot.document.text();
    let finding = finding(bytes, error.valid_up_to(), text, snapshot.kind);
    let mut findings: Vec<_> = finding.into_iter().collect();
    findings.retain(|_| !settings.excluded);
    findings.retain_mut(|finding| match settings.rules.get(finding.rule.id) {
        Some(Level::Off) => false,
        Some(Level::As(severity)) => {
            finding.severity = *severity;
            true
        }
        None => true,
    });
    findings
}

fn finding(bytes: &[u8], valid_len: usize, text: &Text, kind: FileKind) -> Option<Finding> {
    let tool = Judge::of_pack_tool(kind);
    Some(Finding {
        rule: Rule::by_id("yaml-syntax")?,
        severity: Severity::Error,
        judge: Some(tool),
        range: first_misfit(text, valid_len)?,
        message: message(bytes, valid_len),
        note: Some(format!("`{}` reads nothing but UTF-8: every command stops", tool.name())),
        help: Some("save the file as UTF-8".to_owned()),
        labels: Vec::new(),
        key_path: Vec::new(),
        about_file: true,
        is_plain_yaml: false,
        fixes: Vec::new(),
    })
}

fn first_misfit(text: &Text, valid_len: usize) -> Option<TextRange> {
    let stand_in = text.as_str().get(valid_len..)?.chars().next();
    let length = stand_in.map_or(TextSize::new(0), TextSize::of);
    Some(TextRange::at(TextSize::try_from(valid_len).ok()?, length))
}

fn message(bytes: &[u8], valid_len: usize) -> String {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return "the file is UTF-16, not UTF-8".to_owned();
    }
    match bytes.get(valid_len) {
        Some(byte) => format!("the file is not UTF-8: it holds the byte 0x{byte:02X}"),
        None => "the file is not UTF-8".to_owned(),
    }
}
