//! `document-not-mapping`: the file holds no keys at all. Docs in document_not_mapping.md.

use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "document-not-mapping",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[
        FileKind::Charmcraft,
        FileKind::Rockcraft,
        FileKind::Metadata,
        FileKind::Config,
        FileKind::Actions,
    ],
    docs: include_str!("document_not_mapping.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let root = cx.root();
    // What does not parse is reported as such.
    if !cx.document().problems().is_empty() || root.is_some_and(NodeRef::is_mapping) {
        return;
    }
    let kind_of_file = cx.snapshot.kind;
    let file = kind_of_file.canonical_name();
    let is_empty = root.is_none_or(NodeRef::is_null);
    // An empty config.yaml or actions.yaml is as good as none.
    if is_empty && matches!(kind_of_file, FileKind::Config | FileKind::Actions) {
        return;
    }
    let example = match kind_of_file {
        FileKind::Config => "options:",
        FileKind::Actions => "<action>:",
        _ => "name:",
    };
    let draft = match root.filter(|root| !root.is_null()) {
        None => out.report_file(format!("`{file}` is empty, expected keys such as `{example}`")),
        Some(root) => out.report(
            root.range(),
            format!("`{file}` is {}, expected keys such as `{example}`", kind(root)),
        ),
    };
    if kind_of_file == FileKind::Actions {
        draft
            .severity(Severity::Warning)
            .note("charmcraft drops it without a word: the charm has no actions")
            .help("write `<name>:` for each action");
        return;
    }
    let help = match (kind_of_file, root.is_some_and(NodeRef::is_sequence)) {
        (_, true) => "remove the dashes",
        (FileKind::Rockcraft, _) => "`rockcraft init --profile flask-framework` writes one",
        (FileKind::Metadata | FileKind::Config, _) => {
            "write what it says as `<key>: <value>`, or delete the file"
        }
        _ => "`charmcraft init --profile flask-framework` writes one",
    };
    draft.note(format!("`{} pack` stops on this", cx.tool().name())).help(help);
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn a_list_is_marked_as_a_whole() {
        check(&RULE, "[a, b]\n#^^^^^ error[document-not-mapping]: `charmcraft.yaml` is a list\n");
        check(&RULE, "{}\n");
        check(&RULE, "nam\ntype: charm\n");
    }

    #[test]
    fn files_beside_a_charm_may_be_empty_but_for_the_metadata() {
        for file in ["config.yaml", "actions.yaml"] {
            check(&RULE, &format!("//- {file}\n# nothing\n"));
            check(&RULE, &format!("//- {file}\n~\n"));
        }
        let said = said(&RULE, "//- metadata.yaml\n")
            + &said(&RULE, "//- metadata.yaml\n- a\n")
            + &said(&RULE, "//- config.yaml\ntext\n")
            + &said(&RULE, "//- actions.yaml\n[a]\n");
        expect![[r#"
            error (charmcraft): `metadata.yaml` is empty, expected keys such as `name:`
              note: `charmcraft pack` stops on this
              help: write what it says as `<key>: <value>`, or delete the file
            error (charmcraft): `metadata.yaml` is a list, expected keys such as `name:`
              note: `charmcraft pack` stops on this
              help: remove the dashes
            error (charmcraft): `config.yaml` is text, expected keys such as `options:`
              note: `charmcraft pack` stops on this
              help: write what it says as `<key>: <value>`, or delete the file
            warning (charmcraft): `actions.yaml` is a list, expected keys such as `<action>:`
              note: charmcraft drops it without a word: the charm has no actions
              help: write `<name>:` for each action
        "#]]
        .assert_eq(&said);
    }

    #[test]
    fn words_of_files_without_content() {
        let said = said(&RULE, "")
            + &said(&RULE, "//- rockcraft.yaml\n# nothing yet\n---\n")
            + &said(&RULE, "- name: a\n- base: bare\n");
        expect![[r#"
            error (charmcraft): `charmcraft.yaml` is empty, expected keys such as `name:`
              note: `charmcraft pack` stops on this
              help: `charmcraft init --profile flask-framework` writes one
            error (rockcraft): `rockcraft.yaml` is empty, expected keys such as `name:`
              note: `rockcraft pack` stops on this
              help: `rockcraft init --profile flask-framework` writes one
            error (charmcraft): `charmcraft.yaml` is a list, expected keys such as `name:`
              note: `charmcraft pack` stops on this
              help: remove the dashes
        "#]]
        .assert_eq(&said);
    }
}
