//! `platform-shape`: a platform, or its `build-on` or `build-for`, is of a kind that the tools do not
//! read. Docs in platform_shape.md.

use super::common::{fix, meant_architecture, pack_stops, platforms, scalar_text};
use crate::facts;
use crate::finding::TextEdit;
use crate::model::{Platform, Target};
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "platform-shape",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("platform_shape.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for platform in platforms(cx) {
        let value = platform.value.resolved();
        if !value.is_mapping() {
            if !value.is_null() && !out.has_reported(platform.value.range()) {
                report_platform(cx, &platform, out);
            }
            continue;
        }
        for field in [platform.build_on(), platform.build_for()].into_iter().flatten() {
            check_field(cx, field, out);
        }
        check_text_below_base(cx, &platform, out);
    }
}

fn report_platform(cx: &Context<'_>, platform: &Platform<'_>, out: &mut Findings<'_>) {
    let value = platform.value.resolved();
    let name = platform.name().unwrap_or_default();
    let found = kind(value);
    let draft = out
        .report(
            platform.value.range(),
            format!("platform `{name}` is {found}, expected `build-on` and `build-for`"),
        )
        .note(pack_stops(cx));
    let alone = value.is_scalar().then_some(value);
    let entries: Vec<_> = alone.into_iter().chain(value.items()).filter_map(scalar_text).collect();
    let range = platform.value.range();
    if facts::is_architecture(name) && entries.iter().all(|entry| *entry == name) {
        draft.help(format!("write `{name}:` with nothing behind it")).fix(remove_value(platform));
        return;
    }
    let draft = draft.help("write `build-on` and `build-for`, each with an architecture");
    let known = entries.iter().all(|entry| facts::is_architecture(entry));
    if let Some(first) = entries.first().filter(|_| known) {
        let target = if facts::is_architecture(name) { name } else { first };
        let insert = format!("{{build-on: [{}], build-for: [{target}]}}", entries.join(", "));
        let edit = TextEdit { range, insert };
        draft.fix(fix("Write `build-on` and `build-for`", Safety::Unsafe, edit));
    }
}

/// Leaves nothing behind the colon.
fn remove_value(platform: &Platform<'_>) -> Fix {
    let text = platform.key.document_text();
    let (key, value) = (platform.key.range(), platform.value.range());
    let between = text.get(usize::from(key.end())..usize::from(value.start())).unwrap_or_default();
    let kept = between.find(':').map_or(between.len(), |colon| colon + 1);
    let start = u32::from(key.end()) + u32::try_from(kept).unwrap_or_default();
    let range = TextRange::new(start.into(), value.end());
    Fix::replace("Remove what is behind the name", Safety::Safe, range, "")
}

fn check_field(cx: &Context<'_>, field: Entry<'_>, out: &mut Findings<'_>) {
    let value = field.value.resolved();
    let key = field.key.text().unwrap_or_default();
    let alone = value.is_scalar().then_some(field.value);
    if value.is_mapping() {
        report_field(cx, field.value, format!("`{key}` is a mapping, expected a list"), out);
    }
    for item in alone.into_iter().chain(value.items()) {
        // A field without any value lacks something; other rules say what.
        let is_unset = value.is_scalar() && value.is_null();
        if Target::of(item).is_none() && !is_unset && !out.has_reported(item.range()) {
            let found = kind(item.resolved());
            let message = format!("an entry of `{key}` is {found}, expected an architecture");
            report_field(cx, item, message, out);
        }
    }
}

fn report_field(cx: &Context<'_>, node: NodeRef<'_>, message: String, out: &mut Findings<'_>) {
    if out.has_reported(node.range()) {
        return;
    }
    let keys: Vec<_> = node.resolved().entries().filter_map(|entry| entry.key.text()).collect();
    let names: Option<Vec<_>> =
        keys.into_iter().map(|key| Some(meant_architecture(key)?.0)).collect();
    let draft = out
        .report(node.range(), message)
        .note(pack_stops(cx))
        .help("write architectures in brackets, such as `[amd64]`");
    if let Some(names) = names.filter(|names| !names.is_empty() && is_in_line(node)) {
        let edit = TextEdit { range: node.range(), insert: format!("[{}]", names.join(", ")) };
        draft.fix(fix("Write it as a list", Safety::Safe, edit));
    }
}

fn is_in_line(node: NodeRef<'_>) -> bool {
    !node.source().contains('\n') && node.source().starts_with('{')
}

