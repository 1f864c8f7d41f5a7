//! `name-read-otherwise`: the name of an option or endpoint is no text, and Juju gets another name. Docs
//! in name_read_otherwise.md.
//!
//! With a 12-factor extension charmcraft stops at such an option, and booleans name no endpoint anywhere.

use std::borrow::Cow;

use syntax::Scalar;

use crate::rules::edits::written;
use crate::rules::juju_names::endpoint_name;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "name-read-otherwise",
    severity: Severity::Warning,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Charmcraft],
    docs: include_str!("name_read_otherwise.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    if cx.extension().is_none() {
        for option in cx.unchecked_options() {
            if let Some(name) = option_name(option.key) {
                report(option.key, "config option", &name, out);
            }
        }
    }
    for endpoint in cx.endpoints() {
        if let Some(name) = endpoint_name(endpoint) {
            report(endpoint.key, "endpoint", &name, out);
        }
    }
}

/// The name in the packed charm, where the key is no text.
fn option_name(key: NodeRef<'_>) -> Option<Cow<'_, str>> {
    match key.scalar()? {
        Scalar::Bool(true) => Some("true".into()),
        Scalar::Bool(false) => Some("false".into()),
        number @ (Scalar::Int(_) | Scalar::Float(_)) => number.python_text().map(Cow::Owned),
        _ => None,
    }
}

fn report(key: NodeRef<'_>, what: &str, name: &str, out: &mut Findings<'_>) {
    let Some(here) = key.text().filter(|here| *here != name) else { return };
    if key.is_repaired() || out.has_reported(key.range()) {
        return;
    }
    let draft = out
        .report(
            key.range(),
            format!("YAML reads `{here}` as `{name}`, and so Juju names the {what}"),
        )
        .note("nobody refuses the charm");
    if key.properties().is_none() {
        let quoted = written(here);
        draft.help(format!("put the name in quotes: `{quoted}`")).fix(Fix::replace(
            "Put the name in quotes",
            Safety::Unsafe,
            key.range(),
            quoted,
        ));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn names_that_change_are_marked() {
        check(
            &RULE,
            "config:
  options:
    on: {type: string}
#   ^^ warning[name-read-otherwise]: YAML reads `on` as `true`, and so Juju names the config option
    1.10: {type: string}
#   ^^^^ warning[name-read-otherwise]: YAML reads `1.10` as `1.1`
    404: {type: string}
    true: {type: string}
    'off': {type: string}
    y: {type: string}
requires:
  0x10: {interface: x}
# ^^^^ warning[name-read-otherwise]: YAML reads `0x10` as `16`, and so Juju names the endpoint
  8080: {interface: x}
",
        );
        check(&RULE, "extensions: [flask-framework]\nconfig: {options: {on: {type: string}}}\n");
    }

    #[test]
    fn fix_puts_the_name_in_quotes() {
        let fixed = fixed(&RULE, "config: {options: {on: {type: string}}}\n", 0);
        assert_eq!(fixed, "config: {options: {'on': {type: string}}}\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "config: {options: {no: {type: string}}}");
        expect![[r#"
            warning (nobody): YAML reads `no` as `false`, and so Juju names the config option
              note: nobody refuses the charm
              help: put the name in quotes: `'no'`
              fix (Unsafe): Put the name in quotes
        "#]]
        .assert_eq(&said);
    }
}
