//! Runs the YAML blocks of every rule's page: a block marked `bad FILE` must yield a finding of that
//! rule, a block marked `good FILE` none of that rule, and no error at all.
//!
//! Blocks are cut-outs. Before a good one is judged, it gets the keys that every file needs. Blocks marked
//! `beside FILE` are the files beside the next block that is judged; without any, it gets those that the
//! tools expect in most projects. Those whose names begin with `../` are the application of a charm.

#![allow(clippy::expect_used)] // a page that names no file of ours may stop the test

use std::sync::Arc;

use analysis::application::uses::index::ApplicationUses;
use analysis::project::MemoryFiles;
use analysis::rules::all;
use analysis::versions::{Version, Versions};
use analysis::{FileKind, Finding, Rule, Settings, Severity, Snapshot, check};

/// What every charm says.
const CHARM: &[(&str, &str)] = &[
    ("name", "notes"),
    ("type", "charm"),
    ("summary", "Keeps notes."),
    ("description", "Keeps notes."),
    ("base", "ubuntu@24.04"),
    ("platforms", "{amd64: }"),
];

/// What every rock says.
const ROCK: &[(&str, &str)] = &[
    ("name", "notes"),
    ("version", "'0.1'"),
    ("summary", "Keeps notes."),
    ("description", "Keeps notes."),
    ("base", "ubuntu@24.04"),
    ("platforms", "{amd64: }"),
];

/// What a file without an extension says about how it is built.
const PARTS: (&str, &str) = ("parts", "{notes: {plugin: nil}}");

const PROJECT: &[(&str, &str)] =
    &[("app.py", "app = object()\n"), ("requirements.txt", "flask\nfastapi\n")];

struct Block<'a> {
    is_good: bool,
    file: &'a str,
    text: &'a str,
    beside: Vec<(&'a str, &'a str)>,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut beside = Vec::new();
    for fence in page.split("\n```") {
        let Some((head, text)) = fence.split_once('\n') else { continue };
        let words: Vec<_> = head.split_whitespace().collect();
        match words.as_slice() {
            [_, "beside", file] => beside.push((*file, text)),
            ["yaml", mark @ ("good" | "bad"), file] => blocks.push(Block {
                is_good: *mark == "good",
                file,
                text,
                beside: std::mem::take(&mut beside),
            }),
            _ => {}
        }
    }
    blocks
}

fn findings(block: &Block<'_>) -> Vec<Finding> {
    let mut text = format!("{}\n", block.text);
    if block.is_good {
        complete(&mut text, block.file);
    }
    let mut snapshot =
        Snapshot::alone(block.file, &text).expect("the block names one of our files");
    let files = if block.beside.is_empty() { PROJECT } else { &block.beside };
    snapshot.project = Arc::new(MemoryFiles::new(files.iter().copied()));
    let above = files.iter().filter_map(|(path, text)| Some((path.strip_prefix("../")?, *text)));
    let above: Vec<_> = above.collect();
    snapshot.settings = Arc::new(Settings { versions: versions(files), ..Settings::default() });
    if !above.is_empty() {
        snapshot.uses = Some(Arc::new(ApplicationUses::of_texts("..", above)));
    }
    check(&snapshot)
}

/// What a block `beside flask-lsp.toml` says, on lines such as `versions.juju = "4"`.
fn versions(files: &[(&str, &str)]) -> Versions {
    let mut versions = Versions::default();
    let configuration = files.iter().find(|(path, _)| *path == "flask-lsp.toml");
    for line in configuration.map(|(_, text)| text.lines()).into_iter().flatten() {
        let (tool, text) = line
            .strip_prefix("versions.")
            .and_then(|rest| rest.split_once(" = "))
            .expect("pages configure nothing but versions");
        let version = Version::from_text(text.trim_matches('"')).expect("it is a version");
        assert!(versions.set(tool, version), "there is no tool {tool}");
    }
    versions
}

fn complete(text: &mut String, file: &str) {
    let required = match FileKind::from_name(file) {
        Some(FileKind::Charmcraft) => CHARM,
        Some(FileKind::Rockcraft) => ROCK,
        _ => return,
    };
    let has = |text: &str, key: &str| {
        let of_key = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
        text.lines().any(of_key)
    };
    let parts = (!has(text, "extensions")).then_some(PARTS);
    for (key, value) in required.iter().copied().chain(parts) {
        if !has(text, key) {
            *text += &format!("{key}: {value}\n");
        }
    }
}

fn describe(rule: &Rule, block: &Block<'_>, findings: &[Finding]) -> String {
    let said: Vec<_> = findings.iter().map(|it| (it.rule.id, it.message.as_str())).collect();
    format!("{} on\n{}\nsays {said:#?}", rule.id, block.text)
}

#[test]
fn bad_blocks_yield_the_finding_and_good_blocks_nothing() {
    for rule in all() {
        for block in blocks(rule.docs) {
            let findings = findings(&block);
            let is_found = findings.iter().any(|finding| finding.rule.id == rule.id);
            let has_error = findings.iter().any(|finding| finding.severity == Severity::Error);
            let holds = if block.is_good { !is_found && !has_error } else { is_found };
            assert!(holds, "{}", describe(rule, &block, &findings));
        }
    }
}

#[test]
fn every_page_has_its_headings_in_order_and_both_kinds_of_block() {
    for rule in all() {
        // Fences alternate, so every second piece is outside of them; comments inside are no headings.
        let prose = rule.docs.split("```").step_by(2);
        let headings: Vec<_> =
            prose.flat_map(str::lines).filter(|line| line.starts_with('#')).collect();
        let title = format!("# {}", rule.id);
        let expected = [
            &*title,
            "## What it does",
            "## Why it matters",
            "## Example",
            "## Instead",
            "## Since",
        ];
        assert_eq!(headings, expected);
        let (good, bad): (Vec<_>, Vec<_>) =
            blocks(rule.docs).into_iter().partition(|block| block.is_good);
        assert!(!good.is_empty() && !bad.is_empty(), "{} needs a bad and a good block", rule.id);
    }
}

#[test]
fn every_fix_in_a_bad_block_takes_its_finding_away() {
    for rule in all() {
        for block in blocks(rule.docs).iter().filter(|block| !block.is_good) {
            let of_rule = |finding: &&Finding| finding.rule.id == rule.id;
            let found = findings(block);
            let before = found.iter().filter(of_rule).count();
            for fix in found.iter().filter(of_rule).flat_map(|finding| &finding.fixes) {
                let mut text = format!("{}\n", block.text);
                for edit in fix.edits.iter().rev() {
                    let range = usize::from(edit.range.start())..usize::from(edit.range.end());
                    text.replace_range(range, &edit.insert);
                }
                let file = fix.rename_file.unwrap_or(block.file);
                let beside = block.beside.clone();
                let left = findings(&Block { is_good: false, file, text: &text, beside });
                let after = left.iter().filter(of_rule).count();
                assert!(after < before, "{}: {}\n{text}", rule.id, fix.title);
            }
        }
    }
}
