//! `charm-of-other-name`: rock and charm of one project have names that do not go together. Docs in
//! charm_of_other_name.md.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "charm-of-other-name",
    severity: Severity::Hint,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Rockcraft],
    docs: include_str!("charm_of_other_name.md"),
    check,
};

/// What people add to a name to say which of the two it is.
const ENDINGS: [&str; 5] = ["-k8s", "-operator", "-charm", "-rock", "-image"];

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = cx.entry("name").filter(|_| cx.framework().is_some()) else { return };
    let Some(name) = entry.value.resolved().as_str() else { return };
    let Some(partner) = cx.partner() else { return };
    let Some(other) = partner.text("name") else { return };
    if stem(name) == stem(other) || entry.value.is_repaired() {
        return;
    }
    out.report(
        entry.value.range(),
        format!("the image is called `{name}`, its charm in `{}` `{other}`", partner.path),
    )
    .note("nothing breaks, but in a registry nobody sees that the two belong together")
    .help("give both the same name");
}

fn stem(name: &str) -> &str {
    let mut stem = name;
    while let Some(shorter) = ENDINGS.iter().find_map(|ending| stem.strip_suffix(ending)) {
        stem = shorter;
    }
    stem
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn names_go_together_up_to_their_ending() {
        for charm in ["shop", "shop-k8s", "shop-k8s-operator"] {
            check(
                &RULE,
                &format!(
                    "//- rockcraft.yaml\nname: shop-rock\nextensions: [go-framework]\n//- charmcraft.yaml\nname: {charm}\n"
                ),
            );
        }
        check(
            &RULE,
            "//- rockcraft.yaml
name: shop
#     ^^^^ hint[charm-of-other-name]: the image is called `shop`, its charm in `charm/charmcraft.yaml` `notes`
extensions: [go-framework]
//- charm/charmcraft.yaml
name: notes
",
        );
    }

    #[test]
    fn images_of_other_kinds_are_free() {
        check(&RULE, "//- rockcraft.yaml\nname: redis\n//- charmcraft.yaml\nname: shop\n");
    }

    #[test]
    fn words() {
        let text = "//- rockcraft.yaml\nname: a\nextensions: [go-framework]\n//- charmcraft.yaml\nname: b\n";
        expect![[r#"
            hint (nobody): the image is called `a`, its charm in `charmcraft.yaml` `b`
              note: nothing breaks, but in a registry nobody sees that the two belong together
              help: give both the same name
        "#]]
        .assert_eq(&said(&RULE, text));
    }
}
