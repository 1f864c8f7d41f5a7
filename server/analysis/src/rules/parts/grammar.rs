//! Values that depend on the platform: lists with entries `on amd64: ...`, `to arm64: ...`, `for ...`
//! and `else: ...`, which both tools take at most keys of a part (craft-grammar 2.3).
//!
//! [`visit`] leads a rule to the values themselves, each with the builds of the file that get it.
//! Mistakes in selectors are the business of `platform-selector`.

use syntax::{Entry, NodeRef};

use crate::rules::Context;

/// Deeper nesting is no longer followed; an alias may even lead into itself.
const DEEPEST: usize = 8;

/// More builds than this are not told apart.
const MOST_BUILDS: usize = 64;

/// What an entry of a list is.
pub(super) enum Item<'a> {
    /// A value like any other.
    Value,
    /// `on amd64: ...` and the like.
    Clause(Selector<'a>, Entry<'a>),
    /// `else fail`.
    ElseFail,
}

/// The key of an entry that depends on the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Selector<'a> {
    On(&'a str),
    To(&'a str),
    OnTo(&'a str, &'a str),
    For(&'a str),
    Else,
    Try,
}

/// Reads an entry of a list.
pub(super) fn read(item: NodeRef<'_>) -> Item<'_> {
    let item = item.resolved();
    if item.as_str().is_some_and(is_else_fail) {
        return Item::ElseFail;
    }
    let mut entries = item.entries();
    let (Some(entry), None) = (entries.next(), entries.next()) else { return Item::Value };
    match entry.key.as_str().and_then(selector) {
        Some(selector) => Item::Clause(selector, entry),
        None => Item::Value,
    }
}

fn is_else_fail(text: &str) -> bool {
    let middle = text.strip_prefix("else").and_then(|rest| rest.strip_suffix("fail"));
    middle.is_some_and(|blanks| !blanks.is_empty() && blanks.trim().is_empty())
}

/// Reads a key as craft-grammar's patterns do: several blanks may follow the words.
pub(super) fn selector(key: &str) -> Option<Selector<'_>> {
    match key {
        "else" => return Some(Selector::Else),
        "try" => return Some(Selector::Try),
        _ => {}
    }
    let behind = |word: &str| {
        let rest = key.strip_prefix(word)?;
        let names = rest.trim_start();
        (names.len() < rest.len() && !names.is_empty()).then_some(names)
    };
    if let Some(names) = behind("on") {
        return Some(on_to(names).unwrap_or(Selector::On(names)));
    }
    behind("to").map(Selector::To).or_else(|| behind("for").map(Selector::For))
}

fn on_to(names: &str) -> Option<Selector<'_>> {
    let (at, _) = names.rmatch_indices("to").find(|(at, _)| {
        let (before, after) = (names.get(..*at), names.get(at + 2..));
        before.is_some_and(|text| text.ends_with(char::is_whitespace))
            && after.is_some_and(|text| text.starts_with(char::is_whitespace))
    })?;
    let on = names.get(..at)?;
    // One blank belongs to the word, more of them to the names.
    let on = on.get(..on.char_indices().last()?.0)?;
    let to = names.get(at + 2..)?.trim_start();
    (!on.is_empty() && !to.is_empty()).then_some(Selector::OnTo(on, to))
}

/// The builds of a file: where it is built and for what, as pairs of architectures.
pub(super) struct Builds<'a> {
    pairs: Vec<(&'a str, &'a str)>,
}

/// A set of builds, one bit for each.
pub(super) type BuildSet = u64;

impl<'a> Builds<'a> {
    /// Of `platforms`. If that says nothing certain, every selector may apply.
    pub(super) fn new(cx: &Context<'a>) -> Self {
        let pairs = cx.entry("platforms").and_then(|platforms| {
            let mut pairs = Vec::new();
            for platform in platforms.value.effective_entries() {
                add_builds(platform, &mut pairs)?;
            }
            Some(pairs)
        });
        let pairs = pairs.filter(|pairs| pairs.len() <= MOST_BUILDS).unwrap_or_default();
        Builds { pairs }
    }

    /// Every build.
    pub(super) fn all(&self) -> BuildSet {
        match self.pairs.len() {
            0 => 1,
            count => BuildSet::MAX >> (MOST_BUILDS - count),
        }
    }

