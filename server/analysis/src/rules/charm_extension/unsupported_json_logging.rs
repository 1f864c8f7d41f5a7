//! `unsupported-json-logging`: `paas-config.yaml` asks for logs as JSON, and the framework has none. Docs in
//! unsupported_json_logging.md.

use super::paas_config_value::extension_beside;
use crate::facts;
use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unsupported-json-logging",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::PaasConfig],
    docs: include_str!("unsupported_json_logging.md"),
    check,
};

const KEY: &str = "framework_logging_format";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = cx.entry(KEY).filter(|entry| !entry.is_repaired()) else { return };
    let value = entry.value.resolved();
    if !value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("json")) {
        return;
    }
    let Some(extension) = extension_beside(cx) else { return };
    let framework = extension.framework;
    if framework.json_logging {
        return;
    }
    let able = facts::frameworks().iter().filter(|framework| framework.json_logging);
    let able: Vec<_> = able.map(|framework| format!("`{}`", framework.extension)).collect();
    let draft = out
        .report(
            entry.value.range(),
            format!("the {} extension has no logs in the format `json`", framework.extension),
        )
        .note("`charmcraft pack` stops on this")
        .help(format!("remove the key; the extensions that have them are {}", able.join(", ")));
    if let Some(edit) = remove_entry(cx, &[KEY]) {
        let title = format!("Remove `{KEY}`");
        draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn three_frameworks_log_as_json() {
        for extension in ["flask-framework", "django-framework", "fastapi-framework"] {
            check(
                &RULE,
                &format!(
                    "framework_logging_format: json\n//- charmcraft.yaml\nextensions: [{extension}]\n"
                ),
            );
        }
        check(
            &RULE,
            "framework_logging_format: 'JSON'
#                         ^^^^^^ error[unsupported-json-logging]: the go-framework extension has no logs
//- charmcraft.yaml
extensions: [go-framework]
",
        );
    }

    #[test]
    fn other_formats_and_other_charms_are_fine() {
        let go = "//- charmcraft.yaml\nextensions: [go-framework]\n";
        check(&RULE, &format!("framework_logging_format: none\n{go}"));
        check(&RULE, &format!("framework_logging_format:\n{go}"));
        check(&RULE, "framework_logging_format: json\n");
        check(&RULE, "framework_logging_format: json\n//- charmcraft.yaml\nname: x\n");
    }

    #[test]
    fn the_key_can_go() {
        let fixture = "framework_logging_format: json\nport: 80\n//- charmcraft.yaml\nextensions: [go-framework]\n";
        assert_eq!(fixed(&RULE, fixture, 0), "port: 80\n");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "framework_logging_format: json\n//- charmcraft.yaml\nextensions: [spring-boot-framework]\n",
        );
        expect![[r#"
            error (charmcraft): the spring-boot-framework extension has no logs in the format `json`
              note: `charmcraft pack` stops on this
              help: remove the key; the extensions that have them are `flask-framework`, `django-framework`, `fastapi-framework`
              fix (Unsafe): Remove `framework_logging_format`
        "#]].assert_eq(&said);
    }
}
