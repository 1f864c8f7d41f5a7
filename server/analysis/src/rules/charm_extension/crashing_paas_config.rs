//! `crashing-paas-config`: `paas-config.yaml` says something that the running charm does not take. Docs in
//! crashing_paas_config.md.
//!
//! What `charmcraft pack` refuses already is left to the rules about that.

use super::closed_config::{Level, check_keys};
use super::paas_config_value::extension_beside;
use crate::facts;
use crate::model::Extension;
use crate::rules::edits::written;
use crate::rules::prelude::*;
use crate::rules::shape::kind;
use crate::snapshot::Snapshot;

pub(super) static RULE: Rule = Rule {
    id: "crashing-paas-config",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::PaasConfig],
    docs: include_str!("crashing_paas_config.md"),
    check,
};

pub(super) const CRASHES: &str = "charmcraft packs it; paas-charm then crashes in every hook";

const FORMAT: &str = "framework_logging_format";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    if let Some(extension) = extension_beside(cx) {
        check_file(cx, extension, out);
    }
}

/// Whether paas-charm crashes on the file beside a charm with this extension. What charmcraft refuses is
/// no crash.
pub(crate) fn crashes(paas_config: &Snapshot, extension: Extension) -> bool {
    let cx = Context::new(paas_config);
    let mut out = Findings::new(&cx, &RULE);
    check_file(&cx, extension, &mut out);
    !out.finish().is_empty()
}

fn check_file(cx: &Context<'_>, extension: Extension, out: &mut Findings<'_>) {
    let Some(root) = cx.root().map(NodeRef::resolved).filter(|root| root.is_mapping()) else {
        return;
    };
    check_keys(cx, root, &Level { place: "`paas-config.yaml`", keys: &known_keys(extension) }, out);
    check_format(root, extension, out);
    let Some(prometheus) = root.get("prometheus").filter(|entry| !entry.is_repaired()) else {
        return;
    };
    let value = prometheus.value.resolved();
    if value.is_null() {
        return;
    }
    if !expect_kind(prometheus, "`prometheus`", "a mapping", out) {
        return;
    }
    check_keys(cx, value, &Level { place: "`prometheus`", keys: &["scrape_configs"] }, out);
    let Some(jobs) = value.get("scrape_configs") else { return };
    if jobs.value.resolved().is_null() || !expect_kind(jobs, "`scrape_configs`", "a list", out) {
        return;
    }
    check_jobs(cx, jobs.value.resolved(), out);
}

/// Keys at the top; those about ports belong to the second variant of the extensions.
fn known_keys(extension: Extension) -> Vec<&'static str> {
    let docs = facts::child_keys(FileKind::PaasConfig, &[]);
    let of_ports = ["port", "metrics-port", "metrics-path"];
    let is_known = |key: &&str| extension.variant.port_paas_config || !of_ports.contains(key);
    docs.map(facts::KeyDoc::key).filter(is_known).collect()
}

fn check_format(root: NodeRef<'_>, extension: Extension, out: &mut Findings<'_>) {
    let Some(format) = root.get(FORMAT).filter(|entry| !entry.is_repaired()) else { return };
    let value = format.value.resolved();
    let text = value.as_str();
    let is_json = |text: &str| text.eq_ignore_ascii_case("json");
    let is_refused_before = text.is_some_and(is_json) && !extension.framework.json_logging;
    if value.is_null() || matches!(text, Some("none" | "json")) || is_refused_before {
        return;
    }
    let found = match value.text() {
        Some(text) => format!("`{text}`"),
        None => kind(value).to_owned(),
    };
    let draft = out
        .report(place(format), format!("`{FORMAT}` is {found}, expected `json` or `none`"))
        .note(CRASHES);
    let small = text.map(str::to_ascii_lowercase);
    match small.as_deref() {
        Some(meant @ ("json" | "none")) if format.value.is_scalar() => {
            let title = format!("Write `{meant}`");
            draft.help(format!("write `{meant}`, in small letters")).fix(Fix::replace(
                title,
                Safety::Safe,
                format.value.range(),
                meant,
            ));
        }
        _ => {
            draft.help("write one of the two, or remove the key");
        }
    }
}

