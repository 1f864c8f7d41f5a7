//! `part-key-type`: a key of a part has a value of a kind that the tools do not take. Docs in
//! part_key_type.md.
//!
//! What stands under `permissions` is the business of `part-permissions`.

use super::fixes::{quote, remove_key, split_into_list, wrap_in_list};
use super::grammar::{Item, read};
use super::values::reads_as_flag;
use super::view::{PluginUse, is_filled_in, is_of_tool, named_parts, plugin_of, stops};
use crate::facts::{self, PartKey, PartValue};
use crate::rules::prelude::*;
use crate::rules::pydantic::lax_integer;
use crate::rules::shape::{kind, reads_as_text};

pub(super) static RULE: Rule = Rule {
    id: "part-key-type",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("part_key_type.md"),
    check,
};

/// Deeper nesting of selectors is no longer followed.
const DEEPEST: usize = 8;

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        let plugin = plugin_of(cx, name, part);
        for entry in part.value.effective_entries() {
            let Some(key) = entry.key.as_str().filter(|_| !entry.is_repaired()) else { continue };
            let Some((known, is_strict)) = known_key(cx, plugin, key) else { continue };
            // Other rules have more to say about a plugin that is no text.
            if key != "plugin" {
                Check { cx, part: name, entry, key: known, is_strict }.value(out);
            }
        }
    }
}

/// What is known of a key, and whether numbers count as text there.
fn known_key(cx: &Context<'_>, plugin: PluginUse, key: &str) -> Option<(&'static PartKey, bool)> {
    if let Some(known) = facts::part_key(key) {
        // A charm has no overlay at all, which is another rule's finding.
        let is_judged = !known.overlay || cx.tool() == Judge::Rockcraft;
        let refuses_numbers = match plugin {
            PluginUse::Plugin(plugin) => {
                plugin.strict.contains(&key) || plugin.distinct.contains(&key)
            }
            _ => false,
        };
        return is_judged.then_some((known, known.strict || refuses_numbers));
    }
    let known = match plugin {
        PluginUse::Plugin(plugin) => plugin.key(key),
        PluginUse::OfExtension | PluginUse::Unclear => facts::plugin_key(key).map(|(_, key)| key),
    };
    Some((known.filter(|known| is_of_tool(cx, known.only))?, true))
}

/// One key of a part, and its value.
struct Check<'c, 'a> {
    cx: &'c Context<'a>,
    part: &'c str,
    entry: Entry<'a>,
    key: &'static PartKey,
    is_strict: bool,
}

