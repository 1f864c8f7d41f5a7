//! `duplicate-key`: a mapping holds a key twice. Docs in duplicate_key.md.

use std::collections::{HashMap, HashSet};

use syntax::NodeRef;

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "duplicate-key",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[
        FileKind::Charmcraft,
        FileKind::Rockcraft,
        FileKind::Metadata,
        FileKind::Config,
        FileKind::Actions,
    ],
    docs: include_str!("duplicate_key.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    if let Some(root) = cx.root() {
        check_below(cx, root, out);
    }
}

/// Mappings of up to this many keys are compared pair by pair, which is faster than hashing them.
const FEW: usize = 16;

fn check_below(cx: &Context<'_>, root: NodeRef<'_>, out: &mut Findings<'_>) {
    let options = cx.section("config").and_then(|config| config.get("options"));
    let options = options.map(|entry| entry.value.index());
    // An explicit stack: nesting is only bounded by the length of the file.
    let mut pending = vec![root];
    let mut keys: Vec<(&str, NodeRef<'_>)> = Vec::new();
    while let Some(node) = pending.pop() {
        if options == Some(node.index()) && are_known(cx, node) {
            check_options(cx, out);
            let unchecked = cx.unchecked_options().iter();
            let below = unchecked.flat_map(|option| [option.key, option.value]);
            pending.extend(below.filter(|node| !node.is_scalar()));
            continue;
        }
        pending.extend(node.children().filter(|child| !child.is_scalar()));
        // The tools compare the text of the keys, so `1` and `'1'` are one key to them.
        keys.clear();
        keys.extend(node.entries().filter_map(|entry| Some((entry.key.text()?, entry.key))));
        if keys.len() > FEW {
            check_many(&keys, out);
        } else {
            check_few(&keys, out);
        }
    }
}

/// Whether the last check is a help, and the options are what stands in this mapping and nothing else.
fn are_known(cx: &Context<'_>, options: NodeRef<'_>) -> bool {
    let keys = cx.config_options().iter().map(|option| option.key);
    cx.clean_options().next().is_some() && options.entries().map(|entry| entry.key).eq(keys)
}

/// Clean options differ from each other, so the others alone are compared with all.
fn check_options(cx: &Context<'_>, out: &mut Findings<'_>) {
    let unchecked = cx.unchecked_options().iter();
    let names: HashSet<&str> = unchecked.filter_map(|option| option.name()).collect();
    let options = cx.config_options().iter();
    let keys = options.filter_map(|option| Some((option.name()?, option.key)));
    let keys: Vec<_> = match names.len() > FEW {
        true => keys.filter(|(name, _)| names.contains(name)).collect(),
        false => {
            let names: Vec<&str> = names.into_iter().collect();
            keys.filter(|(name, _)| names.contains(name)).collect()
        }
    };
    check_many(&keys, out);
}

fn check_few(keys: &[(&str, NodeRef<'_>)], out: &mut Findings<'_>) {
    for (index, &(text, key)) in keys.iter().enumerate() {
        if let Some((_, first)) = keys[..index].iter().find(|(known, _)| *known == text) {
            report(key, text, *first, out);
        }
    }
}

fn check_many(keys: &[(&str, NodeRef<'_>)], out: &mut Findings<'_>) {
    let mut seen: HashMap<&str, NodeRef<'_>> = HashMap::with_capacity(keys.len());
    for &(text, key) in keys {
        match seen.get(text) {
            Some(first) => report(key, text, *first, out),
            None => {
                seen.insert(text, key);
            }
        }
    }
}

fn report(key: NodeRef<'_>, text: &str, first: NodeRef<'_>, out: &mut Findings<'_>) {
    let draft = out
        .report(key.range(), format!("the key `{text}` stands twice in this mapping"))
        .note("the tools refuse the whole file: they do not choose between the two")
        .help("merge the two, or rename one")
        .label(first.range(), format!("`{text}` stands here already"));
    // To YAML itself a number and a text are two keys.
    if key.scalar() == first.scalar() {
        draft.plain_yaml();
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::check;

    #[test]
    fn quoted_and_plain_spellings_are_one_key() {
        check(
            &RULE,
            "name: a
\"name\": b
#^^^^^ error[duplicate-key]: the key `name` stands twice in this mapping
a: {1: x, '1': y}
#         ^^^ error[duplicate-key]: the key `1` stands twice in this mapping
yes: 1
true: 2
",
        );
    }

    #[test]
    fn a_number_and_a_text_are_two_keys_to_other_checkers() {
        let plain = |text: &str| {
            let snapshot = crate::snapshot::Snapshot::alone("charmcraft.yaml", text).unwrap();
            let findings = crate::rules::check_with(&snapshot, &[&RULE]);
            findings.iter().map(|finding| finding.is_plain_yaml).collect::<Vec<_>>()
        };
        assert_eq!(plain("a: 1\n'a': 2\n"), [true]);
        assert_eq!(plain("1: 1\n'1': 2\n"), [false]);
    }

    #[test]
    fn a_key_over_a_merged_one_is_no_duplicate() {
        check(
            &RULE,
            "a: &a {x: 1}
b: {<<: *a, x: 2}
c: {<<: *a, <<: *a}
#           ^^ error[duplicate-key]: the key `<<` stands twice in this mapping
",
        );
    }

    #[test]
    fn large_mappings_are_looked_through_as_well() {
        let keys: String = (0..40).map(|number| format!("key-{number}: 1\n")).collect();
        check(
            &RULE,
            &format!("{keys}key-7: 2\n#^^^^ error[duplicate-key]: the key `key-7` stands twice\n"),
        );
    }

    #[test]
    fn files_beside_a_charm_are_looked_at() {
        check(
            &RULE,
            "//- actions.yaml
a: {b: 1, 'b': 2}
#         ^^^ error[duplicate-key]
",
        );
    }
}
