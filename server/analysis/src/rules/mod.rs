//! The rules: one file each, with its page beside it, and the engine that runs them.
//!
//! A rule looks at a [`Context`] and reports to [`Findings`]. To add one: write `name.rs` and
//! `name.md` in the directory of what it is about, and add a line to `RULES` there. The page is
//! what `flask-lsp explain` prints and what a finding links to; its YAML blocks are run by a test.

mod context;
pub(crate) mod edits;
mod findings;
mod juju_names;
mod juju_value;
mod nearest;
mod option_names;
mod prelude;
mod pydantic;
mod quoting;
mod shape;
#[cfg(test)]
mod testing;

mod actions;
mod application;
mod beside;
mod charm_extension;
mod config;
mod endpoints;
mod environment;
mod ignores;
mod image;
mod juju;
mod outside;
mod parts;
mod platforms;
mod project;
mod rock_extension;
mod services;
mod versions;
mod workload;
mod yaml;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

pub(crate) use charm_extension::paas_config_crashes;
pub use context::Context;
pub(crate) use endpoints::meant_interface;
pub(crate) use findings::keep_line_ends;
pub use findings::{Draft, Findings};
pub(crate) use ignores::{Ignores, instruction_for};
pub(crate) use juju_value::changes_without_quotes;
pub(crate) use platforms::modern_platforms;
pub(crate) use rock_extension::migrations::migrations_of;

use crate::file_kind::FileKind;
use crate::finding::{Finding, Judge, Severity};
use crate::settings::Level;
use crate::snapshot::Snapshot;

/// The rules by what they are about, in the order of the reference.
static GROUPS: &[&[&Rule]] = &[
    yaml::RULES,
    ignores::RULES,
    project::RULES,
    outside::RULES,
    beside::RULES,
    platforms::RULES,
    parts::RULES,
    config::RULES,
    endpoints::RULES,
    environment::RULES,
    actions::RULES,
    workload::RULES,
    charm_extension::RULES,
    juju::RULES,
    services::RULES,
    rock_extension::RULES,
    image::RULES,
    application::RULES,
    versions::RULES,
];

static ALL: LazyLock<Vec<&Rule>> = LazyLock::new(|| GROUPS.concat());

/// Every rule, in the order of the reference.
pub fn all() -> &'static [&'static Rule] {
    &ALL
}

/// Who minds what a rule finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JudgedBy {
    /// The tool that packs the file: charmcraft or rockcraft.
    PackTool,
    /// This one.
    One(Judge),
    /// Nobody: it is advice.
    Nobody,
}

/// A rule's static description.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case noun phrase of the problem, stable for ever.
    pub id: &'static str,
    /// How bad a finding is, unless the finding or the user says otherwise.
    pub severity: Severity,
    /// Who minds.
    pub judge: JudgedBy,
    /// The files it looks at.
    pub files: &'static [FileKind],
    /// The page, in Markdown.
    pub docs: &'static str,
    /// Looks, and reports.
    pub check: fn(&Context<'_>, &mut Findings<'_>),
}

impl Rule {
    /// The rule with this id.
    pub fn by_id(id: &str) -> Option<&'static Rule> {
        all().iter().find(|rule| rule.id == id).copied()
    }

    /// The page's first paragraph under *What it does*, on one line.
    pub fn summary(&self) -> String {
        let body = self.docs.split("## What it does").nth(1).unwrap_or_default();
        let paragraph = body.trim_start().split("\n\n").next().unwrap_or_default();
        paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Where the page can be read.
    pub fn url(&self) -> String {
        format!("{}/blob/main/docs/rules/{}.md", env!("CARGO_PKG_REPOSITORY"), self.id)
    }
}

/// What a check says.
#[derive(Debug, Default)]
pub struct Checked {
    /// In the order of the text.
    pub findings: Vec<Finding>,
    /// The rules that panicked; theirs are missing.
    pub broken: Vec<&'static Rule>,
}

/// Runs every rule that looks at this kind of file. Findings come in the order of the text; a rule
/// that panics is left out and the others still report.
pub fn check(snapshot: &Snapshot) -> Vec<Finding> {
    check_again(snapshot, all()).findings
}