impl<'a> Check<'_, 'a> {
    fn value(&self, out: &mut Findings<'_>) {
        let value = self.entry.value;
        let node = value.resolved();
        if node.is_null() {
            // A source that is needed is another rule's.
            if !self.key.nullable && !is_filled_in(self.cx, self.part, self.entry) {
                self.report_null(out);
            }
            return;
        }
        self.descend(value, DEEPEST, out);
    }

    /// Checks a value, or what a list selects from.
    fn descend(&self, value: NodeRef<'a>, depth: usize, out: &mut Findings<'_>) {
        let node = value.resolved();
        let is_list = self.key.kind.is_list();
        let is_empty_list = node.is_sequence() && node.items().next().is_none();
        if self.key.grammar && !is_list && is_empty_list {
            // Nothing selected means null.
            if !self.key.nullable {
                self.report_kind(value, self.key.kind.name(), out);
            }
            return;
        }
        let has_clauses =
            self.key.grammar && node.items().any(|item| !matches!(read(item), Item::Value));
        if !node.is_sequence() || !(is_list || has_clauses) {
            self.whole(value, out);
            return;
        }
        for item in node.items() {
            match read(item) {
                Item::ElseFail if self.key.grammar => {}
                Item::Clause(_, clause) if self.key.grammar => {
                    if depth > 0 && !clause.is_repaired() {
                        self.descend(clause.value, depth - 1, out);
                    }
                }
                // Beside a number, craft-application 7.5 no longer looks for selectors.
                _ if has_clauses && depth == DEEPEST && is_number(item) => {
                    self.report_kind(item, "text", out);
                }
                _ if is_list => self.item(item, out),
                _ => self.report_kind(item, "a selector such as `on amd64`", out),
            }
        }
    }

    /// Checks a value that is no list of selectors.
    fn whole(&self, value: NodeRef<'a>, out: &mut Findings<'_>) {
        let node = value.resolved();
        let fits = match self.key.kind {
            PartValue::Text => self.is_text(node),
            PartValue::Flag => reads_as_flag(node),
            PartValue::Integer => lax_integer(node).is_some(),
            PartValue::IntegerOrText => node.as_str().is_some() || lax_integer(node).is_some(),
            PartValue::Mapping => {
                if node.is_mapping() {
                    self.mapping(node, out);
                }
                node.is_mapping()
            }
            PartValue::Texts | PartValue::Variables | PartValue::Permissions => false,
        };
        if !fits {
            self.report_kind(value, self.key.kind.name(), out);
        }
    }

    /// Checks one entry of a list.
    fn item(&self, item: NodeRef<'a>, out: &mut Findings<'_>) {
        let node = item.resolved();
        match self.key.kind {
            // What looks like a selector and is none is another rule's.
            PartValue::Texts if self.key.grammar && node.is_mapping() => {}
            PartValue::Texts if !self.is_text(node) => {
                self.report_kind(item, "text", out);
            }
            PartValue::Variables => self.variable(item, out),
            PartValue::Permissions if !node.is_mapping() => {
                self.report_kind(item, "a mapping", out);
            }
            _ => {}
        }
    }

    fn variable(&self, item: NodeRef<'a>, out: &mut Findings<'_>) {
        let node = item.resolved();
        let entries = node.effective_entries();
        let [entry] = entries.as_slice() else {
            let found = match entries.len() {
                0 => kind(node).to_owned(),
                count => format!("a mapping of {count} entries"),
            };
            self.report(item, &found, "a mapping of one entry", out);
            return;
        };
        if entry.is_repaired() {
            return;
        }
        if entry.key.as_str().is_none() {
            self.report_kind(entry.key, "text", out);
        } else if !reads_as_text(entry.value.resolved()) {
            self.report_kind(entry.value, "text", out);
        }
    }

    /// Numbers count as keys; only the keys of plugins refuse them.
    fn mapping(&self, mapping: NodeRef<'a>, out: &mut Findings<'_>) {
        for entry in mapping.effective_entries() {
            if entry.is_repaired() {
                continue;
            }
            if !self.is_text(entry.key) {
                self.report_kind(entry.key, "text", out);
            } else if !self.is_text(entry.value.resolved()) {
                self.report_kind(entry.value, "text", out);
            }
        }
    }

    fn is_text(&self, node: NodeRef<'_>) -> bool {
        if self.is_strict { node.as_str().is_some() } else { reads_as_text(node) }
    }

    fn report_null(&self, out: &mut Findings<'_>) {
        let Check { cx, part, entry, key, .. } = self;
        let range = place(*entry);
        if out.has_reported(range) {
            return;
        }
        let name = key.name;
        let draft = out
            .report(
                range,
                format!("`{name}` of part `{part}` is empty, expected {}", key.kind.name()),
            )
            .note(stops(cx))
            .help(if key.kind.is_list() {
                "write the list, or remove the key"
            } else {
                "write a value, or remove the key"
            });
        if let Some(fix) = remove_key(cx, part, name, Safety::Safe) {
            draft.fix(fix);
        }
    }

    fn report_kind(&self, value: NodeRef<'a>, expected: &str, out: &mut Findings<'_>) {
        self.report(value, kind(value.resolved()), expected, out);
    }

    fn report(&self, value: NodeRef<'a>, found: &str, expected: &str, out: &mut Findings<'_>) {
        let range = if value.is_absent() { self.entry.key.range() } else { value.range() };
        // An alias without an anchor may stand for anything.
        let is_open = value.resolved().kind() == syntax::Kind::Alias;
        if is_open || value.is_repaired() || out.has_reported(range) {
            return;
        }
        let Check { cx, part, entry, key, .. } = self;
        let name = key.name;
        let is_whole = value == entry.value;
        let what = match is_whole {
            true => format!("`{name}` of part `{part}` is {found}, expected {expected}"),
            false => {
                format!("`{name}` of part `{part}` holds {}, expected {expected}", held(found))
            }
        };
        let draft = out.report(range, what).note(stops(cx));
        let node = value.resolved();
        let (help, fix) = match key.kind {
            PartValue::Texts if node.is_scalar() && expected != "text" => {
                ("write a list with one entry for each".to_owned(), wrap_in_list(value))
            }
            PartValue::Variables if node.is_mapping() && (is_whole || expected != "text") => {
                let fix = if is_whole { split_into_list(value) } else { None };
                ("write one `- NAME: value` for each variable".to_owned(), fix)
            }
            _ if expected == "text" && node.is_scalar() && !node.is_null() => {
                ("put it in quotes".to_owned(), quote(value))
            }
            PartValue::Flag => ("write `true` or `false`".to_owned(), None),
            PartValue::Mapping if is_whole => {
                ("write one `<from>: <to>` for each entry".to_owned(), None)
            }
            _ if node.is_null() => (format!("write {expected}, or remove the entry"), None),
            _ => (format!("write {expected}"), None),
        };
        let draft = draft.help(help);
        if let Some(fix) = fix {
            draft.fix(fix);
        }
    }
}

