//! `duplicate-key`: a mapping holds a key twice. Docs in duplicate_key.md.

use std::collections::HashMap;

use syntax::{NodeRef, TextRange};

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "duplicate-key",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("duplicate_key.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    if let Some(root) = cx.root() {
        check_below(root, out);
    }
}

fn check_below(root: NodeRef<'_>, out: &mut Findings<'_>) {
    // An explicit stack: nesting is only bounded by the length of the file.
    let mut pending = vec![root];
    let mut seen: HashMap<&str, TextRange> = HashMap::new();
    while let Some(node) = pending.pop() {
        pending.extend(node.children().filter(|child| !child.is_scalar()));
        // The tools compare the text of the keys, so `1` and `'1'` are one key to them.
        seen.clear();
        for key in node.entries().map(|entry| entry.key) {
            let Some(text) = key.text() else { continue };
            match seen.get(text) {
                Some(first) => report(key, text, *first, out),
                None => {
                    seen.insert(text, key.range());
                }
            }
        }
    }
}

fn report(key: NodeRef<'_>, text: &str, first: TextRange, out: &mut Findings<'_>) {
    out.report(key.range(), format!("the key `{text}` stands twice in this mapping"))
        .note("the tools refuse the whole file: they do not choose between the two")
        .help("merge the two, or rename one")
        .label(first, format!("`{text}` stands here already"));
}