/// The same with all rules that there are for the caller: the same ones each time for one document, as
/// what one check found clean the next one leaves out.
pub fn check_again(snapshot: &Snapshot, rules: &[&'static Rule]) -> Checked {
    run(rules, &Context::for_all_rules(snapshot))
}

/// [`check`] with a choice of rules.
pub fn check_with(snapshot: &Snapshot, rules: &[&'static Rule]) -> Vec<Finding> {
    run(rules, &Context::new(snapshot)).findings
}

fn run<'a>(rules: &[&'static Rule], context: &'a Context<'a>) -> Checked {
    let settings = &context.snapshot.settings;
    if settings.excluded {
        return Checked::default();
    }
    let is_on = |rule: &&&Rule| settings.rules.get(rule.id) != Some(&Level::Off);
    let ran: Vec<&Rule> = rules.iter().filter(is_on).copied().collect();
    let is_last = |rule: &Rule| std::ptr::eq(rule, ignores::LAST);
    let mut all = Vec::new();
    let mut broken = Vec::new();
    for rule in ran.iter().filter(|rule| !is_last(rule)) {
        match run_one(rule, context) {
            Some(mut found) => all.append(&mut found),
            None => broken.push(*rule),
        }
    }
    match broken.is_empty() {
        true => context.remember_clean_options(&all),
        false => context.snapshot.clean_options.forget(),
    }
    context.ignores().apply(context.document(), &ran, &mut all);
    if ran.iter().any(|rule| is_last(rule)) {
        match run_one(ignores::LAST, context) {
            Some(mut found) => all.append(&mut found),
            None => broken.push(ignores::LAST),
        }
    }
    findings::attach_key_paths(context.root(), &mut all);
    let edits =
        all.iter_mut().flat_map(|finding| &mut finding.fixes).flat_map(|fix| &mut fix.edits);
    keep_line_ends(context.document().text().as_str(), edits);
    all.sort_by_key(|finding| (finding.range.start(), finding.range.end(), finding.rule.id));
    Checked { findings: all, broken }
}

/// What one rule finds, as bad as the user wants it; `None` if it panicked.
fn run_one<'a>(rule: &'static Rule, context: &'a Context<'a>) -> Option<Vec<Finding>> {
    if !rule.files.contains(&context.snapshot.kind) {
        return Some(Vec::new());
    }
    let mut findings = Findings::new(context, rule);
    // A rule only reads, so a panic in it leaves nothing half done.
    catch_unwind(AssertUnwindSafe(|| (rule.check)(context, &mut findings))).ok()?;
    let mut found = findings.finish();
    if let Some(Level::As(severity)) = context.snapshot.settings.rules.get(rule.id) {
        found.iter_mut().for_each(|finding| finding.severity = *severity);
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    static BROKEN: Rule = Rule {
        id: "broken",
        severity: Severity::Error,
        judge: JudgedBy::Nobody,
        files: &[FileKind::Rockcraft],
        docs: "",
        check: |_, _| panic!("a fault of the rule"),
    };

    #[test]
    fn a_panicking_rule_costs_its_own_findings_only() {
        let snapshot = Snapshot::alone("rockcraft.yaml", "a: 1\na: 2\n").unwrap();
        let checked = check_again(&snapshot, &[&BROKEN, Rule::by_id("duplicate-key").unwrap()]);
        let ids: Vec<_> = checked.findings.iter().map(|finding| finding.rule.id).collect();
        assert_eq!(ids, ["duplicate-key"]);
        let broken: Vec<_> = checked.broken.iter().map(|rule| rule.id).collect();
        assert_eq!(broken, ["broken"]);
    }

    #[test]
    fn aliases_of_aliases_are_looked_at_once() {
        let mut text = "a0: &a0 [x, x]\n".to_owned();
        for level in 1..40 {
            let below = level - 1;
            text += &format!("a{level}: &a{level} [*a{below}, *a{below}, *a{below}]\n");
        }
        let values = ["terms", "assumes", "parts", "requires", "storage", "platforms", "links"];
        text += &values.map(|key| format!("{key}: {{x: *a39}}\n")).concat();
        text +=
            "resources: *a39\nactions: {b: {x: *a39, params: {c: {enum: *a39, items: *a39}}}}\n";
        let snapshot = Snapshot::alone("charmcraft.yaml", &text).unwrap();
        assert!(check(&snapshot).len() < 200);
    }

    #[test]
    fn of_very_many_findings_only_the_first_get_a_fix_that_has_to_be_searched_for() {
        let text: String = (0..10_000).map(|number| format!("unknown{number}:\n")).collect();
        let snapshot = Snapshot::alone("charmcraft.yaml", &text).unwrap();
        let found = check_with(&snapshot, &[Rule::by_id("unknown-top-level-key").unwrap()]);
        let mendable = found.iter().filter(|finding| !finding.fixes.is_empty()).count();
        assert_eq!(found.len(), 10_000);
        assert!((100..2_000).contains(&mendable), "{mendable}");
    }
}
