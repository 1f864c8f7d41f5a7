//! `section-beside-metadata-file`: a `metadata.yaml` takes the place of what stands here. Docs in
//! section_beside_metadata_file.md.
//!
//! That no key may stand in both files is charmcraft's to say, where it does.

use crate::facts;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "section-beside-metadata-file",
    severity: Severity::Warning,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Charmcraft],
    docs: include_str!("section_beside_metadata_file.md"),
    check,
};

const NOTE: &str =
    "charmcraft packs `metadata.yaml` as it is, and Juju reads no other file for this";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(root) = cx.root() else { return };
    let Some(metadata) = cx.beside("metadata.yaml") else { return };
    // A reactive charm gets its metadata.yaml when it is built.
    if !metadata.problems().is_empty()
        || cx.parts().iter().any(|part| part.plugin() == Some("reactive"))
    {
        return;
    }
    let Some(metadata) = metadata.root().filter(|root| root.is_mapping()) else { return };
    check_extension(cx, metadata, out);
    let keys = &facts::juju().metadata;
    for key in keys.sections.iter().chain(&keys.required) {
        let Some(entry) = root.get(key).filter(|entry| !entry.is_repaired()) else { continue };
        let is_required = keys.required.contains(key);
        let stands_there = metadata.get(key).is_some();
        if entry.value.resolved().is_null() || (is_required && stands_there) {
            continue;
        }
        let message =
            format!("`{key}` does not reach the charm: `metadata.yaml` beside this file does");
        let help = match stands_there {
            true => format!("remove it here; `metadata.yaml` has its own `{key}`"),
            false => "move it into `metadata.yaml`, or move all of that file here and delete it"
                .to_owned(),
        };
        let draft = out.report(entry.key.range(), message).help(help);
        match is_required {
            true => draft
                .note(format!("Juju refuses a charm without `{key}` in its `metadata.yaml`"))
                .judge(Some(Judge::Juju))
                .severity(Severity::Error),
            false => draft.note(NOTE),
        };
    }
}

/// What an extension adds goes nowhere either, and paas-charm cannot do without its container.
fn check_extension(cx: &Context<'_>, metadata: NodeRef<'_>, out: &mut Findings<'_>) {
    let Some(extension) = cx.extension() else { return };
    let container = extension.variant.container;
    if metadata.get_path(&["containers", container]).is_some() {
        return;
    }
    let name = extension.framework.extension;
    let mut named = cx.charm().extensions().into_iter();
    let Some((node, _)) = named.find(|(_, named)| *named == name) else { return };
    if node.is_repaired() {
        return;
    }
    let message = format!(
        "what the {name} extension adds does not reach the charm: `metadata.yaml` beside this file does"
    );
    out.report(node.range(), message)
        .judge(Some(Judge::PaasCharm))
        .severity(Severity::Error)
        .note(format!(
            "charmcraft packs `metadata.yaml` as it is; there is no container `{container}` in it, and every hook crashes"
        ))
        .help("move what `metadata.yaml` says into this file, and delete it");
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn sections_and_required_keys_are_marked() {
        check(
            &RULE,
            "//- charmcraft.yaml
name: demo
summary: x
#^^^^^^ error[section-beside-metadata-file]: `summary` does not reach the charm
requires: {a: {interface: x}}
#^^^^^^^ warning[section-beside-metadata-file]: `requires` does not reach the charm
provides:
config: {options: {}}
//- metadata.yaml
name: demo
requires: {}
",
        );
    }

    #[test]
    fn without_the_file_or_with_a_built_one_nothing_is_said() {
        check(&RULE, "requires: {a: {interface: x}}\n");
        check(
            &RULE,
            "//- charmcraft.yaml\nname: x\nparts: {charm: {plugin: reactive}}\n//- metadata.yaml\nseries: [jammy]\n",
        );
        check(&RULE, "//- charmcraft.yaml\nname: x\n//- metadata.yaml\n- a\n");
        check(&RULE, "//- charmcraft.yaml\nname: x\n//- metadata.yaml\nseries: [jammy\n");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "//- charmcraft.yaml\nname: x\nterms: [a]\npeers: {}\n//- metadata.yaml\npeers: {a: {interface: x}}\n",
        );
        expect![[r#"
            error (juju): `name` does not reach the charm: `metadata.yaml` beside this file does
              note: Juju refuses a charm without `name` in its `metadata.yaml`
              help: move it into `metadata.yaml`, or move all of that file here and delete it
            warning (nobody): `terms` does not reach the charm: `metadata.yaml` beside this file does
              note: charmcraft packs `metadata.yaml` as it is, and Juju reads no other file for this
              help: move it into `metadata.yaml`, or move all of that file here and delete it
            warning (nobody): `peers` does not reach the charm: `metadata.yaml` beside this file does
              note: charmcraft packs `metadata.yaml` as it is, and Juju reads no other file for this
              help: remove it here; `metadata.yaml` has its own `peers`
        "#]].assert_eq(&said);
    }

    #[test]
    fn what_an_extension_adds_is_lost_too() {
        let first = "//- charmcraft.yaml\nextensions: [flask-framework]\n";
        let marker = "#            ^^^^^^^^^^^^^^^ error[section-beside-metadata-file]: what the flask-framework extension adds does not reach\n";
        let rest = "base: ubuntu@24.04\n//- metadata.yaml\nname: x\n";
        check(&RULE, &format!("{first}{marker}{rest}"));
        check(&RULE, &format!("{first}{rest}containers: {{flask-app: {{}}}}\n"));
        let said = said(&RULE, &format!("{first}{rest}"));
        expect![[r#"
            error (paas-charm): what the flask-framework extension adds does not reach the charm: `metadata.yaml` beside this file does
              note: charmcraft packs `metadata.yaml` as it is; there is no container `flask-app` in it, and every hook crashes
              help: move what `metadata.yaml` says into this file, and delete it
        "#]]
        .assert_eq(&said);
    }
}
