//! `mixed-stage-packages`: debs and chisel slices in one part. Docs in mixed_stage_packages.md.
//!
//! What an extension has put in front of a list is not looked at here.

use super::grammar::{BuildSet, Builds, visit};
use super::view::{is_bare, named_parts, stops};
use crate::facts::{self, Packages};
use crate::finding::TextEdit;
use crate::model::Part;
use crate::rules::edits::{LINE_ENDS, next_line, written};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "mixed-stage-packages",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("mixed_stage_packages.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        let Some(packages) = part.field("stage-packages").filter(|field| !field.is_repaired())
        else {
            continue;
        };
        let builds = Builds::new(cx);
        if !takes_one_kind(cx, name) {
            check_list(cx, name, part, packages, &builds, out);
        }
        let slices = part.field("stage-slices").filter(|field| !field.is_repaired());
        if let Some(slices) = slices {
            let has_packages = builds_with_entries(&builds, packages.value) != 0;
            let has_slices = builds_with_entries(&builds, slices.value) != 0;
            if has_packages && has_slices && !out.has_reported(slices.key.range()) {
                report_both(cx, name, packages, slices, out);
            }
        }
    }
}

/// Whether the extension decides what kind of packages a part takes, which is another rule's.
fn takes_one_kind(cx: &Context<'_>, part: &str) -> bool {
    let extensions = cx.rock().extensions();
    let mut parts = extensions
        .iter()
        .filter_map(|(_, extension)| facts::framework_by_extension(extension)?.rock_part(part));
    let of_base = |part: &facts::RockPart| if is_bare(cx) { part.bare } else { part.ubuntu };
    cx.tool() == Judge::Rockcraft
        && parts.any(|part| matches!(of_base(part), Packages::Debs | Packages::Slices))
}

fn builds_with_entries(builds: &Builds<'_>, list: NodeRef<'_>) -> BuildSet {
    let mut with = 0;
    if list.resolved().is_sequence() {
        visit(builds, list, &mut |_, set| with |= set);
    }
    with
}

/// As the tools tell them apart, whatever else is in the name.
pub(in crate::rules) fn is_slice(name: &str) -> bool {
    name.contains('_')
}

fn check_list(
    cx: &Context<'_>,
    name: &str,
    part: &Part<'_>,
    packages: Entry<'_>,
    builds: &Builds<'_>,
    out: &mut Findings<'_>,
) {
    if !packages.value.resolved().is_sequence() {
        return;
    }
    // The first entry of each kind, per build.
    let (mut with_debs, mut with_slices) = (0, 0);
    let mut first_is_slice = None;
    let mut odd = None;
    visit(builds, packages.value, &mut |item, set| {
        let Some(text) = item.resolved().as_str().filter(|_| set != 0) else { return };
        let is_slice = is_slice(text);
        let (same, other) = match is_slice {
            true => (&mut with_slices, with_debs),
            false => (&mut with_debs, with_slices),
        };
        *same |= set;
        first_is_slice.get_or_insert(is_slice);
        if other & set != 0 && odd.is_none() {
            odd = Some((item, text, is_slice));
        }
    });
    let Some((item, text, is_slice)) = odd.filter(|(item, ..)| !out.has_reported(item.range()))
    else {
        return;
    };
    let (this, others) = if is_slice { ("slice", "debs") } else { ("deb", "slices") };
    let draft = out
        .report(
            item.range(),
            format!("{this} `{text}` stands among {others} in `stage-packages` of part `{name}`"),
        )
        .note(format!("{}: a part takes either debs or slices", stops(cx)))
        .help("put the slices into a part of their own: `plugin: nil` with `stage-slices`");
    if let Some(fix) = split(cx, name, part, packages) {
        draft.fix(fix);
    }
}

/// Moves the slices of a plain list into a new part behind this one.
fn split(cx: &Context<'_>, name: &str, part: &Part<'_>, packages: Entry<'_>) -> Option<Fix> {
    let new_name = format!("{name}-slices");
    let is_taken = cx.parts().iter().any(|part| part.name() == Some(&new_name));
    let texts: Option<Vec<&str>> = packages.value.items().map(|item| item.as_str()).collect();
    let texts = texts.filter(|texts| !texts.is_empty() && !is_taken && !name.contains('/'))?;
    let (slices, debs): (Vec<&str>, Vec<&str>) = texts.into_iter().partition(|text| is_slice(text));
    let document = cx.document().text().as_str();
    let is_block = |range: TextRange| {
        let before = document.get(..usize::from(range.start())).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.trim().is_empty().then(|| line.to_owned())
    };
    let indent = is_block(part.key.range())?;
    let list = |texts: &[&str]| {
        texts.iter().map(|text| written(text).into_owned()).collect::<Vec<_>>().join(", ")
    };
    let range = packages.value.range();
    // The lines of a block list with comments are not for us to rewrite.
    if document.get(usize::from(range.start())..usize::from(range.end()))?.contains('#') {
        return None;
    }
    let is_block_list = packages.value.kind() == (syntax::Kind::Sequence { flow: false });
    let new_list = format!("[{}]", list(&debs));
    let replaced =
        if is_block_list { TextRange::new(packages.key.range().end(), range.end()) } else { range };
    let insert = if is_block_list { format!(": {new_list}") } else { new_list };
    let at = end_of_line(document, part.value.range())?;
    let line_end = if document.get(..usize::from(at.start()))?.ends_with('\n') { "" } else { "\n" };
    let new_part = format!(
        "{line_end}{indent}{new_name}:\n{indent}  plugin: nil\n{indent}  stage-slices: [{}]\n",
        list(&slices)
    );
    Some(Fix {
        title: format!("Move the slices into part `{new_name}`"),
        safety: Safety::Unsafe,
        edits: vec![TextEdit { range: replaced, insert }, TextEdit { range: at, insert: new_part }],
        rename_file: None,
    })
}

