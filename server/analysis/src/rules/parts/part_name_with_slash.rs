//! `part-name-with-slash`: a `/` in a part's name on a base that has none. Docs in
//! part_name_with_slash.md.

use super::view::{is_of_extension, stops};
use crate::facts;
use crate::rules::edits::rename_key;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "part-name-with-slash",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("part_name_with_slash.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let mut named = cx.parts().iter().filter(|part| {
        part.key.as_str().is_some_and(|name| name.contains('/')) && !part.key.is_repaired()
    });
    let Some(first) = named.next() else { return };
    // Where there is `build-base`, even null, `base` plays no part.
    let base = cx.entry("build-base").or_else(|| cx.entry("base"));
    let base = base.and_then(|entry| entry.value.resolved().as_str());
    if base.is_some_and(facts::allows_slash_in_part_names) {
        return;
    }
    for part in std::iter::once(first).chain(named) {
        let Some(name) = part.name().filter(|_| !out.has_reported(part.key.range())) else {
            continue;
        };
        let message = match base {
            Some(base) => {
                format!("part name `{name}` has a `/`, which it may not have on `{base}`")
            }
            None => format!("part name `{name}` has a `/`, which it may have on some bases only"),
        };
        let draft = out
            .report(part.key.range(), message)
            .note(format!("{}; a `/` is allowed on bases up to `ubuntu@25.10`", stops(cx)));
        if is_of_extension(cx, name) {
            draft.help(
                "remove the part: on this base a file cannot change the parts of an extension",
            );
            continue;
        }
        let free = name.replace('/', "-");
        let is_taken = cx.parts().iter().any(|part| part.name() == Some(&free));
        if is_taken || free.starts_with('-') {
            draft.help("give the part a name without `/`");
        } else {
            draft.help(format!("write `{free}`")).fix(rename_key(part.key, "part", &free));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn the_build_base_decides() {
        let parts = "parts:\n  a/b: {plugin: nil}\n";
        let marker = "# ^^^ error[part-name-with-slash]: part name `a/b` has a `/`\n";
        for file in ["charmcraft.yaml", "rockcraft.yaml"] {
            for base in ["base: ubuntu@24.04", "base: bare\nbuild-base: ubuntu@22.04"] {
                check(&RULE, &format!("//- {file}\n{base}\n{parts}"));
            }
            for base in [
                "base: ubuntu@26.04",
                "base: ubuntu:22.04",
                "base: ubuntu@24.04\nbuild-base:",
                "base: ubuntu@24.04\nbuild-base: devel",
                "bases: [{name: ubuntu, channel: '22.04'}]",
            ] {
                check(&RULE, &format!("//- {file}\n{base}\n{parts}{marker}"));
            }
        }
    }

    #[test]
    fn a_half_typed_name_is_left_alone() {
        check(&RULE, "base: ubuntu@26.04\nparts:\n  a: {plugin: nil}\n  b/c\n");
    }

    #[test]
    fn fix_writes_a_dash() {
        assert_eq!(
            fixed(&RULE, "base: ubuntu@26.04\nparts: {a/b: {plugin: nil}}", 0),
            "base: ubuntu@26.04\nparts: {a-b: {plugin: nil}}"
        );
    }

    #[test]
    fn words() {
        let said = said(&RULE, "base: ubuntu@26.04\nparts: {a/b: {plugin: nil}}")
            + &said(
                &RULE,
                "//- rockcraft.yaml\nbase: ubuntu@26.04\nextensions: [go-framework]\nparts: {go-framework/assets: {}}",
            );
        expect![[r#"
            error (charmcraft): part name `a/b` has a `/`, which it may not have on `ubuntu@26.04`
              note: `charmcraft pack` stops on this; a `/` is allowed on bases up to `ubuntu@25.10`
              help: write `a-b`
              fix (Unsafe): Rename the part to `a-b`
            error (rockcraft): part name `go-framework/assets` has a `/`, which it may not have on `ubuntu@26.04`
              note: `rockcraft pack` stops on this; a `/` is allowed on bases up to `ubuntu@25.10`
              help: remove the part: on this base a file cannot change the parts of an extension
        "#]]
        .assert_eq(&said);
    }
}
