//! `charm-of-other-framework`: rock and charm of one project use different extensions. Docs in
//! charm_of_other_framework.md.
//!
//! Said in the rock only, so that a check of the whole project says it once.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "charm-of-other-framework",
    severity: Severity::Warning,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Rockcraft],
    docs: include_str!("charm_of_other_framework.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(framework) = cx.framework() else { return };
    let Some(partner) = cx.partner() else { return };
    let Some(other) = partner.framework().filter(|other| other.name != framework.name) else {
        return;
    };
    let mut extensions = cx.rock().extensions().into_iter();
    let Some((node, _)) = extensions.find(|(_, name)| *name == framework.extension) else { return };
    let range = node.range();
    let message = format!(
        "the charm in `{}` is for {}, this image for {}",
        partner.path, other.title, framework.title
    );
    let draft = out
        .report(range, message)
        .note(format!(
            "that charm looks for a service `{}` in its image; this one has `{}`",
            other.service, framework.service
        ))
        .help(format!("use `{}` in both files, or `{}`", framework.extension, other.extension));
    if !node.is_repaired() {
        let title = format!("Change the extension to `{}`", other.extension);
        draft.fix(Fix::replace(title, Safety::Unsafe, range, other.extension));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn the_extension_of_the_rock_is_marked() {
        check(
            &RULE,
            "//- rockcraft.yaml
extensions: [flask-framework]
#            ^^^^^^^^^^^^^^^ warning[charm-of-other-framework]: the charm in `charm/charmcraft.yaml` is for Django
//- charm/charmcraft.yaml
extensions: [django-framework]
",
        );
    }

    #[test]
    fn the_same_extension_or_none_is_fine() {
        for charm in ["extensions: [flask-framework]", "name: x", "extensions: [unknown]"] {
            check(
                &RULE,
                &format!(
                    "//- rockcraft.yaml\nextensions: [flask-framework]\n//- charm/charmcraft.yaml\n{charm}\n"
                ),
            );
        }
        check(&RULE, "extensions: [flask-framework]\n");
    }

    #[test]
    fn words() {
        let text = "//- rockcraft.yaml\nextensions: [go-framework]\n//- charmcraft.yaml\nextensions: [fastapi-framework]\n";
        expect![[r#"
            warning (nobody): the charm in `charmcraft.yaml` is for FastAPI, this image for Go
              note: that charm looks for a service `fastapi` in its image; this one has `go`
              help: use `go-framework` in both files, or `fastapi-framework`
              fix (Unsafe): Change the extension to `fastapi-framework`
        "#]]
        .assert_eq(&said(&RULE, text));
    }
}