fn check_jobs(cx: &Context<'_>, jobs: NodeRef<'_>, out: &mut Findings<'_>) {
    let mut names: Vec<(&str, TextRange)> = Vec::new();
    for item in jobs.items() {
        let job = item.resolved();
        if item.is_repaired() || out.has_reported(item.range()) {
            continue;
        }
        if !job.is_mapping() {
            report_item(item, jobs.range(), "a job", "a mapping", out);
            continue;
        }
        let keys = ["job_name", "metrics_path", "static_configs"];
        check_keys(cx, job, &Level { place: "a job", keys: &keys }, out);
        if let Some(name) = required(job, item, "a job", "job_name", out)
            && let Some(text) = expect_text(name, "`job_name`", out)
        {
            if let Some((_, first)) = names.iter().find(|(known, _)| *known == text) {
                let draft = out
                    .report(place(name), format!("two jobs are named `{text}`"))
                    .note(CRASHES)
                    .help("give one of them another name")
                    .label(*first, "the other one");
                let free = free_name(jobs, text);
                let title = format!("Rename the job to `{free}`");
                let range = name.value.range();
                draft.fix(Fix::replace(title, Safety::Unsafe, range, written(&free)));
            }
            names.push((text, place(name)));
        }
        if let Some(path) = job.get("metrics_path") {
            expect_text(path, "`metrics_path`", out);
        }
        let Some(configs) = required(job, item, "a job", "static_configs", out) else { continue };
        if expect_kind(configs, "`static_configs`", "a list", out) {
            for item in configs.value.resolved().items() {
                check_static(cx, item, place(configs), out);
            }
        }
    }
}

/// The name with the first number behind it that no job has.
fn free_name(jobs: NodeRef<'_>, name: &str) -> String {
    let is_taken = |free: &String| {
        let names = jobs.items().filter_map(|job| job.resolved().get("job_name"));
        names.map(|name| name.value.resolved().text()).any(|name| name == Some(free))
    };
    let mut numbered = (2_u32..).map(|number| format!("{name}-{number}"));
    numbered.find(|free| !is_taken(free)).unwrap_or_default()
}

fn check_static(cx: &Context<'_>, item: NodeRef<'_>, list: TextRange, out: &mut Findings<'_>) {
    let config = item.resolved();
    if out.has_reported(item.range()) {
        return;
    }
    if !config.is_mapping() {
        report_item(item, list, "an entry of `static_configs`", "a mapping", out);
        return;
    }
    let level = Level { place: "an entry of `static_configs`", keys: &["targets", "labels"] };
    check_keys(cx, config, &level, out);
    if let Some(labels) = config.get("labels") {
        check_labels(labels, out);
    }
    let Some(targets) = required(config, item, level.place, "targets", out) else { return };
    if !expect_kind(targets, "`targets`", "a list", out) {
        return;
    }
    for target in targets.value.resolved().items() {
        let range = if target.is_absent() { targets.key.range() } else { target.range() };
        let Some(text) = target.resolved().as_str() else {
            report_item(target, range, "a target", "text such as `*:9000`", out);
            continue;
        };
        if !is_target(text) && !out.has_reported(range) {
            let draft = out
                .report(range, format!("target `{text}` is no `@scheduler:<port>`"))
                .note(CRASHES)
                .help("write the port in digits behind `@scheduler:`, such as `@scheduler:9000`");
            if let Some(meant) = meant_target(text).filter(|_| target.is_scalar()) {
                let title = format!("Write `{meant}`");
                draft.fix(Fix::replace(title, Safety::Unsafe, range, format!("'{meant}'")));
            }
        }
    }
}

