//! `part-without-source`: a plugin needs a source, and the part has none. Docs in
//! part_without_source.md.

use super::fixes::add_entry;
use super::grammar::{BuildSet, Builds, visit};
use super::view::{PluginUse, is_filled_in, is_of_extension, named_parts, plugin_of, stops};
use crate::facts::SourceNeed;
use crate::rules::edits::fill_absent;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "part-without-source",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("part_without_source.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        let PluginUse::Plugin(plugin) = plugin_of(cx, name, part) else { continue };
        if plugin.source == SourceNeed::Optional || part.value.is_repaired() {
            continue;
        }
        if let Some(field) = part.field("source") {
            let value = field.value.resolved();
            let is_for_no_build = value.is_sequence() && builds_with_value(cx, field) == 0;
            // charm alone wants to look into the source when the file is loaded.
            let is_unusable = plugin.name == "charm" && value.as_str() == Some("");
            let is_refused = value.is_null() || is_for_no_build || is_unusable;
            if is_refused && !is_filled_in(cx, name, field) {
                report_empty(cx, name, plugin.name, field, out);
            }
            continue;
        }
        // In a broken file the source may stand in the line that got lost.
        let may_be_lost = !cx.document().problems().is_empty();
        let is_given = plugin.source == SourceNeed::Default || is_of_extension(cx, name);
        if is_given || may_be_lost || out.has_reported(part.key.range()) {
            continue;
        }
        let message =
            format!("part `{name}` has no `source`, which plugin `{}` needs", plugin.name);
        let draft = out.report(part.key.range(), message).note(stops(cx)).help(SOURCE_HELP);
        if let Some(edit) = add_entry(part.value, "source", ".") {
            draft.fix(Fix::replace("Write `source: .`", Safety::Unsafe, edit.range, edit.insert));
        }
    }
}

const SOURCE_HELP: &str =
    "write `source: .` for the directory of the project, or where the files are";

fn builds_with_value(cx: &Context<'_>, field: Entry<'_>) -> BuildSet {
    let mut with = 0;
    visit(&Builds::new(cx), field.value, &mut |_, set| with |= set);
    with
}

fn report_empty(
    cx: &Context<'_>,
    part: &str,
    plugin: &str,
    field: Entry<'_>,
    out: &mut Findings<'_>,
) {
    let range = place(field);
    if out.has_reported(range) {
        return;
    }
    let draft = out
        .report(
            range,
            format!("`source` of part `{part}` is empty, and plugin `{plugin}` needs one"),
        )
        .note(stops(cx))
        .help(SOURCE_HELP);
    let (range, insert) = match fill_absent(field, " .") {
        Some(edit) => (edit.range, edit.insert),
        None => (field.value.range(), ".".to_owned()),
    };
    draft.fix(Fix::replace("Write `source: .`", Safety::Unsafe, range, insert));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn most_plugins_need_a_source() {
        check(
            &RULE,
            "parts:
  a: {plugin: uv}
# ^ error[part-without-source]: part `a` has no `source`, which plugin `uv` needs
  dump: {}
# ^^^^ error[part-without-source]: part `dump` has no `source`, which plugin `dump` needs
  b: {plugin: dump, source: }
#                   ^^^^^^ error[part-without-source]: `source` of part `b` is empty
  c: {plugin: charm, source: ''}
#                            ^^ error[part-without-source]: `source` of part `c` is empty
  d: {plugin: nil}
  e: {plugin: jlink, source: }
  f: {plugin: charm}
  g: {plugin: reactive}
  h: {plugin: dump, source: ''}
  i: {plugin: unknown}
",
        );
    }

    #[test]
    fn some_build_gets_the_source() {
        check(
            &RULE,
            "platforms: {amd64: }
parts:
  a: {plugin: dump, source: [{on s390x: x}]}
#                           ^^^^^^^^^^^^^^^ error[part-without-source]: `source` of part `a` is empty
  b: {plugin: dump, source: [{on amd64: x}]}
",
        );
    }

    #[test]
    fn extensions_bring_a_source() {
        check(
            &RULE,
            "//- rockcraft.yaml
base: ubuntu@24.04
extensions: [flask-framework]
parts:
  flask-framework/dependencies: {plugin: python}
  own: {plugin: python}
# ^^^ error[part-without-source]: part `own` has no `source`
",
        );
    }

    #[test]
    fn a_part_that_is_being_typed_may_get_one_yet() {
        check(&RULE, "parts:\n  a:\n    plugin: dump\n    sour\n");
    }

    #[test]
    fn fixes() {
        let block = "parts:\n  a:\n    plugin: uv\n";
        assert_eq!(fixed(&RULE, block, 0), "parts:\n  a:\n    source: .\n    plugin: uv\n");
        let empty = "parts:\n  a:\n    plugin: uv\n    source:\n";
        assert_eq!(fixed(&RULE, empty, 0), "parts:\n  a:\n    plugin: uv\n    source: .\n");
        assert_eq!(fixed(&RULE, "parts: {dump: {}}", 0), "parts: {dump: {source: .}}");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "parts: {a: {plugin: dump}, b: {plugin: dump, source: ~}}");
        expect![[r#"
            error (charmcraft): part `a` has no `source`, which plugin `dump` needs
              note: `charmcraft pack` stops on this
              help: write `source: .` for the directory of the project, or where the files are
              fix (Unsafe): Write `source: .`
            error (charmcraft): `source` of part `b` is empty, and plugin `dump` needs one
              note: `charmcraft pack` stops on this
              help: write `source: .` for the directory of the project, or where the files are
              fix (Unsafe): Write `source: .`
        "#]]
        .assert_eq(&said);
    }
}
