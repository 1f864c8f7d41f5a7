//! `django-needs-database`: a Django charm has no endpoint for a database. Docs in
//! django_needs_database.md.

use crate::charm_environment::About;
use crate::environment::Reason;
use crate::facts;
use crate::finding::TextEdit;
use crate::model::Section;
use crate::rules::edits::{append_entry, append_lines};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "django-needs-database",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("django_needs_database.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let is_meant = |reason: &Reason| *reason == Reason::DjangoNeedsDatabase;
    let mut about_charm =
        cx.verdicts().iter().filter(|verdict| matches!(verdict.about, About::Charm));
    // In a broken file the endpoint may stand in the line that got lost.
    if !about_charm.any(|verdict| is_meant(&verdict.reason)) || !cx.document().problems().is_empty()
    {
        return;
    }
    // One that breaks the charm by its name is reported, and is the database that was meant.
    let is_database = |interface: &str| facts::integration(interface).is_some_and(|it| it.database);
    let mut required = cx.endpoints().iter().filter(|it| it.section == Section::Requires);
    if required.any(|endpoint| endpoint.interface().is_some_and(is_database)) {
        return;
    }
    let section = cx.entry("requires");
    // What is no mapping is half typed, or refused as such.
    if section.is_some_and(|section| !section.value.resolved().is_mapping()) {
        return;
    }
    let entry = cx.charm().extensions().into_iter().find(|(_, name)| {
        facts::framework_by_extension(name).is_some_and(|framework| framework.needs_database)
    });
    let Some(range) = section.map(|it| it.key).or(entry.map(|(node, _)| node)).map(NodeRef::range)
    else {
        return;
    };
    let draft = out
        .report(range, "a Django charm has no endpoint for a database")
        .note(
            "paas-charm keeps the charm blocked: `Django requires a database integration to work`",
        )
        .help("add an endpoint `postgresql` with `interface: postgresql_client` under `requires`");
    if let Some(edit) = addition(cx, section) {
        let title = "Add the endpoint `postgresql`";
        draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
    }
}

/// The endpoint, in the style of the section.
fn addition(cx: &Context<'_>, section: Option<Entry<'_>>) -> Option<TextEdit> {
    const KEY: &str = "postgresql";
    const FIELDS: [&str; 3] = ["interface: postgresql_client", "optional: false", "limit: 1"];
    let in_braces = || format!("{{{}}}", FIELDS.join(", "));
    let lines: Vec<_> = FIELDS.iter().map(|field| format!("  {field}")).collect();
    let [first, second, third] = lines.as_slice() else { return None };
    let head = format!("{KEY}:");
    let Some(section) = section else {
        let nested: Vec<_> = [&head, first, second, third].map(|line| format!("  {line}")).into();
        let [head, first, second, third] = nested.as_slice() else { return None };
        return append_lines(cx.root()?, &["requires:", head, first, second, third]);
    };
    append_lines(section.value, &[&head, first, second, third])
        .or_else(|| append_entry(section.value, KEY, &in_braces()))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn the_section_or_the_extension_is_marked() {
        check(
            &RULE,
            "extensions: [django-framework]
#            ^^^^^^^^^^^^^^^^ error[django-needs-database]: a Django charm has no endpoint for a database
name: notes
",
        );
        check(
            &RULE,
            "extensions: [django-framework]
requires:
#^^^^^^^ error[django-needs-database]: a Django charm has no endpoint for a database
  redis: {interface: redis}
",
        );
    }

    #[test]
    fn any_database_will_do() {
        for interface in ["postgresql_client", "mysql_client", "mongodb_client"] {
            let requires = format!("requires: {{db: {{interface: {interface}}}}}");
            check(&RULE, &format!("extensions: [django-framework]\n{requires}\n"));
        }
        check(&RULE, "extensions: [flask-framework]\n");
    }

    #[test]
    fn nothing_is_missing_while_a_line_is_typed() {
        check(&RULE, "extensions: [django-framework]\nrequires:\n  postgr\n");
        check(&RULE, "extensions: [django-framework]\nrequires:\n");
        check(&RULE, "extensions: [django-framework]\nrequires: {}\nname\nbase: x\n");
    }

    #[test]
    fn fix_adds_the_endpoint() {
        let with = |requires: &str| {
            fixed(&RULE, &format!("extensions: [django-framework]\n{requires}"), 0)
        };
        expect![[r#"
            extensions: [django-framework]
            name: notes
            requires:
              postgresql:
                interface: postgresql_client
                optional: false
                limit: 1
        "#]]
        .assert_eq(&with("name: notes\n"));
        expect![[r#"
            extensions: [django-framework]
            requires:
              redis:
                interface: redis # fast
              postgresql:
                interface: postgresql_client
                optional: false
                limit: 1
            name: notes
        "#]]
        .assert_eq(&with("requires:\n  redis:\n    interface: redis # fast\nname: notes\n"));
        expect![[r#"
            extensions: [django-framework]
            requires: {redis: {interface: redis}, postgresql: {interface: postgresql_client, optional: false, limit: 1}}"#]].assert_eq(&with("requires: {redis: {interface: redis}}"));
    }

    #[test]
    fn words() {
        expect![[r#"
            error (paas-charm): a Django charm has no endpoint for a database
              note: paas-charm keeps the charm blocked: `Django requires a database integration to work`
              help: add an endpoint `postgresql` with `interface: postgresql_client` under `requires`
              fix (Unsafe): Add the endpoint `postgresql`
        "#]].assert_eq(&said(&RULE, "extensions: [django-framework]\n"));
    }
}