/// Text for text, or nothing.
fn check_labels(labels: Entry<'_>, out: &mut Findings<'_>) {
    let value = labels.value.resolved();
    if value.is_null() || !expect_kind(labels, "`labels`", "a mapping", out) {
        return;
    }
    for entry in value.effective_entries() {
        let Some(name) = entry.key.as_str() else {
            let range = entry.key.range();
            if !out.has_reported(range) && !entry.is_repaired() {
                let found = kind(entry.key);
                let draft = out
                    .report(range, format!("the name of a label is {found}, expected text"))
                    .note(CRASHES)
                    .help("put it in quotes");
                if let Some(text) = entry.key.text().filter(|text| !text.contains('\'')) {
                    let quoted = format!("'{text}'");
                    draft.fix(Fix::replace("Put the name in quotes", Safety::Safe, range, quoted));
                }
            }
            continue;
        };
        expect_text(entry, &format!("label `{name}`"), out);
    }
}

/// With digits at its end, those are the port.
fn meant_target(text: &str) -> Option<String> {
    let start = text.trim_end_matches(|ch: char| ch.is_ascii_digit()).len();
    let port = text.get(start..).filter(|port| !port.is_empty())?;
    Some(format!("@scheduler:{port}"))
}

/// Only what starts like the name of the scheduler is looked at.
fn is_target(text: &str) -> bool {
    let Some(port) = text.strip_prefix("@scheduler") else { return true };
    let digits = port.strip_prefix(':').unwrap_or_default();
    // Python takes other digits for digits too; nobody writes them.
    !digits.is_empty() && digits.chars().all(char::is_numeric)
}

/// The entry under a key that must be there.
fn required<'a>(
    mapping: NodeRef<'a>,
    item: NodeRef<'a>,
    place: &str,
    key: &str,
    out: &mut Findings<'_>,
) -> Option<Entry<'a>> {
    let entry = mapping.get(key);
    // A misspelt key is reported as such, and is what is missing.
    let is_misspelt =
        || mapping.effective_entries().iter().any(|entry| out.has_reported(entry.key.range()));
    if entry.is_none() && !item.is_repaired() && !is_misspelt() {
        out.report(item.range(), format!("{place} has no `{key}`"))
            .note(CRASHES)
            .help(format!("write `{key}:`"));
    }
    entry
}

fn expect_text<'a>(entry: Entry<'a>, name: &str, out: &mut Findings<'_>) -> Option<&'a str> {
    let value = entry.value.resolved();
    if value.as_str().is_none() && !entry.is_repaired() && !out.has_reported(place(entry)) {
        let draft = out
            .report(place(entry), format!("{name} is {}, expected text", kind(value)))
            .note(CRASHES)
            .help("write it as text, in quotes where it is a number");
        let text = value.text().filter(|text| !value.is_null() && !text.contains('\''));
        if let Some(text) = text.filter(|_| entry.value.is_scalar()) {
            let quoted = format!("'{text}'");
            let range = entry.value.range();
            draft.fix(Fix::replace("Put the value in quotes", Safety::Safe, range, quoted));
        }
    }
    value.as_str()
}

/// Whether the value is of this kind, in the words of [`kind`]; reports it if not.
fn expect_kind(entry: Entry<'_>, name: &str, expected: &str, out: &mut Findings<'_>) -> bool {
    let value = entry.value.resolved();
    let fits = kind(value) == expected;
    if !fits && !entry.is_repaired() && !out.has_reported(place(entry)) {
        let draft = out
            .report(place(entry), format!("{name} is {}, expected {expected}", kind(value)))
            .note(CRASHES)
            .help(format!("write {expected}, or remove the key"));
        // One target alone is a list of one.
        if name == "`targets`" && value.as_str().is_some() && entry.value.is_scalar() {
            let list = format!("[{}]", written(value.as_str().unwrap_or_default()));
            let title = format!("Write `{list}`");
            draft.fix(Fix::replace(title, Safety::Safe, entry.value.range(), list));
        }
    }
    fits
}

