//! `optional-not-boolean`: `optional` is a text or number, which paas-charm reads otherwise. Docs in
//! optional_not_boolean.md.
//!
//! What Juju refuses on an endpoint is `endpoint-value`'s business.

use syntax::Scalar;

use super::fixes::required;
use crate::rules::juju_value::{Packed, juju_bool};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "optional-not-boolean",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("optional_not_boolean.md"),
    check,
};

const KEY: &str = "optional";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    if cx.extension().is_none() {
        return;
    }
    for option in cx.unchecked_options() {
        let Some(field) = option.field(KEY).filter(|field| says_false(field.value)) else {
            continue;
        };
        if !option.value.is_repaired() {
            let name = option.name().unwrap_or_default();
            let note = "only the boolean counts: the charm starts without a value for the option";
            report(field, &format!("config option `{name}`"), note, out);
        }
    }
    for endpoint in required(cx) {
        let Some(field) = endpoint.field(KEY).filter(|field| says_false(field.value)) else {
            continue;
        };
        let is_refused = juju_bool(Packed::of(cx), field.value.resolved()).is_none();
        if !is_refused && !endpoint.value.is_repaired() {
            let name = endpoint.name().unwrap_or_default();
            let note =
                "paas-charm takes every text for true: the charm starts without the integration";
            report(field, &format!("endpoint `{name}`"), note, out);
        }
    }
}

/// Whether it means no without being the boolean.
fn says_false(value: NodeRef<'_>) -> bool {
    let value = value.resolved();
    match value.scalar() {
        Some(Scalar::Text(_) | Scalar::Int(_)) => {}
        _ => return false,
    }
    let word = value.text().unwrap_or_default().trim();
    ["false", "no", "off", "n", "f", "0"].iter().any(|no| word.eq_ignore_ascii_case(no))
}

fn report(field: Entry<'_>, owner: &str, note: &str, out: &mut Findings<'_>) {
    let range = field.value.range();
    if out.has_reported(range) {
        return;
    }
    let found = field.value.resolved().text().unwrap_or_default();
    let draft = out
        .report(
            range,
            format!(
                "`{KEY}` of {owner} is `{found}`, which is no boolean and does not count as `false`"
            ),
        )
        .note(note)
        .help("write `false`, without quotes");
    if field.value.is_scalar() {
        draft.fix(Fix::replace("Write `false`", Safety::Unsafe, range, "false"));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn texts_and_numbers_that_mean_no_are_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    a: {type: string, optional: 'false'}
#                               ^^^^^^^ warning[optional-not-boolean]: `optional` of config option `a` is `false`
    b: {type: string, optional: 0}
#                               ^ warning[optional-not-boolean]: `optional` of config option `b` is `0`
    c: {type: string, optional: n}
#                               ^ warning[optional-not-boolean]: `optional` of config option `c`
    d: {type: string, optional: no}
    e: {type: string, optional: 'true'}
    f: {type: string, optional: }
requires:
  redis: {interface: redis, optional: 'False'}
#                                     ^^^^^^^ warning[optional-not-boolean]: `optional` of endpoint `redis`
  s3: {interface: s3, optional: 'no'}
  saml: {interface: saml, optional: 'true'}
",
        );
        check(&RULE, "config: {options: {a: {type: string, optional: 'false'}}}\n");
    }

    #[test]
    fn half_typed_options_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nconfig:\n  options:\n    a:\n      optional: 'false'\n      typ\n",
        );
    }

    #[test]
    fn fix_removes_the_quotes() {
        let fixture =
            "extensions: [go-framework]\nrequires: {s3: {interface: s3, optional: 'false'}}\n";
        assert_eq!(fixed(&RULE, fixture, 0), fixture.replace("'false'", "false"));
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [go-framework]
config: {options: {a: {type: string, optional: 'no'}}}
requires: {s3: {interface: s3, optional: 'false'}}",
        );
        expect![[r#"
            warning (paas-charm): `optional` of config option `a` is `no`, which is no boolean and does not count as `false`
              note: only the boolean counts: the charm starts without a value for the option
              help: write `false`, without quotes
              fix (Unsafe): Write `false`
            warning (paas-charm): `optional` of endpoint `s3` is `false`, which is no boolean and does not count as `false`
              note: paas-charm takes every text for true: the charm starts without the integration
              help: write `false`, without quotes
              fix (Unsafe): Write `false`
        "#]].assert_eq(&said);
    }
}
