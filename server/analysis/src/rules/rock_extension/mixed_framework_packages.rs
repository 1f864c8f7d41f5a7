//! `mixed-framework-packages`: a part of an extension gets packages of another kind than the extension's.
//! Docs in mixed_framework_packages.md.

use crate::facts::{Packages, RockPart};
use crate::finding::TextEdit;
use crate::rules::edits::{prepend_entry, remove_entry, written};
use crate::rules::parts::is_slice;
use crate::rules::prelude::*;

use super::framework::{PACK_STOPS, Used, base, given_field, part, used};

pub(super) static RULE: Rule = Rule {
    id: "mixed-framework-packages",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("mixed_framework_packages.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(base) = base(cx) else { return };
    for Used { framework, .. } in used(cx) {
        for fact in &framework.rock.parts {
            let (packages, package) = match base {
                "bare" => (fact.bare, fact.bare_package),
                _ => (fact.ubuntu, fact.ubuntu_package),
            };
            let Some(part) = part(cx, fact.name) else { continue };
            let wants_slices = match packages {
                Packages::Debs => false,
                Packages::Slices => true,
                Packages::Either | Packages::Absent => continue,
            };
            let Some(package) = package else { continue };
            check_packages(cx, part, fact, wants_slices, package, out);
            check_slices(part, fact, package, out);
        }
    }
}

fn check_packages(
    cx: &Context<'_>,
    part: Entry<'_>,
    fact: &RockPart,
    wants_slices: bool,
    package: &str,
    out: &mut Findings<'_>,
) {
    let Some(list) = given_field(part, "stage-packages") else { return };
    let texts = list.value.resolved().items().filter_map(|it| Some((it, it.resolved().as_str()?)));
    let other = texts.into_iter().find(|(_, text)| is_slice(text) != wants_slices);
    let Some((entry, text)) = other else { return };
    if entry.is_repaired() || out.has_reported(entry.range()) {
        return;
    }
    let name = fact.name;
    let (found, wanted) = if wants_slices { ("a deb", "slices") } else { ("a slice", "debs") };
    let own_part = if wants_slices { "runtime-debs" } else { "runtime-slices" };
    let draft = out.report(
        entry.range(),
        format!("`{text}` is {found}, but the extension puts {wanted} into part `{name}`"),
    )
    .note(format!(
        "{PACK_STOPS}: debs and slices such as the extension's `{package}` do not mix in one part"
    ))
    .help(format!(
        "move it to a part of its own: `{own_part}: {{plugin: nil, stage-packages: [{text}]}}`"
    ));
    if let Some(edits) = move_to(cx, part, list, own_part, wants_slices) {
        let title = format!("Move it to a part `{own_part}`");
        draft.fix(Fix { title, safety: Safety::Unsafe, edits, rename_file: None });
    }
}

/// Moves a list that is of the other kind as a whole to a new part. A part that says nothing else becomes
/// that part.
fn move_to(
    cx: &Context<'_>,
    part: Entry<'_>,
    list: Entry<'_>,
    own_part: &str,
    wants_slices: bool,
) -> Option<Vec<TextEdit>> {
    let parts = cx.entry("parts")?.value;
    let items: Vec<&str> = list.value.items().map(NodeRef::as_str).collect::<Option<_>>()?;
    let is_whole = items.iter().all(|item| is_slice(item) != wants_slices);
    let is_plain = items.iter().all(|item| written(item) == *item);
    if !is_whole || !is_plain || parts.get(own_part).is_some() || !part.value.is_mapping() {
        return None;
    }
    let name = part.key.text()?;
    if part.value.entries().count() == 1 {
        let renamed = TextEdit { range: part.key.range(), insert: own_part.to_owned() };
        return Some(vec![renamed, prepend_entry(part.value, "plugin", "nil")?]);
    }
    let value = format!("{{plugin: nil, stage-packages: [{}]}}", items.join(", "));
    let added = prepend_entry(parts, own_part, &value)?;
    Some(vec![added, remove_entry(cx, &["parts", name, "stage-packages"])?])
}

/// The other way to ask for slices does not go with `stage-packages` at all.
fn check_slices(part: Entry<'_>, fact: &RockPart, package: &str, out: &mut Findings<'_>) {
    let Some(slices) = given_field(part, "stage-slices") else { return };
    // Beside packages of the file it is wrong without any extension, which another rule says.
    let has_packages = given_field(part, "stage-packages").is_some();
    if has_packages || slices.value.is_repaired() || out.has_reported(slices.key.range()) {
        return;
    }
    let name = fact.name;
    out.report(
        slices.key.range(),
        format!(
            "`stage-slices` of part `{name}` stands beside the `stage-packages` of the extension"
        ),
    )
    .note(format!("{PACK_STOPS}: the extension puts `{package}` into `stage-packages`"))
    .help("move it to a part of its own: `runtime-slices: {plugin: nil, stage-slices: ...}`");
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    fn is_refused(base: &str, part: &str, package: &str) -> bool {
        let extension = part.split('/').next().unwrap();
        let file = format!(
            "base: {base}\nbuild-base: ubuntu@24.04\nextensions: [{extension}]\nparts: {{{part}: {{stage-packages: [{package}]}}}}\n"
        );
        !said(&RULE, &file).is_empty()
    }

    #[test]
    fn part_and_base_decide_between_debs_and_slices() {
        let only_debs = [
            ("ubuntu@24.04", "flask-framework/dependencies"),
            ("bare", "django-framework/runtime-libs"),
            ("ubuntu@24.04", "expressjs-framework/runtime"),
            ("bare", "expressjs-framework/runtime"),
        ];
        let only_slices = [
            ("bare", "fastapi-framework/dependencies"),
            ("ubuntu@24.04", "go-framework/runtime"),
            ("ubuntu@24.04", "expressjs-framework/install-app"),
            ("bare", "spring-boot-framework/runtime"),
        ];
        let both = [
            ("ubuntu@24.04", "spring-boot-framework/runtime"),
            ("ubuntu@24.04", "flask-framework/install-app"),
        ];
        for (base, part) in only_debs {
            assert!(
                is_refused(base, part, "libxml2_libs") && !is_refused(base, part, "libpq5"),
                "{base} {part}"
            );
        }
        for (base, part) in only_slices {
            assert!(
                !is_refused(base, part, "libxml2_libs") && is_refused(base, part, "libpq5"),
                "{base} {part}"
            );
        }
        for (base, part) in both {
            assert!(
                !is_refused(base, part, "libxml2_libs") && !is_refused(base, part, "libpq5"),
                "{base} {part}"
            );
        }
    }

    #[test]
    fn the_first_of_the_other_kind_is_marked() {
        check(
            &RULE,
            "base: ubuntu@24.04
extensions: [flask-framework]
parts:
  flask-framework/runtime:
    stage-packages: [libxml2_libs, libpq5, curl]
#                                  ^^^^^^ error[mixed-framework-packages]: `libpq5` is a deb
  flask-framework/dependencies:
    stage-slices: [libxml2_libs]
#   ^^^^^^^^^^^^ error[mixed-framework-packages]: `stage-slices` of part
  mine: {plugin: nil, stage-packages: [libpq5]}
",
        );
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "base: bare\nbuild-base: ubuntu@24.04\nextensions: [flask-framework]\nparts: {flask-framework/dependencies: {stage-packages: [libpq5]}, flask-framework/runtime: {stage-slices: [a_b]}}\n",
        );
        expect![[r#"
            error (rockcraft): `libpq5` is a deb, but the extension puts slices into part `flask-framework/dependencies`
              note: `rockcraft pack` stops on this: debs and slices such as the extension's `pythonX.Y-venv_ensurepip` do not mix in one part
              help: move it to a part of its own: `runtime-debs: {plugin: nil, stage-packages: [libpq5]}`
              fix (Unsafe): Move it to a part `runtime-debs`
            error (rockcraft): `stage-slices` of part `flask-framework/runtime` stands beside the `stage-packages` of the extension
              note: `rockcraft pack` stops on this: the extension puts `bash_bins` into `stage-packages`
              help: move it to a part of its own: `runtime-slices: {plugin: nil, stage-slices: ...}`
        "#]]
        .assert_eq(&said);
    }

    #[test]
    fn the_fix_moves_the_list_to_a_part_of_its_own() {
        let with = |parts: &str, expected: &str| {
            let start = "base: ubuntu@24.04\nextensions: [flask-framework]\nparts:\n";
            let fixed = crate::rules::testing::fixed(&RULE, &format!("{start}{parts}"), 0);
            assert_eq!(fixed, format!("{start}{expected}"));
        };
        with(
            "  flask-framework/runtime:\n    stage-packages:\n      - libpq5\n",
            "  runtime-debs:\n    plugin: nil\n    stage-packages:\n      - libpq5\n",
        );
        with(
            "  flask-framework/runtime:\n    stage-packages: [libpq5, curl]\n    after: [x]\n",
            "  runtime-debs: {plugin: nil, stage-packages: [libpq5, curl]}\n  flask-framework/runtime:\n    after: [x]\n",
        );
        let mixed = "base: ubuntu@24.04\nextensions: [flask-framework]\nparts: {flask-framework/runtime: {stage-packages: [libpq5, a_bins]}}\n";
        assert!(!said(&RULE, mixed).contains("fix ("));
    }
}
