//! `charm-entrypoint-outside`: the file that starts the charm lies outside of the part's source. Docs
//! in charm_entrypoint_outside.md.

use super::view::{PluginUse, named_parts, plugin_of, stops};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "charm-entrypoint-outside",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("charm_entrypoint_outside.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        let Some(field) = part.field("charm-entrypoint").filter(|field| !field.is_repaired())
        else {
            continue;
        };
        let is_charm = matches!(plugin_of(cx, name, part), PluginUse::Plugin(plugin) if plugin.name == "charm");
        let Some(entrypoint) = field.value.resolved().as_str().filter(|_| is_charm) else {
            continue;
        };
        let source = part.field("source").and_then(|source| source.value.resolved().as_str());
        let range = field.value.range();
        if lies_inside(source.unwrap_or("."), entrypoint) || out.has_reported(range) {
            continue;
        }
        let shown = entrypoint.escape_debug();
        let message = match entrypoint {
            "" => format!("`charm-entrypoint` of part `{name}` is empty, expected a file"),
            _ => format!("`charm-entrypoint` of part `{name}` is `{shown}`, outside of the source"),
        };
        out.report(range, message)
            .note(format!("{}: the path starts in the source of the part", stops(cx)))
            .help("write a path below the source, such as `src/charm.py`")
            .fix(Fix::replace("Write `src/charm.py`", Safety::Unsafe, range, "src/charm.py"));
    }
}

/// Whether the path leads to something below the source. An absolute path does only if it starts with
/// the source as written; where the project lies nobody knows here.
fn lies_inside(source: &str, path: &str) -> bool {
    let path = match path.strip_prefix('/') {
        Some(_) if source.starts_with('/') => {
            let below = path.strip_prefix(source.trim_end_matches('/'));
            match below.and_then(|rest| rest.strip_prefix('/')) {
                Some(below) => below,
                None => return false,
            }
        }
        Some(_) => return false,
        None => path,
    };
    let mut depth = 0usize;
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            },
            _ => depth += 1,
        }
    }
    depth > 0
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{RULE, lies_inside};
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn paths_below_the_source() {
        for path in ["src/charm.py", "./a", "a/../b.py", "nowhere/x.py"] {
            assert!(lies_inside(".", path), "{path}");
        }
        for path in ["../charm.py", "", ".", "a/..", "a/../../b", "/src/charm.py"] {
            assert!(!lies_inside(".", path), "{path}");
        }
        assert!(lies_inside("/project/", "/project/a.py"));
        assert!(!lies_inside("/project", "/projects/a.py"));
    }

    #[test]
    fn files_outside_are_marked() {
        check(
            &RULE,
            "parts:
  charm: {charm-entrypoint: ../charm.py}
#                           ^^^^^^^^^^^ error[charm-entrypoint-outside]: `charm-entrypoint` of part `charm` is `../charm.py`
  b: {plugin: charm, source: sub, charm-entrypoint: src/x.py}
  c: {plugin: uv, charm-entrypoint: ../x.py}
",
        );
    }

    #[test]
    fn a_half_typed_value_is_left_alone() {
        check(&RULE, "parts:\n  charm:\n    charm-entrypoint\n");
    }

    #[test]
    fn fix_writes_the_usual_file() {
        assert_eq!(
            fixed(&RULE, "parts: {charm: {charm-entrypoint: ../a}}", 0),
            "parts: {charm: {charm-entrypoint: src/charm.py}}"
        );
    }

    #[test]
    fn words() {
        let said = said(&RULE, "parts: {charm: {charm-entrypoint: /a}}")
            + &said(&RULE, "parts: {charm: {charm-entrypoint: ''}}");
        expect![[r#"
            error (charmcraft): `charm-entrypoint` of part `charm` is `/a`, outside of the source
              note: `charmcraft pack` stops on this: the path starts in the source of the part
              help: write a path below the source, such as `src/charm.py`
              fix (Unsafe): Write `src/charm.py`
            error (charmcraft): `charm-entrypoint` of part `charm` is empty, expected a file
              note: `charmcraft pack` stops on this: the path starts in the source of the part
              help: write a path below the source, such as `src/charm.py`
              fix (Unsafe): Write `src/charm.py`
        "#]]
        .assert_eq(&said);
    }
}
