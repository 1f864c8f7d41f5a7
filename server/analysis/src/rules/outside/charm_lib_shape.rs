//! `charm-lib-shape`: `charm-libs` is no list of libraries with their versions. Docs in charm_lib_shape.md.

use super::closed::{
    Closed, append_entry, field, refused, report_kind, report_unknown_keys, section,
};
use super::libraries::known_library;
use crate::rules::edits::written;
use crate::rules::prelude::*;
use syntax::Scalar;

pub(super) static RULE: Rule = Rule {
    id: "charm-lib-shape",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("charm_lib_shape.md"),
    check,
};

const KEYS: [&str; 2] = ["lib", "version"];

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    check_spelling(cx, out);
    let Some(section) = section(cx, "charm-libs", "charm_libs") else { return };
    let value = section.value.resolved();
    if section.is_repaired() {
        return;
    }
    if !value.is_sequence() {
        report_section(cx, section, out);
        return;
    }
    for item in value.items() {
        check_library(cx, item, section.key.range(), out);
    }
}

/// charmcraft 4.5.0 reads `charm_libs` as well, but extensions write `charm-libs`, and then it is refused.
fn check_spelling(cx: &Context<'_>, out: &mut Findings<'_>) {
    if cx.extension().is_none() || cx.entry("charm-libs").is_some() {
        return;
    }
    let Some(section) = cx.entry("charm_libs") else { return };
    let fix = Fix::replace("Write `charm-libs`", Safety::Safe, section.key.range(), "charm-libs");
    out.report(
        section.key.range(),
        "the extension adds `charm-libs`, and `charm_libs` is the same key",
    )
    .note(refused(cx))
    .help("write `charm-libs`")
    .fix(fix);
}

fn report_section(cx: &Context<'_>, section: Entry<'_>, out: &mut Findings<'_>) {
    let value = section.value.resolved();
    // Next to an extension nothing, or an empty value of any kind, is replaced by its list.
    if cx.extension().is_some() && is_falsy(value) {
        return;
    }
    let draft = report_kind(cx, section.value, section.key.range(), "`charm-libs`", "a list", out);
    match value.is_null() {
        true => draft.help("write a library behind a dash, or remove the key"),
        false => draft.help("write `- lib: <charm>.<library>` and `version:` for each library"),
    };
}

/// What Python takes for false.
fn is_falsy(value: NodeRef<'_>) -> bool {
    match value.scalar() {
        None => value.children().next().is_none(),
        Some(Scalar::Null | Scalar::Bool(false)) => true,
        Some(Scalar::Text(text)) => text.is_empty(),
        Some(other) => other.python_text().is_some_and(|text| text == "0" || text == "0.0"),
    }
}

fn check_library(cx: &Context<'_>, item: NodeRef<'_>, section: TextRange, out: &mut Findings<'_>) {
    let library = item.resolved();
    if item.is_repaired() || out.has_reported(item.range()) {
        return;
    }
    if !library.is_mapping() {
        report_item(cx, item, section, out);
        return;
    }
    let closed = Closed { place: "an entry of `charm-libs`", keys: &KEYS };
    report_unknown_keys(cx, library, &closed, |_| None, out);
    let is_missing = |key: &&str| field(library, key).is_none();
    if KEYS.iter().all(is_missing) {
        report_missing(cx, library, item, "`lib` and `version`", out);
    } else if let Some(key) = KEYS.into_iter().find(is_missing) {
        report_missing(cx, library, item, &format!("`{key}`"), out);
    }
}

fn report_item(cx: &Context<'_>, item: NodeRef<'_>, section: TextRange, out: &mut Findings<'_>) {
    let draft = report_kind(
        cx,
        item,
        section,
        "an entry of `charm-libs`",
        "a mapping with `lib` and `version`",
        out,
    );
    let draft = draft.help("write `lib: <charm>.<library>` and below it `version: '<number>'`");
    let Some(name) = item.as_str().filter(|name| name.contains('.')) else { return };
    let version = version_of(Some(name));
    let insert = format!("{{lib: {}, version: '{version}'}}", written(name));
    let title = format!("Write `{insert}`");
    draft.fix(Fix::replace(title, Safety::Unsafe, item.range(), insert));
}

fn report_missing(
    cx: &Context<'_>,
    library: NodeRef<'_>,
    item: NodeRef<'_>,
    keys: &str,
    out: &mut Findings<'_>,
) {
    // A misspelt key is reported as such, and is what is missing.
    if library.effective_entries().iter().any(|entry| out.has_reported(entry.key.range())) {
        return;
    }
    let name = field(library, "lib").and_then(|entry| entry.value.resolved().as_str());
    let message = match name {
        Some(name) => format!("library `{name}` has no {keys}"),
        None => format!("this library has no {keys}"),
    };
    let draft = out.report(item.range(), message).note(refused(cx));
    if keys != "`version`" {
        draft.help("write `lib: <charm>.<library>`, such as `lib: traefik_k8s.ingress`");
        return;
    }
    let version = version_of(name);
    let draft = draft.help(format!("write `version: '{version}'` below it"));
    if let Some(edit) = append_entry(item, "version", &format!("'{version}'")) {
        let title = format!("Write `version: '{version}'`");
        draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
    }
}

