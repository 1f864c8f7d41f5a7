//! `wrong-service-value`: a value that a key of a service or check cannot have. Docs in
//! wrong_service_value.md.
//!
//! Times and paths are not looked at: rockcraft 1.20 takes any text there.

use super::fields::{Layer, layers};
use crate::facts::{KeyDoc, ValueKind};
use crate::rules::edits::written;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::rules::pydantic::{lax_integer, lax_number};
use crate::rules::shape::{kind, listed, reads_as_text};

pub(super) static RULE: Rule = Rule {
    id: "wrong-service-value",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Rockcraft],
    docs: include_str!("wrong_service_value.md"),
    check,
};

const REFUSED: &str = "`rockcraft pack` refuses the file";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for section in ["services", "checks"] {
        check_section(cx, section, out);
    }
    for layer in layers(cx) {
        if layer.entry.key.as_str().is_none() && !reads_as_text(layer.entry.key) {
            report_name(&layer, out);
        }
        let value = layer.entry.value;
        if !value.resolved().is_mapping() {
            report_layer(&layer, out);
            continue;
        }
        for (entry, fact) in layer.entries() {
            if let Some(fact) = fact.filter(|_| !entry.value.is_repaired()) {
                check_value(&layer, entry, fact, out);
            }
        }
    }
}

fn check_section(cx: &Context<'_>, name: &str, out: &mut Findings<'_>) {
    let Some(section) = cx.entry(name) else { return };
    let value = section.value.resolved();
    if value.is_mapping() || value.is_null() || section.value.is_repaired() {
        return;
    }
    let message = format!("`{name}` is {}, expected a mapping", kind(value));
    out.report(section.value.range(), message)
        .note(REFUSED)
        .help("write `<name>:` for each of them, and its keys below");
}

/// `on:` and the like, which YAML reads as a boolean.
fn report_name(layer: &Layer<'_>, out: &mut Findings<'_>) {
    let key = layer.entry.key;
    let Some(name) = key.text() else { return };
    if out.has_reported(key.range()) {
        return;
    }
    let draft = out
        .report(key.range(), format!("YAML reads the name `{name}` as {}", kind(key)))
        .note(REFUSED)
        .help(format!("put it in quotes: {}", written(name)));
    let quoted = written(name).into_owned();
    draft.fix(Fix::replace("Put the name in quotes", Safety::Safe, key.range(), quoted));
}

fn report_layer(layer: &Layer<'_>, out: &mut Findings<'_>) {
    let Entry { key, value } = layer.entry;
    let is_of_check = layer.path.len() == 3;
    // An empty service of the extension is another rule's.
    if value.is_repaired()
        || (layer.is_completed && value.is_null())
        || out.has_reported(key.range())
    {
        return;
    }
    let range = if value.is_absent() { key.range() } else { value.range() };
    let message = format!("{} is {}, expected a mapping", layer.name, kind(value.resolved()));
    let help = match (layer.path, is_of_check) {
        (["services", ..], _) => "write `override` and `command` below it",
        (_, false) => "write `override` and one of `http`, `tcp`, `exec` below it",
        _ => "write its keys below it",
    };
    out.report(range, message).note(REFUSED).help(help);
}

fn check_value(layer: &Layer<'_>, entry: Entry<'_>, fact: &KeyDoc, out: &mut Findings<'_>) {
    let value = entry.value.resolved();
    let name = fact.key();
    let fault = |found: &str, expected: &str| format!("`{name}` is {found}, expected {expected}");
    if value.is_null() {
        // Where the extension fills in what is missing, empty counts as missing.
        if fact.required && !layer.is_completed {
            let range = place(entry);
            report(range, fault("empty", expected(fact)), out);
        }
        return;
    }
    match fact.kind {
        ValueKind::List => check_list(name, entry, out),
        ValueKind::Mapping if layer.fact(name).is_some_and(|fact| is_layer(layer, fact)) => {}
        ValueKind::Mapping => check_mapping(layer, name, entry, out),
        ValueKind::Integer => {
            let least = least(layer, name);
            match lax_integer(value) {
                Some(number) if number < least => {
                    report(entry.value.range(), format!("`{name}` is below {least}"), out);
                }
                Some(number) if name == "port" && number > 65_535 => {
                    report(entry.value.range(), format!("`{name}` is above 65535"), out);
                }
                Some(_) => {}
                None => {
                    report(entry.value.range(), fault(kind(value), "a whole number"), out);
                }
            }
        }
        ValueKind::Number => match lax_number(value) {
            Some(number) if number >= 1.0 => {}
            Some(_) => {
                report(entry.value.range(), format!("`{name}` is below 1"), out);
            }
            None => {
                report(entry.value.range(), fault(kind(value), "a number"), out);
            }
        },
        _ if !fact.values.is_empty() => check_choice(name, entry.value, &fact.values, out),
        _ if !reads_as_text(value) => {
            report(entry.value.range(), fault(kind(value), "text"), out);
        }
        _ if name == "url" => check_url(entry, out),
        _ => {}
    }
}

