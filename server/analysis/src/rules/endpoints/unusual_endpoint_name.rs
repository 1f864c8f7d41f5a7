//! `unusual-endpoint-name`: an endpoint's name has letters that relations have trouble with. Docs in
//! unusual_endpoint_name.md.

use crate::rules::edits::rename_key;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unusual-endpoint-name",
    severity: Severity::Hint,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Charmcraft],
    docs: include_str!("unusual_endpoint_name.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for endpoint in cx.endpoints() {
        let Some(name) = endpoint.name().filter(|name| !is_usual(name)) else { continue };
        let range = endpoint.key.range();
        if endpoint.value.is_repaired() || endpoint.key.is_repaired() || out.has_reported(range) {
            continue;
        }
        let shown = name.escape_debug();
        let draft = out
            .report(
                range,
                format!("endpoint `{shown}` has a name that relations may have trouble with"),
            )
            .note("Juju takes the charm, and may refuse the name where a relation is made");
        let usual = usual(name).filter(|usual| {
            !cx.endpoints().iter().any(|other| other.name() == Some(usual.as_str()))
        });
        match usual {
            Some(usual) => draft
                .help(format!("rename it, for example to `{usual}`"))
                .fix(rename_key(endpoint.key, "endpoint", &usual)),
            None => draft
                .help("begin with a small letter, then small letters, digits and single hyphens"),
        };
    }
}

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
  a--b: {interface: x}
# ^^^^ hint[unusual-endpoint-name]: endpoint `a--b`
  '': {interface: x}
# ^^ hint[unusual-endpoint-name]: endpoint ``
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
    fn words() {
        let said = said(&RULE, "requires: {MySQL: {interface: x}, 8080: {interface: x}}");
        expect![[r#"
            hint (nobody): endpoint `MySQL` has a name that relations may have trouble with
              note: Juju takes the charm, and may refuse the name where a relation is made
              help: rename it, for example to `mysql`
              fix (Unsafe): Rename the endpoint to `mysql`
            hint (nobody): endpoint `8080` has a name that relations may have trouble with
              note: Juju takes the charm, and may refuse the name where a relation is made
              help: begin with a small letter, then small letters, digits and single hyphens
        "#]]
        .assert_eq(&said);
    }
}
