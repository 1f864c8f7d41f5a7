//! `experimental-rock-extension`: rockcraft offers the extension on this base only if it is asked to. Docs
//! in experimental_rock_extension.md.

use crate::facts;
use crate::rules::prelude::*;

use super::framework::{Used, base, used};
use super::rock_base_without_extension::variant;

pub(super) static RULE: Rule = Rule {
    id: "experimental-rock-extension",
    severity: Severity::Information,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("experimental_rock_extension.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(base) = base(cx) else { return };
    let switch = facts::tools().rock_switch;
    for Used { name, framework } in used(cx) {
        let variant = variant(framework, base, cx.entry("build-base"));
        let is_experimental = variant.is_some_and(|it| it.experimental && it.bases.contains(&base));
        let extension = framework.extension;
        let version = cx.snapshot.settings.versions.rockcraft;
        if is_experimental || facts::was_experimental(Judge::Rockcraft, extension, base, version) {
            out.report(name.range(), format!("`{extension}` is experimental on base `{base}`"))
                .note(format!("`rockcraft pack` stops on this unless `{switch}` is set"))
                .help(format!("run `{switch}=true rockcraft pack`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn the_extension_is_marked_where_it_is_experimental() {
        check(
            &RULE,
            "base: ubuntu@26.04
extensions: [flask-framework]
#            ^^^^^^^^^^^^^^^ information[experimental-rock-extension]: `flask-framework` is experimental
",
        );
        check(&RULE, "base: ubuntu@24.04\nextensions: [flask-framework]\n");
        check(&RULE, "base: ubuntu@22.04\nextensions: [spring-boot-framework]\n");
        check(&RULE, "extensions: [spring-boot-framework]\n");
    }

    #[test]
    fn an_older_rockcraft_tries_more_of_them_out() {
        let rock = "base: bare
extensions: [fastapi-framework]
#            ^^^^^^^^^^^^^^^^^ information[experimental-rock-extension]: `fastapi-framework` is experimental
";
        check(&RULE, &format!("{rock}//- flask-lsp.toml\nversions.rockcraft = \"1.18\"\n"));
    }

    #[test]
    fn spring_boot_is_experimental_everywhere() {
        let said = said(
            &RULE,
            "base: bare\nbuild-base: ubuntu@24.04\nextensions: [spring-boot-framework]\n",
        );
        expect![[r#"
            information (rockcraft): `spring-boot-framework` is experimental on base `bare`
              note: `rockcraft pack` stops on this unless `ROCKCRAFT_ENABLE_EXPERIMENTAL_EXTENSIONS` is set
              help: run `ROCKCRAFT_ENABLE_EXPERIMENTAL_EXTENSIONS=true rockcraft pack`
        "#]]
        .assert_eq(&said);
    }
}