/// `http`, `tcp` and `exec`: layers of their own.
fn is_layer(layer: &Layer<'_>, fact: &KeyDoc) -> bool {
    layer.path == ["checks", "*"] && fact.kind == ValueKind::Mapping
}

/// The smallest number for a key: user and group of a service may be anything.
fn least(layer: &Layer<'_>, name: &str) -> i128 {
    match (layer.path, name) {
        (_, "port" | "threshold") => 1,
        (["checks", ..], _) => 0,
        _ => i128::MIN,
    }
}

fn expected(fact: &KeyDoc) -> &'static str {
    match fact.kind {
        ValueKind::Integer => "a whole number",
        _ => "text",
    }
}

fn report<'o>(
    range: TextRange,
    message: String,
    out: &'o mut Findings<'_>,
) -> Option<crate::rules::Draft<'o>> {
    if out.has_reported(range) {
        return None;
    }
    Some(out.report(range, message).note(REFUSED))
}

fn check_list(name: &str, entry: Entry<'_>, out: &mut Findings<'_>) {
    let value = entry.value.resolved();
    if !value.is_sequence() {
        let message = format!("`{name}` is {}, expected a list", kind(value));
        let text = value.as_str().map(|_| value.source().to_owned());
        let Some(draft) = report(entry.value.range(), message, out) else { return };
        let is_one_line = |text: &String| !text.contains('\n') && !text.contains([',', '[', ']']);
        if let Some(text) = text.filter(is_one_line) {
            let list = format!("[{text}]");
            let title = "Put it in a list";
            draft.help(format!("write `{list}`")).fix(Fix::replace(
                title,
                Safety::Safe,
                entry.value.range(),
                list,
            ));
        }
        return;
    }
    for item in value.items().filter(|item| !reads_as_text(item.resolved())) {
        let found = kind(item.resolved());
        report(item.range(), format!("an entry of `{name}` is {found}, expected text"), out);
    }
}

/// A mapping from text to text, or to one of a few words.
fn check_mapping(layer: &Layer<'_>, name: &str, entry: Entry<'_>, out: &mut Findings<'_>) {
    let value = entry.value.resolved();
    if !value.is_mapping() {
        let found = kind(value);
        let message = format!("`{name}` is {found}, expected a mapping");
        report(entry.value.range(), message, out);
        return;
    }
    let path: Vec<_> = layer.path.iter().copied().chain([name, "*"]).collect();
    let choices = crate::facts::key_doc(FileKind::Rockcraft, &path);
    for inner in value.effective_entries() {
        if inner.is_repaired() {
            continue;
        }
        let Some(key) = inner.key.text().filter(|_| reads_as_text(inner.key)) else {
            let found = kind(inner.key);
            report(inner.key.range(), format!("a key of `{name}` is {found}, expected text"), out);
            continue;
        };
        let value = inner.value.resolved();
        match choices.filter(|doc| !doc.values.is_empty()) {
            Some(doc) => check_choice(key, inner.value, &doc.values, out),
            None if reads_as_text(value) => {}
            None => report_text(name, key, inner, out),
        }
    }
}

