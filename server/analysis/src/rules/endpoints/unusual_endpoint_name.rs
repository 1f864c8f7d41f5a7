//! `unusual-endpoint-name`: the name of an endpoint or interface has letters that relations have trouble
//! with. Docs in unusual_endpoint_name.md.

use syntax::Scalar;

use super::misspelled_interface::meant;
use crate::model::Endpoint;
use crate::rules::edits::rename_key;
use crate::rules::juju_names::is_reserved;
use crate::rules::juju_value::{Packed, changed, is_juju_text};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unusual-endpoint-name",
    severity: Severity::Hint,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("unusual_endpoint_name.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for endpoint in cx.endpoints().iter().filter(|endpoint| !endpoint.value.is_repaired()) {
        // What is no text to Juju is an error already.
        let packed = Packed::of(cx);
        let is_read = |node: NodeRef<'_>| {
            packed == Packed::Rewritten
                || is_juju_text(packed, node) && changed(packed, node).is_none()
        };
        let name = endpoint.name().filter(|_| is_read(endpoint.key));
        if let Some(name) = name.filter(|name| !is_usual(name)) {
            report_name(cx, endpoint, name, out);
        }
        if let Some(node) = endpoint.interface_node().filter(|node| is_read(*node))
            && let Some(interface) = node.as_str().filter(|interface| !is_usual(interface))
        {
            report_interface(endpoint, node, interface, out);
        }
    }
}

fn report_name(cx: &Context<'_>, endpoint: &Endpoint<'_>, name: &str, out: &mut Findings<'_>) {
    let range = endpoint.key.range();
    // charmcraft refuses names that are empty or a boolean.
    let is_refused_before = matches!(endpoint.key.scalar(), Some(Scalar::Null | Scalar::Bool(_)));
    if is_refused_before || endpoint.key.is_repaired() || out.has_reported(range) {
        return;
    }
    let shown = name.escape_debug();
    let draft = out
        .report(
            range,
            format!("endpoint `{shown}` has a name that relations may have trouble with"),
        )
        .note("Juju takes the charm, and may refuse the name where a relation is made");
    let is_taken = |name: &str| cx.endpoints().iter().any(|other| other.name() == Some(name));
    match usual(name).filter(|usual| !is_taken(usual) && !is_reserved(usual)) {
        Some(usual) => draft.help(format!("rename it, for example to `{usual}`")).fix(rename_key(
            endpoint.key,
            "endpoint",
            &usual,
        )),
        None => draft.help(FORM),
    };
}

fn report_interface(
    endpoint: &Endpoint<'_>,
    node: NodeRef<'_>,
    interface: &str,
    out: &mut Findings<'_>,
) {
    // A known misspelling is reported with the right name.
    if out.has_reported(node.range()) || meant(interface).is_some() {
        return;
    }
    let name = endpoint.name().unwrap_or_default();
    let message = match interface.escape_debug().to_string().as_str() {
        "" => format!("the interface of endpoint `{name}` is empty text"),
        shown => format!("no interface of other charms looks like `{shown}` of endpoint `{name}`"),
    };
    out.report(node.range(), message)
        .note("two endpoints can be integrated only if their interfaces are the same text")
        .help(FORM);
}

const FORM: &str = "begin with a small letter, then small letters, digits, single `-` or `_`";

/// Small letters and digits in parts joined by `-` or `_`; a letter comes first.
fn is_usual(name: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.split(['-', '_']).all(is_part)
}

fn usual(name: &str) -> Option<String> {
    let small = name.to_ascii_lowercase();
    let parts = small.split(|ch: char| !ch.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let usual = parts.collect::<Vec<_>>().join("-");
    is_usual(&usual).then_some(usual)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn names_that_relations_have_trouble_with_are_marked() {
        check(
            &RULE,
            "requires:
  postgresql: {interface: x}
  http-proxy2: {interface: x}
  s3_store: {interface: x}
  Data Base!: {interface: x}
# ^^^^^^^^^^ hint[unusual-endpoint-name]: endpoint `Data Base!` has a name
  8080: {interface: x}
# ^^^^ hint[unusual-endpoint-name]: endpoint `8080`
  ~: {interface: x}
  a--b: {interface: x}
# ^^^^ hint[unusual-endpoint-name]: endpoint `a--b`
  '': {interface: x}
# ^^ hint[unusual-endpoint-name]: endpoint ``
",
        );
        check(
            &RULE,
            "provides:
  a: {interface: Mixed Case/v2}
#                ^^^^^^^^^^^^^ hint[unusual-endpoint-name]: no interface of other charms looks like `Mixed Case/v2`
  b: {interface: ''}
#                ^^ hint[unusual-endpoint-name]: the interface of endpoint `b` is empty text
  c: {interface: prometheus-scrape}
  d: {interface: Postgresql}
#                ^^^^^^^^^^ hint[unusual-endpoint-name]: no interface of other charms
  e: HTTP
#    ^^^^ hint[unusual-endpoint-name]: no interface of other charms looks like `HTTP`
",
        );
    }

    #[test]
    fn half_typed_endpoints_are_left_alone() {
        check(&RULE, "requires:\n  Databa\n  b: {interface: x}\n");
    }

    #[test]
    fn fix_writes_the_usual_form() {
        let fixed = fixed(&RULE, "requires: {Data Base!: {interface: x}}\n", 0);
        assert_eq!(fixed, "requires: {data-base: {interface: x}}\n");
    }

    #[test]
    fn no_name_of_juju_is_proposed() {
        let said = said(&RULE, "requires: {Juju: {interface: x}, 'juju info': {interface: x}}");
        assert_eq!(said.matches("help: begin with a small letter").count(), 2, "{said}");
        assert!(!said.contains("fix"), "{said}");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "requires: {MySQL: {interface: x}, 8080: {interface: X/2}}");
        expect![[r#"
            hint (nobody): endpoint `MySQL` has a name that relations may have trouble with
              note: Juju takes the charm, and may refuse the name where a relation is made
              help: rename it, for example to `mysql`
              fix (Unsafe): Rename the endpoint to `mysql`
            hint (nobody): endpoint `8080` has a name that relations may have trouble with
              note: Juju takes the charm, and may refuse the name where a relation is made
              help: begin with a small letter, then small letters, digits, single `-` or `_`
            hint (nobody): no interface of other charms looks like `X/2` of endpoint `8080`
              note: two endpoints can be integrated only if their interfaces are the same text
              help: begin with a small letter, then small letters, digits, single `-` or `_`
        "#]]
        .assert_eq(&said);
    }

    #[test]
    fn what_juju_does_not_read_as_text_is_an_error_and_no_unusual_name() {
        check(&RULE, "//- metadata.yaml\nrequires: {8080: {interface: 08}, y: {interface: x}}\n");
        check(
            &RULE,
            "//- metadata.yaml
requires: {'8080': {interface: x}}
#          ^^^^^^ hint[unusual-endpoint-name]: endpoint `8080` has a name
",
        );
    }
}
