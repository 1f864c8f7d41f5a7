//! `experimental-extension`: an extension needs a switch on this base. Docs in experimental_extension.md.

use super::bases::named_bases;
use super::used;
use crate::facts;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "experimental-extension",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("experimental_extension.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some((entry, extension)) = used(cx) else { return };
    let bases = named_bases(cx);
    let [base] = bases.as_slice() else { return };
    let supported = extension.framework.variants.iter().flat_map(|variant| &variant.bases);
    let mut experimental = supported.filter(|supported| supported.experimental);
    let version = cx.snapshot.settings.versions.charmcraft;
    let name = extension.framework.extension;
    if !experimental.any(|supported| supported.base == base.name)
        && !facts::was_experimental(Judge::Charmcraft, name, &base.name, version)
    {
        return;
    }
    let switch = facts::charm_extensions().experimental_switch;
    out.report(
        entry.range(),
        format!("the {name} extension is experimental on base `{}`", base.name),
    )
    .note(format!("`charmcraft pack` stops unless the variable `{switch}` is set"))
    .help(format!("run `{switch}=1 charmcraft pack`"));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn spring_boot_and_the_newest_base_are_experimental() {
        check(
            &RULE,
            "extensions: [spring-boot-framework]
#            ^^^^^^^^^^^^^^^^^^^^^ warning[experimental-extension]: the spring-boot-framework extension is experimental
base: ubuntu@24.04
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]
#            ^^^^^^^^^^^^^^^ warning[experimental-extension]: the flask-framework extension is experimental
platforms: {'ubuntu@26.04:amd64': }
",
        );
        check(&RULE, "extensions: [flask-framework]\nbase: ubuntu@24.04\n");
    }

    #[test]
    fn an_older_charmcraft_tries_more_of_them_out() {
        let charm = "extensions: [go-framework]
#            ^^^^^^^^^^^^ warning[experimental-extension]: the go-framework extension is experimental
base: ubuntu@24.04
";
        check(&RULE, &format!("{charm}//- flask-lsp.toml\nversions.charmcraft = \"4.3\"\n"));
    }

    #[test]
    fn a_base_that_is_not_supported_is_another_rule_s() {
        check(&RULE, "extensions: [spring-boot-framework]\nbase: ubuntu@22.04\n");
        check(&RULE, "extensions: [spring-boot-framework]\nplatforms: {amd64: }\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "extensions: [go-framework]\nbase: ubuntu@26.04\n");
        expect![[r#"
            warning (charmcraft): the go-framework extension is experimental on base `ubuntu@26.04`
              note: `charmcraft pack` stops unless the variable `CHARMCRAFT_ENABLE_EXPERIMENTAL_EXTENSIONS` is set
              help: run `CHARMCRAFT_ENABLE_EXPERIMENTAL_EXTENSIONS=1 charmcraft pack`
        "#]].assert_eq(&said);
    }
}
