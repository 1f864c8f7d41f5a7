//! `metadata-file-refused-by-juju`: the `metadata.yaml` beside the charm mixes old keys with new ones.
//! Docs in metadata_file_refused_by_juju.md.

use crate::facts;
use crate::rules::juju_value::JUJU_REFUSES;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "metadata-file-refused-by-juju",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft],
    docs: include_str!("metadata_file_refused_by_juju.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(metadata) = cx.beside("metadata.yaml") else { return };
    if !metadata.problems().is_empty() {
        return;
    }
    let Some(metadata) = metadata.root() else { return };
    let keys = &facts::juju().metadata;
    let has =
        |key: &&&str| metadata.get(key).is_some_and(|entry| !entry.value.resolved().is_null());
    let old = keys.old_keys.iter().find(has);
    let new = keys.new_keys.iter().find(has);
    if let (Some(old), Some(new)) = (old, new) {
        out.report_file(format!("`metadata.yaml` beside this file has both `{new}` and `{old}`"))
            .note(JUJU_REFUSES)
            .help(format!("remove `{old}` there: the bases here say what the charm runs on"));
        return;
    }
    let version = "min-juju-version";
    if has(&&version) && !has(&&"series") {
        out.report_file(format!("`metadata.yaml` beside this file has `{version}`"))
            .note(JUJU_REFUSES)
            .help("remove it there, and write `assumes: [juju >= ...]` instead");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::said;

    fn said_of(metadata: &str) -> String {
        said(&RULE, &format!("//- charmcraft.yaml\ntype: charm\n//- metadata.yaml\n{metadata}\n"))
    }

    #[test]
    fn old_keys_alone_or_new_keys_alone_are_fine() {
        for metadata in
            ["series: [jammy]", "containers: {}", "series: [jammy]\nmin-juju-version: 3.0.0"]
        {
            assert_eq!(said_of(metadata), "", "{metadata}");
        }
        assert_eq!(said_of("series: [jammy\ncontainers: {}"), "");
        assert_eq!(said(&RULE, "series: [jammy]\ncontainers: {}\n"), "");
    }

    #[test]
    fn words() {
        let said =
            said_of("series: [jammy]\nassumes: [k8s-api]") + &said_of("min-juju-version: 3.0.0");
        expect![[r#"
            error (juju): `metadata.yaml` beside this file has both `assumes` and `series`
              note: Juju refuses the packed charm when it is deployed
              help: remove `series` there: the bases here say what the charm runs on
            error (juju): `metadata.yaml` beside this file has `min-juju-version`
              note: Juju refuses the packed charm when it is deployed
              help: remove it there, and write `assumes: [juju >= ...]` instead
        "#]]
        .assert_eq(&said);
    }
}
