//! `strict-dependencies`: what does not go together with `charm-strict-dependencies`. Docs in
//! strict_dependencies.md.

use super::values::flag;
use super::view::{PluginUse, named_parts, plugin_of, stops};
use crate::project::EntryKind;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "strict-dependencies",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("strict_dependencies.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        let Some(strict) = part.field("charm-strict-dependencies") else { continue };
        let is_charm = matches!(plugin_of(cx, name, part), PluginUse::Plugin(plugin) if plugin.name == "charm");
        let is_strict = flag(strict.value.resolved()) == Some(true);
        if !is_charm || !is_strict || part.value.is_repaired() {
            continue;
        }
        let list = |key: &str| part.field(key).filter(|field| field.value.resolved().is_sequence());
        let items = |field: Option<Entry<'_>>| {
            field.map_or(0, |field| field.value.resolved().items().count())
        };
        let packages = list("charm-python-packages");
        if let Some(packages) = packages.filter(|_| items(packages) > 0) {
            out.report(
                packages.key.range(),
                format!("part `{name}` has `charm-python-packages` beside strict dependencies"),
            )
            .note(stops(cx))
            .help("name the packages in the requirements file")
            .label(strict.range(), "strict here");
            continue;
        }
        let requirements = part.field("charm-requirements");
        let is_list = requirements.is_none_or(|field| field.value.resolved().is_sequence());
        if is_list && items(requirements) == 0 && !has_requirements(cx, part) {
            out.report(
                strict.key.range(),
                format!("part `{name}` has strict dependencies and no requirements file"),
            )
            .note(stops(cx))
            .help("write `requirements.txt` beside the charm, or name a file under `charm-requirements`");
            continue;
        }
        check_binaries(cx, name, list("charm-binary-python-packages"), out);
    }
}

/// Whether the file that charmcraft takes by itself is there. Outside of the project nobody knows.
fn has_requirements(cx: &Context<'_>, part: &crate::model::Part<'_>) -> bool {
    let source = part.field("source").and_then(|source| source.value.resolved().as_str());
    let directory = source.unwrap_or(".").trim_start_matches("./").trim_end_matches('/');
    if directory.starts_with(['/', '.']) && directory != "." {
        return true;
    }
    let path = match directory {
        "" | "." => "requirements.txt".to_owned(),
        _ => format!("{directory}/requirements.txt"),
    };
    matches!(cx.snapshot.project.entry(&path), Some(EntryKind::File { .. }))
}

fn check_binaries(
    cx: &Context<'_>,
    part: &str,
    binaries: Option<Entry<'_>>,
    out: &mut Findings<'_>,
) {
    let Some(binaries) = binaries else { return };
    for item in binaries.value.resolved().items() {
        let is_name_char = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
        let Some(name) = item.resolved().as_str() else { continue };
        let is_name = !name.is_empty() && name.bytes().all(is_name_char);
        if is_name || out.has_reported(item.range()) {
            continue;
        }
        let shown = name.escape_debug();
        let draft = out
            .report(
                item.range(),
                format!("`{shown}` in `charm-binary-python-packages` of part `{part}` is no bare name of a package"),
            )
            .note(format!("{}: with strict dependencies the list only allows wheels", stops(cx)));
        let bare: String =
            name.chars().take_while(|it| u8::try_from(*it).is_ok_and(is_name_char)).collect();
        if bare.is_empty() {
            draft.help("write the names of packages");
            continue;
        }
        draft
            .help(format!("write `{bare}`; the version belongs into the requirements file"))
            .fix(Fix::replace(format!("Write `{bare}`"), Safety::Unsafe, item.range(), bare));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn strict_dependencies_come_from_files() {
        check(
            &RULE,
            "parts:
  charm: {charm-strict-dependencies: true}
#         ^^^^^^^^^^^^^^^^^^^^^^^^^ error[strict-dependencies]: part `charm` has strict dependencies and no requirements
  a: {plugin: charm, charm-strict-dependencies: 'yes', charm-requirements: [r], charm-python-packages: [p]}
#                                                                               ^^^^^^^^^^^^^^^^^^^^^ error[strict-dependencies]: part `a` has `charm-python-packages`
  b: {plugin: charm, charm-strict-dependencies: true, charm-requirements: [r], charm-binary-python-packages: [a_b, 'c==1', ':all:']}
#                                                                                                                  ^^^^^^ error[strict-dependencies]: `c==1` in
#                                                                                                                          ^^^^^^^ error[strict-dependencies]: `:all:` in
  c: {plugin: charm, charm-strict-dependencies: false, charm-python-packages: [p]}
  d: {plugin: charm, charm-strict-dependencies: true, charm-requirements: [r], charm-python-packages: []}
",
        );
    }

    #[test]
    fn the_usual_file_is_found() {
        let strict = |source: &str| {
            format!(
                "//- charmcraft.yaml\nparts: {{charm: {{source: {source}, charm-strict-dependencies: true}}}}\n"
            )
        };
        check(&RULE, &format!("{}//- requirements.txt\nops\n", strict(".")));
        check(&RULE, &format!("{}//- sub/requirements.txt\nops\n", strict("./sub/")));
        check(&RULE, &strict("../other"));
        assert!(
            said(&RULE, &format!("{}//- requirements.txt\nops\n", strict("sub")))
                .contains("no req")
        );
    }

    #[test]
    fn a_half_typed_part_is_left_alone() {
        check(&RULE, "parts:\n  charm:\n    charm-strict-dependencies: true\n    charm-requ\n");
    }

    #[test]
    fn fix_takes_the_version_away() {
        let with = |item: &str| {
            format!(
                "parts: {{charm: {{charm-strict-dependencies: true, charm-requirements: [r], charm-binary-python-packages: [{item}]}}}}"
            )
        };
        assert_eq!(fixed(&RULE, &with("'a==1'"), 0), with("a"));
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "parts:
  charm: {charm-strict-dependencies: true}
  a: {plugin: charm, charm-strict-dependencies: true, charm-requirements: [r], charm-python-packages: [p]}
  b: {plugin: charm, charm-strict-dependencies: true, charm-requirements: [r], charm-binary-python-packages: ['c==1', ':all:']}
",
        );
        expect![[r#"
            error (charmcraft): part `charm` has strict dependencies and no requirements file
              note: `charmcraft pack` stops on this
              help: write `requirements.txt` beside the charm, or name a file under `charm-requirements`
            error (charmcraft): part `a` has `charm-python-packages` beside strict dependencies
              note: `charmcraft pack` stops on this
              help: name the packages in the requirements file
            error (charmcraft): `c==1` in `charm-binary-python-packages` of part `b` is no bare name of a package
              note: `charmcraft pack` stops on this: with strict dependencies the list only allows wheels
              help: write `c`; the version belongs into the requirements file
              fix (Unsafe): Write `c`
            error (charmcraft): `:all:` in `charm-binary-python-packages` of part `b` is no bare name of a package
              note: `charmcraft pack` stops on this: with strict dependencies the list only allows wheels
              help: write the names of packages
        "#]]
        .assert_eq(&said);
    }
}
