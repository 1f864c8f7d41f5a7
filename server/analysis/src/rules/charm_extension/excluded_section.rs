//! `excluded-section`: a section that no extension takes. Docs in excluded_section.md.

use super::used;
use crate::facts;
use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "excluded-section",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("excluded_section.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some((_, extension)) = used(cx) else { return };
    for key in &facts::charm_extensions().excluded_sections {
        let Some(section) = cx.entry(key) else { continue };
        let name = extension.framework.extension;
        let draft = out
            .report(section.key.range(), format!("the {name} extension takes no `{key}`"))
            .note("`charmcraft pack` stops on this, even if it is empty")
            .help(format!("remove `{key}`, or write the charm without the extension"));
        if let Some(edit) = remove_entry(cx, &[key]) {
            let title = format!("Remove `{key}`");
            draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn three_sections_do_not_go_with_an_extension() {
        check(
            &RULE,
            "extensions: [fastapi-framework]
devices: {}
#^^^^^^ error[excluded-section]: the fastapi-framework extension takes no `devices`
storage:
#^^^^^^ error[excluded-section]: the fastapi-framework extension takes no `storage`
extra-bindings: {a: }
#^^^^^^^^^^^^^ error[excluded-section]: the fastapi-framework extension takes no `extra-bindings`
extra_bindings: {a: }
",
        );
        check(&RULE, "storage: {}\n");
    }

    #[test]
    fn the_section_can_go() {
        let fixture =
            "extensions: [go-framework]\nstorage:\n  data:\n    type: filesystem\nname: x\n";
        assert_eq!(fixed(&RULE, fixture, 0), "extensions: [go-framework]\nname: x\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            error (charmcraft): the go-framework extension takes no `storage`
              note: `charmcraft pack` stops on this, even if it is empty
              help: remove `storage`, or write the charm without the extension
              fix (Unsafe): Remove `storage`
        "#]]
        .assert_eq(&said(&RULE, "extensions: [go-framework]\nstorage:\n"));
    }
}
