//! Anchors and aliases: what an alias stands for, and how many stand for an anchor.

use syntax::{Text, TextRange, TextSize};

use super::super::names::{Mention, Thing, mentions};
use super::Hover;
use crate::snapshot::Snapshot;

/// As many lines are shown of what is marked.
const MOST_LINES: usize = 12;

/// `None` where the place is on neither.
pub(super) fn anchor(snapshot: &Snapshot, offset: TextSize) -> Option<Hover> {
    let text = snapshot.document.text();
    if !follows_sign(text.as_str(), offset.into()) {
        return None;
    }
    let mentions = mentions(snapshot.kind, &snapshot.document);
    let anchors: Vec<_> = mentions.iter().filter(|it| it.thing == Thing::Anchor).collect();
    let at = *anchors.iter().find(|it| it.touch.contains_inclusive(offset))?;
    let same = anchors.into_iter().filter(|it| it.is_about_same_as(at));
    let (before, behind): (Vec<_>, Vec<_>) =
        same.filter(|it| it.range != at.range).partition(|it| it.range.start() < at.range.start());
    let markdown = match at.declares {
        true => used(at, &behind),
        // A name may be given again, and counts from there on.
        false => {
            let declared = before.into_iter().filter(|it| it.declares);
            marked(text, at, declared.max_by_key(|it| it.range.start())?)
        }
    };
    Some(Hover { range: at.touch, markdown })
}

/// Whether the word at an offset begins with `&` or `*`, or the offset is right before them.
fn follows_sign(text: &str, offset: usize) -> bool {
    let is_sign = |ch: char| matches!(ch, '&' | '*');
    let (before, behind) = text.split_at_checked(offset).unwrap_or_default();
    let ends_word = |ch: char| ch.is_whitespace() || is_sign(ch);
    behind.starts_with(is_sign)
        || before.rfind(ends_word).is_some_and(|at| before[at..].starts_with(is_sign))
}

fn used(at: &Mention<'_>, behind: &[&Mention<'_>]) -> String {
    let uses = behind.iter().take_while(|it| !it.declares).count();
    let uses = match uses {
        0 => "no alias stands for it".to_owned(),
        1 => "one alias stands for it".to_owned(),
        uses => format!("{uses} aliases stand for it"),
    };
    format!("**`&{}`**: an anchor; {uses}", at.name)
}

fn marked(text: &Text, at: &Mention<'_>, declared: &Mention<'_>) -> String {
    let name = at.name;
    let line = text.line_of(declared.range.start()) + 1;
    let content = TextRange::new(declared.touch.end(), declared.whole.end());
    let content = shown(text.slice(content));
    let fence = if content.contains("```") { "````" } else { "```" };
    format!(
        "**`*{name}`** stands for what `&{name}` marks in line {line}\n\n{fence}yaml\n{content}\n{fence}"
    )
}

/// The first lines, without the blanks that all of them begin with.
fn shown(content: &str) -> String {
    let lines = || content.lines().filter(|line| !line.trim().is_empty());
    let (first, rest) = content.split_once('\n').unwrap_or((content, ""));
    let deep = if first.trim().is_empty() { rest } else { content };
    let depth = |line: &str| line.len() - line.trim_start().len();
    let least = deep.lines().filter(|line| !line.trim().is_empty()).map(depth).min().unwrap_or(0);
    let mut out: Vec<&str> = lines()
        .take(MOST_LINES)
        .map(|line| line.get(least..).unwrap_or(line.trim_start()).trim_end())
        .collect();
    if lines().count() > MOST_LINES {
        out.push("…");
    }
    out.join("\n")
}
