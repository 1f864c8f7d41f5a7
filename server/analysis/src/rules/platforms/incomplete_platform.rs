//! `incomplete-platform`: a platform does not say where it is built, or what for. Docs in
//! incomplete_platform.md.

use super::common::{fix, meant_name, pack_stops, platforms, unreadable_base};
use crate::facts;
use crate::finding::TextEdit;
use crate::model::Platform;
use crate::rules::edits::{column, is_in_flow, prepend_entry, remove_entry};
use crate::rules::prelude::*;
use crate::rules::shape::fill_below;
use syntax::TextSize;

pub(super) static RULE: Rule = Rule {
    id: "incomplete-platform",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("incomplete_platform.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for platform in platforms(cx) {
        if out.has_reported(platform.key.range()) {
            continue;
        }
        let value = platform.value.resolved();
        if value.is_null() {
            check_name(cx, &platform, out);
        } else if value.is_mapping() {
            check_fields(cx, &platform, out);
        }
    }
}

/// Nothing behind the name: then the name has to be an architecture, in a charm with or without a base.
fn check_name(cx: &Context<'_>, platform: &Platform<'_>, out: &mut Findings<'_>) {
    let Some(name) = platform.key.as_str() else { return };
    let Some(target) = platform.name_target() else { return };
    // What is misspelt is not incomplete; and bases in a rock have a rule of their own.
    let is_elsewhere = meant_name(platform).is_some() || unreadable_base(platform).is_some();
    if facts::is_architecture(target.architecture) || is_elsewhere {
        return;
    }
    let is_rock = cx.snapshot.kind == FileKind::Rockcraft;
    let target = if name == "all" && !is_rock { "all" } else { "amd64" };
    let message = format!("platform `{name}` is empty, and its name is no architecture");
    let draft = out
        .report(platform.key.range(), message)
        .note(pack_stops(cx))
        .help("write `build-on` and `build-for` below it, or an architecture as its name");
    let base = platform.name_target().and_then(|target| target.base);
    let target = match base {
        Some(_) => "amd64",
        None => target,
    };
    if let Some(edit) = fill(cx, platform, target) {
        draft.fix(fix("Add `build-on` and `build-for`", Safety::Unsafe, edit));
    }
}

/// Both keys below a name without a value.
fn fill(cx: &Context<'_>, platform: &Platform<'_>, target: &str) -> Option<TextEdit> {
    let entry = Entry { key: platform.key, value: platform.value };
    let start = platform.key.range().start();
    let build_for = format!("build-for: [{target}]");
    let separator = match is_in_flow(cx.root()?, start) {
        true => ", ".to_owned(),
        false => format!("\n{}", " ".repeat(column(platform.key.document_text(), start)? + 2)),
    };
    fill_below(cx, entry, &format!("build-on: [amd64]{separator}{build_for}"))
}

fn check_fields(cx: &Context<'_>, platform: &Platform<'_>, out: &mut Findings<'_>) {
    let Some(name) = platform.name() else { return };
    let build_on = platform.build_on();
    let build_for = platform.build_for();
    let is_implied = facts::is_architecture(name) || name == "all";
    match (build_on, build_for) {
        (None, build_for) => report_no_build_on(cx, platform, build_for, is_implied, out),
        (Some(_), None) if !is_implied => {
            report_missing(cx, platform, name, "build-for", "[amd64]", out);
        }
        _ => {}
    }
    if let Some(field) = build_on {
        check_content(cx, platform, field, false, out);
    }
    if let Some(field) = build_for {
        // rockcraft 1.20 fills it in; charmcraft 4.5.0 means to, and crashes later.
        let is_filled = is_implied && cx.snapshot.kind == FileKind::Rockcraft;
        check_content(cx, platform, field, is_filled, out);
    }
}