    /// Whether nothing is known of the builds.
    pub(super) fn are_unknown(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The builds that a selector names. `for` names none: neither tool has switched it on.
    pub(super) fn named(&self, selector: Selector<'_>) -> BuildSet {
        if self.are_unknown() {
            return self.all();
        }
        let has = |names: &str, name: &str| names.split(',').any(|known| known == name);
        let mut set = 0;
        for (bit, (on, to)) in self.pairs.iter().enumerate() {
            let is_named = match selector {
                Selector::On(names) => has(names, on),
                Selector::To(names) => has(names, to),
                Selector::OnTo(on_names, to_names) => has(on_names, on) && has(to_names, to),
                Selector::For(_) | Selector::Else | Selector::Try => false,
            };
            set |= BuildSet::from(is_named) << bit;
        }
        set
    }
}

fn add_builds<'a>(platform: Entry<'a>, pairs: &mut Vec<(&'a str, &'a str)>) -> Option<()> {
    let value = platform.value.resolved();
    let name = architecture(platform.key.text()?);
    if value.is_null() {
        pairs.push((name, name));
        return Some(());
    }
    let architectures = |key: &str| -> Option<Vec<&'a str>> {
        let value = value.get(key)?.value.resolved();
        match value.as_str() {
            Some(text) => Some(vec![architecture(text)]),
            None => value.items().map(|item| item.resolved().as_str().map(architecture)).collect(),
        }
    };
    let targets = architectures("build-for").unwrap_or_else(|| vec![name]);
    for on in architectures("build-on")? {
        // `all` is built as what it is built on.
        pairs.extend(targets.iter().map(|&to| (on, if to == "all" { on } else { to })));
    }
    Some(())
}

/// Without the base that may stand before it.
fn architecture(text: &str) -> &str {
    text.rsplit(':').next().unwrap_or(text)
}

/// Calls `each` with every value that some build may get: the entries of a list, or the value itself.
/// The set may be empty.
pub(super) fn visit<'a>(
    builds: &Builds<'_>,
    value: NodeRef<'a>,
    each: &mut impl FnMut(NodeRef<'a>, BuildSet),
) {
    descend(builds, value, builds.all(), DEEPEST, each);
}

fn descend<'a>(
    builds: &Builds<'_>,
    value: NodeRef<'a>,
    active: BuildSet,
    depth: usize,
    each: &mut impl FnMut(NodeRef<'a>, BuildSet),
) {
    let list = value.resolved();
    if !list.is_sequence() {
        each(value, active);
        return;
    }
    let mut left_over = 0;
    for item in list.items() {
        let Item::Clause(selector, entry) = read(item) else {
            left_over = 0;
            each(item, active);
            continue;
        };
        let set = match selector {
            Selector::Else => left_over,
            _ => active & builds.named(selector),
        };
        if selector != Selector::Else {
            left_over = if builds.are_unknown() { active } else { active & !set };
        }
        if depth > 0 {
            descend(builds, entry.value, set, depth - 1, each);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::Snapshot;

    #[test]
    fn selectors_are_read_like_the_tools_read_them() {
        assert_eq!(selector("on amd64,arm64"), Some(Selector::On("amd64,arm64")));
        assert_eq!(selector("on  amd64 to  arm64"), Some(Selector::OnTo("amd64", "arm64")));
        assert_eq!(selector("on amd64  to arm64"), Some(Selector::OnTo("amd64 ", "arm64")));
        assert_eq!(selector("to arm64"), Some(Selector::To("arm64")));
        assert_eq!(selector("for mine"), Some(Selector::For("mine")));
        assert_eq!(selector("on tomato"), Some(Selector::On("tomato")));
        for text in ["on", "on ", "onamd64", "ON amd64", "when amd64", "elsewhere"] {
            assert_eq!(selector(text), None, "{text}");
        }
    }

    /// The values of key `x` with the number of builds that get them.
    fn values(platforms: &str, list: &str) -> Vec<(String, u32)> {
        let text = format!("platforms: {platforms}\nx: {list}\n");
        let snapshot = Snapshot::alone("charmcraft.yaml", &text).unwrap();
        let cx = Context::new(&snapshot);
        let mut values = Vec::new();
        visit(&Builds::new(&cx), cx.entry("x").unwrap().value, &mut |node, set| {
            values.push((node.source().to_owned(), set.count_ones()));
        });
        values
    }

    #[test]
    fn values_go_to_the_builds_that_are_named() {
        let platforms = "{amd64: , mine: {build-on: [amd64, arm64], build-for: [s390x]}}";
        let list =
            "[a, {on amd64: [b]}, {else: [c]}, {to s390x: [d]}, {for mine: [e]}, {else: [f]}]";
        let expected = [("a", 3), ("b", 2), ("c", 1), ("d", 2), ("e", 0), ("f", 3)];
        assert_eq!(values(platforms, list), expected.map(|(text, count)| (text.to_owned(), count)));
    }

    #[test]
    fn without_platforms_every_selector_may_apply() {
        let expected = [("a", 1), ("b", 1)].map(|(text, count)| (text.to_owned(), count));
        assert_eq!(values("", "[{on riscv64: [a]}, {else: [b]}]"), expected);
        assert_eq!(values("{}", "a"), [("a".to_owned(), 1)]);
    }

    #[test]
    fn a_list_inside_itself_ends() {
        assert!(values("{amd64: }", "&x [{on amd64: *x}]").is_empty());
    }
}
