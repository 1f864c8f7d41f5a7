//! `rockfile-name`: the file has a name that rockcraft does not read. Docs in rockfile_name.md.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "rockfile-name",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("rockfile_name.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let found = &*cx.snapshot.file_name;
    let wanted = cx.snapshot.kind.canonical_name();
    if found == wanted {
        return;
    }
    let first = cx.root().and_then(|root| root.entries().next());
    let range = first.map_or_else(TextRange::default, |entry| entry.key.range());
    let draft = out
        .report(range, format!("the file is named `{found}`, expected `{wanted}`"))
        .note(format!("`rockcraft` reads `{wanted}` only, whatever other files lie beside it"));
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
    fn rockfile_is_marked_at_its_first_key() {
        check(
            &RULE,
            "//- rockfile.yaml
# An image.
name: notes
#^^^ warning[rockfile-name]: the file is named `rockfile.yaml`, expected `rockcraft.yaml`
",
        );
        check(&RULE, "//- rockcraft.yaml\nname: notes\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "//- rockfile.yaml\nname: notes\n")
            + &said(&RULE, "//- rockfile.yaml\n//- rockcraft.yaml\nname: notes\n");
        expect![[r#"
            warning (rockcraft): the file is named `rockfile.yaml`, expected `rockcraft.yaml`
              note: `rockcraft` reads `rockcraft.yaml` only, whatever other files lie beside it
              help: rename it to `rockcraft.yaml`
              fix (Unsafe): Rename the file to `rockcraft.yaml`
            warning (rockcraft): the file is named `rockfile.yaml`, expected `rockcraft.yaml`
              note: `rockcraft` reads `rockcraft.yaml` only, whatever other files lie beside it
              help: move what is needed into the `rockcraft.yaml` beside it
        "#]]
        .assert_eq(&said);
    }
}
