//! `charm-lib-name`: a library under `charm-libs` has a name that none can have. Docs in charm_lib_name.md.

use super::closed::refused;
use super::libraries::{known_by_last_name, libraries};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "charm-lib-name",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("charm_lib_name.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for library in libraries(cx) {
        let Some(entry) = library.get("lib") else { continue };
        let value = entry.value.resolved();
        let range = if value.is_absent() { entry.key.range() } else { entry.value.range() };
        if entry.is_repaired() || out.has_reported(range) {
            continue;
        }
        // charmcraft reads the name of whatever stands there: a list has one too, if only a wrong one.
        let name = value.scalar().and_then(|scalar| scalar.python_text());
        match name {
            Some(name) if fault(&name).is_none() => {}
            Some(name) if !value.is_null() => report(cx, entry, range, &name, out),
            _ => {
                out.report(range, "the name of this library is no text")
                    .note(refused(cx))
                    .help("write `<charm>.<library>`, such as `traefik_k8s.ingress`");
            }
        }
    }
}

fn report(
    cx: &Context<'_>,
    entry: Entry<'_>,
    range: TextRange,
    name: &str,
    out: &mut Findings<'_>,
) {
    let fault = fault(name).unwrap_or_default();
    let draft = out
        .report(range, format!("library `{name}` {fault}, expected `<charm>.<library>`"))
        .note(refused(cx));
    let Some(meant) = meant(name) else {
        draft.help("write the charm's name, a dot, and the name of the library's file");
        return;
    };
    let draft = draft.help(format!("did you mean `{meant}`?"));
    if entry.value.is_scalar() {
        // Charms other than the usual one may have a library of this name.
        let safety = if name.contains(['.', '/']) { Safety::Safe } else { Safety::Unsafe };
        draft.fix(Fix::replace(format!("Write `{meant}`"), safety, range, meant));
    }
}

/// What is wrong with a name in charmcraft 4.5.0; `None` if nothing is.
fn fault(name: &str) -> Option<&'static str> {
    let is_small = |ch: char| ch.is_ascii_lowercase() || ch.is_ascii_digit();
    let Some((charm, library)) = name.split_once('.') else { return Some("has no dot") };
    if charm.is_empty() || library.is_empty() {
        return Some("has nothing on one side of the dot");
    }
    if !charm.chars().all(|ch| is_small(ch) || "-_".contains(ch)) {
        return Some(
            "has a charm name of other characters than small letters, digits, `-` and `_`",
        );
    }
    if library.contains('.') {
        return Some("has more than one dot");
    }
    if !library.chars().all(|ch| is_small(ch) || ch == '_') {
        return Some("has a last part of other characters than small letters, digits and `_`");
    }
    if !library.starts_with(|ch: char| ch.is_ascii_lowercase()) {
        return Some("has a last part that does not start with a letter");
    }
    if library.len() < 2 {
        return Some("has a last part of a single letter");
    }
    // charmcraft 4.5.0 looks for a letter with something behind it, anywhere.
    let first_letter = charm.find(|ch: char| ch.is_ascii_lowercase());
    if first_letter.is_none_or(|at| at + 1 == charm.len()) {
        return Some("has a charm name without a letter before its last character");
    }
    None
}