fn end_of_line(document: &str, range: TextRange) -> Option<TextRange> {
    let end = usize::from(range.end());
    let at = match document.get(..end)?.ends_with(LINE_ENDS) {
        true => end,
        false => next_line(document, end).unwrap_or(document.len()),
    };
    Some(TextRange::empty(syntax::TextSize::try_from(at).ok()?))
}

fn report_both(
    cx: &Context<'_>,
    name: &str,
    packages: Entry<'_>,
    slices: Entry<'_>,
    out: &mut Findings<'_>,
) {
    out.report(
        slices.key.range(),
        format!("part `{name}` has both `stage-packages` and `stage-slices`"),
    )
    .note(format!("{}: a part takes either debs or slices", stops(cx)))
    .help("put the slices into a part of their own, with `plugin: nil`")
    .label(packages.key.range(), "the packages stand here");
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn the_first_of_the_other_kind_is_marked() {
        check(
            &RULE,
            "parts:
  a: {plugin: nil, stage-packages: [curl, bash_bins, jq, libc6_libs]}
#                                         ^^^^^^^^^ error[mixed-stage-packages]: slice `bash_bins` stands among debs
  b: {plugin: nil, stage-packages: [bash_bins, curl]}
#                                              ^^^^ error[mixed-stage-packages]: deb `curl` stands among slices
  c: {plugin: nil, stage-packages: [bash_bins, 'curl=1_2']}
  d: {plugin: nil, stage-packages: [curl], stage-slices: [bash_bins]}
#                                          ^^^^^^^^^^^^ error[mixed-stage-packages]: part `d` has both
  e: {plugin: nil, stage-packages: [curl], stage-slices: []}
",
        );
    }

    #[test]
    fn what_no_build_gets_together_is_no_mixture() {
        check(
            &RULE,
            "//- rockcraft.yaml
platforms: {amd64: , arm64: }
parts:
  a: {plugin: nil, stage-packages: [{on amd64: [bash_bins]}, {else: [curl]}]}
  b: {plugin: nil, stage-packages: [bash_bins, {on s390x: [curl]}, {on arm64: [jq]}]}
#                                                                              ^^ error[mixed-stage-packages]: deb `jq`
",
        );
    }

    #[test]
    fn parts_of_an_extension_that_take_one_kind_have_a_rule_of_their_own() {
        check(
            &RULE,
            "//- rockcraft.yaml
base: bare
extensions: [flask-framework]
parts:
  flask-framework/runtime: {stage-packages: [curl, bash_bins]}
  flask-framework/install-app: {stage-packages: [curl, bash_bins]}
#                                                      ^^^^^^^^^ error[mixed-stage-packages]: slice `bash_bins`
",
        );
    }

    #[test]
    fn half_typed_lists_are_left_alone() {
        check(&RULE, "parts:\n  a:\n    stage-packages: [curl]\n    stage-slices\n");
    }

    #[test]
    fn fix_moves_the_slices() {
        let block = "parts:
  a:
    plugin: nil
    stage-packages:
      - curl
      - bash_bins
      - jq
    stage: [usr]
  b: {plugin: nil}
";
        let expected = "parts:
  a:
    plugin: nil
    stage-packages: [curl, jq]
    stage: [usr]
  a-slices:
    plugin: nil
    stage-slices: [bash_bins]
  b: {plugin: nil}
";
        assert_eq!(fixed(&RULE, block, 0), expected);
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "parts: {a: {stage-packages: [curl, bash_bins]}, b: {stage-packages: [c], stage-slices: [d_eee]}}",
        );
        expect![[r#"
            error (charmcraft): slice `bash_bins` stands among debs in `stage-packages` of part `a`
              note: `charmcraft pack` stops on this: a part takes either debs or slices
              help: put the slices into a part of their own: `plugin: nil` with `stage-slices`
            error (charmcraft): part `b` has both `stage-packages` and `stage-slices`
              note: `charmcraft pack` stops on this: a part takes either debs or slices
              help: put the slices into a part of their own, with `plugin: nil`
        "#]]
        .assert_eq(&said);
    }
}