/// A variable's value: what YAML takes for something else needs quotes.
fn report_text(name: &str, key: &str, inner: Entry<'_>, out: &mut Findings<'_>) {
    let value = inner.value.resolved();
    let range = place(inner);
    let message = format!("`{key}` in `{name}` is {}, expected text", kind(value));
    let Some(draft) = report(range, message, out) else { return };
    if value.is_scalar() && !inner.value.is_absent() && inner.value == value {
        let quoted = format!("'{}'", value.source());
        draft.help(format!("put it in quotes: `{quoted}`")).fix(Fix::replace(
            "Put the value in quotes",
            Safety::Safe,
            range,
            quoted,
        ));
    }
}

fn check_choice(name: &str, node: NodeRef<'_>, choices: &[&str], out: &mut Findings<'_>) {
    let value = node.resolved();
    let text = value.as_str();
    if text.is_some_and(|text| choices.contains(&text)) {
        return;
    }
    let found = text.map_or_else(|| kind(value).to_owned(), |text| format!("`{text}`"));
    let message = format!("`{name}` is {found}, expected {}", listed(choices, "or"));
    let Some(draft) = report(node.range(), message, out) else { return };
    let meant = text.and_then(|text| nearest(&text.to_lowercase(), choices.iter().copied(), 2));
    let meant = meant.or_else(|| match (name, value.as_bool()) {
        ("startup", Some(true)) => Some("enabled"),
        ("startup", Some(false)) => Some("disabled"),
        _ => None,
    });
    if let Some(meant) = meant {
        draft.help(format!("did you mean `{meant}`?")).fix(Fix::replace(
            format!("Change it to `{meant}`"),
            Safety::Safe,
            node.range(),
            meant,
        ));
    }
}

