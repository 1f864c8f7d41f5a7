//! From the parser's complaint to what a person did.
//!
//! The parser stops where it can no longer go on, often a line below the mistake. Its words only
//! narrow down the kind; the place is found by looking at the text around it.

use crate::events::ParseError;
use crate::outline::{Line, Outline};
use crate::problem::{Problem, ProblemKind};
use crate::text::{Text, TextRange, TextSize, slice};

/// What is wrong in a text that does not parse.
pub(crate) fn diagnose(text: &str, error: &ParseError) -> Problem {
    let text = Text::new(text.to_owned());
    let outline = Outline::new(&text);
    let offset = TextSize::new(error.offset);
    let number = text.line_of(offset);
    let up_to = outline.lines().get(..=number as usize).unwrap_or_default();
    let mut content = up_to.iter().rev().filter(|line| line.is_content());
    let Some(line) = content.next() else {
        return Problem { kind: kind_of(&error.info), range: TextRange::empty(offset) };
    };
    // A word without its colon is only noticed on the next line.
    let previous = content.next();
    if is_about_keys(&error.info)
        && let Some(bare) = [Some(line), previous].into_iter().flatten().find(|line| line.is_bare())
        && let Some(value) = bare.value
    {
        return Problem { kind: ProblemKind::MissingColon, range: value };
    }
    diagnose_line(text.as_str(), line, Some(error), error.offset)
}

/// What is wrong on one line, where the parser stopped at `offset`, on it or below it.
pub(crate) fn diagnose_line(
    text: &str,
    line: &Line,
    error: Option<&ParseError>,
    offset: u32,
) -> Problem {
    let whole = TextRange::new(line.content.min(line.range.end()), line.range.end());
    let marked = line.value.or(line.key).unwrap_or(whole);
    let source = text_of(text, marked);
    let at = TextSize::new(offset);
    let kind = error.map_or(ProblemKind::MissingColon, |error| kind_of(&error.info));

    if let Some(tab) = leading_tab(text, line) {
        return Problem { kind: ProblemKind::Tab, range: tab };
    }
    if let Some(tab) = tab_before_value(text, line)
        .filter(|_| kind == ProblemKind::Tab || kind == ProblemKind::Other)
    {
        return Problem { kind: ProblemKind::Tab, range: tab };
    }
    if let Some(value) = line.value {
        let start = text_of(text, value);
        let first = TextRange::at(value.start(), TextSize::of(start.chars().next().unwrap_or(' ')));
        if start.starts_with(['@', '`']) {
            return Problem { kind: ProblemKind::ReservedStart, range: first };
        }
        if start.starts_with('%') {
            return Problem { kind: ProblemKind::ReservedStart, range: first };
        }
        if start.starts_with(['"', '\'']) && kind == ProblemKind::UnclosedQuote {
            return Problem { kind, range: value };
        }
        let is_plain = !start.starts_with(['"', '\'', '[', '{', '|', '>']);
        if is_plain && (start.contains(": ") || start.ends_with(':')) && line.key.is_some() {
            return Problem { kind: ProblemKind::ColonInValue, range: value };
        }
        if start.starts_with(['[', '{']) && kind == ProblemKind::MissingComma && !value.contains(at)
        {
            return Problem { kind: ProblemKind::UnclosedBracket, range: first };
        }
        let is_vague = matches!(
            kind,
            ProblemKind::Indentation | ProblemKind::MissingColon | ProblemKind::Other
        );
        if start.starts_with(['[', '{'])
            && is_vague
            && let Some(stray) = stray_bracket(start)
        {
            let range = TextRange::at(value.start() + TextSize::new(stray as u32), 1.into());
            return Problem { kind: ProblemKind::StrayBracket, range };
        }
        if start.starts_with(['[', '{']) && is_vague && value.contains_inclusive(at) {
            return Problem { kind: ProblemKind::MissingComma, range: value };
        }
        let end = at.max(value.end());
        let up_to_error = text.get(value.start().into()..end.into()).unwrap_or_default();
        if start.starts_with(['[', '{']) && is_vague && is_open(up_to_error) {
            return Problem { kind: ProblemKind::UnclosedBracket, range: first };
        }
        if start.starts_with("- ") {
            return Problem { kind: ProblemKind::BlockInLine, range: value };
        }
    }
    let here = TextRange::at(
        at,
        TextSize::of(text.get(at.into()..).and_then(|rest| rest.chars().next()).unwrap_or(' ')),
    );
    let is_on_line = line.range.contains_range(here);
    let char_at = if is_on_line { text_of(text, here) } else { "" };
    match kind {
        ProblemKind::Escape if is_on_line => {
            let before = text_of(text, TextRange::up_to(at));
            let start = before.rfind('\\').map_or(at, |start| TextSize::new(start as u32));
            let rest = text_of(text, TextRange::new(start, line.range.end().max(start)));
            let len = rest.chars().take(2).map(TextSize::of).sum();
            Problem { kind, range: TextRange::at(start, len) }
        }
        ProblemKind::UnknownAlias | ProblemKind::AnchorName => {
            let star = source
                .find(['*', '&'])
                .map_or(marked.start(), |at| marked.start() + TextSize::new(at as u32));
            let rest = text_of(text, TextRange::new(star, line.range.end().max(star)));
            let len = rest.find([' ', ',', ']', '}']).unwrap_or(rest.len());
            Problem { kind, range: TextRange::at(star, TextSize::new(len as u32)) }
        }
        ProblemKind::TextAfterValue if is_on_line => {
            // What looks like a comment may be the end of a quote that opens further up.
            let comment = line.comment.map(|comment| comment.start()).filter(|start| *start >= at);
            let end = comment.unwrap_or(line.range.end());
            let rest = text_of(text, TextRange::new(at, end.max(at))).trim_end();
            Problem { kind, range: TextRange::at(at, TextSize::of(rest)) }
        }
        ProblemKind::ControlCharacter | ProblemKind::Tab if is_on_line => {
            Problem { kind, range: here }
        }
        _ if matches!(char_at, "]" | "}") => {
            Problem { kind: ProblemKind::StrayBracket, range: here }
        }
        ProblemKind::MissingColon if !line.is_bare() => {
            Problem { kind: ProblemKind::Indentation, range: whole_without_comment(line) }
        }
        ProblemKind::Indentation => Problem { kind, range: whole_without_comment(line) },
        _ => Problem { kind, range: marked },
    }
}