/// The version that the extensions use, else the first there is.
fn version_of(library: Option<&str>) -> &'static str {
    library.and_then(known_library).map_or("0", |known| known.version)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn each_library_has_a_name_and_a_version_and_nothing_else() {
        check(
            &RULE,
            "charm-libs:
- {lib: a-b.c_d, version: '1'}
- {lib: a-b.c_d}
# ^^^^^^^^^^^^^^ error[charm-lib-shape]: library `a-b.c_d` has no `version`
- version: '1'
# ^^^^^^^^^^^^ error[charm-lib-shape]: this library has no `lib`
- {lib: a-b.c_d, version: '1', optional: true}
#                              ^^^^^^^^ error[charm-lib-shape]: an entry of `charm-libs` has no key `optional`
- {lib: a-b.c_d, verison: '1'}
#                ^^^^^^^ error[charm-lib-shape]: an entry of `charm-libs` has no key `verison`
- {}
# ^^ error[charm-lib-shape]: this library has no `lib` and `version`
- a-b.c_d
# ^^^^^^^ error[charm-lib-shape]: an entry of `charm-libs` is text, expected a mapping
",
        );
    }

    #[test]
    fn it_is_a_list() {
        check(&RULE, "charm-libs: []\n");
        check(
            &RULE,
            "charm-libs:
#^^^^^^^^^ error[charm-lib-shape]: `charm-libs` is empty, expected a list
",
        );
        check(
            &RULE,
            "charm_libs: {a: b}
#           ^^^^^^ error[charm-lib-shape]: `charm-libs` is a mapping, expected a list
",
        );
    }

    #[test]
    fn an_extension_replaces_an_empty_value_and_no_other() {
        for empty in ["", "{}", "''", "no", "0"] {
            check(&RULE, &format!("extensions: [go-framework]\ncharm-libs: {empty}\n"));
        }
        check(
            &RULE,
            "extensions: [go-framework]
charm-libs: {a: b}
#           ^^^^^^ error[charm-lib-shape]: `charm-libs` is a mapping, expected a list
",
        );
    }

    #[test]
    fn next_to_an_extension_only_one_spelling_is_taken() {
        let fixture = "extensions: [go-framework]
charm_libs: [{lib: a-b.c_d, version: '1'}]
#^^^^^^^^^ error[charm-lib-shape]: the extension adds `charm-libs`
";
        check(&RULE, fixture);
        check(&RULE, "charm_libs: [{lib: a-b.c_d, version: '1'}]\n");
        assert!(fixed(&RULE, fixture, 0).contains("\ncharm-libs: ["));
    }

    #[test]
    fn half_typed_libraries_are_left_alone() {
        check(&RULE, "charm-libs:\n- lib: a-b.c_d\n  vers\n");
        check(&RULE, "charm-libs:\n- lib\n  version: '1'\n");
    }

    #[test]
    fn the_version_that_an_extension_uses_is_written() {
        let with = |written: &str, expected: &str| {
            let fixed = fixed(&RULE, &format!("charm-libs:\n- {written}\nname: x\n"), 0);
            assert_eq!(fixed, format!("charm-libs:\n- {expected}\nname: x\n"));
        };
        with("lib: traefik-k8s.ingress # in", "lib: traefik-k8s.ingress # in\n  version: '2'");
        with("{lib: a-b.c_d}", "{lib: a-b.c_d, version: '0'}");
        with("loki_k8s.loki_push_api", "{lib: loki_k8s.loki_push_api, version: '1'}");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "charm-libs: [{lib: hydra.oauth}, {lob: a.b, version: '1'}, {version: '1'}, 5, ~]",
        ) + &said(&RULE, "charm-libs: {a: 1}")
            + &said(&RULE, "extensions: [go-framework]\ncharm_libs: []");
        expect![[r#"
            error (charmcraft): library `hydra.oauth` has no `version`
              note: `charmcraft pack` refuses the file
              help: write `version: '0'` below it
              fix (Unsafe): Write `version: '0'`
            error (charmcraft): an entry of `charm-libs` has no key `lob`
              note: `charmcraft pack` refuses the file
              help: did you mean `lib`?
              fix (Safe): Rename the key to `lib`
            error (charmcraft): this library has no `lib`
              note: `charmcraft pack` refuses the file
              help: write `lib: <charm>.<library>`, such as `lib: traefik_k8s.ingress`
            error (charmcraft): an entry of `charm-libs` is a number, expected a mapping with `lib` and `version`
              note: `charmcraft pack` refuses the file
              help: write `lib: <charm>.<library>` and below it `version: '<number>'`
            error (charmcraft): an entry of `charm-libs` is empty, expected a mapping with `lib` and `version`
              note: `charmcraft pack` refuses the file
              help: write `lib: <charm>.<library>` and below it `version: '<number>'`
            error (charmcraft): `charm-libs` is a mapping, expected a list
              note: `charmcraft pack` refuses the file
              help: write `- lib: <charm>.<library>` and `version:` for each library
            error (charmcraft): the extension adds `charm-libs`, and `charm_libs` is the same key
              note: `charmcraft pack` refuses the file
              help: write `charm-libs`
              fix (Safe): Write `charm-libs`
        "#]].assert_eq(&said);
    }
}
