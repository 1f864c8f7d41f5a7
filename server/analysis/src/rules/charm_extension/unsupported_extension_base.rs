//! `unsupported-extension-base`: an extension cannot be used on the charm's base. Docs in
//! unsupported_extension_base.md.

use super::bases::{NamedBase, named_bases};
use super::used;
use crate::facts::Framework;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unsupported-extension-base",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("unsupported_extension_base.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some((entry, extension)) = used(cx) else { return };
    let bases = named_bases(cx);
    if bases.len() > 1 {
        report_several(cx, extension.framework, &bases, out);
        return;
    }
    let Some(base) = bases.first() else { return };
    if extension.framework.variants.iter().any(|variant| variant.supports(&base.name)) {
        return;
    }
    let framework = extension.framework;
    let draft = out
        .report(
            entry.range(),
            format!("the {} extension does not support base `{}`", framework.extension, base.name),
        )
        .note(super::STOPS)
        .help(format!("use {}", supported(framework)))
        .label(base.place.range(), "the base");
    let is_base = cx.entry("base").is_some_and(|entry| entry.value == base.place);
    if let Some(newest) = newest(framework).filter(|_| is_base && base.place.is_scalar()) {
        let title = format!("Build on `{newest}`");
        draft.fix(Fix::replace(title, Safety::Unsafe, base.place.range(), newest));
    }
}

/// The extension is for one base, whatever the bases are.
fn report_several(
    cx: &Context<'_>,
    framework: &Framework,
    bases: &[NamedBase<'_>],
    out: &mut Findings<'_>,
) {
    let section = ["platforms", "bases", "base"].into_iter().find_map(|key| cx.entry(key));
    let Some(section) = section else { return };
    let names: Vec<_> = bases.iter().map(|base| format!("`{}`", base.name)).collect();
    let mut draft = out
        .report(
            section.key.range(),
            format!(
                "the charm has several bases ({}), and the extension takes one",
                names.join(", ")
            ),
        )
        .note(super::STOPS)
        .help(format!("keep one base: {}", supported(framework)));
    for base in bases {
        draft = draft.label(base.place.range(), format!("`{}`", base.name));
    }
}

/// The bases of a framework, stable ones first.
fn supported(framework: &Framework) -> String {
    let bases = || framework.variants.iter().flat_map(|variant| &variant.bases);
    let stable = bases().filter(|base| !base.experimental);
    let experimental = bases().filter(|base| base.experimental);
    let names: Vec<_> = stable
        .map(|base| format!("`{}`", base.base))
        .chain(experimental.map(|base| format!("`{}` (experimental)", base.base)))
        .collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.join(", "),
    }
}

/// The newest base that is not experimental; of a framework without any the oldest.
fn newest(framework: &Framework) -> Option<&'static str> {
    let bases = || framework.variants.iter().flat_map(|variant| &variant.bases);
    let stable = bases().rfind(|base| !base.experimental);
    stable.or_else(|| bases().next()).map(|base| base.base)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn an_extension_supports_some_bases() {
        check(
            &RULE,
            "extensions: [go-framework]
#            ^^^^^^^^^^^^ error[unsupported-extension-base]: the go-framework extension does not support base `ubuntu@22.04`
base: ubuntu@22.04
",
        );
        for base in ["ubuntu@22.04", "ubuntu@24.04", "ubuntu@26.04"] {
            check(&RULE, &format!("extensions: [flask-framework]\nbase: {base}\n"));
        }
        check(&RULE, "base: ubuntu@18.04\n");
        check(
            &RULE,
            "extensions: [flask-framework]\nbuild-base: ubuntu@18.04\nbase: ubuntu@24.04\n",
        );
    }

    #[test]
    fn bases_are_read_from_everywhere() {
        let said =
            |platforms: &str| said(&RULE, &format!("extensions: [flask-framework]\n{platforms}\n"));
        let refused = [
            "platforms: {'ubuntu@20.04:amd64': }",
            "platforms: {a: {build-on: [amd64], build-for: ['ubuntu@20.04:amd64']}}",
            "platforms: {a: {build-on: [amd64], build-for: ubuntu@20.04:amd64}}",
            "bases: [{name: ubuntu, channel: '20.04'}]",
            "bases: [{build-on: [{name: ubuntu, channel: '20.04'}], run-on: [{name: ubuntu, channel: '22.04'}]}]",
        ];
        for platforms in refused {
            assert!(said(platforms).contains("`ubuntu@20.04`"), "{platforms}");
        }
        let taken = [
            "platforms: {'ubuntu@24.04:amd64': }",
            "platforms: {'ubuntu@24.04:amd64': {build-on: ['ubuntu@20.04:amd64'], build-for: ['ubuntu@20.04:amd64']}}",
            "platforms: {amd64: }",
            "platforms: {'focal@20.04': }",
            "bases: [{build-on: [{name: ubuntu, channel: '22.04'}], run-on: [{name: ubuntu, channel: '20.04'}]}]",
        ];
        for platforms in taken {
            assert_eq!(said(platforms), "", "{platforms}");
        }
    }

    #[test]
    fn several_bases_are_one_too_many() {
        check(
            &RULE,
            "extensions: [flask-framework]
platforms:
#^^^^^^^^ error[unsupported-extension-base]: the charm has several bases (`ubuntu@22.04`, `ubuntu@24.04`)
  ubuntu@22.04:amd64:
  ubuntu@24.04:amd64:
  ubuntu@24.04:arm64:
",
        );
    }

    #[test]
    fn the_newest_stable_base_is_offered() {
        let fixed = |extension: &str| {
            fixed(&RULE, &format!("extensions: [{extension}]\nbase: ubuntu@20.04\n"), 0)
        };
        assert!(fixed("flask-framework").ends_with("base: ubuntu@24.04\n"));
        assert!(fixed("spring-boot-framework").ends_with("base: ubuntu@24.04\n"));
    }

    #[test]
    fn words() {
        let said = said(&RULE, "extensions: [spring-boot-framework]\nbase: ubuntu@22.04\n")
            + &said(&RULE, "extensions: [django-framework]\nplatforms: {'almalinux@9:amd64': }\n")
            + &said(
                &RULE,
                "extensions: [go-framework]\nbases: [{name: ubuntu, channel: '22.04'}, {name: ubuntu, channel: '20.04'}]",
            );
        expect![[r#"
            error (charmcraft): the spring-boot-framework extension does not support base `ubuntu@22.04`
              note: `charmcraft pack` stops on this
              help: use `ubuntu@24.04` (experimental) or `ubuntu@26.04` (experimental)
              fix (Unsafe): Build on `ubuntu@24.04`
            error (charmcraft): the django-framework extension does not support base `almalinux@9`
              note: `charmcraft pack` stops on this
              help: use `ubuntu@22.04`, `ubuntu@24.04` or `ubuntu@26.04` (experimental)
            error (charmcraft): the charm has several bases (`ubuntu@22.04`, `ubuntu@20.04`), and the extension takes one
              note: `charmcraft pack` stops on this
              help: keep one base: `ubuntu@24.04` or `ubuntu@26.04` (experimental)
        "#]].assert_eq(&said);
    }
}
