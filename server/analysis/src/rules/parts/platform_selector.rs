//! `platform-selector`: an entry that depends on the platform (`on amd64: ...`) and that the tools do
//! not take. Docs in platform_selector.md.

use super::grammar::{Builds, Item, Selector, read};
use super::view::{named_parts, stops};
use crate::facts::{self, PartValue};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "platform-selector",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("platform_selector.md"),
    check,
};

/// Deeper nesting is no longer followed.
const DEEPEST: usize = 8;

const HELP: &str = "write `on <architecture>`, `to <architecture>` or `on <architecture> to <architecture>`, or `else`";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let mut variant = None;
    for (_, part) in named_parts(cx) {
        for entry in part.value.effective_entries() {
            let key = entry.key.as_str().and_then(facts::part_key).filter(|key| key.grammar);
            let Some(key) = key.filter(|_| entry.value.resolved().is_sequence()) else { continue };
            // A mapping in the list of a single value is one of the wrong kind, not a selector.
            let takes_mappings = key.kind != PartValue::Texts;
            check_list(cx, entry.value, takes_mappings, DEEPEST, &mut variant, out);
        }
    }
}

fn check_list<'a>(
    cx: &Context<'a>,
    list: NodeRef<'a>,
    takes_mappings: bool,
    depth: usize,
    variant: &mut Option<(bool, NodeRef<'a>)>,
    out: &mut Findings<'_>,
) {
    // The selector that an `else` belongs to, and those before it.
    let mut last: Option<Selector<'a>> = None;
    let mut earlier: Vec<(Selector<'a>, NodeRef<'a>)> = Vec::new();
    for item in list.resolved().items().filter(|item| !item.is_repaired()) {
        let (selector, entry) = match read(item) {
            Item::Value => {
                last = None;
                let node = item.resolved();
                if node.is_mapping() && !takes_mappings {
                    report_no_selector(cx, item, out);
                }
                continue;
            }
            Item::ElseFail => {
                check_else_fail(cx, item, last, out);
                check_variant(cx, item, false, variant, out);
                continue;
            }
            Item::Clause(selector, entry) => (selector, entry),
        };
        let key = entry.key;
        if let Some(fault) = fault_of(selector) {
            report_fault(cx, key, fault, out);
        } else if selector == Selector::Else {
            if last.is_none() {
                report_else(cx, key, out);
            }
        } else {
            check_variant(cx, key, matches!(selector, Selector::For(_)), variant, out);
            if let Some((_, first)) = earlier.iter().find(|(known, _)| is_same(*known, selector)) {
                report_repeated(cx, key, *first, out);
            }
            earlier.push((selector, key));
        }
        if selector != Selector::Else {
            last = Some(selector);
        }
        if depth > 0 && entry.value.resolved().is_sequence() {
            // Only what applies is looked at by the tools, but a fault in there is one.
            let mut inner = *variant;
            check_list(cx, entry.value, takes_mappings, depth - 1, &mut inner, out);
        }
    }
}

