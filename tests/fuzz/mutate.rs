//! Changes to a text that a person, an editor or an enemy could make, most of them to what YAML stands
//! on: indentation, dashes, quotes, brackets, anchors, block texts, line ends.

use std::ops::Range;

use crate::random::Random;
use crate::seeds;

type Change = fn(&mut String, &mut Random);

/// Often wanted ones stand more than once.
const CHANGES: &[Change] = &[
    indent_lines,
    indent_lines,
    add_dash,
    quote_value,
    bracket_value,
    anchor_value,
    alias_value,
    block_text,
    replace_value,
    replace_value,
    insert_token,
    insert_token,
    insert_token,
    delete_some,
    delete_some,
    delete_line,
    repeat_line,
    move_line,
    splice_lines,
    splice_lines,
    other_line_ends,
    comment,
    cut_off,
    swap_words,
    odd_character,
    flow_line,
];

/// What people type, and what breaks things.
pub(crate) const TOKENS: &[&str] = &[
    " ",
    "  ",
    "    ",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\n  ",
    "\n    ",
    ":",
    ": ",
    "- ",
    "\n- ",
    "-",
    "#",
    " # ",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ",",
    ", ",
    "|",
    "|\n",
    "|2-\n",
    ">",
    ">+\n",
    "\t",
    "*",
    "*a",
    "&",
    "&a ",
    "!",
    "!!str ",
    "!!int ",
    "!!binary |",
    "!x ",
    "%",
    "%YAML 1.1\n---\n",
    "@",
    "`",
    "---\n",
    "...\n",
    "\n---\n",
    "\n...\n",
    "? ",
    "?\n",
    "<<: ",
    "<<: *a\n",
    "<<: [*a, *a]",
    "a",
    "x",
    "key:",
    "key: value",
    "\n  key: value",
    "\\",
    "\\\n",
    "\\x41",
    "\\u00e9",
    "~",
    "null",
    "yes",
    "0o17",
    "017",
    "1:30",
    "1e3",
    "2001-01-01",
    "é",
    "🦀",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\u{a0}",
    "\0",
    "\u{7f}",
    "\u{1b}[31m",
    "e\u{301}",
    "=",
    "\n=\n",
    "a: b: c",
    "[a, [b]]",
    "{a: {b: }}",
    "{a, b}",
    "[? a : b]",
    "{? }",
];

pub(crate) fn mutate(text: &mut String, random: &mut Random) {
    let change = random.pick(CHANGES);
    change(text, random);
}

/// The same piece again and again: what is read more than once for each piece takes very long then.
pub(crate) fn pump(text: &mut String, random: &mut Random, most: usize) {
    let range = match random.one_in(2) {
        true => line(text, random, true),
        false => piece(text, random, 12),
    };
    let Some(one) = text.get(range.clone()).filter(|one| !one.is_empty()) else { return };
    let many = one.repeat((most / one.len()).max(1));
    text.replace_range(range, &many);
}

/// A random place on a character border; half of the time where something starts or ends.
pub(crate) fn place(text: &str, random: &mut Random) -> usize {
    let any = border(text, random.below(text.len() + 1));
    if random.one_in(2) {
        return any;
    }
    let rest = &text[any..];
    let edge = rest.find(['\n', ':', '-', '#', ',', '[', ']', '{', '}', '"', '\'']);
    let edge = any + edge.unwrap_or(rest.len());
    match random.below(3) {
        0 => edge,
        1 => border(text, edge + 1),
        _ => border(text, edge + 2),
    }
}