/// The name that must have been meant: of an import, a path, or with other spellings of the two parts.
fn meant(name: &str) -> Option<String> {
    let name = name.trim().trim_end_matches(".py").replace('/', ".").to_ascii_lowercase();
    let parts: Vec<&str> = name.split('.').filter(|part| !part.is_empty()).collect();
    let parts = match parts.as_slice() {
        ["lib", "charms", rest @ ..] | ["charms", rest @ ..] | ["lib", rest @ ..] => rest,
        all => all,
    };
    let is_version = |part: &str| {
        part.strip_prefix('v')
            .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let meant = match parts {
        [library] => known_by_last_name(&library.replace('-', "_"))?.lib.to_owned(),
        [charm, library] => format!("{charm}.{}", library.replace('-', "_")),
        [charm, version, library] if is_version(version) => {
            format!("{charm}.{}", library.replace('-', "_"))
        }
        _ => return None,
    };
    fault(&meant).is_none().then_some(meant)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{RULE, fault, meant};
    use crate::rules::testing::{check, fixed, said};

    /// What charmcraft 4.5.0 said to each.
    #[test]
    fn names_are_those_of_charmcraft() {
        let taken = [
            "ab.bc",
            "1ab.bc",
            "a-b.cd",
            "a--b.cd",
            "a_.x_",
            "ab.x1",
            "__aa.xx",
            "1password.connect",
        ];
        for name in taken {
            assert_eq!(fault(name), None, "{name}");
        }
        let refused = [
            "ingress",
            ".a",
            "a.",
            "a.bc",
            "ab.b",
            "11.bc",
            "5.5",
            "a-b.1cd",
            "a-._x",
            "__.x1",
            "__a.xx",
            "aa.__xx",
            "Aa.xx",
            "aa.Xx",
            "a b.cd",
            "aa.b-c",
            "charms.a.v2.b",
            "a-b.cd\n",
        ];
        for name in refused {
            assert!(fault(name).is_some(), "{name}");
        }
    }

    #[test]
    fn the_meant_name_is_found() {
        let found = |name: &str| meant(name).unwrap_or_default();
        assert_eq!(found("charms.traefik_k8s.v2.ingress"), "traefik_k8s.ingress");
        assert_eq!(found("lib/charms/traefik_k8s/v2/ingress.py"), "traefik_k8s.ingress");
        assert_eq!(found("grafana-k8s.grafana-dashboard"), "grafana-k8s.grafana_dashboard");
        assert_eq!(found("Traefik.ingress"), "traefik.ingress");
        assert_eq!(found("ingress"), "traefik_k8s.ingress");
        assert_eq!(found("unheard_of"), "");
        assert_eq!(found("a.b.c.d"), "");
    }

    #[test]
    fn names_are_marked() {
        check(
            &RULE,
            "charm-libs:
- {lib: traefik_k8s.ingress, version: '2'}
- lib: ingress
#      ^^^^^^^ error[charm-lib-name]: library `ingress` has no dot
  version: '2'
- lib: 5
#      ^ error[charm-lib-name]: library `5` has no dot
- lib:
# ^^^ error[charm-lib-name]: the name of this library is no text
- lib: [a.bc]
#      ^^^^^^ error[charm-lib-name]: the name of this library is no text
- hydra.oauth
",
        );
        check(&RULE, "charm-libs: {lib: x}\n");
    }

    #[test]
    fn the_name_can_be_put_right() {
        let fixture = "charm_libs: [{lib: charms.loki_k8s.v1.loki_push_api, version: '1'}]\n";
        let expected = "charm_libs: [{lib: loki_k8s.loki_push_api, version: '1'}]\n";
        assert_eq!(fixed(&RULE, fixture, 0), expected);
    }

    #[test]
    fn the_charm_of_a_library_is_a_guess() {
        let said = said(&RULE, "charm-libs: [{lib: ingress, version: '2'}]\n");
        assert!(said.contains("fix (Unsafe): Write `traefik_k8s.ingress`"), "{said}");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "charm-libs: [{lib: a.b-c}, {lib: Å.bc}, {lib: ab.c}, {lib: ~}]");
        expect![[r#"
            error (charmcraft): library `a.b-c` has a last part of other characters than small letters, digits and `_`, expected `<charm>.<library>`
              note: `charmcraft pack` refuses the file
              help: write the charm's name, a dot, and the name of the library's file
            error (charmcraft): library `Å.bc` has a charm name of other characters than small letters, digits, `-` and `_`, expected `<charm>.<library>`
              note: `charmcraft pack` refuses the file
              help: write the charm's name, a dot, and the name of the library's file
            error (charmcraft): library `ab.c` has a last part of a single letter, expected `<charm>.<library>`
              note: `charmcraft pack` refuses the file
              help: write the charm's name, a dot, and the name of the library's file
            error (charmcraft): the name of this library is no text
              note: `charmcraft pack` refuses the file
              help: write `<charm>.<library>`, such as `traefik_k8s.ingress`
        "#]].assert_eq(&said);
    }
}
