//! `unread-file-name`: the file has a name that no tool reads. Docs in unread_file_name.md.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unread-file-name",
    severity: Severity::Warning,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Rockcraft, FileKind::Charmcraft, FileKind::PaasConfig],
    docs: include_str!("unread_file_name.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let found = &*cx.snapshot.file_name;
    let wanted = cx.snapshot.kind.canonical_name();
    if found == wanted {
        return;
    }
    let tool = cx.tool().name();
    let draft = out
        .report_file(format!("the file is named `{found}`, expected `{wanted}`"))
        .note(format!("`{tool}` reads `{wanted}` only, whatever other files lie beside it"));
    if cx.snapshot.project.entry(wanted).is_some() {
        draft.help(format!("move what is needed into the `{wanted}` beside it"));
        return;
    }
    draft.help(format!("rename it to `{wanted}`")).fix(Fix {
        title: format!("Rename the file to `{wanted}`"),
        safety: Safety::Unsafe,
        edits: Vec::new(),
        rename_file: Some(wanted),
    });
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn other_endings_are_not_read_either() {
        check(
            &RULE,
            "//- charmcraft.yml
name: notes
#^^^ warning[unread-file-name]: the file is named `charmcraft.yml`, expected `charmcraft.yaml`
",
        );
    }

    #[test]
    fn rockfile_is_marked_at_its_first_key() {
        check(
            &RULE,
            "//- rockfile.yaml
# An image.
name: notes
#^^^ warning[unread-file-name]: the file is named `rockfile.yaml`, expected `rockcraft.yaml`
",
        );
        check(&RULE, "//- rockcraft.yaml\nname: notes\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "//- rockfile.yaml\nname: notes\n")
            + &said(&RULE, "//- rockfile.yaml\n//- rockcraft.yaml\nname: notes\n")
            + &said(&RULE, "//- charmcraft.yml\nname: notes\n");
        expect![[r#"
            warning (rockcraft): the file is named `rockfile.yaml`, expected `rockcraft.yaml`
              note: `rockcraft` reads `rockcraft.yaml` only, whatever other files lie beside it
              help: rename it to `rockcraft.yaml`
              fix (Unsafe): Rename the file to `rockcraft.yaml`
            warning (rockcraft): the file is named `rockfile.yaml`, expected `rockcraft.yaml`
              note: `rockcraft` reads `rockcraft.yaml` only, whatever other files lie beside it
              help: move what is needed into the `rockcraft.yaml` beside it
            warning (charmcraft): the file is named `charmcraft.yml`, expected `charmcraft.yaml`
              note: `charmcraft` reads `charmcraft.yaml` only, whatever other files lie beside it
              help: rename it to `charmcraft.yaml`
              fix (Unsafe): Rename the file to `charmcraft.yaml`
        "#]]
        .assert_eq(&said);
    }
}