fn check_url(entry: Entry<'_>, out: &mut Findings<'_>) {
    let Some(url) = entry.value.resolved().as_str() else { return };
    let url = url.trim();
    let has_scheme = ["http:", "https:"].iter().any(|scheme| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    let host = url.split_once(':').map(|(_, rest)| rest.trim_start_matches(['/', '\\']));
    let has_host = host.is_some_and(|host| !host.is_empty() && !host.starts_with(['?', '#', ':']));
    if has_scheme && has_host {
        return;
    }
    let range = entry.value.range();
    let message = "`url` starts with neither `http://` nor `https://`, or names no host".to_owned();
    let Some(draft) = report(range, message, out) else { return };
    let looks_like_host = !url.is_empty()
        && !url.contains("://")
        && url.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._:/".contains(&byte));
    if looks_like_host {
        let url = format!("http://{}", url.trim_start_matches('/'));
        draft.help(format!("write `{url}`")).fix(Fix::replace(
            "Put `http://` in front",
            Safety::Unsafe,
            range,
            url,
        ));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn values_have_their_kind() {
        check(
            &RULE,
            "services:
  web:
    override: replace
    command: 7
    startup: yes
#            ^^^ error[wrong-service-value]: `startup` is a boolean, expected `enabled` or `disabled`
    user: on
#         ^^ error[wrong-service-value]: `user` is a boolean, expected text
    user-id: -3
    group_id: admins
#             ^^^^^^ error[wrong-service-value]: `group-id` is text, expected a whole number
    after: db
#          ^^ error[wrong-service-value]: `after` is text, expected a list
    before: [1, ~]
#               ^ error[wrong-service-value]: an entry of `before` is empty, expected text
    summary:
    kill-delay: 5
    backoff-factor: 0.5
#                   ^^^ error[wrong-service-value]: `backoff-factor` is below 1
    on-failure: failure-shutdown
#               ^^^^^^^^^^^^^^^^ error[wrong-service-value]: `on-failure` is `failure-shutdown`, expected `restart`
    on-check-failure: {up: stop, down: ignore}
#                          ^^^^ error[wrong-service-value]: `up` is `stop`, expected
",
        );
    }

    #[test]
    fn variables_are_text_or_numbers() {
        check(
            &RULE,
            "services:
  web:
    environment: {A: b, N: 1.5, Q: 'off', D: $HOME}
  worker:
    environment:
      LOG: true
#          ^^^^ error[wrong-service-value]: `LOG` in `environment` is a boolean, expected text
      SINCE: 2024-01-31
#            ^^^^^^^^^^ error[wrong-service-value]: `SINCE` in `environment` is a date
      EMPTY:
#     ^^^^^ error[wrong-service-value]: `EMPTY` in `environment` is empty
      yes: a
#     ^^^ error[wrong-service-value]: a key of `environment` is a boolean
",
        );
    }

    #[test]
    fn checks_have_bounds() {
        check(
            &RULE,
            "checks:
  a: {level: live, threshold: 0, tcp: {port: 70000}}
#            ^^^^ error[wrong-service-value]: `level` is `live`, expected `alive` or `ready`
#                             ^ error[wrong-service-value]: `threshold` is below 1
#                                            ^^^^^ error[wrong-service-value]: `port` is above 65535
  b: {http: {url: 'localhost:8000/x'}, period: 10}
#                 ^^^^^^^^^^^^^^^^^^ error[wrong-service-value]: `url` starts with neither
  c: {exec: {command: , user-id: -1}}
#            ^^^^^^^ error[wrong-service-value]: `command` is empty, expected text
#                                ^^ error[wrong-service-value]: `user-id` is below 0
  d: {http: {url: HTTPS://example.com}}
",
        );
    }

    #[test]
    fn sections_and_their_members_are_mappings() {
        check(&RULE, "services:\nchecks:\n");
        check(
            &RULE,
            "services: [web]
#         ^^^^^ error[wrong-service-value]: `services` is a list, expected a mapping
checks:
  up:
# ^^ error[wrong-service-value]: check `up` is empty, expected a mapping
",
        );
        check(
            &RULE,
            "services:
  web: serve
#      ^^^^^ error[wrong-service-value]: service `web` is text, expected a mapping
  on: {override: replace}
# ^^ error[wrong-service-value]: YAML reads the name `on` as a boolean
  80: {override: replace}
",
        );
    }

    #[test]
    fn an_empty_value_leaves_that_of_the_extension() {
        check(&RULE, "extensions: [flask-framework]\nservices: {flask: {command: }}\n");
    }

    #[test]
    fn half_typed_values_are_left_alone() {
        check(&RULE, "services:\n  web:\n    overr\n    startup: enabled\n");
        check(&RULE, "services:\n  web: {}\n  wor\n");
    }

    #[test]
    fn fixes_write_what_was_meant() {
        let with = |text: &str, expected: &str| assert_eq!(fixed(&RULE, text, 0), expected);
        with("services: {w: {startup: on}}\n", "services: {w: {startup: enabled}}\n");
        with("services: {w: {after: db}}\n", "services: {w: {after: [db]}}\n");
        with(
            "services: {w: {environment: {A: no}}}\n",
            "services: {w: {environment: {A: 'no'}}}\n",
        );
        with("services: {on: {}}\n", "services: {'on': {}}\n");
        with(
            "checks: {u: {http: {url: localhost/x}}}\n",
            "checks: {u: {http: {url: http://localhost/x}}}\n",
        );
    }

    #[test]
    fn words() {
        let text = "services: {a: {startup: Enable, after: db, environment: {A: yes}}, b: }\nchecks: {c: x}";
        expect![[r#"
            error (rockcraft): `startup` is `Enable`, expected `enabled` or `disabled`
              note: `rockcraft pack` refuses the file
              help: did you mean `enabled`?
              fix (Safe): Change it to `enabled`
            error (rockcraft): `after` is text, expected a list
              note: `rockcraft pack` refuses the file
              help: write `[db]`
              fix (Safe): Put it in a list
            error (rockcraft): `A` in `environment` is a boolean, expected text
              note: `rockcraft pack` refuses the file
              help: put it in quotes: `'yes'`
              fix (Safe): Put the value in quotes
            error (rockcraft): service `b` is empty, expected a mapping
              note: `rockcraft pack` refuses the file
              help: write `override` and `command` below it
            error (rockcraft): check `c` is text, expected a mapping
              note: `rockcraft pack` refuses the file
              help: write `override` and one of `http`, `tcp`, `exec` below it
        "#]]
        .assert_eq(&said(&RULE, text));
    }
}
