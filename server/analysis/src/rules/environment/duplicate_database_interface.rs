//! `duplicate-database-interface`: two endpoints have one interface for databases. Docs in
//! duplicate_database_interface.md.

use super::fixes::{remove_endpoint, required};
use super::{CRASHES, endpoints};
use crate::environment::Reason;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "duplicate-database-interface",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("duplicate_database_interface.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (reason, endpoint) in endpoints(cx) {
        let (Reason::DuplicateDatabaseInterface, Some(name)) = (reason, endpoint.name()) else {
            continue;
        };
        let Some(interface) = endpoint.interface() else { continue };
        let range = endpoint.key.range();
        if out.has_reported(range) {
            continue;
        }
        let is_other = |other: &&crate::model::Endpoint<'_>| {
            other.interface() == Some(interface) && other.key != endpoint.key
        };
        let other = required(cx).find(is_other);
        let message = match other.and_then(|other| other.name()) {
            Some(other) => {
                format!("endpoint `{name}` has interface `{interface}`, and `{other}` has it too")
            }
            None => format!("endpoint `{name}` is not the only one with interface `{interface}`"),
        };
        let mut draft = out
            .report(range, message)
            .note(CRASHES)
            .help("remove it: paas-charm takes one endpoint for each kind of database");
        if let Some(other) = other {
            draft = draft.label(other.key.range(), "the one that paas-charm uses");
        }
        if let Some(fix) = remove_endpoint(cx, name) {
            draft.fix(fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn the_one_with_another_name_is_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
requires:
  replica: {interface: postgresql_client}
# ^^^^^^^ error[duplicate-database-interface]: endpoint `replica` has interface `postgresql_client`, and `postgresql`
  postgresql: {interface: postgresql_client}
  mysql: {interface: mysql_client}
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]
requires:
  postgresql: {interface: mysql_client}
# ^^^^^^^^^^ error[duplicate-database-interface]: endpoint `postgresql` has interface `mysql_client`, and `mysql`
  mysql: {interface: mysql_client}
",
        );
    }

    #[test]
    fn other_interfaces_and_other_charms_are_free() {
        let requires = "requires: {a: {interface: s3}, s3: {interface: s3}}\n";
        check(&RULE, &format!("extensions: [flask-framework]\n{requires}"));
        check(
            &RULE,
            "requires: {mysql: {interface: mysql_client}, b: {interface: mysql_client}}\n",
        );
    }

    #[test]
    fn half_typed_endpoints_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nrequires:\n  mysql: {interface: mysql_client}\n  b:\n    interface: mysql_client\n    lim\n",
        );
    }

    #[test]
    fn the_second_one_can_go() {
        let fixture = "extensions: [go-framework]
requires:
  mysql:
    interface: mysql_client
  copy:
    interface: mysql_client
";
        let expected = fixture.split("  copy").next().unwrap();
        assert_eq!(fixed(&RULE, fixture, 0), expected);
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [go-framework]
requires: {mysql: {interface: mysql_client}, b: {interface: mysql_client}}",
        );
        expect![[r#"
            error (paas-charm): endpoint `b` has interface `mysql_client`, and `mysql` has it too
              note: paas-charm crashes in every hook, before anything is integrated
              help: remove it: paas-charm takes one endpoint for each kind of database
              fix (Unsafe): Remove the endpoint `b`
        "#]]
        .assert_eq(&said);
    }
}
