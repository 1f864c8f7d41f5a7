//! `endpoint-without-interface`: an endpoint does not say what it speaks. Docs in
//! endpoint_without_interface.md.
//!
//! Juju reads endpoints when the charm is deployed; with a 12-factor extension charmcraft looks at
//! those under `requires` first, and crashes on what is no mapping. Without one, that the sections are
//! mappings is not this rule's business.

use syntax::Style;

use crate::facts;
use crate::model::{Endpoint, Section};
use crate::rules::edits::{fill_absent, prepend_entry, written};
use crate::rules::juju_value::{Packed, is_juju_text};
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::rules::shape::{CHARMCRAFT_CRASHES, fill_below, kind, report_section};

pub(super) static RULE: Rule = Rule {
    id: "endpoint-without-interface",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("endpoint_without_interface.md"),
    check,
};

const JUJU: &str = "Juju refuses the packed charm when it is deployed";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    if cx.extension().is_some()
        && let Some(requires) = cx.charm().entry("requires")
        && !requires.value.resolved().is_mapping()
    {
        report_section(cx, requires, &["requires"], "endpoint", out);
    }
    for endpoint in cx.endpoints().iter().filter(|endpoint| !endpoint.value.is_repaired()) {
        if !endpoint.value.resolved().is_mapping() {
            check_shape(cx, endpoint, out);
            continue;
        }
        match endpoint.field("interface") {
            Some(field) if is_juju_text(Packed::of(cx), field.value.resolved()) => {}
            Some(field) => report_value(cx, endpoint, field, out),
            None => report_missing(cx, endpoint, out),
        }
    }
}

/// An endpoint that is no mapping. Juju takes the short form, which is nothing but the interface.
fn check_shape(cx: &Context<'_>, endpoint: &Endpoint<'_>, out: &mut Findings<'_>) {
    let value = endpoint.value.resolved();
    let crashes = cx.extension().is_some() && endpoint.section == Section::Requires;
    let range =
        if endpoint.value.is_absent() { endpoint.key.range() } else { endpoint.value.range() };
    if (is_juju_text(Packed::of(cx), value) && !crashes) || out.has_reported(range) {
        return;
    }
    let name = endpoint.name().unwrap_or_default();
    let message =
        format!("endpoint `{name}` is {}, expected a mapping with `interface`", kind(value));
    let draft = out.report(range, message);
    let draft = match crashes {
        true => draft.note(CHARMCRAFT_CRASHES).judge(Some(Judge::Charmcraft)),
        false => draft.note(JUJU),
    };
    let is_begun = is_begun_key(cx, endpoint);
    if let Some(interface) = value.as_str().filter(|text| !text.is_empty() && !is_begun) {
        let draft = draft.help(format!("write `interface: {interface}` below it"));
        if is_on_its_own(endpoint.value) {
            let insert = format!("{{interface: {}}}", written(interface));
            draft.fix(Fix::replace(title(interface), Safety::Safe, range, insert));
        }
        return;
    }
    let Some((interface, safety)) = told_by_name(cx, endpoint) else {
        draft.help("write `interface:` below it, with the name that the other charm uses");
        return;
    };
    let draft = draft.help(format!("write `interface: {interface}` below it"));
    if is_begun {
        // For a person to decide: the next letter may tell another key.
        let insert = format!("interface: {interface}");
        draft.fix(Fix::replace(title(interface), Safety::Unsafe, range, insert));
        return;
    }
    let entry = Entry { key: endpoint.key, value: endpoint.value };
    if let Some(edit) = fill_below(cx, entry, &format!("interface: {interface}")) {
        draft.fix(Fix::replace(title(interface), safety, edit.range, edit.insert));
    }
}

/// Whether the value is the start of a key that is being typed below the endpoint's name.
fn is_begun_key(cx: &Context<'_>, endpoint: &Endpoint<'_>) -> bool {
    let (Some(name), Some(text)) = (endpoint.name(), endpoint.value.as_str()) else { return false };
    let between = TextRange::new(endpoint.key.range().end(), endpoint.value.range().start());
    let is_below = cx.document().text().slice(between).contains('\n');
    let path = [endpoint.section.key(), name];
    let mut keys = facts::child_keys(FileKind::Charmcraft, &path);
    is_below && !text.is_empty() && keys.any(|doc| doc.key().starts_with(text))
}

