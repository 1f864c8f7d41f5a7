//! `missing-platforms`: nothing says which architectures to build for. Docs in missing_platforms.md.

use syntax::{Kind, TextSize};

use super::common::{add_below, fix, meant_architecture, pack_stops};
use crate::facts;
use crate::finding::TextEdit;
use crate::rules::edits::column;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::rules::shape::{fill_below, kind};

pub(super) static RULE: Rule = Rule {
    id: "missing-platforms",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("missing_platforms.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(root) = cx.root().filter(|root| root.is_mapping()) else { return };
    let Some(platforms) = root.get("platforms") else {
        let is_old_charm = cx.snapshot.kind == FileKind::Charmcraft && root.get("bases").is_some();
        // A key such as `platform` is reported itself.
        let is_near = |key: &str| nearest(key, ["platforms"], 2).is_some();
        let is_misspelt = || root.entries().any(|it| it.key.as_str().is_some_and(is_near));
        if !is_old_charm && !root.is_repaired() && !is_misspelt() {
            report_missing(cx, out);
        }
        return;
    };
    let value = platforms.value.resolved();
    let is_empty = value.is_mapping() && value.effective_entries().is_empty();
    if platforms.is_repaired() || value.is_mapping() && !is_empty {
        return;
    }
    let message = match is_empty || value.is_null() {
        true => "`platforms` is empty, expected at least one architecture".to_owned(),
        false => format!("`platforms` is {}, expected a mapping", kind(value)),
    };
    let draft = out
        .report(place(platforms), message)
        .note(pack_stops(cx))
        .help("write an architecture and a colon for each, such as `amd64:`");
    let edit = fill_below(cx, platforms, "amd64:").or_else(|| rewrite(platforms.value));
    if let Some(edit) = edit {
        draft.fix(fix("Write `platforms` as a mapping", Safety::Unsafe, edit));
    }
}

fn report_missing(cx: &Context<'_>, out: &mut Findings<'_>) {
    let draft = out.report_file("`platforms` is missing").note(pack_stops(cx));
    if cx.is_bundle() {
        draft.note("this is what it says of a bundle, before it comes to `type`");
        return;
    }
    let draft = draft.help("write `platforms:`, and below it `amd64:`");
    let above = ["build-base", "base", "description", "summary", "title", "type", "name"];
    if let Some(edit) = add_below(cx, &above, "platforms:\n  amd64:") {
        draft.fix(fix("Add `platforms` with `amd64`", Safety::Unsafe, edit));
    }
}

/// The architectures that a value must mean, as a mapping: `{}`, `amd64` or `[amd64, arm64]`.
fn rewrite(value: NodeRef<'_>) -> Option<TextEdit> {
    let alone = value.is_scalar().then_some(value);
    let known = |item: NodeRef<'_>| {
        let name = item.text()?;
        facts::architectures()
            .find(|known| *known == name)
            .or_else(|| Some(meant_architecture(name)?.0))
    };
    let names: Option<Vec<_>> = alone.into_iter().chain(value.items()).map(known).collect();
    let names = match names? {
        names if !names.is_empty() => names,
        _ if value.is_mapping() || value.is_sequence() => vec!["amd64"],
        _ => return None,
    };
    if value.kind() != (Kind::Sequence { flow: false }) {
        return Some(replace(value, format!("{{{}: }}", names.join(": , "))));
    }
    let at = column(value.document_text(), value.range().start())?;
    let (first, indent) = if at == 0 { ("  ", 2) } else { ("", at) };
    let lines = names.join(&format!(":\n{}", " ".repeat(indent)));
    Some(replace(value, format!("{first}{lines}:")))
}

fn replace(value: NodeRef<'_>, insert: String) -> TextEdit {
    // What is left of the last line, such as a comment, stays.
    let end = value.children().last().map_or(value.range().end(), |last| last.range().end());
    let end: TextSize = if matches!(value.kind(), Kind::Sequence { flow: false }) {
        end
    } else {
        value.range().end()
    };
    TextEdit { range: TextRange::new(value.range().start(), end), insert }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_file_without_platforms_is_marked_as_a_whole() {
        let text = "name: notes\n#^^^ error[missing-platforms]: `platforms` is missing\n";
        check(&RULE, text);
        check(&RULE, &format!("//- rockcraft.yaml\n{text}"));
        check(&RULE, "bases: []\n");
        check(&RULE, "platforms:\n  amd64:\n");
    }

    #[test]
    fn empty_ones_and_other_kinds_are_marked() {
        check(&RULE, "platforms:\n#^^^^^^^^ error[missing-platforms]: `platforms` is empty\n");
        check(
            &RULE,
            "platforms: {}\n#          ^^ error[missing-platforms]: `platforms` is empty\n",
        );
        check(
            &RULE,
            "platforms: [amd64]
#          ^^^^^^^ error[missing-platforms]: `platforms` is a list, expected a mapping
",
        );
        check(&RULE, "platforms: ~\n#          ^ error[missing-platforms]: `platforms` is empty\n");
        check(
            &RULE,
            "bases: []\nplatforms: x\n#          ^ error[missing-platforms]: `platforms`\n",
        );
    }

    #[test]
    fn fixes_keep_what_was_named() {
        let fixed = |text| fixed(&RULE, text, 0);
        assert_eq!(fixed("base: x # y\n"), "base: x # y\nplatforms:\n  amd64:\n");
        assert_eq!(fixed("platforms: # y\n"), "platforms:\n  amd64: # y\n");
        assert_eq!(fixed("platforms: {}\n"), "platforms: {amd64: }\n");
        assert_eq!(fixed("platforms: x86_64\n"), "platforms: {amd64: }\n");
        assert_eq!(fixed("platforms: [amd64, arm64]\n"), "platforms: {amd64: , arm64: }\n");
        assert_eq!(
            fixed("platforms:\n  - amd64\n  - aarch64 # y\na: 1\n"),
            "platforms:\n  amd64:\n  arm64: # y\na: 1\n"
        );
        assert_eq!(fixed("platforms:\n- amd64\n- arm64\n"), "platforms:\n  amd64:\n  arm64:\n");
    }

    #[test]
    fn half_typed_files_lack_nothing() {
        check(&RULE, "name: notes\nplatf\n");
        check(&RULE, "name: notes\nplatforms:\n  amd\n  arm64:\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "name: a") + &said(&RULE, "//- rockcraft.yaml\nplatforms: 5\n");
        expect![[r#"
            error (charmcraft): `platforms` is missing
              note: `charmcraft pack` stops on this
              help: write `platforms:`, and below it `amd64:`
              fix (Unsafe): Add `platforms` with `amd64`
            error (rockcraft): `platforms` is a number, expected a mapping
              note: `rockcraft pack` stops on this
              help: write an architecture and a colon for each, such as `amd64:`
        "#]]
        .assert_eq(&said);
    }

    #[test]
    fn a_misspelt_key_is_one_fault() {
        check(&RULE, "name: a\nplatform:\n  amd64:\n");
    }
}