fn is_number(item: NodeRef<'_>) -> bool {
    use syntax::Scalar::{Float, Int};
    matches!(item.resolved().scalar(), Some(Int(_) | Float(_)))
}

/// What a list holds: nothing is an entry too.
fn held(found: &str) -> &str {
    if found == "empty" { "an empty value" } else { found }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn lists_are_lists() {
        check(
            &RULE,
            "parts:
  a:
    plugin: nil
    build-packages: git
#                   ^^^ error[part-key-type]: `build-packages` of part `a` is text, expected a list
    stage: {a: b}
#          ^^^^^^ error[part-key-type]: `stage` of part `a` is a mapping, expected a list
    after:
#   ^^^^^ error[part-key-type]: `after` of part `a` is empty, expected a list
    build-snaps: [go, 7, yes]
#                        ^^^ error[part-key-type]: `build-snaps` of part `a` holds a boolean, expected text
    stage-packages: [curl, 7]
#                          ^ error[part-key-type]: `stage-packages` of part `a` holds a number
    source-submodules:
    build-attributes: []
    stage-slices: ~
#                 ^ error[part-key-type]: `stage-slices` of part `a` is empty
",
        );
    }

    #[test]
    fn single_values() {
        check(
            &RULE,
            "parts:
  a:
    plugin: nil
    source: 12
#           ^^ error[part-key-type]: `source` of part `a` is a number, expected text
    source-tag: 1.2
    source-branch:
#   ^^^^^^^^^^^^^ error[part-key-type]: `source-branch` of part `a` is empty
    source-commit: []
#                  ^^ error[part-key-type]: `source-commit` of part `a` is a list
    override-build: [echo, hi]
#                   ^^^^^^^^^^ error[part-key-type]: `override-build` of part `a` is a list
    override-pull:
    override-stage: []
    override-prime: 2024-01-31
#                   ^^^^^^^^^^ error[part-key-type]: `override-prime` of part `a` is a date
    source-depth: '3'
    disable-parallel: maybe
#                     ^^^^^ error[part-key-type]: `disable-parallel` of part `a` is text, expected `true` or `false`
  b: {plugin: nil, source-depth: all, disable-parallel: 'Yes', source: }
#                                ^^^ error[part-key-type]: `source-depth` of part `b` is text, expected a whole number
",
        );
    }

    #[test]
    fn mappings_and_variables() {
        check(
            &RULE,
            "parts:
  a:
    plugin: nil
    after: *nowhere
    organize: {a: 1, 2: b, on: c}
#                          ^^ error[part-key-type]: `organize` of part `a` holds a boolean
    build-environment:
      - A: 1
      - B: yes
#          ^^^ error[part-key-type]: `build-environment` of part `a` holds a boolean, expected text
      - {C: c, D: d}
#       ^^^^^^^^^^^^ error[part-key-type]: `build-environment` of part `a` holds a mapping of 2 entries
      - E=e
#       ^^^ error[part-key-type]: `build-environment` of part `a` holds text, expected a mapping of one entry
      - 2: f
#       ^ error[part-key-type]: `build-environment` of part `a` holds a number, expected text
  b: {plugin: nil, organize: [a], build-environment: {A: b}, permissions: [x]}
#                            ^^^ error[part-key-type]: `organize` of part `b` is a list
#                                                    ^^^^^^ error[part-key-type]: `build-environment` of part `b` is a mapping
#                                                                          ^ error[part-key-type]: `permissions` of part `b` holds text
",
        );
    }

    #[test]
    fn keys_of_plugins_take_no_numbers_for_text() {
        check(
            &RULE,
            "parts:
  a: {plugin: uv, source: ., uv-groups: dev, uv-extras: [1]}
#                                       ^^^ error[part-key-type]: `uv-groups` of part `a` is text, expected a list
#                                                        ^ error[part-key-type]: `uv-extras` of part `a` holds a number
  b: {plugin: rust, source: ., rust-channel: 1.80, after: [5], rust-use-global-lto: on}
#                                            ^^^^ error[part-key-type]: `rust-channel` of part `b` is a number
#                                                          ^ error[part-key-type]: `after` of part `b` holds a number
  c: {plugin: jlink, jlink-multi-release: 1.5, jlink-jars: }
#                                         ^^^ error[part-key-type]: `jlink-multi-release` of part `c` is a number
#                                              ^^^^^^^^^^ error[part-key-type]: `jlink-jars` of part `c` is empty
  d: {plugin: npm, source: ., npm-node-version: 20.1}
#                                               ^^^^ error[part-key-type]: `npm-node-version` of part `d` is a number
",
        );
    }

    #[test]
    fn selectors_are_looked_through() {
        check(
            &RULE,
            "parts:
  a:
    plugin: nil
    build-packages: [git, {on amd64: [nasm, yes]}, {else: gcc}]
#                                           ^^^ error[part-key-type]: `build-packages` of part `a` holds a boolean
#                                                         ^^^ error[part-key-type]: `build-packages` of part `a` holds text, expected a list
    source: [{on amd64: a}, {else: [{to arm64: b}]}, c]
#                                                    ^ error[part-key-type]: `source` of part `a` holds text, expected a selector
    organize: [{on amd64: {a: b}}, else fail]
    build-snaps: [7, {on amd64: [7]}]
#                 ^ error[part-key-type]: `build-snaps` of part `a` holds a number, expected text
    override-build: [{on amd64: []}]
    source-tag: [{on amd64: []}]
#                           ^^ error[part-key-type]: `source-tag` of part `a` holds a list, expected text
    stage-slices: [{on amd64: [a_bins]}]
#                  ^^^^^^^^^^^^^^^^^^^^ error[part-key-type]: `stage-slices` of part `a` holds a mapping
",
        );
    }

    #[test]
    fn the_extension_fills_in_what_is_empty() {
        check(
            &RULE,
            "//- rockcraft.yaml
base: ubuntu@24.04
extensions: [flask-framework]
parts:
  flask-framework/dependencies: {stage-packages: , build-packages: git}
#                                                                  ^^^ error[part-key-type]: `build-packages` of part
  own: {plugin: nil, stage-packages: }
#                    ^^^^^^^^^^^^^^ error[part-key-type]: `stage-packages` of part `own` is empty
",
        );
    }

    #[test]
    fn half_typed_values_are_left_alone() {
        check(
            &RULE,
            "parts:\n  a:\n    plugin: nil\n    build-environment:\n      - A\n      - B: b\n        C\n",
        );
    }

    #[test]
    fn fixes() {
        let with = |text: &str| format!("parts:\n  a:\n    plugin: nil\n{text}");
        let fixed = |text: &str| fixed(&RULE, &with(text), 0);
        assert_eq!(fixed("    after: b\n"), with("    after: [b]\n"));
        assert_eq!(fixed("    after:\n"), with(""));
        assert_eq!(fixed("    source: 12\n"), with("    source: '12'\n"));
        assert_eq!(
            fixed("    build-environment:\n      A: b\n      C: d\n"),
            with("    build-environment:\n      - A: b\n      - C: d\n")
        );
        assert_eq!(
            fixed("    build-environment: {A: b, C: d}\n"),
            with("    build-environment: [{A: b}, {C: d}]\n")
        );
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "parts:
  a:
    plugin: nil
    after: b
    stage:
    source: 12
    disable-parallel: 2
    organize: a
    build-environment: {A: b}
    build-packages: [{on amd64: x}]
    build-snaps: [null]
    source-depth: deep
",
        );
        expect![[r#"
            error (charmcraft): `after` of part `a` is text, expected a list
              note: `charmcraft pack` stops on this
              help: write a list with one entry for each
              fix (Safe): Write `[b]`
            error (charmcraft): `stage` of part `a` is empty, expected a list
              note: `charmcraft pack` stops on this
              help: write the list, or remove the key
              fix (Safe): Remove `stage`
            error (charmcraft): `source` of part `a` is a number, expected text
              note: `charmcraft pack` stops on this
              help: put it in quotes
              fix (Safe): Write `'12'`
            error (charmcraft): `disable-parallel` of part `a` is a number, expected `true` or `false`
              note: `charmcraft pack` stops on this
              help: write `true` or `false`
            error (charmcraft): `organize` of part `a` is text, expected a mapping
              note: `charmcraft pack` stops on this
              help: write one `<from>: <to>` for each entry
            error (charmcraft): `build-environment` of part `a` is a mapping, expected a list of variables
              note: `charmcraft pack` stops on this
              help: write one `- NAME: value` for each variable
              fix (Safe): Write a list with one variable in each entry
            error (charmcraft): `build-packages` of part `a` holds text, expected a list
              note: `charmcraft pack` stops on this
              help: write a list with one entry for each
              fix (Safe): Write `[x]`
            error (charmcraft): `build-snaps` of part `a` holds an empty value, expected text
              note: `charmcraft pack` stops on this
              help: write text, or remove the entry
            error (charmcraft): `source-depth` of part `a` is text, expected a whole number
              note: `charmcraft pack` stops on this
              help: write a whole number
        "#]]
        .assert_eq(&said);
    }
}
