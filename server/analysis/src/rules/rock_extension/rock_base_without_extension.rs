//! `rock-base-without-extension`: an extension is not made for the rock's base. Docs in
//! rock_base_without_extension.md.

use std::borrow::Cow;

use crate::facts::{self, Framework, RockVariant};
use crate::rules::edits::written;
use crate::rules::prelude::*;
use crate::rules::shape::listed;

use super::framework::{PACK_STOPS, Used, used};

pub(super) static RULE: Rule = Rule {
    id: "rock-base-without-extension",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("rock_base_without_extension.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let used = used(cx);
    let Some(base) = cx.entry("base").filter(|_| !used.is_empty()) else { return };
    let Some(text) = base.value.resolved().as_str() else { return };
    // A base that no rock can have is a fault of its own.
    if base.value.is_repaired() || !is_known(text) {
        return;
    }
    let build_base = cx.entry("build-base");
    if build_base.is_some_and(|entry| entry.value.is_repaired()) {
        return;
    }
    for Used { framework, .. } in used {
        let variant = variant(framework, text, build_base);
        let supported = variant.is_some_and(|variant| variant.bases.contains(&text));
        if !supported && !out.has_reported(base.value.range()) {
            report(framework, (base, text), build_base, out);
        }
    }
}

/// Whether rockcraft has the base, in either spelling.
fn is_known(base: &str) -> bool {
    let bases = facts::key_doc(FileKind::Rockcraft, &["base"]).map(|doc| doc.values.as_slice());
    let of_frameworks = facts::frameworks().iter().flat_map(|framework| &framework.rock.variants);
    bases.unwrap_or_default().contains(&base)
        || of_frameworks.into_iter().any(|variant| variant.bases.contains(&base))
}

/// The variant of the extension for a base and a build base.
pub(super) fn variant(
    framework: &'static Framework,
    base: &str,
    build_base: Option<Entry<'_>>,
) -> Option<&'static RockVariant> {
    let build_base = build_base.and_then(|entry| entry.value.resolved().as_str());
    framework.rock.variant_for(base, build_base)
}

