//! `endpoint-refused-by-ops`: Juju takes the endpoint, and the charm's own library does not. Docs in
//! endpoint_refused_by_ops.md.
//!
//! A 12-factor charm is written with ops; of other charms nobody knows, so there it is a hint.

use syntax::Scalar;

use crate::model::{Endpoint, Section};
use crate::rules::edits::written;
use crate::rules::juju_value::{Packed, changed, juju_int};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "endpoint-refused-by-ops",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("endpoint_refused_by_ops.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for endpoint in cx.endpoints() {
        if endpoint.value.is_repaired() {
            continue;
        }
        if endpoint.value.resolved().is_mapping() {
            check_limit(cx, endpoint, out);
        } else {
            check_short_form(cx, endpoint, out);
        }
    }
}

/// What ops 3.9.0 wants as a mapping, Juju takes as an interface too.
fn check_short_form(cx: &Context<'_>, endpoint: &Endpoint<'_>, out: &mut Findings<'_>) {
    let value = endpoint.value.resolved();
    // charmcraft stops at this one before, and Juju at that one.
    let is_refused_before = cx.extension().is_some() && endpoint.section == Section::Requires;
    let Some(interface) = value.as_str() else { return };
    if is_refused_before
        || changed(Packed::of(cx), value).is_some()
        || is_below_its_key(endpoint)
        || out.has_reported(endpoint.value.range())
    {
        return;
    }
    let name = endpoint.name().unwrap_or_default();
    let message = format!("endpoint `{name}` is its interface alone, expected a mapping");
    let draft = report(cx, endpoint.value.range(), message, out)
        .help(format!("write `interface: {interface}` below it"));
    let is_on_one_line = !endpoint.value.source().contains('\n');
    if is_on_one_line && value.properties().is_none() {
        let insert = format!("{{interface: {}}}", written(interface));
        let title = format!("Write `interface: {interface}`");
        draft.fix(Fix::replace(title, Safety::Safe, endpoint.value.range(), insert));
    }
}

/// A word below the endpoint is a key that is being typed.
fn is_below_its_key(endpoint: &Endpoint<'_>) -> bool {
    let (key, value) = (endpoint.key.range().end(), endpoint.value.range().start());
    let between = endpoint.key.document_text().get(usize::from(key)..usize::from(value));
    between.is_some_and(|between| between.contains('\n'))
}

/// ops 3.9.0 wants a real whole number; Juju takes its text too.
fn check_limit(cx: &Context<'_>, endpoint: &Endpoint<'_>, out: &mut Findings<'_>) {
    let Some(field) = endpoint.field("limit") else { return };
    let value = field.value.resolved();
    let Some(number) = juju_int(Packed::of(cx), value) else { return };
    let range = field.value.range();
    if matches!(value.scalar(), Some(Scalar::Int(_))) || out.has_reported(range) {
        return;
    }
    let name = endpoint.name().unwrap_or_default();
    let message = format!("`limit` of endpoint `{name}` is text, expected a whole number");
    let fix = Fix::replace(format!("Write `{number}`"), Safety::Safe, range, number.to_string());
    report(cx, range, message, out).help(format!("write `limit: {number}`")).fix(fix);
}

fn report<'a>(
    cx: &Context<'_>,
    range: TextRange,
    message: String,
    out: &'a mut Findings<'_>,
) -> crate::rules::Draft<'a> {
    let draft = out.report(range, message);
    match cx.extension() {
        Some(_) => draft.note("Juju takes the charm, and ops 3.9 crashes on this in every hook"),
        None => draft
            .note("Juju takes the charm; one that is written with ops 3.9 crashes in every hook")
            .severity(Severity::Hint)
            .judge(None),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn with_an_extension_the_charm_is_written_with_ops() {
        check(
            &RULE,
            "extensions: [flask-framework]
provides:
  web: http
#      ^^^^ error[endpoint-refused-by-ops]: endpoint `web` is its interface alone
  api: {interface: http, limit: '3'}
#                               ^^^ error[endpoint-refused-by-ops]: `limit` of endpoint `api` is text
requires:
  db: mysql_client
  cache: {interface: redis, limit: 1}
",
        );
    }

    #[test]
    fn without_one_it_is_a_hint() {
        check(
            &RULE,
            "requires:
  db: mysql_client
#     ^^^^^^^^^^^^ hint[endpoint-refused-by-ops]: endpoint `db` is its interface alone
  cache: {interface: redis, limit: many}
  proxy: {interface: http, limit: }
  port: 80
  short: y
",
        );
    }

    #[test]
    fn fix_writes_the_long_form_and_the_number() {
        let short = fixed(&RULE, "provides:\n  web: 'http'\n", 0);
        assert_eq!(short, "provides:\n  web: {interface: http}\n");
        let limit = fixed(&RULE, "provides: {web: {interface: http, limit: '0x10'}}\n", 0);
        assert_eq!(limit, "provides: {web: {interface: http, limit: 16}}\n");
    }

    #[test]
    fn half_typed_endpoints_are_left_alone() {
        check(&RULE, "provides:\n  web:\n    limit: '3'\n    interf\n");
        check(&RULE, "provides:\n  web:\n    interf\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "extensions: [flask-framework]\nprovides: {web: http}")
            + &said(&RULE, "provides: {web: {interface: http, limit: '3'}}");
        expect![[r#"
            error (paas-charm): endpoint `web` is its interface alone, expected a mapping
              note: Juju takes the charm, and ops 3.9 crashes on this in every hook
              help: write `interface: http` below it
              fix (Safe): Write `interface: http`
            hint (nobody): `limit` of endpoint `web` is text, expected a whole number
              note: Juju takes the charm; one that is written with ops 3.9 crashes in every hook
              help: write `limit: 3`
              fix (Safe): Write `3`
        "#]]
        .assert_eq(&said);
    }
}
