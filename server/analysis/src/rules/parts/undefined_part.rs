//! `undefined-part`: `after` names a part that there is not. Docs in undefined_part.md.

use super::grammar::{Builds, visit};
use super::view::{extension_parts, is_bare, named_parts, stops};
use crate::rules::edits::written;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "undefined-part",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("undefined_part.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let mut all_names: Option<Vec<&str>> = None;
    for (part, value) in named_parts(cx) {
        let Some(field) = value.field("after").filter(|field| !field.is_repaired()) else {
            continue;
        };
        let names = all_names.get_or_insert_with(|| names(cx));
        visit(&Builds::new(cx), field.value, &mut |item, builds| {
            let Some(name) =
                item.resolved().as_str().filter(|_| field.value.resolved().is_sequence())
            else {
                return;
            };
            // In a broken file the part may stand in the lines that got lost.
            let may_be_lost = !cx.document().problems().is_empty();
            let is_known = names.contains(&name) || builds == 0 || item.resolved().is_null();
            if !is_known && !may_be_lost && !out.has_reported(item.range()) {
                report(cx, part, item, name, names, out);
            }
        });
    }
}

/// All parts of the built file: the tool's own and the extension's too.
fn names<'a>(cx: &Context<'a>) -> Vec<&'a str> {
    let mut names: Vec<_> = cx.parts().iter().filter_map(|part| part.name()).collect();
    names.extend(extension_parts(cx));
    if cx.tool() == Judge::Rockcraft {
        names.push("pebble");
        names.extend((!is_bare(cx)).then_some("_apt-upgrade"));
    }
    names
}

fn report(
    cx: &Context<'_>,
    part: &str,
    item: NodeRef<'_>,
    name: &str,
    names: &[&str],
    out: &mut Findings<'_>,
) {
    let shown = name.escape_debug();
    let draft = out
        .report(
            item.range(),
            format!("part `{part}` comes after part `{shown}`, which is not defined"),
        )
        .note(stops(cx));
    let others = || names.iter().copied().filter(|known| *known != part);
    // `install-app` stands for `flask-framework/install-app`.
    let mut below = others().filter(|known| known.rsplit('/').next() == Some(name));
    let meant = match (below.next(), below.next()) {
        (Some(only), None) => Some(only),
        _ => nearest(name, others(), if name.len() > 4 { 2 } else { 1 }),
    };
    match meant {
        Some(meant) => {
            draft.help(format!("did you mean `{meant}`?")).fix(Fix::replace(
                format!("Write `{meant}`"),
                Safety::Unsafe,
                item.range(),
                written(meant),
            ));
        }
        None => {
            draft.help(format!("write the part `{shown}`, or remove it here"));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn names_without_a_part_are_marked() {
        check(
            &RULE,
            "platforms: {amd64: }
parts:
  a:
    plugin: nil
    after: [b, libs, pebble]
#              ^^^^ error[undefined-part]: part `a` comes after part `libs`, which is not defined
#                    ^^^^^^ error[undefined-part]: part `a` comes after part `pebble`
  b:
    plugin: nil
    after: [{on amd64: [c]}, {on s390x: [d]}]
#                       ^ error[undefined-part]: part `b` comes after part `c`
",
        );
    }

    #[test]
    fn parts_of_the_tool_and_of_extensions_are_there() {
        check(
            &RULE,
            "//- rockcraft.yaml
base: ubuntu@24.04
extensions: [flask-framework]
parts:
  a: {plugin: nil, after: [pebble, _apt-upgrade, flask-framework/install-app]}
  b: {plugin: nil, after: [install-app]}
#                          ^^^^^^^^^^^ error[undefined-part]: part `b` comes after part `install-app`
",
        );
        check(&RULE, "extensions: [go-framework]\nparts: {a: {plugin: nil, after: [charm]}}\n");
    }

    #[test]
    fn while_a_name_is_being_typed_the_part_may_come_yet() {
        check(&RULE, "parts:\n  a: {plugin: nil, after: [b]}\n  b\n");
    }

    #[test]
    fn fix_writes_the_part_that_was_meant() {
        let with =
            |name: &str| format!("parts: {{a: {{plugin: nil, after: [{name}]}}, assets: {{}}}}");
        assert_eq!(fixed(&RULE, &with("asets"), 0), with("assets"));
    }

    #[test]
    fn words() {
        let said = said(&RULE, "parts: {a: {plugin: nil, after: [assetts, libs]}, assets: {}}");
        expect![[r#"
            error (charmcraft): part `a` comes after part `assetts`, which is not defined
              note: `charmcraft pack` stops on this
              help: did you mean `assets`?
              fix (Unsafe): Write `assets`
            error (charmcraft): part `a` comes after part `libs`, which is not defined
              note: `charmcraft pack` stops on this
              help: write the part `libs`, or remove it here
        "#]]
        .assert_eq(&said);
    }
}
