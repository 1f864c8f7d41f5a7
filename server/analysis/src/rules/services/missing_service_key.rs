//! `missing-service-key`: a service or check lacks what it cannot do without. Docs in
//! missing_service_key.md.

use super::fields::{Layer, layers};
use crate::rules::edits::prepend_entry;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "missing-service-key",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Rockcraft],
    docs: include_str!("missing_service_key.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for layer in layers(cx) {
        let value = layer.entry.value;
        if layer.is_completed || value.is_repaired() || !value.resolved().is_mapping() {
            continue;
        }
        let missing: Vec<_> = layer
            .keys()
            .filter(|doc| doc.required && layer.field(doc.key()).is_none())
            .map(|doc| doc.key())
            .collect();
        if !missing.is_empty() && !out.has_reported(layer.entry.key.range()) {
            report(&layer, &missing, out);
        }
    }
}

fn report(layer: &Layer<'_>, missing: &[&str], out: &mut Findings<'_>) {
    let names: Vec<_> = missing.iter().map(|key| format!("`{key}`")).collect();
    let message = format!("{} lacks {}", layer.name, names.join(" and "));
    let lines: Vec<_> = missing.iter().map(|key| format!("`{key}: {}`", example(key))).collect();
    let draft = out
        .report(layer.entry.key.range(), message)
        .note("`rockcraft pack` refuses the file without it")
        .help(format!("write {}", lines.join(" and ")));
    // What to run, or where to ask, is for a person to say.
    if missing.first() != Some(&"override") {
        return;
    }
    if let Some(edit) = prepend_entry(layer.entry.value.resolved(), "override", "replace") {
        let title = "Write `override: replace`";
        draft.fix(Fix::replace(title, Safety::Safe, edit.range, edit.insert));
    }
}

fn example(key: &str) -> &'static str {
    match key {
        "override" => "replace",
        "url" => "http://localhost:8000/health",
        "port" => "8000",
        _ => "<program> <arguments>",
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn what_is_missing_is_said_once_for_each_service() {
        check(
            &RULE,
            "services:
  web: {}
# ^^^ error[missing-service-key]: service `web` lacks `override` and `command`
  worker: {override: merge, command: ''}
checks:
  up: {override: replace, http: {}}
#                         ^^^^ error[missing-service-key]: `http` of check `up` lacks `url`
  tcp: {tcp: {port: 80}}
# ^^^ error[missing-service-key]: check `tcp` lacks `override`
",
        );
    }

    #[test]
    fn services_of_the_extension_are_complete_already() {
        check(
            &RULE,
            "extensions: [flask-framework]
services:
  flask: {environment: {A: b}}
  statsd-exporter: {startup: disabled}
  celery-worker: {command: celery}
# ^^^^^^^^^^^^^ error[missing-service-key]: service `celery-worker` lacks `override`
",
        );
        check(
            &RULE,
            "extensions: [go-framework]
services:
  statsd-exporter: {override: merge}
# ^^^^^^^^^^^^^^^ error[missing-service-key]: service `statsd-exporter` lacks `command`
",
        );
    }

    #[test]
    fn half_typed_services_are_left_alone() {
        check(&RULE, "services:\n  web:\n    comm\n");
    }

    #[test]
    fn the_fix_adds_what_nearly_everybody_writes() {
        let fixed = fixed(&RULE, "services:\n  web:\n    # go\n    command: serve\n", 0);
        assert_eq!(
            fixed,
            "services:\n  web:\n    # go\n    override: replace\n    command: serve\n"
        );
    }

    #[test]
    fn words() {
        let text =
            "services: {web: {startup: enabled}}\nchecks: {up: {override: merge, tcp: {host: a}}}";
        expect![[r#"
            error (rockcraft): service `web` lacks `override` and `command`
              note: `rockcraft pack` refuses the file without it
              help: write `override: replace` and `command: <program> <arguments>`
              fix (Safe): Write `override: replace`
            error (rockcraft): `tcp` of check `up` lacks `port`
              note: `rockcraft pack` refuses the file without it
              help: write `port: 8000`
        "#]]
        .assert_eq(&said(&RULE, text));
    }
}