/// What is wrong with a selector.
#[derive(Clone, Copy)]
enum Fault {
    Try,
    Blank(&'static str),
    Comma(&'static str),
    CommaInFor,
}

fn fault_of(selector: Selector<'_>) -> Option<Fault> {
    let of = |names: &str, word: &'static str| {
        if names.contains(' ') {
            return Some(Fault::Blank(word));
        }
        if word == "for" && names.contains(',') {
            return Some(Fault::CommaInFor);
        }
        names.split(',').any(str::is_empty).then_some(Fault::Comma(word))
    };
    match selector {
        Selector::Try => Some(Fault::Try),
        Selector::On(names) => of(names, "on"),
        Selector::To(names) => of(names, "to"),
        Selector::OnTo(on, to) => of(on, "on").or_else(|| of(to, "to")),
        Selector::For(name) => of(name, "for"),
        Selector::Else => None,
    }
}

/// Whether two selectors name the same platforms, in whatever order.
fn is_same(left: Selector<'_>, right: Selector<'_>) -> bool {
    let holds = |outer: &str, inner: &str| {
        inner.split(',').all(|name| outer.split(',').any(|known| known == name))
    };
    let same = |left: &str, right: &str| holds(left, right) && holds(right, left);
    match (left, right) {
        (Selector::On(left), Selector::On(right)) | (Selector::To(left), Selector::To(right)) => {
            same(left, right)
        }
        (Selector::OnTo(on, to), Selector::OnTo(other_on, other_to)) => {
            same(on, other_on) && same(to, other_to)
        }
        (Selector::For(left), Selector::For(right)) => left == right,
        _ => false,
    }
}

fn report_no_selector(cx: &Context<'_>, item: NodeRef<'_>, out: &mut Findings<'_>) {
    let keys: Vec<_> = item.resolved().entries().map(|entry| entry.key).collect();
    let (range, message) = match keys.as_slice() {
        [key] => {
            let message = format!("`{}` is no platform selector", key.source());
            (key.range(), message)
        }
        _ => {
            let count = keys.len();
            let message =
                format!("a mapping of {count} entries stands in the list, expected one selector");
            (item.range(), message)
        }
    };
    if out.has_reported(range) {
        return;
    }
    let help = match keys.len() {
        0 | 1 => HELP.to_owned(),
        _ => "start each selector with a dash of its own".to_owned(),
    };
    out.report(range, message).note(stops(cx)).help(help);
}

fn report_fault(cx: &Context<'_>, key: NodeRef<'_>, fault: Fault, out: &mut Findings<'_>) {
    if out.has_reported(key.range()) {
        return;
    }
    let source = key.source();
    let (message, help) = match fault {
        Fault::Try => ("`try` is no longer a platform selector".to_owned(), HELP.to_owned()),
        Fault::Blank(word) => (
            format!("a blank stands between the names of selector `{source}`"),
            format!("separate the names with commas alone: `{word} amd64,arm64`"),
        ),
        Fault::Comma(word) => (
            format!("a name is missing at a comma of selector `{source}`"),
            format!("write one comma between two names: `{word} amd64,arm64`"),
        ),
        Fault::CommaInFor => (
            format!("selector `{source}` names several platforms, expected one"),
            "write one entry for each platform".to_owned(),
        ),
    };
    let draft = out.report(key.range(), message).note(stops(cx)).help(help);
    if let (Fault::Blank(_) | Fault::Comma(_), Some(mended)) = (fault, mended(key)) {
        let title = format!("Write `{mended}`");
        draft.fix(Fix::replace(title, Safety::Safe, key.range(), mended));
    }
}

/// The selector with one comma between the names. `None` for a key in quotes.
fn mended(key: NodeRef<'_>) -> Option<String> {
    let source = key.source();
    let (word, names) =
        source.split_once(' ').filter(|_| key.style() == Some(syntax::Style::Plain))?;
    let mut mended = word.to_owned();
    let mut separator = " ";
    for name in names.split([' ', ',']).filter(|name| !name.is_empty()) {
        if name == "to" {
            mended += " to";
            separator = " ";
        } else {
            mended += &format!("{separator}{name}");
            separator = ",";
        }
    }
    (separator == ",").then_some(mended)
}

fn report_else(cx: &Context<'_>, key: NodeRef<'_>, out: &mut Findings<'_>) {
    if out.has_reported(key.range()) {
        return;
    }
    out.report(key.range(), "`else` follows no platform selector")
        .note(stops(cx))
        .help("put it directly behind the entry with `on` or `to` that it belongs to");
}

fn report_repeated(cx: &Context<'_>, key: NodeRef<'_>, first: NodeRef<'_>, out: &mut Findings<'_>) {
    if out.has_reported(key.range()) {
        return;
    }
    out.report(key.range(), format!("selector `{}` stands twice in the list", key.source()))
        .note(stops(cx))
        .help("write both contents below one of them")
        .label(first.range(), "first here");
}

/// `else fail` stops where the selector before it does not apply. Only if that is so for each build of
/// the file is it certain.
fn check_else_fail(
    cx: &Context<'_>,
    item: NodeRef<'_>,
    last: Option<Selector<'_>>,
    out: &mut Findings<'_>,
) {
    if out.has_reported(item.range()) {
        return;
    }
    let Some(last) = last else {
        report_else(cx, item, out);
        return;
    };
    let builds = Builds::new(cx);
    let has_content_left = matches!(last, Selector::Else | Selector::Try);
    if builds.are_unknown() || has_content_left || builds.named(last) != 0 {
        return;
    }
    out.report(item.range(), "`else fail` applies to every platform of the file")
        .note(format!(
            "{}: none of the platforms is one that the selector before it names",
            stops(cx)
        ))
        .help("name a platform of the file in the selector, or remove `else fail`");
}

/// `for` does not go together with the others, in the whole file.
fn check_variant<'a>(
    cx: &Context<'_>,
    key: NodeRef<'a>,
    is_for: bool,
    variant: &mut Option<(bool, NodeRef<'a>)>,
    out: &mut Findings<'_>,
) {
    let Some((first_is_for, first)) = *variant else {
        *variant = Some((is_for, key));
        return;
    };
    if first_is_for == is_for || out.has_reported(key.range()) {
        return;
    }
    out.report(
        key.range(),
        format!("`{}` and `{}` do not go together in one file", key.source(), first.source()),
    )
    .note(stops(cx))
    .help("use either `for` or `on`, `to` and `else fail` in all parts")
    .label(first.range(), "the other kind stands here");
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn selectors_that_apply_nowhere_are_marked() {
        check(
            &RULE,
            "platforms: {amd64: }
parts:
  a:
    plugin: nil
    build-packages:
      - git
      - on amd64: [nasm]
      - else: [gcc]
      - try: [x]
#       ^^^ error[platform-selector]: `try` is no longer a platform selector
      - when amd64: [x]
#       ^^^^^^^^^^ error[platform-selector]: `when amd64` is no platform selector
      - on amd64 arm64: [x]
#       ^^^^^^^^^^^^^^ error[platform-selector]: a blank stands between the names
      - to amd64,: [x]
#       ^^^^^^^^^ error[platform-selector]: a name is missing at a comma
      - {on s390x: [x], else: [y]}
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^ error[platform-selector]: a mapping of 2 entries stands in the list
    stage-packages:
      - else: [x]
#       ^^^^ error[platform-selector]: `else` follows no platform selector
      - on arm64,amd64: [x]
      - on amd64,arm64: [y]
#       ^^^^^^^^^^^^^^ error[platform-selector]: selector `on amd64,arm64` stands twice
    permissions: [{mode: '755'}]
    build-environment: [{A: b}]
    stage-slices: [{on amd64: [a_bins]}]
",
        );
    }

    #[test]
    fn else_fail_is_an_error_where_it_always_applies() {
        let with = |platforms: &str| {
            format!(
                "platforms: {platforms}
parts: {{a: {{plugin: nil, build-packages: [on s390x: [x], else fail]}}}}\n"
            )
        };
        assert!(said(&RULE, &with("{amd64: }")).contains("`else fail` applies to every platform"));
        assert!(said(&RULE, &with("{m: {build-on: [amd64], build-for: s390x}}")).contains("fail"));
        assert_eq!(said(&RULE, &with("{amd64: , s390x: }")), "");
        assert_eq!(said(&RULE, &with("")), "");
    }

    #[test]
    fn for_goes_with_itself_only() {
        check(
            &RULE,
            "parts:
  a: {plugin: nil, build-packages: [{on amd64: [x]}]}
  b: {plugin: nil, build-packages: [{for mine: [x]}]}
#                                    ^^^^^^^^ error[platform-selector]: `for mine` and `on amd64` do not go together
",
        );
        check(&RULE, "parts: {a: {plugin: nil, build-packages: [{for mine: [x]}, {else: [y]}]}}\n");
    }

    #[test]
    fn half_typed_selectors_are_left_alone() {
        check(&RULE, "parts:\n  a:\n    build-packages:\n      - on amd64: [x]\n      - els\n");
    }

    #[test]
    fn fix_puts_commas_between_names() {
        let with = |key: &str| {
            format!("parts: {{a: {{plugin: nil, build-packages: [{{{key}: [x]}}]}}}}\n")
        };
        assert_eq!(fixed(&RULE, &with("on amd64 arm64"), 0), with("on amd64,arm64"));
        assert_eq!(fixed(&RULE, &with("on a b to c"), 0), with("on a,b to c"));
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "platforms: {amd64: }
parts:
  a:
    plugin: nil
    build-packages: [{try: [x]}, {when amd64: [x]}, {on a b: [x]}, {'on a,': [x]}, {'for a,b': [x]}]
    stage: [{else: [x]}, {on s390x: [a]}, else fail, {on s390x: [b]}]
",
        );
        expect![[r#"
            error (charmcraft): `try` is no longer a platform selector
              note: `charmcraft pack` stops on this
              help: write `on <architecture>`, `to <architecture>` or `on <architecture> to <architecture>`, or `else`
            error (charmcraft): `when amd64` is no platform selector
              note: `charmcraft pack` stops on this
              help: write `on <architecture>`, `to <architecture>` or `on <architecture> to <architecture>`, or `else`
            error (charmcraft): a blank stands between the names of selector `on a b`
              note: `charmcraft pack` stops on this
              help: separate the names with commas alone: `on amd64,arm64`
              fix (Safe): Write `on a,b`
            error (charmcraft): a name is missing at a comma of selector `'on a,'`
              note: `charmcraft pack` stops on this
              help: write one comma between two names: `on amd64,arm64`
            error (charmcraft): selector `'for a,b'` names several platforms, expected one
              note: `charmcraft pack` stops on this
              help: write one entry for each platform
            error (charmcraft): `else` follows no platform selector
              note: `charmcraft pack` stops on this
              help: put it directly behind the entry with `on` or `to` that it belongs to
            error (charmcraft): `else fail` applies to every platform of the file
              note: `charmcraft pack` stops on this: none of the platforms is one that the selector before it names
              help: name a platform of the file in the selector, or remove `else fail`
            error (charmcraft): selector `on s390x` stands twice in the list
              note: `charmcraft pack` stops on this
              help: write both contents below one of them
        "#]]
        .assert_eq(&said);
    }
}
