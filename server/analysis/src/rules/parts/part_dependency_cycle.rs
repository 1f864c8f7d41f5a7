//! `part-dependency-cycle`: parts that wait for each other. Docs in part_dependency_cycle.md.

use std::collections::HashMap;

use super::grammar::{Builds, visit};
use super::view::{named_parts, stops};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "part-dependency-cycle",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("part_dependency_cycle.md"),
    check,
};

/// A part by its number, and where `after` names it.
type Edge<'a> = (usize, NodeRef<'a>);

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let has_after = |part: &crate::model::Part<'_>| part.field("after").is_some();
    if !cx.parts().iter().any(has_after) {
        return;
    }
    let parts: Vec<_> = named_parts(cx).collect();
    let numbers: HashMap<&str, usize> =
        parts.iter().enumerate().map(|(number, (name, _))| (*name, number)).collect();
    let builds = Builds::new(cx);
    let edges: Vec<Vec<Edge<'_>>> = parts
        .iter()
        .map(|(_, part)| {
            let mut edges = Vec::new();
            let after = part.field("after").filter(|field| !field.is_repaired());
            if let Some(field) = after.filter(|field| field.value.resolved().is_sequence()) {
                visit(&builds, field.value, &mut |item, set| {
                    let target = item.resolved().text().and_then(|name| numbers.get(name));
                    edges.extend(target.filter(|_| set != 0).map(|&target| (target, item)));
                });
            }
            edges
        })
        .collect();
    for cycle in cycles(&edges) {
        report(cx, &parts, &cycle, out);
    }
}

/// One cycle for each group of parts that wait for each other: its parts in turn, each with the entry
/// that leads to the next.
fn cycles<'a>(edges: &[Vec<Edge<'a>>]) -> Vec<Vec<Edge<'a>>> {
    let mut found = Vec::new();
    // 0: not seen; 1: on the way here; 2: done.
    let mut states = vec![0u8; edges.len()];
    for start in 0..edges.len() {
        if states.get(start) != Some(&0) {
            continue;
        }
        // The way from the start: a part and the number of its edges that were taken.
        let mut way: Vec<(usize, usize)> = vec![(start, 0)];
        if let Some(state) = states.get_mut(start) {
            *state = 1;
        }
        while let Some((part, taken)) = way.last_mut() {
            let part = *part;
            let next = edges.get(part).and_then(|edges| edges.get(*taken));
            *taken += 1;
            let Some(&(target, _)) = next else {
                way.pop();
                if let Some(state) = states.get_mut(part) {
                    *state = 2;
                }
                continue;
            };
            match states.get(target) {
                Some(0) => {
                    way.push((target, 0));
                    if let Some(state) = states.get_mut(target) {
                        *state = 1;
                    }
                }
                Some(1) => {
                    let circle = way.iter().skip_while(|(part, _)| *part != target);
                    let entry = |&(part, taken): &(usize, usize)| {
                        Some((part, edges.get(part)?.get(taken.checked_sub(1)?)?.1))
                    };
                    found.push(circle.filter_map(entry).collect());
                }
                _ => {}
            }
        }
    }
    found
}

fn report(
    cx: &Context<'_>,
    parts: &[(&str, &crate::model::Part<'_>)],
    cycle: &[Edge<'_>],
    out: &mut Findings<'_>,
) {
    let name = |edge: &Edge<'_>| parts.get(edge.0).map_or("", |(name, _)| *name);
    // The tools name the alphabetically first part first.
    let first = (0..cycle.len()).min_by_key(|&index| cycle.get(index).map(name));
    let (before, after) = cycle.split_at(first.unwrap_or_default());
    let ordered: Vec<_> = after.iter().chain(before).collect();
    let Some(start) = ordered.first() else { return };
    let range = start.1.range();
    if out.has_reported(range) {
        return;
    }
    let names: Vec<_> = ordered.iter().chain([start]).map(|edge| name(edge)).collect();
    let message = match ordered.len() {
        1 => format!("part `{}` comes after itself", name(start)),
        _ => format!("parts come after each other in a circle: `{}`", names.join("` after `")),
    };
    let mut draft = out.report(range, message).note(stops(cx)).help(match ordered.len() {
        1 => "remove the entry",
        _ => "remove one of the entries",
    });
    for edge in ordered.iter().skip(1) {
        draft = draft.label(edge.1.range(), format!("part `{}` comes after this", name(edge)));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn circles_are_marked_once() {
        check(
            &RULE,
            "parts:
  z: {plugin: nil, after: [c]}
  c: {plugin: nil, after: [a]}
  a: {plugin: nil, after: [d, b]}
#                             ^ error[part-dependency-cycle]: parts come after each other in a circle: `a` after `b` after `c` after `a`
  b: {plugin: nil, after: [c]}
  d: {plugin: nil}
  e: {plugin: nil, after: [e]}
#                          ^ error[part-dependency-cycle]: part `e` comes after itself
",
        );
    }

    #[test]
    fn chains_are_fine() {
        check(
            &RULE,
            "parts: {a: {plugin: nil, after: [b, c]}, b: {plugin: nil, after: [c]}, c: {plugin: nil}}\n",
        );
    }

    #[test]
    fn only_platforms_of_the_file_count() {
        check(
            &RULE,
            "platforms: {amd64: }
parts: {a: {plugin: nil, after: [{on s390x: [b]}]}, b: {plugin: nil, after: [a]}}
",
        );
    }

    #[test]
    fn a_half_typed_list_is_left_alone() {
        check(&RULE, "parts:\n  a:\n    plugin: nil\n    after\n  b:\n    after: [a]\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "parts: {a: {after: [b]}, b: {after: [a]}, c: {after: [c]}}");
        expect![[r#"
            error (charmcraft): parts come after each other in a circle: `a` after `b` after `a`
              note: `charmcraft pack` stops on this
              help: remove one of the entries
            error (charmcraft): part `c` comes after itself
              note: `charmcraft pack` stops on this
              help: remove the entry
        "#]]
        .assert_eq(&said);
    }
}
