//! `extension-paas-charm-mismatch`: the base asks for another paas-charm than the project. Docs in
//! extension_paas_charm_mismatch.md.

use crate::application::pinned;
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
    let Some(major) = major(extension.variant.paas_charm).filter(|major| *major > 1) else {
        return;
    };
    let Some(asked) = asked_for_below(cx, major) else { return };
    let base = cx.entry("base");
    let section = ["platforms", "bases"].into_iter().find_map(|key| cx.entry(key));
    let Some(range) = base.map(place).or(section.map(|section| section.key.range())) else {
        return;
    };
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

fn major(version: &str) -> Option<u64> {
    version.split('.').next()?.parse().ok()
}

/// Who asks for versions of the library below this one, in words: the project, else the configuration.
fn asked_for_below(cx: &Context<'_>, major: u64) -> Option<String> {
    if let Some((file, specifier)) = pinned(cx) {
        let is_below = pinned::is_below(&specifier, major);
        return is_below.then(|| format!("`{file}` asks for `{PACKAGE}{specifier}`"));
    }
    let version = cx.snapshot.settings.versions.paas_charm?;
    let is_below = u64::from(version.major()) < major;
    is_below.then(|| format!("the configuration says that the charm is for {PACKAGE} {version}"))
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
    fn half_typed_bases_are_left_alone() {
        let fixture =
            "extensions: [flask-framework]\nbase: ubuntu@26.\n//- requirements.txt\npaas-charm<2\n";
        check(&RULE, fixture);
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