/// Whether a value is text on one line that nothing else depends on.
fn is_on_its_own(value: NodeRef<'_>) -> bool {
    let is_inline = !matches!(value.style(), None | Some(Style::Literal | Style::Folded));
    is_inline && value.properties().is_none() && !value.source().contains('\n')
}

fn report_missing(cx: &Context<'_>, endpoint: &Endpoint<'_>, out: &mut Findings<'_>) {
    let range = endpoint.key.range();
    if out.has_reported(range) {
        return;
    }
    let name = endpoint.name().unwrap_or_default();
    // Behind an alias nothing is mended: other endpoints may share the mapping.
    let mapping = endpoint.value;
    let draft = out.report(range, format!("endpoint `{name}` has no `interface`")).note(JUJU);
    if let Some(key) = mistyped_key(mapping) {
        let fix =
            Fix::replace("Rename the key to `interface`", Safety::Safe, key.range(), "interface");
        draft.help(format!("did you mean `interface` for `{}`?", key.source())).fix(fix);
        return;
    }
    let Some((interface, safety)) = told_by_name(cx, endpoint) else {
        draft.help("write `interface:` with the name that the other charm uses");
        return;
    };
    let draft = draft.help(format!("write `interface: {interface}` below it"));
    if let Some(edit) = prepend_entry(mapping, "interface", interface) {
        draft.fix(Fix::replace(title(interface), safety, edit.range, edit.insert));
    }
}

fn report_value(
    cx: &Context<'_>,
    endpoint: &Endpoint<'_>,
    field: Entry<'_>,
    out: &mut Findings<'_>,
) {
    let name = endpoint.name().unwrap_or_default();
    let value = field.value.resolved();
    let range = place(field);
    if out.has_reported(range) {
        return;
    }
    let message = match value.text() {
        Some(_) if value.is_null() => format!("the interface of endpoint `{name}` is empty"),
        Some(text) => {
            format!("YAML does not read the interface `{text}` of endpoint `{name}` as text")
        }
        None => format!("the interface of endpoint `{name}` is no text, expected a name"),
    };
    let draft = out.report(range, message).note(JUJU);
    if !value.is_null() {
        match value.text() {
            Some(text) => draft.help(format!("put it in quotes: `'{text}'`")).fix(Fix::replace(
                "Put the interface in quotes",
                Safety::Safe,
                range,
                format!("'{text}'"),
            )),
            None => draft.help("write the name of one interface"),
        };
        return;
    }
    let Some((interface, safety)) = told_by_name(cx, endpoint) else {
        draft.help("write the name that the other charm uses");
        return;
    };
    let draft = draft.help(format!("write `interface: {interface}`"));
    if let Some(edit) = fill_absent(field, &format!(" {interface}")) {
        draft.fix(Fix::replace(title(interface), safety, edit.range, edit.insert));
    }
}

fn title(interface: &str) -> String {
    format!("Write `interface: {interface}`")
}

