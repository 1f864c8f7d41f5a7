//! `endpoint-value`: `limit`, `scope` or `optional` of an endpoint is nothing that Juju takes. Docs in
//! endpoint_value.md.

use syntax::{Kind, Scalar};

use crate::facts;
use crate::model::Endpoint;
use crate::rules::edits::remove_entry;
use crate::rules::juju_value::{JUJU_REFUSES, Packed, is_juju_int, juju_bool, reaches_juju};
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "endpoint-value",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("endpoint_value.md"),
    check,
};

type Check = fn(Packed, NodeRef<'_>) -> bool;

/// Keys, what fits, and what to call it.
static FIELDS: [(&str, Check, &str); 3] = [
    ("limit", is_limit, "a whole number"),
    ("scope", |_, value| is_scope(value), "`global` or `container`"),
    ("optional", is_optional, "`true` or `false`"),
];

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for endpoint in cx.endpoints() {
        for (key, fits, expected) in FIELDS {
            let Some(field) = endpoint.field(key) else { continue };
            if fits(Packed::of(cx), field.value.resolved()) || endpoint.value.is_repaired() {
                continue;
            }
            let range = place(field);
            if !out.has_reported(range) && reaches_juju(cx, endpoint.section.key()) {
                report(cx, endpoint, field, key, expected, out);
            }
        }
    }
}

/// Null means no limit, and there is no lower bound.
fn is_limit(packed: Packed, value: NodeRef<'_>) -> bool {
    value.is_null() || is_juju_int(packed, value)
}

pub(super) fn is_scope(value: NodeRef<'_>) -> bool {
    value.as_str().is_some_and(|text| scopes().contains(&text))
}

fn is_optional(packed: Packed, value: NodeRef<'_>) -> bool {
    juju_bool(packed, value).is_some()
}

fn scopes() -> &'static [&'static str] {
    let doc = facts::key_doc(FileKind::Charmcraft, &["requires", "*", "scope"]);
    doc.map(|doc| doc.values.as_slice()).unwrap_or_default()
}

fn report(
    cx: &Context<'_>,
    endpoint: &Endpoint<'_>,
    field: Entry<'_>,
    key: &'static str,
    expected: &str,
    out: &mut Findings<'_>,
) {
    let value = field.value.resolved();
    let name = endpoint.name().unwrap_or_default();
    let found = match value.text() {
        Some(text) if !value.is_null() && !text.is_empty() && !text.contains('`') => {
            format!("`{}`", text.escape_debug())
        }
        Some("") if !value.is_null() => "empty text".to_owned(),
        _ => kind(value).to_owned(),
    };
    let message = format!("`{key}` of endpoint `{name}` is {found}, expected {expected}");
    let draft = out.report(place(field), message).note(JUJU_REFUSES);
    if let Some((text, safety)) = meant(key, field.value) {
        let title = format!("Write `{text}`");
        let fix = Fix::replace(title, safety, field.value.range(), text);
        draft.help(format!("did you mean `{text}`?")).fix(fix);
        return;
    }
    let draft = draft.help(format!("write {expected}, or remove `{key}`"));
    if let Some(edit) = remove_entry(cx, &[endpoint.section.key(), name, key]) {
        let safety = if value.is_null() { Safety::Safe } else { Safety::Unsafe };
        draft.fix(Fix::replace(format!("Remove `{key}`"), safety, edit.range, edit.insert));
    }
}

