//! `document-not-mapping`: the file holds no keys at all. Docs in document_not_mapping.md.

use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "document-not-mapping",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("document_not_mapping.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let root = cx.root();
    // What does not parse is reported as such.
    if !cx.document().problems().is_empty() || root.is_some_and(NodeRef::is_mapping) {
        return;
    }
    let file = cx.snapshot.kind.canonical_name();
    let draft = match root.filter(|root| !root.is_null()) {
        None => out.report_file(format!("`{file}` is empty, expected keys such as `name:`")),
        Some(root) => out.report(
            root.range(),
            format!("`{file}` is {}, expected keys such as `name:`", kind(root)),
        ),
    };
    let help = match (cx.snapshot.kind, root.is_some_and(NodeRef::is_sequence)) {
        (_, true) => "remove the dashes",
        (FileKind::Rockcraft, _) => "`rockcraft init --profile flask-framework` writes one",
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