fn report(
    framework: &'static Framework,
    (base, text): (Entry<'_>, &str),
    build_base: Option<Entry<'_>>,
    out: &mut Findings<'_>,
) {
    let extension = framework.extension;
    let build_base =
        build_base.filter(|entry| entry.value.resolved().as_str().is_some_and(|it| !it.is_empty()));
    let all = || framework.rock.variants.iter();
    let with_base = all().find(|variant| variant.bases.contains(&text));
    let Some(variant) = with_base else {
        let mut bases: Vec<_> = all().flat_map(|variant| variant.bases.iter().copied()).collect();
        bases.retain(|base| !base.contains(':'));
        let draft = out
            .report(base.value.range(), format!("`{extension}` does not support base `{text}`"))
            .note(PACK_STOPS)
            .help(format!("write one of {}", listed(&bases, "and")));
        let newest =
            all().next().and_then(|variant| variant.bases.iter().rfind(|it| it.contains('@')));
        if let (Some(newest), None, true) =
            (newest, build_base, base.value.alias_target().is_none())
        {
            let title = format!("Write `{newest}`");
            draft.fix(Fix::replace(
                title,
                Safety::Unsafe,
                base.value.range(),
                written_base(newest),
            ));
        }
        return;
    };
    // The base is right; what it is built on is not.
    let series = listed(&variant.series, "or");
    // `bare` without a build base is refused without any extension, which another rule says.
    let Some(build_base) = build_base else { return };
    let found = build_base.value.resolved().as_str().unwrap_or_default();
    let message = format!("`{extension}` does not support base `{text}` with build base `{found}`");
    let draft = out
        .report(base.value.range(), message)
        .label(build_base.value.range(), "the build base")
        .note(PACK_STOPS);
    let Some(newest) = variant.series.last() else {
        draft.help("remove `build-base`");
        return;
    };
    let draft = draft.help(format!("write {series} for `build-base`"));
    if build_base.value.alias_target().is_none() {
        let title = format!("Write `build-base: {newest}`");
        let range = build_base.value.range();
        draft.fix(Fix::replace(title, Safety::Unsafe, range, written_base(newest)));
    }
}

/// `@` needs no quotes inside of a word.
fn written_base(base: &str) -> Cow<'_, str> {
    if base.contains('@') { Cow::Borrowed(base) } else { written(base) }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    fn accepts(extension: &str, base: &str, build_base: &str) -> bool {
        let build_base = match build_base {
            "" => String::new(),
            text => format!("build-base: {text}\n"),
        };
        let file = format!("base: {base}\n{build_base}extensions: [{extension}-framework]\n");
        said(&RULE, &file).is_empty()
    }

    #[test]
    fn base_and_build_base_decide_together() {
        for extension in ["flask", "django"] {
            for (base, build_base) in [
                ("bare", "ubuntu@22.04"),
                ("bare", "ubuntu:22.04"),
                ("bare", "ubuntu@24.04"),
                ("ubuntu@22.04", ""),
                ("ubuntu:22.04", ""),
                ("ubuntu@24.04", ""),
                ("ubuntu@24.04", "ubuntu@22.04"),
                ("ubuntu@26.04", ""),
                ("ubuntu@26.04", "devel"),
            ] {
                assert!(accepts(extension, base, build_base), "{extension} {base} {build_base}");
            }
            for (base, build_base) in [
                ("bare", "ubuntu@26.04"),
                ("bare", "devel"),
                ("ubuntu@24.04", "ubuntu@26.04"),
                ("ubuntu@24.04", "devel"),
                ("ubuntu@25.10", ""),
                ("ubuntu@20.04", ""),
                ("ubuntu@26.04", "ubuntu@24.04"),
            ] {
                assert!(!accepts(extension, base, build_base), "{extension} {base} {build_base}");
            }
        }
        for extension in ["fastapi", "go", "expressjs", "spring-boot"] {
            assert!(accepts(extension, "bare", "ubuntu@24.04"));
            assert!(accepts(extension, "ubuntu@26.04", ""));
            assert!(!accepts(extension, "ubuntu@22.04", ""));
            assert!(!accepts(extension, "bare", "ubuntu@22.04"));
        }
    }

    #[test]
    fn the_base_is_marked() {
        check(
            &RULE,
            "base: ubuntu@25.10
#     ^^^^^^^^^^^^ error[rock-base-without-extension]: `flask-framework` does not support base `ubuntu@25.10`
extensions: [flask-framework]
",
        );
    }

    #[test]
    fn other_faults_of_the_base_are_told_elsewhere() {
        for base in ["ubuntu@24.4", "24.04", "", "[bare]", "devel"] {
            check(&RULE, &format!("base: {base}\nextensions: [flask-framework]\n"));
        }
        check(&RULE, "extensions: [flask-framework]\n");
        check(&RULE, "base: ubuntu@25.10\nextensions: [rails]\n");
    }

    #[test]
    fn fixes_choose_the_newest_base() {
        let fix = |head: &str| fixed(&RULE, &format!("{head}extensions: [flask-framework]\n"), 0);
        assert!(fix("base: ubuntu@25.10\n").starts_with("base: ubuntu@24.04\n"));
        assert!(
            fix("base: bare\nbuild-base: devel\n")
                .starts_with("base: bare\nbuild-base: ubuntu@24.04\n")
        );
    }

    #[test]
    fn words() {
        let about = |head: &str| said(&RULE, &format!("{head}extensions: [go-framework]\n"));
        let all = about("base: ubuntu@22.04\n")
            + &about("base: bare\n")
            + &about("base: ubuntu@24.04\nbuild-base: devel\n");
        expect![[r#"
            error (rockcraft): `go-framework` does not support base `ubuntu@22.04`
              note: `rockcraft pack` stops on this
              help: write one of `bare`, `ubuntu@24.04` and `ubuntu@26.04`
              fix (Unsafe): Write `ubuntu@24.04`
            error (rockcraft): `go-framework` does not support base `ubuntu@24.04` with build base `devel`
              note: `rockcraft pack` stops on this
              help: write `ubuntu@24.04` for `build-base`
              fix (Unsafe): Write `build-base: ubuntu@24.04`
        "#]]
        .assert_eq(&all);
    }
}
