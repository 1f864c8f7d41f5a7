//! `npm-node-version`: the keys of plugin `npm` about Node do not fit together. Docs in
//! npm_node_version.md.

use super::grammar::{Builds, visit};
use super::values::flag;
use super::view::{PluginUse, named_parts, plugin_of, stops};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "npm-node-version",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("npm_node_version.md"),
    check,
};

const INCLUDE: &str = "npm-include-node";
const VERSION: &str = "npm-node-version";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        let (include, version) = (part.field(INCLUDE), part.field(VERSION));
        if include.is_none() && version.is_none() || part.value.is_repaired() {
            continue;
        }
        // The extension for Express names the plugin, and neither of the two keys.
        let is_npm = match plugin_of(cx, name, part) {
            PluginUse::Plugin(plugin) => plugin.name == "npm",
            PluginUse::OfExtension => true,
            PluginUse::Unclear => false,
        };
        if !is_npm {
            continue;
        }
        let includes = include.and_then(|field| flag(field.value.resolved()));
        // Values of the wrong kind are another rule's.
        if include.is_some() && includes.is_none() {
            continue;
        }
        let text = version.map(|field| field.value.resolved());
        if text.is_some_and(|value| !value.is_null() && value.as_str().is_none()) {
            continue;
        }
        let has_version = text.and_then(NodeRef::as_str).is_some_and(|text| !text.is_empty());
        match (include.filter(|_| includes == Some(true)), version.filter(|_| has_version)) {
            (Some(include), None) => report_no_version(cx, name, include, version, out),
            (None, Some(version)) => report_no_node(cx, name, include, version, out),
            (Some(include), Some(_)) => check_self_contained(cx, name, part, include, out),
            (None, None) => {}
        }
    }
}

fn report_no_version(
    cx: &Context<'_>,
    part: &str,
    include: Entry<'_>,
    version: Option<Entry<'_>>,
    out: &mut Findings<'_>,
) {
    let range = version.map_or(include.key.range(), |version| version.key.range());
    if out.has_reported(range) {
        return;
    }
    out.report(range, format!("part `{part}` includes Node, and `{VERSION}` does not say which"))
        .note(stops(cx))
        .help(format!("write the version in quotes, such as `{VERSION}: '20.12.2'`"));
}

fn report_no_node(
    cx: &Context<'_>,
    part: &str,
    include: Option<Entry<'_>>,
    version: Entry<'_>,
    out: &mut Findings<'_>,
) {
    if out.has_reported(version.key.range()) {
        return;
    }
    let message = format!("part `{part}` has `{VERSION}` without `{INCLUDE}: true`");
    let draft = out
        .report(version.key.range(), message)
        .note(stops(cx))
        .help(format!("write `{INCLUDE}: true`, or remove `{VERSION}`"));
    let title = format!("Write `{INCLUDE}: true`");
    if let Some(include) = include {
        draft.fix(Fix::replace(title, Safety::Unsafe, include.value.range(), "true"));
        return;
    }
    let at = version.key.range().start();
    let text = version.key.document_text();
    let is_in_flow = cx.root().is_some_and(|root| crate::rules::edits::is_in_flow(root, at));
    let separator = match crate::rules::edits::column(text, at) {
        _ if is_in_flow => ", ".to_owned(),
        Some(column) => format!("\n{}", " ".repeat(column)),
        None => return,
    };
    let insert = format!("{INCLUDE}: true{separator}");
    draft.fix(Fix::replace(title, Safety::Unsafe, TextRange::empty(at), insert));
}

fn check_self_contained(
    cx: &Context<'_>,
    name: &str,
    part: &crate::model::Part<'_>,
    include: Entry<'_>,
    out: &mut Findings<'_>,
) {
    let Some(attributes) = part.field("build-attributes") else { return };
    if !attributes.value.resolved().is_sequence() {
        return;
    }
    visit(&Builds::new(cx), attributes.value, &mut |item, set| {
        let is_it = item.resolved().as_str() == Some("self-contained");
        if is_it && set != 0 && !out.has_reported(include.key.range()) {
            out.report(
                include.key.range(),
                format!("part `{name}` includes Node and is `self-contained`"),
            )
            .note(stops(cx))
            .help("remove one of the two")
            .label(item.range(), "self-contained here");
        }
    });
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn both_keys_or_none() {
        check(
            &RULE,
            "parts:
  a: {plugin: npm, source: ., npm-include-node: yes, npm-node-version: '20'}
  b: {plugin: npm, source: ., npm-node-version: '20'}
#                             ^^^^^^^^^^^^^^^^ error[npm-node-version]: part `b` has `npm-node-version` without
  c: {plugin: npm, source: ., npm-include-node: 'on'}
#                             ^^^^^^^^^^^^^^^^ error[npm-node-version]: part `c` includes Node
  d: {plugin: npm, source: ., npm-include-node: true, npm-node-version: ''}
#                                                     ^^^^^^^^^^^^^^^^ error[npm-node-version]: part `d` includes Node
  e: {plugin: npm, source: ., npm-include-node: false, npm-node-version: }
  f: {plugin: npm, source: ., npm-include-node: true, npm-node-version: '2', build-attributes: [self-contained]}
#                             ^^^^^^^^^^^^^^^^ error[npm-node-version]: part `f` includes Node and is `self-contained`
  g: {plugin: uv, source: ., npm-node-version: '20'}
",
        );
    }

    #[test]
    fn the_part_of_the_extension_counts() {
        check(
            &RULE,
            "//- rockcraft.yaml
base: bare
extensions: [expressjs-framework]
parts:
  expressjs-framework/install-app:
    npm-include-node: true
#   ^^^^^^^^^^^^^^^^ error[npm-node-version]: part `expressjs-framework/install-app` includes Node
",
        );
    }

    #[test]
    fn a_part_that_is_being_typed_is_left_alone() {
        check(&RULE, "parts:\n  a:\n    plugin: npm\n    npm-include-node: true\n    npm-node\n");
    }

    #[test]
    fn fixes() {
        let block = "parts:\n  a:\n    plugin: npm\n    npm-node-version: '20'\n";
        let expected = "parts:\n  a:\n    plugin: npm\n    npm-include-node: true\n    npm-node-version: '20'\n";
        assert_eq!(fixed(&RULE, block, 0), expected);
        assert_eq!(
            fixed(
                &RULE,
                "parts: {a: {plugin: npm, npm-include-node: no, npm-node-version: '2'}}",
                0
            ),
            "parts: {a: {plugin: npm, npm-include-node: true, npm-node-version: '2'}}"
        );
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "parts: {a: {plugin: npm, npm-include-node: true}, b: {plugin: npm, npm-node-version: '2'}}",
        );
        expect![[r#"
            error (charmcraft): part `a` includes Node, and `npm-node-version` does not say which
              note: `charmcraft pack` stops on this
              help: write the version in quotes, such as `npm-node-version: '20.12.2'`
            error (charmcraft): part `b` has `npm-node-version` without `npm-include-node: true`
              note: `charmcraft pack` stops on this
              help: write `npm-include-node: true`, or remove `npm-node-version`
              fix (Unsafe): Write `npm-include-node: true`
        "#]]
        .assert_eq(&said);
    }
}
