//! `part-shape`: `parts` or a part is no mapping, or a part's name is no text. Docs in part_shape.md.

use super::view::{is_of_extension, stops};
use crate::facts;
use crate::model::Part;
use crate::rules::edits::written;
use crate::rules::prelude::*;
use crate::rules::shape::{fill_below, kind};

pub(super) static RULE: Rule = Rule {
    id: "part-shape",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("part_shape.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(parts) = cx.entry("parts") else { return };
    if !parts.value.resolved().is_mapping() {
        if !parts.is_repaired() && parts.value.resolved().kind() != syntax::Kind::Alias {
            report_parts(cx, parts, out);
        }
        return;
    }
    for part in cx.parts() {
        check_name(cx, part, out);
        // An alias without an anchor may stand for anything.
        let is_open = part.value.resolved().kind() == syntax::Kind::Alias;
        let is_repaired = is_open || part.key.is_repaired() || part.value.is_repaired();
        if !part.value.resolved().is_mapping() && !is_repaired && !is_judged_elsewhere(cx, part) {
            report_part(cx, part, out);
        }
    }
}

fn report_parts(cx: &Context<'_>, parts: Entry<'_>, out: &mut Findings<'_>) {
    let value = parts.value.resolved();
    let range = if value.is_null() { parts.key.range() } else { parts.value.range() };
    let draft = out
        .report(range, format!("`parts` is {}, expected a mapping of parts", kind(value)))
        .note(stops(cx));
    let has_extension = !cx.charm().extensions().is_empty();
    if value.is_null() && has_extension {
        let draft = draft.help("remove the key: the extension brings the parts");
        if let Some(edit) = crate::rules::edits::remove_entry(cx, &["parts"]) {
            draft.fix(Fix::replace("Remove the empty key", Safety::Safe, edit.range, edit.insert));
        }
        return;
    }
    draft.help("write `<name>:` for each part, and below it what the part says");
}

fn check_name(cx: &Context<'_>, part: &Part<'_>, out: &mut Findings<'_>) {
    let key = part.key;
    let is_text = key.as_str().is_some();
    if is_text || key.is_repaired() || !key.is_scalar() || out.has_reported(key.range()) {
        return;
    }
    let found = if key.is_null() { "nothing" } else { kind(key) };
    let source = key.source();
    let draft = out
        .report(
            key.range(),
            format!("the name `{source}` of a part reads as {found}, expected text"),
        )
        .note(stops(cx));
    if key.is_absent() {
        draft.help("give the part a name");
        return;
    }
    let quoted = format!("'{source}'");
    draft.help(format!("put it in quotes: `{quoted}`")).fix(Fix::replace(
        format!("Write `{quoted}`"),
        Safety::Safe,
        key.range(),
        quoted,
    ));
}

/// The part `charm` beside an extension is refused whatever it is, and what holds the application's
/// files has a rule of its own.
fn is_judged_elsewhere(cx: &Context<'_>, part: &Part<'_>) -> bool {
    let Some(name) = part.name() else { return false };
    if cx.tool() == Judge::Charmcraft {
        return is_of_extension(cx, name);
    }
    let extensions = cx.rock().extensions();
    let mut frameworks =
        extensions.iter().filter_map(|(_, extension)| facts::framework_by_extension(extension));
    frameworks.any(|framework| {
        framework.rock.content.as_ref().is_some_and(|content| content.part == name)
    })
}

fn report_part(cx: &Context<'_>, part: &Part<'_>, out: &mut Findings<'_>) {
    let value = part.value.resolved();
    let range = if part.value.is_absent() { part.key.range() } else { part.value.range() };
    if out.has_reported(range) {
        return;
    }
    let name = part.name().unwrap_or_default();
    let draft = out
        .report(range, format!("part `{name}` is {}, expected a mapping", kind(value)))
        .note(stops(cx));
    let plugin = value.as_str().filter(|text| facts::plugin(text).is_some());
    if let Some(plugin) = plugin {
        let wanted = format!("{{plugin: {}}}", written(plugin));
        draft.help(format!("write `{wanted}`")).fix(Fix::replace(
            format!("Write `{wanted}`"),
            Safety::Safe,
            part.value.range(),
            wanted,
        ));
        return;
    }
    let draft = draft.help("write `plugin: nil` below it, or another plugin");
    let entry = Entry { key: part.key, value: part.value };
    if let Some(edit) = fill_below(cx, entry, "plugin: nil") {
        draft.fix(Fix::replace("Write `plugin: nil`", Safety::Unsafe, edit.range, edit.insert));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn parts_are_a_mapping() {
        check(&RULE, "parts:\n#^^^^ error[part-shape]: `parts` is empty\n");
        check(
            &RULE,
            "parts: [{plugin: nil}]\n#      ^^^^^^^^^^^^^^^ error[part-shape]: `parts` is a list\n",
        );
        check(&RULE, "//- rockcraft.yaml\nparts: ~\n#^^^^ error[part-shape]: `parts` is empty\n");
        check(&RULE, "parts: {}\n");
    }

    #[test]
    fn a_part_is_a_mapping_with_a_name() {
        check(
            &RULE,
            "parts:
  a:
# ^ error[part-shape]: part `a` is empty, expected a mapping
  b: nil
#    ^^^ error[part-shape]: part `b` is text, expected a mapping
  c: &c [x]
#       ^^^ error[part-shape]: part `c` is a list
  d: {}
  e: *nowhere
  on: {plugin: nil}
# ^^ error[part-shape]: the name `on` of a part reads as a boolean
  7: {plugin: nil}
# ^ error[part-shape]: the name `7` of a part reads as a number
  'off': {plugin: nil}
",
        );
    }

    #[test]
    fn parts_that_other_rules_judge_are_left_to_them() {
        check(&RULE, "extensions: [flask-framework]\nparts: {charm: }\n");
        check(
            &RULE,
            "//- rockcraft.yaml
extensions: [flask-framework]
parts:
  flask-framework/install-app:
  flask-framework/dependencies:
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[part-shape]: part `flask-framework/dependencies` is empty
",
        );
    }

    #[test]
    fn a_name_that_is_being_typed_is_no_part_yet() {
        check(&RULE, "parts:\n  a: {plugin: nil}\n  b\n");
    }

    #[test]
    fn fixes() {
        assert_eq!(fixed(&RULE, "parts: {a: nil}", 0), "parts: {a: {plugin: nil}}");
        assert_eq!(fixed(&RULE, "parts:\n  a:\n", 0), "parts:\n  a:\n    plugin: nil\n");
        assert_eq!(fixed(&RULE, "parts: {on: {}}", 0), "parts: {'on': {}}");
        let empty = "name: a\nparts:\nextensions: [flask-framework]\n";
        assert_eq!(fixed(&RULE, empty, 0), "name: a\nextensions: [flask-framework]\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "parts: {a: , b: dump, c: 7, 5: {}}") + &said(&RULE, "parts: x");
        expect![[r#"
            error (charmcraft): part `a` is empty, expected a mapping
              note: `charmcraft pack` stops on this
              help: write `plugin: nil` below it, or another plugin
              fix (Unsafe): Write `plugin: nil`
            error (charmcraft): part `b` is text, expected a mapping
              note: `charmcraft pack` stops on this
              help: write `{plugin: dump}`
              fix (Safe): Write `{plugin: dump}`
            error (charmcraft): part `c` is a number, expected a mapping
              note: `charmcraft pack` stops on this
              help: write `plugin: nil` below it, or another plugin
            error (charmcraft): the name `5` of a part reads as a number, expected text
              note: `charmcraft pack` stops on this
              help: put it in quotes: `'5'`
              fix (Safe): Write `'5'`
            error (charmcraft): `parts` is text, expected a mapping of parts
              note: `charmcraft pack` stops on this
              help: write `<name>:` for each part, and below it what the part says
        "#]]
        .assert_eq(&said);
    }
}
