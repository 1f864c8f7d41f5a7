//! `unknown-top-level-key`: a key that the tool does not know. Docs in unknown_top_level_key.md.
//!
//! Two spellings of one key count as well: next to the one with `-` the other is unknown.

use super::keys;
use super::reading::in_words;
use crate::facts::{self, ForeignKey, ValueKind};
use crate::finding::TextEdit;
use crate::rules::edits::{column, prepend_entry, remove_entry};
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use syntax::{Kind, TextSize};

pub(super) static RULE: Rule = Rule {
    id: "unknown-top-level-key",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("unknown_top_level_key.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(root) = cx.root().filter(|root| root.is_mapping()) else { return };
    for entry in root.effective_entries() {
        // A list as a key is refused by YAML already.
        let Some(name) = entry.key.text() else { continue };
        if entry.key.is_repaired() || out.has_reported(entry.key.range()) {
            continue;
        }
        if entry.key.as_str().is_none() && !matches!(name, "=" | "<<") {
            report_no_text(cx, entry, name, out);
        } else if let Some(foreign) = foreign(cx, name) {
            if !(foreign.may_be_null && entry.value.resolved().is_null()) {
                report_foreign(cx, entry, foreign, out);
            }
        } else {
            match keys::known(cx.snapshot.kind, name) {
                None => report_unknown(cx, entry, name, out),
                Some(known) => check_spelling(cx, entry, name, known, out),
            }
        }
    }
}

/// What is known about a key that belongs elsewhere, in either spelling where the tool has it as a
/// field that must stay empty.
fn foreign(cx: &Context<'_>, name: &str) -> Option<&'static ForeignKey> {
    let elsewhere = &facts::top_level(cx.snapshot.kind).elsewhere;
    elsewhere.iter().find(|foreign| {
        foreign.key == name || (foreign.may_be_null && keys::is_underscored(name, foreign.key))
    })
}

fn report_no_text(cx: &Context<'_>, entry: Entry<'_>, name: &str, out: &mut Findings<'_>) {
    let file = cx.snapshot.kind.canonical_name();
    let found = in_words(entry.key);
    let read = if found == "empty" { "nothing" } else { found };
    let message = format!("`{name}` is no key of `{file}`: YAML reads it as {read}");
    let draft =
        out.report(entry.key.range(), message).note(note(cx)).help("remove the key and its value");
    fix_by_removal(cx, name, draft);
}

fn report_foreign(
    cx: &Context<'_>,
    entry: Entry<'_>,
    foreign: &ForeignKey,
    out: &mut Findings<'_>,
) {
    let file = cx.snapshot.kind.canonical_name();
    // A field that must stay empty is refused for its value.
    let range = if foreign.may_be_null { place(entry) } else { entry.key.range() };
    let name = entry.key.text().unwrap_or_default();
    let draft = out
        .report(range, format!("`{name}` is no key of `{file}`"))
        .note(note(cx))
        .help(foreign.help);
    let fix = match (foreign.rename, foreign.link) {
        (Some(key), _) if keys::entry(cx, key).is_none() && fits(cx, key, entry.value) => {
            Some(Fix::replace(rename_title(key), Safety::Safe, entry.key.range(), key))
        }
        (None, Some(link)) => move_to_links(cx, entry, link),
        _ => None,
    };
    if let Some(fix) = fix {
        draft.fix(fix);
    }
}

/// Whether a value has the shape that another key wants.
fn fits(cx: &Context<'_>, key: &str, value: NodeRef<'_>) -> bool {
    let wanted = facts::key_doc(cx.snapshot.kind, &[key]).map(|doc| doc.kind);
    wanted != Some(ValueKind::Mapping) || value.resolved().is_mapping()
}

fn report_unknown(cx: &Context<'_>, entry: Entry<'_>, name: &str, out: &mut Findings<'_>) {
    let kind = cx.snapshot.kind;
    let file = kind.canonical_name();
    let draft = out.report(entry.key.range(), format!("`{name}` is no key of `{file}`"));
    let draft = draft.note(note(cx));
    let dashed = name.to_ascii_lowercase().replace(['_', ' '], "-");
    let known = || keys::all(kind).iter().copied();
    let same = known().find(|key| *key == dashed).or_else(|| nearest(&dashed, known(), 1));
    let further = || nearest(&dashed, known(), 2).filter(|_| name.len() > 4);
    let near = same.or_else(further);
    if let Some(key) = near.filter(|key| keys::entry(cx, key).is_none()) {
        let safety = if same.is_some() { Safety::Safe } else { Safety::Unsafe };
        let fix = Fix::replace(rename_title(key), safety, entry.key.range(), key);
        draft.help(format!("did you mean `{key}`?")).fix(fix);
        return;
    }
    if let Some(key) = near {
        draft.help(format!("`{key}` is there already: make one of the two, or remove this one"));
        return;
    }
    let other = match kind {
        FileKind::Charmcraft => FileKind::Rockcraft,
        _ => FileKind::Charmcraft,
    };
    if keys::all(other).contains(&name) {
        draft.help(format!("it is a key of `{}`: move it there", other.canonical_name()));
    } else if holds_anchor_for_others(name) {
        draft.help("keys of your own are not possible: put the anchor where it is first used");
    } else {
        fix_by_removal(cx, name, draft.help("remove the key and its value"));
    }
}

/// Both tools take `_` for `-`, but not next to the same key with `-`.
fn check_spelling(
    cx: &Context<'_>,
    entry: Entry<'_>,
    name: &str,
    known: &'static str,
    out: &mut Findings<'_>,
) {
    if name == known {
        return;
    }
    // One that an extension adds is its rules' business.
    let Some(twin) = cx.entry(known) else { return };
    let draft = out
        .report(entry.key.range(), format!("`{name}` stands for `{known}` a second time"))
        .label(twin.key.range(), format!("`{known}` stands here"))
        .note(note(cx))
        .help(format!("keep only `{known}`"));
    fix_by_removal(cx, name, draft);
}

fn note(cx: &Context<'_>) -> String {
    format!("`{} pack` stops on every key that it does not know", cx.tool().name())
}

fn rename_title(key: &str) -> String {
    format!("Rename the key to `{key}`")
}

/// A habit from other YAML formats, where such keys are free for anchors.
fn holds_anchor_for_others(name: &str) -> bool {
    name.starts_with("x-") || name.starts_with('.')
}

fn fix_by_removal(cx: &Context<'_>, name: &str, draft: crate::rules::Draft<'_>) {
    // Of a mapping with nothing else, an empty text would be left.
    let has_others = cx.root().is_some_and(|root| root.entries().nth(1).is_some());
    if let Some(edit) = remove_entry(cx, &[name]).filter(|_| has_others) {
        let title = format!("Remove `{name}`");
        draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
    }
}

/// Renames a key of a mapping in block style and puts it below a new one: all its lines move in.
fn indented_below(
    mapping: NodeRef<'_>,
    entry: Entry<'_>,
    parent: &str,
    key: &str,
) -> Option<Vec<TextEdit>> {
    if mapping.kind() != (Kind::Mapping { flow: false }) {
        return None;
    }
    let text = entry.key.document_text();
    let start = entry.key.range().start();
    let indent = " ".repeat(column(text, start)?);
    let insert = format!("{parent}:\n{indent}  {key}");
    let mut edits = vec![TextEdit { range: entry.key.range(), insert }];
    let mut at = usize::from(start);
    for line in text.get(at..entry.value.range().end().into())?.split_inclusive('\n') {
        if at != usize::from(start) && !line.trim().is_empty() {
            let range = TextRange::empty(TextSize::try_from(at).ok()?);
            edits.push(TextEdit { range, insert: "  ".to_owned() });
        }
        at += line.len();
    }
    Some(edits)
}

/// Moves a value below `links`, which is made if it is not there; is it there, a value of one line only.
fn move_to_links(cx: &Context<'_>, entry: Entry<'_>, link: &str) -> Option<Fix> {
    let source = entry.value.source();
    let is_odd = entry.value.properties().is_some() || entry.value.kind() == Kind::Alias;
    if entry.value.is_absent() || is_odd {
        return None;
    }
    let title = format!("Move it to `links.{link}`");
    let Some(links) = cx.entry("links") else {
        let edits = indented_below(cx.root()?, entry, "links", link)?;
        return Some(Fix { title, safety: Safety::Safe, edits, rename_file: None });
    };
    let links = links.value;
    let text = entry.key.document_text();
    let written = text.get(entry.key.range().end().into()..entry.value.range().end().into())?;
    if !links.is_mapping() || links.get(link).is_some() || written.contains(['\n', '\r']) {
        return None;
    }
    let removal = remove_entry(cx, &[entry.key.text()?])?;
    let addition = prepend_entry(links, link, source)?;
    let mut edits: Vec<TextEdit> = vec![removal, addition];
    edits.sort_by_key(|edit| edit.range.start());
    Some(Fix { title, safety: Safety::Safe, edits, rename_file: None })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn unknown_keys_are_each_marked() {
        check(
            &RULE,
            "name: a
sumary: b
#^^^^^ error[unknown-top-level-key]: `sumary` is no key of `charmcraft.yaml`
tags:
#^^^ error[unknown-top-level-key]: `tags` is no key
build_base: ubuntu@24.04
Title: x
#^^^^ error[unknown-top-level-key]: `Title` is no key
x-common: {}
#^^^^^^^ error[unknown-top-level-key]: `x-common` is no key
services: {}
#^^^^^^^ error[unknown-top-level-key]: `services` is no key
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml
name: a
services: {}
requires: {}
#^^^^^^^ error[unknown-top-level-key]: `requires` is no key of `rockcraft.yaml`
entrypoint: sh
#^^^^^^^^^ error[unknown-top-level-key]: `entrypoint` is no key
build_slices:
#^^^^^^^^^^^ error[unknown-top-level-key]: `build_slices` is no key
",
        );
    }

    #[test]
    fn keys_that_yaml_reads_as_something_else_are_unknown() {
        check(
            &RULE,
            "name: a
yes: b
#^^ error[unknown-top-level-key]: `yes` is no key of `charmcraft.yaml`: YAML reads it as a boolean
1.5: c
#^^ error[unknown-top-level-key]: `1.5` is no key of `charmcraft.yaml`: YAML reads it as a number
",
        );
    }

    #[test]
    fn fields_that_must_stay_empty_may_be_empty() {
        check(
            &RULE,
            "contact:
source_code: ~
license: MIT
#        ^^^ error[unknown-top-level-key]: `license` is no key
issues: []
#       ^^ error[unknown-top-level-key]: `issues` is no key
",
        );
    }

    #[test]
    fn both_spellings_together_are_one_too_many() {
        check(
            &RULE,
            "//- rockcraft.yaml
run-user: _daemon_
run_user: _daemon_
#^^^^^^^ error[unknown-top-level-key]: `run_user` stands for `run-user` a second time
",
        );
        check(&RULE, "charm_libs: []\n");
    }

    #[test]
    fn merged_keys_are_looked_at_and_half_typed_ones_are_not() {
        check(
            &RULE,
            "<<: {nonsense: 1}
#    ^^^^^^^^ error[unknown-top-level-key]: `nonsense` is no key
summ
name: a
",
        );
        check(&RULE, "- name: a\n");
        check(&RULE, "");
    }

    #[test]
    fn a_value_of_several_lines_moves_to_links_as_a_whole() {
        let text = "maintainers:\n# who\n- me\n\n- you\ntype: charm\n";
        assert_eq!(
            fixed(&RULE, text, 0),
            "links:\n  contact:\n  # who\n  - me\n\n  - you\ntype: charm\n"
        );
        let nested = "maintainers:\n  - >-\n    me\n";
        assert_eq!(fixed(&RULE, nested, 0), "links:\n  contact:\n    - >-\n      me\n");
        let with_links = "maintainers:\n- me\nlinks: {website: https://a.example}\n";
        assert!(!said(&RULE, with_links).contains("fix"));
    }

    #[test]
    fn fixes() {
        assert_eq!(fixed(&RULE, "sumary: b # c\n", 0), "summary: b # c\n");
        assert_eq!(fixed(&RULE, "name: a\n1: c\n", 0), "name: a\n");
        assert_eq!(fixed(&RULE, "display-name: Shop\n", 0), "title: Shop\n");
        let website = "website: https://a.example # b\n";
        assert_eq!(fixed(&RULE, website, 0), "links:\n  website: https://a.example # b\n");
        let with_links = "docs: https://a.example\nlinks:\n  issues: https://b.example\n";
        let moved = "links:\n  documentation: https://a.example\n  issues: https://b.example\n";
        assert_eq!(fixed(&RULE, with_links, 0), moved);
    }

    #[test]
    fn words() {
        let said = said(&RULE, "name: a\nrun-user: x\nresource: {}\nwebsite: https://a.example\n")
            + &said(&RULE, "name: a\nwhatever: x\nnome: b\ncharm_user: root\ncharm-user: root\n")
            + &said(&RULE, "x-a: {}\n~: 1")
            + &said(&RULE, "//- rockcraft.yaml\nname: a\nenv: {A: b}\ncmd: sh\n");
        expect![[r#"
            error (charmcraft): `run-user` is no key of `charmcraft.yaml`
              note: `charmcraft pack` stops on every key that it does not know
              help: it is a key of `rockcraft.yaml`: move it there
            error (charmcraft): `resource` is no key of `charmcraft.yaml`
              note: `charmcraft pack` stops on every key that it does not know
              help: did you mean `resources`?
              fix (Safe): Rename the key to `resources`
            error (charmcraft): `website` is no key of `charmcraft.yaml`
              note: `charmcraft pack` stops on every key that it does not know
              help: write it as `website` below `links`
              fix (Safe): Move it to `links.website`
            error (charmcraft): `whatever` is no key of `charmcraft.yaml`
              note: `charmcraft pack` stops on every key that it does not know
              help: remove the key and its value
              fix (Unsafe): Remove `whatever`
            error (charmcraft): `nome` is no key of `charmcraft.yaml`
              note: `charmcraft pack` stops on every key that it does not know
              help: `name` is there already: make one of the two, or remove this one
            error (charmcraft): `charm_user` stands for `charm-user` a second time
              note: `charmcraft pack` stops on every key that it does not know
              help: keep only `charm-user`
              fix (Unsafe): Remove `charm_user`
            error (charmcraft): `x-a` is no key of `charmcraft.yaml`
              note: `charmcraft pack` stops on every key that it does not know
              help: keys of your own are not possible: put the anchor where it is first used
            error (charmcraft): `~` is no key of `charmcraft.yaml`: YAML reads it as nothing
              note: `charmcraft pack` stops on every key that it does not know
              help: remove the key and its value
              fix (Unsafe): Remove `~`
            error (rockcraft): `env` is no key of `rockcraft.yaml`
              note: `rockcraft pack` stops on every key that it does not know
              help: write the variables below `environment`, or into the services that need them
              fix (Safe): Rename the key to `environment`
            error (rockcraft): `cmd` is no key of `rockcraft.yaml`
              note: `rockcraft pack` stops on every key that it does not know
              help: every image starts Pebble: write the command into a service under `services`
        "#]]
        .assert_eq(&said);
    }
}
