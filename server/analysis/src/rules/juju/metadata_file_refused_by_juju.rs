//! `metadata-file-refused-by-juju`: a `metadata.yaml` mixes old keys with new ones. Docs in
//! metadata_file_refused_by_juju.md.

use crate::facts;
use crate::rules::edits::remove_entry;
use crate::rules::juju_value::{JUJU_REFUSES, reaches_juju};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "metadata-file-refused-by-juju",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Metadata],
    docs: include_str!("metadata_file_refused_by_juju.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let keys = &facts::juju().metadata;
    let written = |key: &&'static str| cx.entry(key).filter(|entry| !entry.is_repaired());
    let old = keys.old_keys.iter().find_map(|key| Some((*key, written(key)?)));
    let new = keys.new_keys.iter().find_map(|key| Some((*key, written(key)?)));
    if !reaches_juju(cx, "name") {
        return;
    }
    if let (Some((old, old_entry)), Some((new, new_entry))) = (old, new) {
        let draft = out
            .report(old_entry.key.range(), format!("`{old}` stands beside `{new}`"))
            .note(format!("Juju takes one or the other: {JUJU_REFUSES}"))
            .label(new_entry.key.range(), "the newer key")
            .help(format!("remove `{old}`: `charmcraft.yaml` says what the charm runs on"));
        if let Some(edit) = remove_entry(cx, &[old]) {
            let title = format!("Remove `{old}`");
            draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
        }
        return;
    }
    if let Some(entry) = written(&VERSION).filter(|_| cx.entry("series").is_none()) {
        out.report(entry.key.range(), format!("`{VERSION}` stands without `series`"))
            .note(JUJU_REFUSES)
            .help("remove it, and write `assumes: [juju >= ...]` instead");
    }
}

const VERSION: &str = "min-juju-version";

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn old_keys_alone_or_new_keys_alone_are_fine() {
        for metadata in
            ["series: [jammy]", "containers: {}", "series: [jammy]\nmin-juju-version: 3.0.0"]
        {
            check(&RULE, &format!("{metadata}\n"));
        }
    }

    #[test]
    fn the_old_key_is_marked_and_can_go() {
        let fixture = "series:
#^^^^^ error[metadata-file-refused-by-juju]: `series` stands beside `containers`
containers: {}
";
        check(&RULE, fixture);
        assert_eq!(fixed(&RULE, "series: [jammy]\ncontainers: {}\n", 0), "containers: {}\n");
    }

    #[test]
    fn a_reactive_charm_gets_its_metadata_when_it_is_built() {
        let charm = "parts: {charm: {plugin: reactive}}\n";
        check(&RULE, &format!("series: [jammy]\ncontainers: {{}}\n//- charmcraft.yaml\n{charm}"));
    }

    #[test]
    fn words() {
        let said = said(&RULE, "series: [jammy]\nassumes: [k8s-api]\n")
            + &said(&RULE, "min-juju-version: 3.0.0\n");
        expect![[r#"
            error (juju): `series` stands beside `assumes`
              note: Juju takes one or the other: Juju refuses the packed charm when it is deployed
              help: remove `series`: `charmcraft.yaml` says what the charm runs on
              fix (Unsafe): Remove `series`
            error (juju): `min-juju-version` stands without `series`
              note: Juju refuses the packed charm when it is deployed
              help: remove it, and write `assumes: [juju >= ...]` instead
        "#]]
        .assert_eq(&said);
    }
}