fn report_item(
    item: NodeRef<'_>,
    fallback: TextRange,
    name: &str,
    expected: &str,
    out: &mut Findings<'_>,
) {
    let range = if item.is_absent() { fallback } else { item.range() };
    if !out.has_reported(range) {
        out.report(range, format!("{name} is {}, expected {expected}", kind(item.resolved())))
            .note(CRASHES)
            .help(format!("write {expected}"));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    const OLD: &str = "//- charmcraft.yaml\nextensions: [flask-framework]\nbase: ubuntu@24.04\n";
    const NEW: &str = "//- charmcraft.yaml\nextensions: [flask-framework]\nbase: ubuntu@26.04\n";

    #[test]
    fn what_paas_charm_takes_is_fine() {
        check(
            &RULE,
            &format!(
                "framework_logging_format: json
prometheus:
  scrape_configs:
  - job_name: worker
    metrics_path: /worker
    static_configs:
    - targets: ['*:9000', '@scheduler:9001']
      labels: {{app: notes}}
  - job_name: other
    static_configs: []
{OLD}"
            ),
        );
        check(&RULE, &format!("prometheus:\nframework_logging_format:\n{OLD}"));
        check(&RULE, &format!("prometheus: {{scrape_configs: }}\n{OLD}"));
        check(&RULE, "nonsense: 1\n");
    }

    #[test]
    fn ports_are_keys_from_26_04_on() {
        check(&RULE, &format!("port: 8080\nmetrics-path: /m\n{NEW}"));
        check(
            &RULE,
            &format!(
                "port: 8080
#^^^ error[crashing-paas-config]: `paas-config.yaml` has no key `port`
{OLD}"
            ),
        );
    }

    #[test]
    fn keys_that_paas_charm_does_not_know_are_marked_at_every_level() {
        check(
            &RULE,
            &format!(
                "promtheus: {{}}
#^^^^^^^^ error[crashing-paas-config]: `paas-config.yaml` has no key `promtheus`
prometheus:
  global: {{}}
# ^^^^^^ error[crashing-paas-config]: `prometheus` has no key `global`
  scrape_configs:
  - job_name: a
    scheme: https
#   ^^^^^^ error[crashing-paas-config]: a job has no key `scheme`
    static_configs:
    - target: ['*:80']
#     ^^^^^^ error[crashing-paas-config]: an entry of `static_configs` has no key `target`
{OLD}"
            ),
        );
    }

    #[test]
    fn jobs_have_their_keys_and_names_of_their_own() {
        check(
            &RULE,
            &format!(
                "prometheus:
  scrape_configs:
  - {{job_name: a, static_configs: []}}
  - {{job_name: a, static_configs: []}}
#              ^ error[crashing-paas-config]: two jobs are named `a`
  - {{static_configs: []}}
#   ^^^^^^^^^^^^^^^^^^^^ error[crashing-paas-config]: a job has no `job_name`
  - {{job_name: 5, static_configs: [{{targets: ['@scheduler', 80]}}]}}
#              ^ error[crashing-paas-config]: `job_name` is a number, expected text
#                                             ^^^^^^^^^^^^ error[crashing-paas-config]: target `@scheduler` is no
#                                                           ^^ error[crashing-paas-config]: a target is a number
  - x
#   ^ error[crashing-paas-config]: a job is text, expected a mapping
{OLD}"
            ),
        );
    }

    #[test]
    fn labels_are_text() {
        check(
            &RULE,
            &format!(
                "prometheus:
  scrape_configs:
  - job_name: a
    static_configs:
    - targets: []
      labels: {{app: notes, tier: 1, 2: x}}
#                                ^ error[crashing-paas-config]: label `tier` is a number, expected text
#                                   ^ error[crashing-paas-config]: the name of a label is a number, expected text
    - {{targets: [], labels: }}
    - {{targets: [], labels: [x]}}
#                           ^^^ error[crashing-paas-config]: `labels` is a list, expected a mapping
{OLD}"
            ),
        );
    }

    #[test]
    fn jobs_and_targets_can_be_put_right() {
        let with = |job: &str, expected: &str| {
            let file = |job: &str| format!("prometheus: {{scrape_configs: [{job}]}}\n");
            assert_eq!(fixed(&RULE, &format!("{}{OLD}", file(job)), 0), file(expected));
        };
        let job = |name: &str, targets: &str| {
            format!("{{job_name: {name}, static_configs: [{{targets: {targets}}}]}}")
        };
        with(&job("5", "[]"), &job("'5'", "[]"));
        with(&job("a", "'*:80'"), &job("a", "['*:80']"));
        with(&job("a", "['@scheduler8081']"), &job("a", "['@scheduler:8081']"));
        let two = |second: &str| format!("{}, {}", job("a", "[]"), job(second, "[]"));
        with(&two("a"), &two("a-2"));
    }

    #[test]
    fn a_key_that_nobody_knows_can_go() {
        let fixture = format!("port: 80\nprometheus:\n{OLD}");
        assert_eq!(fixed(&RULE, &fixture, 0), "prometheus:\n");
        let fixture = format!(
            "prometheus:\n  scrape_configs:\n  - scheme: x\n    job_name: a\n    weight: 1\n    static_configs: []\n{OLD}"
        );
        let first = fixed(&RULE, &fixture, 0);
        assert!(first.contains("- job_name: a\n    weight: 1\n"), "{first}");
    }

    #[test]
    fn what_charmcraft_refuses_is_another_rule_s() {
        let go = "//- charmcraft.yaml\nextensions: [go-framework]\n";
        check(&RULE, &format!("framework_logging_format: JSON\n{go}"));
        check(&RULE, &format!("- a\n{go}"));
    }

    #[test]
    fn half_typed_keys_are_left_alone() {
        check(&RULE, &format!("framework_logg\nprometheus: {{}}\n{OLD}"));
    }

    #[test]
    fn near_keys_and_formats_can_be_put_right() {
        let with = |written: &str, expected: &str| {
            assert_eq!(fixed(&RULE, &format!("{written}\n{OLD}"), 0), format!("{expected}\n"));
        };
        with("promtheus: {}", "prometheus: {}");
        with("framework-logging-format: json", "framework_logging_format: json");
        with("framework_logging_format: JSON", "framework_logging_format: json");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            &format!("port: 1\nframework_logging_format: text\nprometheus: [a]\n{OLD}"),
        ) + &said(
            &RULE,
            &format!("framework_logging_format: JSON\nprometheus: {{scrape_config: []}}\n{OLD}"),
        ) + &said(
            &RULE,
            &format!(
                "prometheus: {{scrape_configs: [{{job_name: a, static_configs: [{{labels: {{}}}}]}}, {{job_name: b}}]}}\n{OLD}"
            ),
        );
        expect![[r#"
            error (paas-charm): `paas-config.yaml` has no key `port`
              note: charmcraft packs it; paas-charm then crashes in every hook
              help: remove it; the keys here are `framework_logging_format`, `prometheus`
              fix (Unsafe): Remove `port`
            error (paas-charm): `framework_logging_format` is `text`, expected `json` or `none`
              note: charmcraft packs it; paas-charm then crashes in every hook
              help: write one of the two, or remove the key
            error (paas-charm): `prometheus` is a list, expected a mapping
              note: charmcraft packs it; paas-charm then crashes in every hook
              help: write a mapping, or remove the key
            error (paas-charm): `framework_logging_format` is `JSON`, expected `json` or `none`
              note: charmcraft packs it; paas-charm then crashes in every hook
              help: write `json`, in small letters
              fix (Safe): Write `json`
            error (paas-charm): `prometheus` has no key `scrape_config`
              note: charmcraft packs it; paas-charm then crashes in every hook
              help: did you mean `scrape_configs`?
              fix (Safe): Rename the key to `scrape_configs`
            error (paas-charm): an entry of `static_configs` has no `targets`
              note: charmcraft packs it; paas-charm then crashes in every hook
              help: write `targets:`
            error (paas-charm): a job has no `static_configs`
              note: charmcraft packs it; paas-charm then crashes in every hook
              help: write `static_configs:`
        "#]]
        .assert_eq(&said);
    }
}