fn report_no_build_on(
    cx: &Context<'_>,
    platform: &Platform<'_>,
    build_for: Option<Entry<'_>>,
    is_implied: bool,
    out: &mut Findings<'_>,
) {
    let Some(name) = platform.name() else { return };
    let value = platform.value;
    if facts::is_architecture(name) && value.entries().next().is_none() && value.is_mapping() {
        let blanks = blanks_before(value);
        let range = TextRange::new(value.range().start() - blanks, value.range().end());
        out.report(platform.key.range(), format!("platform `{name}` has no `build-on`"))
            .note(pack_stops(cx))
            .help(format!("write `{name}:` with nothing behind it"))
            .fix(Fix::replace("Remove the braces", Safety::Safe, range, ""));
        return;
    }
    if build_for.is_none() && !is_implied {
        report_missing(cx, platform, name, "build-on", "[amd64]", out);
        return;
    }
    let target = build_for.and_then(|field| crate::model::Target::all(field).next());
    let target = target.map_or(name, |target| target.architecture);
    let target = if facts::is_architecture(target) { target } else { "amd64" };
    report_missing(cx, platform, name, "build-on", &format!("[{target}]"), out);
}

/// The length of the blanks between the colon and a value that ends its line; nothing for others.
fn blanks_before(value: NodeRef<'_>) -> TextSize {
    let (start, end) = (usize::from(value.range().start()), usize::from(value.range().end()));
    let text = value.document_text();
    let after = text.get(end..).unwrap_or_default();
    if !after.is_empty() && !after.starts_with(['\n', '\r']) {
        return TextSize::default();
    }
    let before = text.get(..start).unwrap_or_default();
    let blanks = before.len() - before.trim_end_matches(' ').len();
    TextSize::try_from(blanks).unwrap_or_default()
}

fn report_missing(
    cx: &Context<'_>,
    platform: &Platform<'_>,
    name: &str,
    key: &str,
    value: &str,
    out: &mut Findings<'_>,
) {
    let has_neither = platform.build_on().is_none() && platform.build_for().is_none();
    let has_neither = has_neither && !facts::is_architecture(name) && name != "all";
    let missing = if has_neither { "`build-on` and no `build-for`" } else { &format!("`{key}`") };
    let draft = out
        .report(platform.key.range(), format!("platform `{name}` has no {missing}"))
        .note(pack_stops(cx))
        .help(match has_neither {
            true => format!("add `build-on: {value}` and `build-for: {value}`"),
            false => format!("add `{key}: {value}`, with the architecture you mean"),
        });
    let (first, content) = match has_neither {
        true => ("build-on", format!("{value}, build-for: {value}")),
        false => (key, value.to_owned()),
    };
    let edit = match platform.value.entries().next() {
        Some(_) if has_neither => None,
        Some(_) => prepend_entry(platform.value, key, value),
        None if platform.value.is_mapping() => Some(TextEdit {
            range: platform.value.range(),
            insert: format!("{{{first}: {content}}}"),
        }),
        None => None,
    };
    if let Some(edit) = edit {
        draft.fix(fix("Add what is missing", Safety::Unsafe, edit));
    }
}

