//! `unknown-service-key`: a key that no service or check has. Docs in unknown_service_key.md.
//!
//! That one key stands there in both spellings is the same fault to rockcraft: the second is unknown.

use super::fields::{Layer, dashed, layers};
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unknown-service-key",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Rockcraft],
    docs: include_str!("unknown_service_key.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for layer in layers(cx) {
        for (entry, fact) in layer.entries() {
            let Some(key) = entry.key.text() else { continue };
            let range = entry.key.range();
            if entry.is_repaired() || out.has_reported(range) {
                continue;
            }
            match fact {
                None => report_unknown(&layer, key, range, out),
                Some(_) if key.contains('_') => report_second(&layer, key, range, out),
                Some(_) => {}
            }
        }
    }
}

fn report_unknown(layer: &Layer<'_>, key: &str, range: TextRange, out: &mut Findings<'_>) {
    let meant = nearest(&dashed(key), layer.keys().map(|doc| doc.key()), 2)
        .filter(|meant| layer.field(meant).is_none());
    let draft = out
        .report(range, format!("{} has no key `{key}`", layer.name))
        .note("`rockcraft pack` refuses keys that it does not know");
    match meant {
        Some(meant) => {
            let title = format!("Change the key to `{meant}`");
            draft.help(format!("did you mean `{meant}`?")).fix(Fix::replace(
                title,
                Safety::Unsafe,
                range,
                meant,
            ));
        }
        None => {
            let known: Vec<_> = layer.keys().map(|doc| format!("`{}`", doc.key())).collect();
            draft.help(format!("there are {}", known.join(", ")));
        }
    }
}

fn report_second(layer: &Layer<'_>, key: &str, range: TextRange, out: &mut Findings<'_>) {
    let spelling = dashed(key);
    if layer.entry.value.get(&spelling).is_some() {
        out.report(range, format!("{} has both `{spelling}` and `{key}`", layer.name))
            .note("`rockcraft pack` takes them for the same key and refuses the second")
            .help(format!("keep `{spelling}` only"));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn unknown_keys_are_marked_wherever_pebble_reads() {
        check(
            &RULE,
            "services:
  web:
    override: replace
    working_dir: /srv
    restart: always
#   ^^^^^^^ error[unknown-service-key]: service `web` has no key `restart`
    environment: {ANY: thing}
    on-check-failure: {up: ignore}
checks:
  up:
    levle: alive
#   ^^^^^ error[unknown-service-key]: check `up` has no key `levle`
    http: {url: 'http://localhost', header: {}}
#                                   ^^^^^^ error[unknown-service-key]: `http` of check `up` has no key `header`
",
        );
    }

    #[test]
    fn one_key_in_both_spellings_is_one_too_many() {
        check(
            &RULE,
            "services:
  web: {user-id: 1, user_id: 1}
#                   ^^^^^^^ error[unknown-service-key]: service `web` has both `user-id` and `user_id`
",
        );
    }

    #[test]
    fn half_typed_keys_are_left_alone() {
        check(&RULE, "services:\n  web:\n    command: x\n    overr\n");
    }

    #[test]
    fn the_fix_writes_the_key_that_was_meant() {
        let fixed = fixed(&RULE, "services: {web: {comand: serve}}\n", 0);
        assert_eq!(fixed, "services: {web: {command: serve}}\n");
    }

    #[test]
    fn words() {
        let text =
            "checks: {up: {tcp: {prot: 80, adress: x}}}\nservices: {a: {user_id: 1, user-id: 1}}";
        expect![[r#"
            error (rockcraft): `tcp` of check `up` has no key `prot`
              note: `rockcraft pack` refuses keys that it does not know
              help: did you mean `port`?
              fix (Unsafe): Change the key to `port`
            error (rockcraft): `tcp` of check `up` has no key `adress`
              note: `rockcraft pack` refuses keys that it does not know
              help: there are `port`, `host`
            error (rockcraft): service `a` has both `user-id` and `user_id`
              note: `rockcraft pack` takes them for the same key and refuses the second
              help: keep `user-id` only
        "#]]
        .assert_eq(&said(&RULE, text));
    }
}