/// charmcraft 4.5.0 takes the letters of the text for the list where the platform's name has a base.
fn check_text_below_base(cx: &Context<'_>, platform: &Platform<'_>, out: &mut Findings<'_>) {
    let has_base = platform.name_target().is_some_and(|target| target.base.is_some());
    let Some(field) = platform.value.get("build-for") else { return };
    let is_text = Target::of(field.value).is_some();
    if cx.snapshot.kind != FileKind::Charmcraft || !has_base || !is_text {
        return;
    }
    let range = field.value.range();
    if out.has_reported(range) {
        return;
    }
    let insert = format!("[{}]", field.value.source());
    out.report(range, "`build-for` is text, expected a list where the name holds a base")
        .note("`charmcraft pack` crashes on this")
        .help(format!("write `{insert}`"))
        .fix(fix("Write it as a list", Safety::Safe, TextEdit { range, insert }));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_platform_is_nothing_or_a_mapping() {
        let text = "platforms:
  amd64: amd64
#        ^^^^^ error[platform-shape]: platform `amd64` is text, expected `build-on` and `build-for`
  arm64: [arm64]
#        ^^^^^^^ error[platform-shape]: platform `arm64` is a list
  i386: yes
#       ^^^ error[platform-shape]: platform `i386` is a boolean
  s390x: ''
#        ^^ error[platform-shape]: platform `s390x` is text
  riscv64: ~
  armhf: {}
";
        check(&RULE, text);
        check(&RULE, &format!("//- rockcraft.yaml\n{text}"));
    }

    #[test]
    fn architectures_are_texts() {
        check(
            &RULE,
            "platforms:
  a: {build-on: {amd64: }, build-for: [yes]}
#               ^^^^^^^^^ error[platform-shape]: `build-on` is a mapping, expected a list
#                                      ^^^ error[platform-shape]: an entry of `build-for` is a boolean
  b: {build-on: [~, [amd64]], build-for: off}
#                ^ error[platform-shape]: an entry of `build-on` is empty
#                   ^^^^^^^ error[platform-shape]: an entry of `build-on` is a list
#                                        ^^^ error[platform-shape]: an entry of `build-for` is a boolean
  c: {build-on: amd64, build-for: 1}
  d: {build-on: , build-for: []}
",
        );
    }

    #[test]
    fn below_a_name_with_a_base_charmcraft_wants_a_list() {
        let text = "platforms:
  ubuntu@24.04:x: {build-on: amd64, build-for: amd64}
#                                              ^^^^^ error[platform-shape]: `build-for` is text
";
        check(&RULE, text);
        check(&RULE, "platforms: {a:b: {build-on: amd64, build-for: amd64}}\n");
        let rock =
            "//- rockcraft.yaml\nplatforms: {'a@1:b': {build-on: amd64, build-for: amd64}}\n";
        check(&RULE, rock);
        assert!(fixed(&RULE, text, 0).contains("build-on: amd64, build-for: [amd64]}"));
    }

    #[test]
    fn fixes_write_what_was_meant() {
        let fixed = |text| fixed(&RULE, text, 0);
        assert_eq!(fixed("platforms:\n  amd64: amd64 # a\n"), "platforms:\n  amd64: # a\n");
        assert_eq!(fixed("platforms:\n  amd64: [amd64]\n"), "platforms:\n  amd64:\n");
        assert_eq!(
            fixed("platforms: {box: [amd64, arm64]}"),
            "platforms: {box: {build-on: [amd64, arm64], build-for: [amd64]}}"
        );
        assert_eq!(
            fixed("platforms: {a: {build-on: {x86_64: }}}"),
            "platforms: {a: {build-on: [amd64]}}"
        );
    }

    #[test]
    fn half_typed_platforms_have_no_shape() {
        check(&RULE, "platforms:\n  box:\n    build-on: [amd64\n    build-for: [amd64]\n");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "platforms: {amd64: amd64, box: 5, x: {build-on: {amd64: }, build-for: [yes]}}",
        );
        expect![[r#"
            error (charmcraft): platform `amd64` is text, expected `build-on` and `build-for`
              note: `charmcraft pack` stops on this
              help: write `amd64:` with nothing behind it
              fix (Safe): Remove what is behind the name
            error (charmcraft): platform `box` is a number, expected `build-on` and `build-for`
              note: `charmcraft pack` stops on this
              help: write `build-on` and `build-for`, each with an architecture
            error (charmcraft): `build-on` is a mapping, expected a list
              note: `charmcraft pack` stops on this
              help: write architectures in brackets, such as `[amd64]`
              fix (Safe): Write it as a list
            error (charmcraft): an entry of `build-for` is a boolean, expected an architecture
              note: `charmcraft pack` stops on this
              help: write architectures in brackets, such as `[amd64]`
        "#]]
        .assert_eq(&said);
    }
}