/// A field that is there and names nothing.
fn check_content(
    cx: &Context<'_>,
    platform: &Platform<'_>,
    field: Entry<'_>,
    is_filled: bool,
    out: &mut Findings<'_>,
) {
    let value = field.value.resolved();
    let is_empty_list = value.is_sequence() && value.items().next().is_none();
    if !is_empty_list && (!value.is_null() || is_filled) || out.has_reported(place(field)) {
        return;
    }
    let (Some(name), Some(key)) = (platform.name(), field.key.text()) else { return };
    let message = format!("`{key}` of platform `{name}` is empty");
    let draft = out.report(place(field), message).note(pack_stops(cx));
    let is_optional = key == "build-for" && (facts::is_architecture(name) || name == "all");
    if is_optional {
        let draft = draft.help("remove the key: the name says what is built");
        if let Some(edit) = remove_entry(cx, &["platforms", name, key]) {
            draft.fix(fix("Remove the empty key", Safety::Safe, edit));
        }
        return;
    }
    draft.help(format!("name an architecture: `{key}: [amd64]`"));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_name_alone_has_to_be_an_architecture() {
        check(
            &RULE,
            "platforms:
  amd64:
  ubuntu@24.04:arm64:
  jammy:
# ^^^^^ error[incomplete-platform]: platform `jammy` is empty, and its name is no architecture
  all:
# ^^^ error[incomplete-platform]: platform `all` is empty
  ubuntu@24.04:all:
# ^^^^^^^^^^^^^^^^ error[incomplete-platform]: platform `ubuntu@24.04:all` is empty
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml
platforms: {amd64: ~, all: null}
#                     ^^^ error[incomplete-platform]: platform `all` is empty
",
        );
        check(&RULE, "platforms: {x86_64: , noble:amd64: , no: , 64: }\n");
    }

    #[test]
    fn a_mapping_says_where_and_what_for() {
        let text = "platforms:
  amd64: {}
# ^^^^^ error[incomplete-platform]: platform `amd64` has no `build-on`
  arm64: {build-on: amd64}
  armhf: {build-for: armhf}
# ^^^^^ error[incomplete-platform]: platform `armhf` has no `build-on`
  box: {build-on: amd64}
# ^^^ error[incomplete-platform]: platform `box` has no `build-for`
  server: {}
# ^^^^^^ error[incomplete-platform]: platform `server` has no `build-on` and no `build-for`
  empty: {build-on: [], build-for: }
#                   ^^ error[incomplete-platform]: `build-on` of platform `empty` is empty
#                       ^^^^^^^^^ error[incomplete-platform]: `build-for` of platform `empty` is empty
";
        check(&RULE, text);
        check(&RULE, &format!("//- rockcraft.yaml\n{text}"));
    }

    #[test]
    fn an_empty_target_below_an_architecture_stops_charmcraft_only() {
        let text = "platforms:
  arm64: {build-on: amd64, build-for: }
";
        let marked = text.to_owned()
            + "#                          ^^^^^^^^^ error[incomplete-platform]: `build-for` of platform\n";
        check(&RULE, &marked);
        check(&RULE, &format!("//- rockcraft.yaml\n{text}"));
        assert_eq!(fixed(&RULE, text, 0), "platforms:\n  arm64: {build-on: amd64}\n");
    }

    #[test]
    fn fixes_complete_it() {
        let fixed = |text| fixed(&RULE, text, 0);
        assert_eq!(fixed("platforms: {amd64: {}}"), "platforms: {amd64: }");
        assert_eq!(
            fixed("platforms:\n  box: # a\n"),
            "platforms:\n  box:\n    build-on: [amd64]\n    build-for: [amd64] # a\n"
        );
        assert_eq!(
            fixed("platforms: {all: }"),
            "platforms: {all: {build-on: [amd64], build-for: [all]} }"
        );
        assert_eq!(
            fixed("platforms: {box: {}}"),
            "platforms: {box: {build-on: [amd64], build-for: [amd64]}}"
        );
        assert_eq!(
            fixed("platforms:\n  box:\n    build-for: s390x\n"),
            "platforms:\n  box:\n    build-on: [s390x]\n    build-for: s390x\n"
        );
    }

    #[test]
    fn half_typed_platforms_lack_nothing() {
        check(&RULE, "platforms:\n  box:\n    build-on: amd64\n    build-f\n");
        check(&RULE, "platforms:\n  am\nname: a\n");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "platforms: {jammy: , amd64: {}, box: {build-on: , build-for: a}, b: {build-for: i386}, c: {}}",
        );
        expect![[r#"
            error (charmcraft): platform `jammy` is empty, and its name is no architecture
              note: `charmcraft pack` stops on this
              help: write `build-on` and `build-for` below it, or an architecture as its name
              fix (Unsafe): Add `build-on` and `build-for`
            error (charmcraft): platform `amd64` has no `build-on`
              note: `charmcraft pack` stops on this
              help: write `amd64:` with nothing behind it
              fix (Safe): Remove the braces
            error (charmcraft): `build-on` of platform `box` is empty
              note: `charmcraft pack` stops on this
              help: name an architecture: `build-on: [amd64]`
            error (charmcraft): platform `b` has no `build-on`
              note: `charmcraft pack` stops on this
              help: add `build-on: [i386]`, with the architecture you mean
              fix (Unsafe): Add what is missing
            error (charmcraft): platform `c` has no `build-on` and no `build-for`
              note: `charmcraft pack` stops on this
              help: add `build-on: [amd64]` and `build-for: [amd64]`
              fix (Unsafe): Add what is missing
        "#]]
        .assert_eq(&said);
    }
}
