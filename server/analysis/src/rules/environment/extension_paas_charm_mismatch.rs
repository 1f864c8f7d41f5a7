//! `extension-paas-charm-mismatch`: the base asks for another paas-charm than the project. Docs in
//! extension_paas_charm_mismatch.md.

use crate::application::pinned;
use crate::model::Extension;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "extension-paas-charm-mismatch",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("extension_paas_charm_mismatch.md"),
    check,
};

const PACKAGE: &str = "paas-charm";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(extension) = cx.extension() else { return };
    let [_, newer] = &extension.framework.variants;
    let wants_newer = extension.variant.version == newer.version;
    let Some(major) = major(newer.paas_charm) else { return };
    let Some(asked) = asked_for_other(cx, major, wants_newer) else { return };
    let base = cx.entry("base");
    let section = ["platforms", "bases"].into_iter().find_map(|key| cx.entry(key));
    let range = base.map(place).or(section.map(|section| section.key.range()));
    let Some(range) = range else { return };
    match wants_newer {
        true => report_older(extension, major, &asked, base, range, out),
        false => report_newer(cx, extension, major, &asked, range, out),
    }
}

/// A library that is older than what the extension brings.
fn report_older(
    extension: Extension,
    major: u64,
    asked: &str,
    base: Option<Entry<'_>>,
    range: TextRange,
    out: &mut Findings<'_>,
) {
    let [older, newer] = &extension.framework.variants;
    let name = extension.framework.extension;
    let (Some(old_base), Some(new_base)) = (older.bases.last(), newer.bases.first()) else {
        return;
    };
    let (old_peer, new_peer) = (older.peers.first(), newer.peers.first());
    let peers = match (old_peer, new_peer) {
        (Some(old), Some(new)) => format!(
            ": the extension declares the peer endpoint `{}`, the library looks for `{}`",
            new.name, old.name
        ),
        _ => String::new(),
    };
    let (old_base, new_base) = (old_base.base, new_base.base);
    let draft = out
        .report(
            range,
            format!(
                "on base `{new_base}` the {name} extension is for {PACKAGE} {major}, and {asked}"
            ),
        )
        .note(format!("every hook crashes{peers}"))
        .help(format!("take {PACKAGE} {major}, or build on `{old_base}`"));
    let Some(base) = base.filter(|base| base.value.is_scalar() && !base.value.is_absent()) else {
        return;
    };
    let title = format!("Build on `{old_base}`");
    draft.fix(Fix::replace(title, Safety::Unsafe, base.value.range(), old_base));
}

/// A library that is newer than what the extension brings.
fn report_newer(
    cx: &Context<'_>,
    extension: Extension,
    major: u64,
    asked: &str,
    range: TextRange,
    out: &mut Findings<'_>,
) {
    // For a base that is half typed, or not supported, nothing is known.
    let base = cx.charm().target_base();
    let Some(base) = base.filter(|base| extension.variant.supports(base)) else { return };
    let [older, newer] = &extension.framework.variants;
    let name = extension.framework.extension;
    let note = match older.container == newer.container {
        true => "the library takes ports and metrics from `paas-config.yaml`, and passes over the \
                 options that the extension has for them"
            .to_owned(),
        false => format!(
            "every hook crashes: the extension declares the container `{}`, the library looks for `{}`",
            older.container, newer.container
        ),
    };
    out.report(
        range,
        format!(
            "on base `{base}` the {name} extension is for {PACKAGE} below {major}, and {asked}"
        ),
    )
    .note(note)
    .help(format!("ask for `{PACKAGE}<{major}`"));
}

fn major(version: &str) -> Option<u64> {
    version.split('.').next()?.parse().ok()
}

/// Who asks for versions of the library below this one, or from it on, in words: the project, else the
/// configuration.
fn asked_for_other(cx: &Context<'_>, major: u64, wants_newer: bool) -> Option<String> {
    if let Some((file, specifier)) = pinned(cx) {
        let is_other = match wants_newer {
            true => pinned::is_below(&specifier, major),
            false => pinned::is_from(&specifier, major),
        };
        return is_other.then(|| format!("`{file}` asks for `{PACKAGE}{specifier}`"));
    }
    let version = cx.snapshot.settings.versions.paas_charm?;
    let is_older = u64::from(version.major()) < major;
    (is_older == wants_newer)
        .then(|| format!("the configuration says that the charm is for {PACKAGE} {version}"))
}