/// The value that was meant, where only one can have been.
fn meant(key: &str, value: NodeRef<'_>) -> Option<(&'static str, Safety)> {
    if value.kind() == Kind::Alias || value.properties().is_some() {
        return None;
    }
    let word = value.text()?.trim().to_ascii_lowercase();
    match key {
        "scope" => match scopes().iter().find(|scope| **scope == word) {
            Some(scope) => Some((*scope, Safety::Safe)),
            None => Some((nearest(&word, scopes().iter().copied(), 2)?, Safety::Unsafe)),
        },
        "optional" if !matches!(value.scalar(), Some(Scalar::Null)) => match word.as_str() {
            "true" | "yes" | "on" | "y" | "1" => Some(("true", Safety::Safe)),
            "false" | "no" | "off" | "n" | "0" => Some(("false", Safety::Safe)),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn what_juju_does_not_take_is_place() {
        check(
            &RULE,
            "requires:
  a: {interface: x, limit: many}
#                          ^^^^ error[endpoint-value]: `limit` of endpoint `a` is `many`, expected a whole number
  b: {interface: x, limit: 1.5}
#                          ^^^ error[endpoint-value]: `limit` of endpoint `b` is `1.5`
  c: {interface: x, limit: yes}
#                          ^^^ error[endpoint-value]: `limit` of endpoint `c`
provides:
  d:
    interface: x
    scope: model
#          ^^^^^ error[endpoint-value]: `scope` of endpoint `d` is `model`, expected `global` or `container`
  e:
    interface: x
    scope:
#   ^^^^^ error[endpoint-value]: `scope` of endpoint `e` is empty
peers:
  f: {interface: x, optional: 'yes', scope: Global}
#                             ^^^^^ error[endpoint-value]: `optional` of endpoint `f` is `yes`, expected `true`
#                                           ^^^^^^ error[endpoint-value]: `scope` of endpoint `f` is `Global`
  g: {interface: x, optional: 1}
#                             ^ error[endpoint-value]: `optional` of endpoint `g`
  h: {interface: x, optional: ~}
#                             ^ error[endpoint-value]: `optional` of endpoint `h` is empty
",
        );
    }

    #[test]
    fn what_juju_takes_is_not() {
        check(
            &RULE,
            "requires:
  a: {interface: x, limit: }
  b: {interface: x, limit: -2, scope: container, optional: yes}
  c: {interface: x, limit: '0x10', scope: 'global', optional: 'F'}
  d: x
",
        );
    }

    #[test]
    fn fix_writes_what_was_meant_or_removes_the_key() {
        let with = |endpoint: &str| {
            let fixed = fixed(&RULE, &format!("requires: {{a: {{{endpoint}}}}}"), 0);
            let inner = fixed.strip_prefix("requires: {a: {").unwrap().to_owned();
            inner.strip_suffix("}}").unwrap().to_owned()
        };
        assert_eq!(with("interface: x, optional: 'No'"), "interface: x, optional: false");
        assert_eq!(with("interface: x, scope: Container"), "interface: x, scope: container");
        assert_eq!(with("interface: x, scope: globl"), "interface: x, scope: global");
        assert_eq!(with("interface: x, limit: many"), "interface: x");
    }

    #[test]
    fn half_typed_endpoints_are_left_alone() {
        check(
            &RULE,
            "requires:
  a:
    interface: x
    limit: many
    scop
  b: {interface: x, limit: many}
#                          ^^^^ error[endpoint-value]: `limit` of endpoint `b`
",
        );
    }

    #[test]
    fn words() {
        let said =
            said(&RULE, "requires: {a: {interface: x, limit: 1.5, scope: Global, optional: }}");
        expect![[r#"
            error (juju): `limit` of endpoint `a` is `1.5`, expected a whole number
              note: Juju refuses the packed charm when it is deployed
              help: write a whole number, or remove `limit`
              fix (Unsafe): Remove `limit`
            error (juju): `scope` of endpoint `a` is `Global`, expected `global` or `container`
              note: Juju refuses the packed charm when it is deployed
              help: did you mean `global`?
              fix (Safe): Write `global`
            error (juju): `optional` of endpoint `a` is empty, expected `true` or `false`
              note: Juju refuses the packed charm when it is deployed
              help: write `true` or `false`, or remove `optional`
              fix (Safe): Remove `optional`
        "#]]
        .assert_eq(&said);
    }
}
