//! Documents that are large or made to do harm.

use std::sync::OnceLock;

use serde_json::json;

use crate::client::{Client, codes, document, hover_at};
use crate::cost::{self, Cost};

const HEAD: &str = "name: ab\ntitle: Ab\ntype: charm\nsummary: b\ndescription: c\n\
     base: ubuntu@24.04\nplatforms: {amd64: }\nparts: {a: {plugin: nil}}\n";

/// A charm with so many options and a mistake in the last line: the first option stands twice.
fn with_options(count: usize, description: &str) -> String {
    let mut text = format!("{HEAD}config:\n  options:\n");
    for number in 0..count {
        text.push_str(&format!("    o{number}: {{type: int{description}}}\n"));
    }
    text.push_str("    o0: {type: int}\n");
    text
}

/// What 2,000 lines without anything odd cost, measured once.
fn plain() -> Cost {
    static PLAIN: OnceLock<Cost> = OnceLock::new();
    *PLAIN.get_or_init(|| {
        let (cost, found) = cost::of_charm(&with_options(2_000, ""));
        assert_eq!(codes(&found), ["duplicate-key"]);
        cost
    })
}

#[test]
fn ten_megabytes_are_read_to_the_end() {
    let description = format!(", description: \"{}\"", "word ".repeat(200));
    let text = with_options(10_000, &description);
    assert!(text.len() > 10_000_000);
    let (cost, found) = cost::of_charm(&text);
    assert_eq!(codes(&found), ["duplicate-key"]);
    cost.is_in_proportion_to(plain());
}

#[test]
fn a_hundred_thousand_keys_in_one_mapping_are_compared() {
    let (cost, found) = cost::of_charm(&with_options(100_000, ""));
    assert_eq!(codes(&found), ["duplicate-key"]);
    cost.is_in_proportion_to(plain());
}

#[test]
fn twenty_thousand_mistakes_are_told_in_proportion() {
    let mut text = HEAD.to_owned();
    for number in 0..20_000 {
        text.push_str(&format!("unknown-{number}: 1\n"));
    }
    let (cost, found) = cost::of_charm(&text);
    assert!(!found.is_empty());
    cost.is_in_proportion_to(plain());
}

#[test]
fn two_hundred_levels_are_read_to_the_innermost() {
    let mut block = format!("{HEAD}actions:\n  a:\n    params:\n");
    for level in 0..200 {
        block.push_str(&format!("{}k{level}:\n", " ".repeat(6 + level)));
    }
    let inner = " ".repeat(6 + 200);
    block.push_str(&format!("{inner}x: 1\n{inner}x: 1\n"));
    let flow = format!(
        "{HEAD}actions: {{a: {{params: {}{{x: 1, x: 1{}}}}}}}\n",
        "{k: ".repeat(199),
        "}".repeat(199)
    );
    for text in [block, flow] {
        let (cost, found) = cost::of_charm(&text);
        assert!(codes(&found).contains(&"duplicate-key"), "{found:#?}");
        cost.is_in_proportion_to(plain());
    }
}

/// Nobody can read these; what counts is that the server goes on.
#[test]
fn levels_beyond_reason_are_a_finding() {
    for level in ["[", "{a: ", "- ", "? "] {
        let text = format!("{HEAD}x: \n  {}\n", level.repeat(100_000));
        let (cost, found) = cost::of_charm(&text);
        assert!(!found.is_empty(), "{level}");
        cost.is_in_proportion_to(plain());
    }
}

fn laughs() -> String {
    let mut text = format!("{HEAD}actions:\n  a:\n    params:\n      l0: &l0 [lol, lol]\n");
    for level in 1..40 {
        let below = level - 1;
        text.push_str(&format!("      l{level}: &l{level} [*l{below}, *l{below}, *l{below}]\n"));
    }
    text
}

#[test]
fn a_billion_laughs_are_laughed_once() {
    let (cost, _) = cost::of_charm(&laughs());
    cost.is_in_proportion_to(plain());
}

/// As mappings they could be merged, and that has no end either.
#[test]
fn merge_keys_that_multiply_are_merged_in_bounds() {
    let mut text = format!("{HEAD}config:\n  options:\n    m0: &m0 {{type: int}}\n");
    for level in 1..40 {
        let below = level - 1;
        let merged = format!("{{<<: [*m{below}, *m{below}, *m{below}], k{level}: *m{below}}}");
        text.push_str(&format!("    m{level}: &m{level} {merged}\n"));
    }
    let (cost, _) = cost::of_charm(&text);
    cost.is_in_proportion_to(plain());
}

#[test]
fn views_of_a_billion_laughs_are_answered() {
    const URI: &str = "file:///nowhere/charmcraft.yaml";
    let text = format!("{}extensions: [flask-framework]\n", laughs());
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, &text);
    for method in ["flask-lsp/expand", "flask-lsp/environment", "textDocument/foldingRange"] {
        let id = client.request(method, document(URI));
        let answer = client.response(id);
        assert!(answer.to_string().len() < 1_000 * text.len(), "{method}");
    }
    let last = text.lines().count() as u32 - 2;
    client.call("textDocument/hover", hover_at(URI, last, 24));
    client.call("textDocument/definition", hover_at(URI, last, 24));
}

#[test]
fn one_line_of_five_megabytes_is_read_like_many() {
    let sound = {
        let mut line = format!("{HEAD}config: {{options: {{o0: {{type: int}}");
        for number in 1..260_000 {
            line.push_str(&format!(", o{number}: {{type: int}}"));
        }
        line + ", o0: {type: int}}}\n"
    };
    assert!(sound.len() > 5_000_000);
    let (cost, found) = cost::of_charm(&sound);
    assert_eq!(codes(&found), ["duplicate-key"]);
    cost.is_in_proportion_to(plain());
}

/// Each has a column to be counted, in a line where counting from the start takes long.
#[test]
fn mistakes_in_one_long_line_are_told_in_proportion() {
    let mut line = format!("{HEAD}config: {{options: {{é: {{type: int}}");
    for number in 1..20_000 {
        line.push_str(&format!(", o{number}: {{type: in}}"));
    }
    line.push_str("}}\n");
    let (cost, found) = cost::of_charm(&line);
    assert!(found.len() > 100, "{}", found.len());
    cost.is_in_proportion_to(plain());
}

#[test]
fn nul_bytes_are_a_finding_at_their_place() {
    let text = HEAD.replace("summary: b", "summary: a\0b");
    let (_, found) = cost::of_charm(&text);
    assert_eq!(codes(&found), ["yaml-syntax"]);
    assert_eq!(found[0]["range"]["start"], json!({ "line": 3, "character": 10 }));
    let (cost, found) = cost::of_charm(&"\0".repeat(200_000));
    assert!(!found.is_empty());
    cost.is_in_proportion_to(plain());
}
