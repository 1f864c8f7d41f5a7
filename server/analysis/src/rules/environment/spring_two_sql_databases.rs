//! `spring-two-sql-databases`: two databases set the same properties of Spring. Docs in
//! spring_two_sql_databases.md.

use super::endpoints;
use super::fixes::required;
use crate::environment::Reason;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "spring-two-sql-databases",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("spring_two_sql_databases.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (reason, endpoint) in endpoints(cx) {
        let Reason::SpringTwoSqlDatabases { first } = reason else { continue };
        let range = endpoint.key.range();
        let Some(name) = endpoint.name().filter(|_| !out.has_reported(range)) else { continue };
        let draft = out
            .report(
                range,
                format!("endpoints `{first}` and `{name}` both set `spring.datasource.url`"),
            )
            .note(format!("with both integrated, Spring Boot connects to `{name}`: the later one wins"))
            .help("keep one, or read the variables `POSTGRESQL_DB_...` and `MYSQL_DB_...` in the application");
        if let Some(other) = required(cx).find(|other| other.name() == Some(first.as_str())) {
            draft.label(other.key.range(), "the other one");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn the_second_of_two_sql_databases_is_marked() {
        check(
            &RULE,
            "extensions: [spring-boot-framework]
requires:
  postgresql: {interface: postgresql_client}
  mongodb: {interface: mongodb_client}
  mysql: {interface: mysql_client}
# ^^^^^ warning[spring-two-sql-databases]: endpoints `postgresql` and `mysql` both set `spring.datasource.url`
",
        );
    }

    #[test]
    fn other_frameworks_and_other_databases_are_fine() {
        let requires = "requires: {postgresql: {interface: postgresql_client}, mysql: {interface: mysql_client}}\n";
        check(&RULE, &format!("extensions: [flask-framework]\n{requires}"));
        check(
            &RULE,
            "extensions: [spring-boot-framework]
requires: {postgresql: {interface: postgresql_client}, mongodb: {interface: mongodb_client}}
",
        );
    }

    #[test]
    fn half_typed_endpoints_are_left_alone() {
        check(
            &RULE,
            "extensions: [spring-boot-framework]\nrequires:\n  mysql: {interface: mysql_client}\n  postgresql:\n    interface: postgresql_client\n    lim\n",
        );
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [spring-boot-framework]
requires: {mysql: {interface: mysql_client}, postgresql: {interface: postgresql_client}}",
        );
        expect![[r#"
            warning (paas-charm): endpoints `mysql` and `postgresql` both set `spring.datasource.url`
              note: with both integrated, Spring Boot connects to `postgresql`: the later one wins
              help: keep one, or read the variables `POSTGRESQL_DB_...` and `MYSQL_DB_...` in the application
        "#]].assert_eq(&said);
    }
}