/// The file that asks for the library, and which versions.
fn pinned(cx: &Context<'_>) -> Option<(&'static str, String)> {
    let project = &cx.snapshot.project;
    let in_pyproject = || {
        let text = project.read("pyproject.toml")?;
        Some(("pyproject.toml", pinned::in_pyproject(&text, PACKAGE)?))
    };
    let in_requirements = || {
        let text = project.read("requirements.txt")?;
        Some(("requirements.txt", pinned::in_requirements(&text, PACKAGE)?))
    };
    in_pyproject().or_else(in_requirements)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn an_old_library_on_a_new_base_is_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
base: ubuntu@26.04
#     ^^^^^^^^^^^^ warning[extension-paas-charm-mismatch]: on base `ubuntu@26.04` the flask-framework extension
//- requirements.txt
paas-charm>=1.0,<2
",
        );
        check(
            &RULE,
            "extensions: [go-framework]
platforms:
#^^^^^^^^ warning[extension-paas-charm-mismatch]: on base `ubuntu@26.04` the go-framework extension
  ubuntu@26.04:amd64:
//- pyproject.toml
[project]
dependencies = ['paas-charm~=1.12']
//- requirements.txt
paas-charm==2.0
",
        );
    }

    #[test]
    fn the_configuration_says_what_the_project_does_not() {
        let charm = "extensions: [flask-framework]
base: ubuntu@26.04
#     ^^^^^^^^^^^^ warning[extension-paas-charm-mismatch]: on base `ubuntu@26.04` the flask-framework extension is for paas-charm 2, and the configuration says
";
        let configured = "//- flask-lsp.toml\nversions.paas-charm = \"1.12\"\n";
        check(&RULE, &format!("{charm}{configured}"));
        let pinned = "extensions: [flask-framework]\nbase: ubuntu@26.04\n//- requirements.txt\npaas-charm==2.0\n";
        check(&RULE, &format!("{pinned}{configured}"));
    }

    #[test]
    fn open_ends_older_bases_and_other_charms_are_fine() {
        let new = "extensions: [flask-framework]\nbase: ubuntu@26.04\n";
        for requirement in ["paas-charm", "paas-charm>=1.12", "paas-charm==2.0.1", "ops==1.0"] {
            check(&RULE, &format!("{new}//- requirements.txt\n{requirement}\n"));
        }
        check(&RULE, new);
        let old = "extensions: [flask-framework]\nbase: ubuntu@24.04\n";
        check(&RULE, &format!("{old}//- requirements.txt\npaas-charm==1.12.3\n"));
        check(&RULE, "base: ubuntu@26.04\n//- requirements.txt\npaas-charm==1.12.3\n");
    }

    #[test]
    fn a_new_library_on_an_old_base_is_marked() {
        let said_of =
            |charm: &str| said(&RULE, &format!("{charm}//- requirements.txt\npaas-charm>=2,<3\n"));
        expect![[r#"
            warning (paas-charm): on base `ubuntu@22.04` the django-framework extension is for paas-charm below 2, and `requirements.txt` asks for `paas-charm>=2,<3`
              note: every hook crashes: the extension declares the container `django-app`, the library looks for `app`
              help: ask for `paas-charm<2`
        "#]].assert_eq(&said_of("extensions: [django-framework]\nbase: ubuntu@22.04\n"));
        expect![[r#"
            warning (paas-charm): on base `ubuntu@24.04` the go-framework extension is for paas-charm below 2, and `requirements.txt` asks for `paas-charm>=2,<3`
              note: the library takes ports and metrics from `paas-config.yaml`, and passes over the options that the extension has for them
              help: ask for `paas-charm<2`
        "#]].assert_eq(&said_of("extensions: [go-framework]\nbase: ubuntu@24.04\n"));
        assert_eq!(said_of("extensions: [go-framework]\nbase: ubuntu@22.04\n"), "");
    }

    #[test]
    fn half_typed_bases_are_left_alone() {
        for asked in ["<2", ">=2"] {
            let charm = "extensions: [flask-framework]\nbase: ubuntu@26.\n";
            check(&RULE, &format!("{charm}//- requirements.txt\npaas-charm{asked}\n"));
        }
    }

    #[test]
    fn fix_builds_on_the_older_base() {
        let fixture = "extensions: [flask-framework]\nbase: ubuntu@26.04\n//- requirements.txt\npaas-charm<2\n";
        assert_eq!(fixed(&RULE, fixture, 0), "extensions: [flask-framework]\nbase: ubuntu@24.04\n");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [flask-framework]\nbase: ubuntu@26.04\n//- requirements.txt\npaas-charm==1.12.3 # why\n",
        );
        expect![[r#"
            warning (paas-charm): on base `ubuntu@26.04` the flask-framework extension is for paas-charm 2, and `requirements.txt` asks for `paas-charm==1.12.3`
              note: every hook crashes: the extension declares the peer endpoint `peers`, the library looks for `secret-storage`
              help: take paas-charm 2, or build on `ubuntu@24.04`
              fix (Unsafe): Build on `ubuntu@24.04`
        "#]].assert_eq(&said);
    }
}
