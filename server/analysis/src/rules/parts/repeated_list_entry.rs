//! `repeated-list-entry`: a list of a part holds an entry twice, and its plugin minds. Docs in
//! repeated_list_entry.md.

use super::grammar::{Builds, visit};
use super::view::{PluginUse, named_parts, plugin_of, stops};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "repeated-list-entry",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("repeated_list_entry.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        let PluginUse::Plugin(plugin) = plugin_of(cx, name, part) else { continue };
        for key in plugin.distinct.iter().copied() {
            let Some(field) = part.field(key).filter(|field| !field.is_repaired()) else {
                continue;
            };
            let mut seen = Vec::new();
            visit(&Builds::new(cx), field.value, &mut |item, set| {
                let Some(text) = item.resolved().as_str() else { return };
                let first = seen
                    .iter()
                    .find(|(known, _, known_set)| *known == text && known_set & set != 0);
                let Some((_, first, _)) = first else {
                    seen.push((text, item.range(), set));
                    return;
                };
                if out.has_reported(item.range()) {
                    return;
                }
                let shown = text.escape_debug();
                let draft = out
                    .report(
                        item.range(),
                        format!("`{shown}` stands twice in `{key}` of part `{name}`"),
                    )
                    .note(format!("{} for plugin `{}`", stops(cx), plugin.name))
                    .help("remove one of the two")
                    .label(*first, "first here");
                if let Some(range) = removal(field.value, item) {
                    draft.fix(Fix::replace("Remove the entry", Safety::Safe, range, ""));
                }
            });
        }
    }
}

/// The entry of a flow list with the comma in front of it.
fn removal(list: NodeRef<'_>, item: NodeRef<'_>) -> Option<TextRange> {
    if list.kind() != (syntax::Kind::Sequence { flow: true }) {
        return None;
    }
    let previous = list.items().take_while(|other| *other != item).last()?;
    Some(TextRange::new(previous.range().end(), item.range().end()))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn some_lists_hold_nothing_twice() {
        check(
            &RULE,
            "parts:
  a: {plugin: rust, source: ., rust-features: [a, b, a]}
#                                                    ^ error[repeated-list-entry]: `a` stands twice in `rust-features`
  b: {plugin: rust, source: ., after: [c, c]}
#                                         ^ error[repeated-list-entry]: `c` stands twice in `after` of part `b`
  c: {plugin: nil, after: [d, d]}
  d: {plugin: uv, source: ., uv-groups: [a, a]}
",
        );
    }

    #[test]
    fn a_half_typed_list_is_left_alone() {
        check(&RULE, "parts:\n  a:\n    plugin: rust\n    rust-path: [., .\n");
    }

    #[test]
    fn fix_removes_the_second() {
        let with = |list: &str| format!("parts: {{a: {{plugin: rust, rust-features: [{list}]}}}}");
        assert_eq!(fixed(&RULE, &with("a, b, a, c"), 0), with("a, b, c"));
    }

    #[test]
    fn words() {
        let said = said(&RULE, "parts: {a: {plugin: rust, rust-path: [., .]}}");
        expect![[r#"
            error (charmcraft): `.` stands twice in `rust-path` of part `a`
              note: `charmcraft pack` stops on this for plugin `rust`
              help: remove one of the two
              fix (Safe): Remove the entry
        "#]]
        .assert_eq(&said);
    }
}