/// Whether more brackets open than close.
fn is_open(text: &str) -> bool {
    depths(text).last().is_some_and(|(_, depth)| depth > 0)
}

/// The first bracket that closes none, as an offset.
fn stray_bracket(text: &str) -> Option<usize> {
    depths(text).find(|(_, depth)| *depth < 0).map(|(at, _)| at)
}

/// Each bracket outside of quotes, with how many are open behind it.
fn depths(text: &str) -> impl Iterator<Item = (usize, i32)> {
    let mut depth = 0;
    let mut quote = None;
    text.char_indices().filter_map(move |(at, ch)| {
        match (quote, ch) {
            (Some(open), _) if ch == open => quote = None,
            (None, '"' | '\'') => quote = Some(ch),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth -= 1,
            _ => return None,
        }
        matches!(ch, '[' | ']' | '{' | '}').then_some((at, depth))
    })
}

fn whole_without_comment(line: &Line) -> TextRange {
    let end = line.value.or(line.key).map_or(line.range.end(), |range| range.end());
    let end = line.colon.map_or(end, |colon| end.max(colon + TextSize::new(1)));
    let dashes = line.range.start() + TextSize::new(line.indent);
    let start = if line.dashes > 0 { dashes } else { line.content };
    TextRange::new(start.min(end), end)
}

/// Tabs among the blanks that a line starts with, dashes included.
pub(crate) fn leading_tab(text: &str, line: &Line) -> Option<TextRange> {
    let source = text_of(text, line.range);
    let rest = source.trim_start_matches([' ', '-', '\u{feff}']);
    let tabs = rest.len() - rest.trim_start_matches('\t').len();
    let start = line.range.start() + TextSize::of(source) - TextSize::of(rest);
    (tabs > 0).then(|| TextRange::at(start, TextSize::new(tabs as u32)))
}

/// The tab behind a key's colon or a dash.
fn tab_before_value(text: &str, line: &Line) -> Option<TextRange> {
    let value = line.value?;
    let before = text_of(text, TextRange::new(line.range.start(), value.start()));
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    let tab = before.len() - blanks + before.get(before.len() - blanks..)?.find('\t')?;
    let at = line.range.start() + TextSize::new(tab as u32);
    Some(TextRange::at(at, TextSize::new(1)))
}

/// The part of the range that exists.
fn text_of(text: &str, range: TextRange) -> &str {
    slice(text, range.start().into(), range.end().into())
}

fn is_about_keys(info: &str) -> bool {
    matches!(
        kind_of(info),
        ProblemKind::MissingColon | ProblemKind::Indentation | ProblemKind::ColonInValue
    )
}

/// The kind that the parser's words stand for.
fn kind_of(info: &str) -> ProblemKind {
    const KINDS: &[(&str, ProblemKind)] = &[
        ("unknown escape", ProblemKind::Escape),
        ("hexadecimal", ProblemKind::Escape),
        ("Unicode character escape", ProblemKind::Escape),
        ("quoted scalar, found unexpected", ProblemKind::UnclosedQuote),
        ("invalid indentation in quoted", ProblemKind::UnclosedQuote),
        ("trailing content", ProblemKind::TextAfterValue),
        ("tab", ProblemKind::Tab),
        ("unknown anchor", ProblemKind::UnknownAlias),
        ("anchor or alias", ProblemKind::AnchorName),
        ("unexpected character", ProblemKind::ReservedStart),
        ("unprintable", ProblemKind::ControlCharacter),
        ("mapping values are not allowed", ProblemKind::Indentation),
        ("simple key", ProblemKind::MissingColon),
        ("block scalar, did not find expected comment", ProblemKind::BlockHeader),
        ("indentation indicator", ProblemKind::BlockHeader),
        ("\"-\" is only valid", ProblemKind::BlockInLine),
        ("block sequence entries are not allowed", ProblemKind::BlockInLine),
        ("',' or", ProblemKind::MissingComma),
        ("flow", ProblemKind::MissingComma),
        ("directive", ProblemKind::Directive),
        ("recursion", ProblemKind::TooDeep),
        ("document start", ProblemKind::Indentation),
        ("did not find expected", ProblemKind::Indentation),
        ("indent", ProblemKind::Indentation),
    ];
    KINDS
        .iter()
        .find(|(words, _)| info.contains(words))
        .map_or(ProblemKind::Other, |&(_, kind)| kind)
}
