//! Files that are not UTF-8. There is no text to run rules on, so what is wrong is said here.

use analysis::{FileKind, Finding, Judge, Rule, Severity};
use syntax::TextRange;

/// What the tools say to bytes that are not UTF-8: a finding at the start of the file. The bytes up
/// to `valid_len` are fine.
pub(super) fn finding(bytes: &[u8], valid_len: usize, kind: FileKind) -> Option<Finding> {
    let judge = match kind {
        FileKind::Charmcraft => Judge::Charmcraft,
        FileKind::Rockcraft => Judge::Rockcraft,
        FileKind::PaasConfig => Judge::PaasCharm,
    };
    Some(Finding {
        rule: Rule::by_id("yaml-syntax")?,
        severity: Severity::Error,
        judge: Some(judge),
        range: TextRange::default(),
        message: message(bytes, valid_len),
        note: Some(format!("`{}` reads nothing but UTF-8: every command stops", judge.name())),
        help: Some("save the file as UTF-8".to_owned()),
        labels: Vec::new(),
        key_path: Vec::new(),
        fixes: Vec::new(),
    })
}

fn message(bytes: &[u8], valid_len: usize) -> String {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return "the file is UTF-16, not UTF-8".to_owned();
    }
    let (valid, rest) = bytes.split_at(valid_len.min(bytes.len()));
    let line = valid.iter().filter(|&&byte| byte == b'\n').count() + 1;
    match rest.first() {
        Some(byte) => format!("the file is not UTF-8: line {line} holds the byte 0x{byte:02X}"),
        None => "the file is not UTF-8".to_owned(),
    }
}