/// A key that can only have been meant as `interface`.
fn mistyped_key(mapping: NodeRef<'_>) -> Option<NodeRef<'_>> {
    let is_near = |key: &NodeRef<'_>| key.text().and_then(|text| nearest(text, ["interface"], 2));
    mapping.entries().map(|entry| entry.key).find(|key| is_near(key).is_some())
}

/// The interface that goes with the endpoint's name, and whether it is the only one that works.
fn told_by_name(cx: &Context<'_>, endpoint: &Endpoint<'_>) -> Option<(&'static str, Safety)> {
    let name = endpoint.name()?;
    if endpoint.section == Section::Peers {
        return None;
    }
    if endpoint.section == Section::Requires
        && let Some(integration) = facts::integration_by_endpoint(name)
    {
        let safety = if cx.extension().is_some() { Safety::Safe } else { Safety::Unsafe };
        return Some((integration.interface, safety));
    }
    Some((facts::interface(name)?.name, Safety::Unsafe))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn endpoints_of_all_sections_need_an_interface_as_text() {
        check(
            &RULE,
            "requires:
  database:
# ^^^^^^^^ error[endpoint-without-interface]: endpoint `database` has no `interface`
    optional: true
  cache: {interface: }
#         ^^^^^^^^^ error[endpoint-without-interface]: the interface of endpoint `cache` is empty
provides:
  web: {interface: 80}
#                  ^^ error[endpoint-without-interface]: YAML does not read the interface `80`
peers:
  ring: {}
# ^^^^ error[endpoint-without-interface]: endpoint `ring` has no `interface`
  ring2: {interface: [a]}
#                    ^^^ error[endpoint-without-interface]: the interface of endpoint `ring2` is no text
",
        );
    }

    #[test]
    fn what_juju_takes_is_fine() {
        check(
            &RULE,
            "requires:
  a: mysql_client
  b: {interface: ''}
  c: &c {interface: 'http'}
  d: {<<: *c, limit: 1}
  e: *c
  f: {interface: 2024-01-31}
  g: 2024-01-31
",
        );
        check(&RULE, "requires:\nprovides: [a]\n");
    }

    #[test]
    fn juju_takes_text_and_mappings_only() {
        check(
            &RULE,
            "requires:
  a:
# ^ error[endpoint-without-interface]: endpoint `a` is empty, expected a mapping with `interface`
  b: 80
#    ^^ error[endpoint-without-interface]: endpoint `b` is a number
provides: {c: [x], d: ~}
#             ^^^ error[endpoint-without-interface]: endpoint `c` is a list
#                     ^ error[endpoint-without-interface]: endpoint `d` is empty
",
        );
    }

    #[test]
    fn with_an_extension_charmcraft_crashes_on_what_is_no_mapping() {
        check(
            &RULE,
            "extensions: [flask-framework]
requires:
  db: mysql_client
#     ^^^^^^^^^^^^ error[endpoint-without-interface]: endpoint `db` is text, expected a mapping
  on: ''
#     ^^ error[endpoint-without-interface]: endpoint `on` is text
provides:
  web: http
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]
requires:
#^^^^^^^ error[endpoint-without-interface]: `requires` is empty, expected a mapping
provides:
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]
requires: []
#         ^^ error[endpoint-without-interface]: `requires` is a list, expected a mapping
",
        );
        check(&RULE, "extensions: [flask-framework]\nrequires: {}\n");
    }

    #[test]
    fn the_short_form_says_what_to_write() {
        let with = |requires: &str, expected: &str| {
            let extension = "extensions: [go-framework]\n";
            let fixed = fixed(&RULE, &format!("{extension}{requires}"), 0);
            assert_eq!(fixed, format!("{extension}{expected}"));
        };
        with("requires:\n  db: mysql_client\n", "requires:\n  db: {interface: mysql_client}\n");
        with("requires: {a: 'x y'}\n", "requires: {a: {interface: 'x y'}}\n");
        with(
            "requires:\n  redis: # cache\n",
            "requires:\n  redis:\n    interface: redis # cache\n",
        );
        with("requires:\nname: x\n", "name: x\n");
    }

    #[test]
    fn a_key_that_is_being_typed_is_no_interface() {
        let with = |requires: &str, expected: &str| {
            let extension = "extensions: [go-framework]\n";
            let said = said(&RULE, &format!("{extension}{requires}"));
            assert!(said.contains(expected), "{said}");
            assert!(!said.contains("fix (Safe)"), "{said}");
        };
        let redis = "fix (Unsafe): Write `interface: redis`";
        with("requires:\n  redis:\n    inter\n", redis);
        with("requires:\n  redis:\n    o\n", redis);
        with("requires:\n  db:\n    inter\n", "help: write `interface:` below it, with the name");
        let fixed = fixed(&RULE, "extensions: [go-framework]\nrequires:\n  redis:\n    i\n", 0);
        assert!(fixed.ends_with("requires:\n  redis:\n    interface: redis\n"), "{fixed}");
    }

    #[test]
    fn an_endpoint_s_name_can_tell_the_interface() {
        let with = |requires: &str, expected: &str| {
            assert_eq!(fixed(&RULE, requires, 0), expected);
        };
        with(
            "requires:\n  postgresql:\n    optional: true\n",
            "requires:\n  postgresql:\n    interface: postgresql_client\n    optional: true\n",
        );
        with(
            "requires: {redis: {limit: 1}}\n",
            "requires: {redis: {interface: redis, limit: 1}}\n",
        );
        with(
            "requires:\n  postgresql:\n    interface: # which?\n",
            "requires:\n  postgresql:\n    interface: postgresql_client # which?\n",
        );
        with(
            "requires:\n  db:\n    interfcae: mysql_client\n",
            "requires:\n  db:\n    interface: mysql_client\n",
        );
    }

    #[test]
    fn endpoints_that_share_a_mapping_are_each_reported() {
        let fixture = "requires:
  mysql: &shared {limit: 1}
# ^^^^^ error[endpoint-without-interface]: endpoint `mysql` has no `interface`
  redis: *shared
# ^^^^^ error[endpoint-without-interface]: endpoint `redis` has no `interface`
";
        check(&RULE, fixture);
        let fixes = said(&RULE, fixture).matches("fix (").count();
        assert_eq!(fixes, 1, "the two fixes would write into one mapping");
    }

    #[test]
    fn half_typed_endpoints_are_left_alone() {
        check(
            &RULE,
            "requires:
  database:
    interf
    optional: true
  cache:
# ^^^^^ error[endpoint-without-interface]: endpoint `cache` has no `interface`
    optional: true
",
        );
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "requires: {postgresql: {limit: 1}, db: {limit: 1}, web: {interface: 80}, x: {interface: }, y: {iterface: a}}",
        );
        expect![[r#"
            error (juju): endpoint `postgresql` has no `interface`
              note: Juju refuses the packed charm when it is deployed
              help: write `interface: postgresql_client` below it
              fix (Unsafe): Write `interface: postgresql_client`
            error (juju): endpoint `db` has no `interface`
              note: Juju refuses the packed charm when it is deployed
              help: write `interface:` with the name that the other charm uses
            error (juju): YAML does not read the interface `80` of endpoint `web` as text
              note: Juju refuses the packed charm when it is deployed
              help: put it in quotes: `'80'`
              fix (Safe): Put the interface in quotes
            error (juju): the interface of endpoint `x` is empty
              note: Juju refuses the packed charm when it is deployed
              help: write the name that the other charm uses
            error (juju): endpoint `y` has no `interface`
              note: Juju refuses the packed charm when it is deployed
              help: did you mean `interface` for `iterface`?
              fix (Safe): Rename the key to `interface`
        "#]]
        .assert_eq(&said);
    }

    #[test]
    fn words_about_shapes() {
        let said = said(&RULE, "requires: {postgresql: , db: 7}")
            + &said(&RULE, "extensions: [go-framework]\nrequires: {db: mysql_client, x: }")
            + &said(&RULE, "extensions: [go-framework]\nrequires: [db]")
            + &said(&RULE, "extensions: [go-framework]\nrequires:\n");
        expect![[r#"
            error (juju): endpoint `postgresql` is empty, expected a mapping with `interface`
              note: Juju refuses the packed charm when it is deployed
              help: write `interface: postgresql_client` below it
              fix (Unsafe): Write `interface: postgresql_client`
            error (juju): endpoint `db` is a number, expected a mapping with `interface`
              note: Juju refuses the packed charm when it is deployed
              help: write `interface:` below it, with the name that the other charm uses
            error (charmcraft): endpoint `db` is text, expected a mapping with `interface`
              note: `charmcraft pack` crashes on this next to an extension
              help: write `interface: mysql_client` below it
              fix (Safe): Write `interface: mysql_client`
            error (charmcraft): endpoint `x` is empty, expected a mapping with `interface`
              note: `charmcraft pack` crashes on this next to an extension
              help: write `interface:` below it, with the name that the other charm uses
            error (charmcraft): `requires` is a list, expected a mapping
              note: `charmcraft pack` crashes on this next to an extension
              help: write `<name>:` for each endpoint
            error (charmcraft): `requires` is empty, expected a mapping
              note: `charmcraft pack` crashes on this next to an extension
              help: remove the key, or write an endpoint below it
              fix (Safe): Remove the empty key
        "#]]
        .assert_eq(&said);
    }

    #[test]
    fn endpoints_may_stand_in_metadata() {
        check(
            &RULE,
            "//- metadata.yaml
requires:
  a: {}
# ^ error[endpoint-without-interface]: endpoint `a` has no `interface`
  b: {interface: 1:30}
",
        );
    }
}
