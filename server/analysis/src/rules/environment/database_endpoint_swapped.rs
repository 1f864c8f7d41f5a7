//! `database-endpoint-swapped`: an endpoint for a database has the name of another database. Docs in
//! database_endpoint_swapped.md.

use super::endpoints;
use super::fixes::required;
use crate::environment::Reason;
use crate::finding::TextEdit;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "database-endpoint-swapped",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("database_endpoint_swapped.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (reason, endpoint) in endpoints(cx) {
        let Reason::DatabaseEndpointSwapped { expected, read } = reason else { continue };
        let Some(node) = endpoint.interface_node() else { continue };
        let (Some(name), Some(found)) = (endpoint.name(), node.as_str()) else { continue };
        if out.has_reported(node.range()) {
            continue;
        }
        let draft = out
            .report(
                node.range(),
                format!("endpoint `{name}` has interface `{found}`, expected `{expected}`"),
            )
            .note(format!(
                "paas-charm starts, and takes the data of endpoint `{read}` for `{found}`: the \
                 variables of each database hold the data of the other"
            ));
        let other = required(cx).find(|other| other.name() == Some(read.as_str()));
        let other = other.and_then(|other| other.interface_node());
        let is_swap = other.is_some_and(|other| other.as_str() == Some(expected));
        let mut edits = vec![TextEdit { range: node.range(), insert: (*expected).to_owned() }];
        let title = match other.filter(|_| is_swap) {
            Some(other) => {
                edits.push(TextEdit { range: other.range(), insert: found.to_owned() });
                edits.sort_by_key(|edit| edit.range.start());
                format!("Swap the interfaces of `{name}` and `{read}`")
            }
            None => format!("Change the interface to `{expected}`"),
        };
        draft
            .help(match is_swap {
                true => format!("swap the interfaces of `{name}` and `{read}`"),
                false => format!("write `{expected}`"),
            })
            .fix(Fix { title, safety: Safety::Unsafe, edits, rename_file: None });
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn names_that_go_with_another_database_are_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
requires:
  postgresql: {interface: mysql_client}
#                         ^^^^^^^^^^^^ warning[database-endpoint-swapped]: endpoint `postgresql` has interface
  mysql: {interface: postgresql_client}
#                    ^^^^^^^^^^^^^^^^^ warning[database-endpoint-swapped]: endpoint `mysql` has interface
  mongodb: {interface: mongodb_client}
",
        );
    }

    #[test]
    fn names_that_crash_are_another_rule_s() {
        check(
            &RULE,
            "extensions: [go-framework]\nrequires: {mysql: {interface: mongodb_client}}\n",
        );
        check(
            &RULE,
            "requires: {mysql: {interface: mongodb_client}, mongodb: {interface: mysql_client}}\n",
        );
    }

    #[test]
    fn half_typed_endpoints_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nrequires:\n  mysql:\n    interface: mongodb_client\n    lim\n  mongodb: {interface: mongodb_client}\n",
        );
    }

    #[test]
    fn fix_swaps_the_interfaces() {
        let fixture = "extensions: [go-framework]
requires: {mysql: {interface: mongodb_client}, mongodb: {interface: mysql_client}}
";
        let expected = "extensions: [go-framework]
requires: {mysql: {interface: mysql_client}, mongodb: {interface: mongodb_client}}
";
        assert_eq!(fixed(&RULE, fixture, 0), expected);
        assert_eq!(fixed(&RULE, fixture, 0), expected);
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [go-framework]
requires:
  mysql: {interface: postgresql_client}
  postgresql: {interface: mongodb_client}
  mongodb: {interface: mysql_client}
",
        ) + &said(
            &RULE,
            "extensions: [go-framework]
requires: {mysql: {interface: mongodb_client}, mongodb: {interface: mysql_client}}",
        );
        expect![[r#"
            warning (paas-charm): endpoint `mysql` has interface `postgresql_client`, expected `mysql_client`
              note: paas-charm starts, and takes the data of endpoint `postgresql` for `postgresql_client`: the variables of each database hold the data of the other
              help: write `mysql_client`
              fix (Unsafe): Change the interface to `mysql_client`
            warning (paas-charm): endpoint `postgresql` has interface `mongodb_client`, expected `postgresql_client`
              note: paas-charm starts, and takes the data of endpoint `mongodb` for `mongodb_client`: the variables of each database hold the data of the other
              help: write `postgresql_client`
              fix (Unsafe): Change the interface to `postgresql_client`
            warning (paas-charm): endpoint `mongodb` has interface `mysql_client`, expected `mongodb_client`
              note: paas-charm starts, and takes the data of endpoint `mysql` for `mysql_client`: the variables of each database hold the data of the other
              help: write `mongodb_client`
              fix (Unsafe): Change the interface to `mongodb_client`
            warning (paas-charm): endpoint `mysql` has interface `mongodb_client`, expected `mysql_client`
              note: paas-charm starts, and takes the data of endpoint `mongodb` for `mongodb_client`: the variables of each database hold the data of the other
              help: swap the interfaces of `mysql` and `mongodb`
              fix (Unsafe): Swap the interfaces of `mysql` and `mongodb`
            warning (paas-charm): endpoint `mongodb` has interface `mysql_client`, expected `mongodb_client`
              note: paas-charm starts, and takes the data of endpoint `mysql` for `mysql_client`: the variables of each database hold the data of the other
              help: swap the interfaces of `mongodb` and `mysql`
              fix (Unsafe): Swap the interfaces of `mongodb` and `mysql`
        "#]].assert_eq(&said);
    }
}