/// The nearest border at or before this, at most the text's end.
pub(crate) fn border(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn piece(text: &str, random: &mut Random, most: usize) -> Range<usize> {
    let start = place(text, random);
    start..border(text, start + random.below(most + 1)).max(start)
}

/// The line around a random place, with its line end or without.
fn line(text: &str, random: &mut Random, with_end: bool) -> Range<usize> {
    let at = random.below(text.len() + 1);
    let bytes = text.as_bytes();
    let start = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let end = bytes[start..].iter().position(|byte| *byte == b'\n').map(|at| start + at);
    match end {
        Some(end) if with_end => start..end + 1,
        Some(end) => start..end,
        None => start..text.len(),
    }
}

/// Where the content of a line starts, behind blanks and dashes.
fn content(text: &str, line: &Range<usize>) -> usize {
    let rest = text[line.clone()].trim_start_matches([' ', '-', '\t']);
    line.end - rest.len()
}

/// What stands behind a line's first `: `, or all of its content.
fn value(text: &str, random: &mut Random) -> Range<usize> {
    let line = line(text, random, false);
    let start = content(text, &line);
    let colon = text[start..line.end].find(": ").map_or(start, |at| start + at + 2);
    colon..line.end
}

fn indent_lines(text: &mut String, random: &mut Random) {
    let first = line(text, random, true);
    let end = match random.below(3) {
        0 => first.end,
        1 => border(text, first.end + random.below(200)),
        _ => text.len(),
    };
    let by = " ".repeat(1 + random.below(4));
    let deeper = random.one_in(2);
    let mut moved = String::with_capacity(text.len() + 64);
    for line in text[first.start..end].split_inclusive('\n') {
        if deeper {
            moved.push_str(&by);
        }
        let strip =
            if deeper { 0 } else { by.len().min(line.len() - line.trim_start_matches(' ').len()) };
        moved.push_str(&line[strip..]);
    }
    text.replace_range(first.start..end, &moved);
}

fn add_dash(text: &mut String, random: &mut Random) {
    let line = line(text, random, false);
    let at = content(text, &line);
    match text[line.start..at].find("- ") {
        Some(dash) if random.one_in(2) => {
            text.replace_range(line.start + dash..line.start + dash + 2, "")
        }
        _ => text.insert_str(at, "- "),
    }
}

fn around(text: &mut String, range: Range<usize>, before: &str, after: &str) {
    text.insert_str(range.end, after);
    text.insert_str(range.start, before);
}

fn quote_value(text: &mut String, random: &mut Random) {
    let quote = random.pick(&["\"", "'"]);
    let value = value(text, random);
    let after = if random.one_in(5) { "" } else { quote };
    around(text, value, quote, after);
}

fn bracket_value(text: &mut String, random: &mut Random) {
    let (before, after) =
        random.pick(&[("[", "]"), ("{", "}"), ("[", ""), ("{a: ", "}"), ("[\n", "\n]")]);
    let value = value(text, random);
    around(text, value, before, after);
}

fn anchor_value(text: &mut String, random: &mut Random) {
    let value = value(text, random);
    text.insert_str(value.start, random.pick(&["&a ", "&b ", "&a\n", "!!str &a ", "&a-b_1 "]));
}

fn alias_value(text: &mut String, random: &mut Random) {
    let value = value(text, random);
    text.replace_range(value, random.pick(&["*a", "*b", "*a # x", "{<<: *a}", "[*a, *b]"]));
}

fn block_text(text: &mut String, random: &mut Random) {
    let value = value(text, random);
    let header =
        random.pick(&["|\n", ">\n", "|-\n  ", ">+\n    ", "|2\n    ", "|\n\n\n   ", "| # x\n "]);
    text.insert_str(value.start, header);
}

fn replace_value(text: &mut String, random: &mut Random) {
    let from = &seeds::any(random).text;
    let new = value(from, random);
    let old = value(text, random);
    text.replace_range(old, &from[new]);
}

fn insert_token(text: &mut String, random: &mut Random) {
    let at = place(text, random);
    text.insert_str(at, random.pick(TOKENS));
}

fn delete_some(text: &mut String, random: &mut Random) {
    let most = random.pick(&[1, 2, 12, 80]);
    let range = piece(text, random, most);
    text.replace_range(range, "");
}

fn delete_line(text: &mut String, random: &mut Random) {
    let range = line(text, random, true);
    text.replace_range(range, "");
}

fn repeat_line(text: &mut String, random: &mut Random) {
    let range = line(text, random, true);
    let again = text[range.clone()].to_owned();
    text.insert_str(range.end, &again);
}

fn move_line(text: &mut String, random: &mut Random) {
    let range = line(text, random, true);
    let moved: String = text.drain(range).collect();
    let to = line(text, random, true).start;
    text.insert_str(to, &moved);
}

fn splice_lines(text: &mut String, random: &mut Random) {
    let from = &seeds::any(random).text;
    let lines = seeds::some_lines(random, from, 80);
    let at = line(text, random, true).start;
    text.insert_str(at, lines);
}

fn other_line_ends(text: &mut String, random: &mut Random) {
    let end = random.pick(&["\r\n", "\r\n", "\r", "\u{85}", "\u{2028}"]);
    if random.one_in(2) {
        *text = text.replace('\n', end);
        return;
    }
    let near = border(text, random.below(text.len() + 1));
    if let Some(at) = text[near..].find('\n') {
        text.replace_range(near + at..near + at + 1, end);
    }
}

fn comment(text: &mut String, random: &mut Random) {
    const COMMENTS: &[&str] = &[
        "# é\n",
        "  # note\n",
        "#\n",
        "# flask-lsp: ignore\n",
        "# flask-lsp: ignore[duplicate-key]\n",
        "# flask-lsp: ignore-file[x\n",
    ];
    let line = line(text, random, true);
    match random.one_in(2) {
        true => text.insert_str(line.start, random.pick(COMMENTS)),
        false => text
            .insert_str(line.end - usize::from(text[line].ends_with('\n')), " # flask-lsp: ignore"),
    }
}

/// What is being written ends somewhere.
fn cut_off(text: &mut String, random: &mut Random) {
    let at = place(text, random);
    match random.one_in(3) {
        true => text.truncate(at),
        false => {
            let rest = &text[at..];
            let end = at + rest.find('\n').unwrap_or(rest.len());
            text.replace_range(at..end, "");
        }
    }
}

fn swap_words(text: &mut String, random: &mut Random) {
    let (one, other) = (piece(text, random, 12), piece(text, random, 12));
    let (first, second) = if one.start <= other.start { (one, other) } else { (other, one) };
    if first.end <= second.start {
        let (left, right) = (text[first.clone()].to_owned(), text[second.clone()].to_owned());
        text.replace_range(second, &left);
        text.replace_range(first, &right);
    }
}

fn odd_character(text: &mut String, random: &mut Random) {
    let at = place(text, random);
    let code = match random.below(3) {
        0 => random.below(0x80),
        1 => random.below(0x3000),
        _ => random.below(0x11_0000),
    };
    text.insert(at, char::from_u32(code as u32).unwrap_or('\u{fffd}'));
}

/// `key: value` as `{key: value}`.
fn flow_line(text: &mut String, random: &mut Random) {
    let line = line(text, random, false);
    let start = content(text, &line);
    around(text, start..line.end, "{", "}");
}
