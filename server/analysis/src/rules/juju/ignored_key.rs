//! `ignored-key`: a key of an option or endpoint that nobody reads, close to one that Juju reads. Docs in
//! ignored_key.md.
//!
//! Keys that resemble none are left alone: charms keep notes of their own there.

use crate::facts;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "ignored-key",
    severity: Severity::Hint,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Charmcraft],
    docs: include_str!("ignored_key.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    if !cx.config_options().is_empty() {
        let known = keys(&["config", "options", "*"]);
        for option in cx.config_options() {
            check_keys(option.value, &known, out);
        }
    }
    if !cx.endpoints().is_empty() {
        let known = keys(&["requires", "*"]);
        for endpoint in cx.endpoints() {
            // Without `interface` the mistyped key is reported as what is missing.
            let has_interface = endpoint.field("interface").is_some();
            let meant = |key: &&str| has_interface || *key != "interface";
            let known: Vec<_> = known.iter().copied().filter(meant).collect();
            check_keys(endpoint.value, &known, out);
        }
    }
}

fn keys(path: &[&str]) -> Vec<&'static str> {
    facts::child_keys(FileKind::Charmcraft, path).map(|doc| doc.key()).collect()
}

fn check_keys(value: NodeRef<'_>, known: &[&'static str], out: &mut Findings<'_>) {
    let value = value.resolved();
    for entry in value.entries().filter(|entry| !entry.is_merge()) {
        let Some(key) = entry.key.as_str().filter(|key| !known.contains(key)) else { continue };
        let range = entry.key.range();
        let Some(meant) = meant(key, known) else { continue };
        if entry.is_repaired() || out.has_reported(range) {
            continue;
        }
        let draft = out
            .report(range, format!("Juju knows no key `{key}` here, and ignores it"))
            .note("nobody refuses the charm");
        if value.get(meant).is_some() {
            draft.help(format!("remove it, if it was meant as `{meant}`"));
            continue;
        }
        if key == "required" {
            draft.help("write `optional: false` for `required: true`");
            continue;
        }
        let title = format!("Rename the key to `{meant}`");
        draft.help(format!("did you mean `{meant}`?")).fix(Fix::replace(
            title,
            Safety::Unsafe,
            range,
            meant,
        ));
    }
}

/// The key that was meant by another: another spelling of it, or its opposite.
fn meant(key: &str, known: &[&'static str]) -> Option<&'static str> {
    if key == "required" {
        return known.iter().find(|known| **known == "optional").copied();
    }
    let limit = if key.len() > 4 { 2 } else { 1 };
    let small = key.to_ascii_lowercase();
    nearest(&small, known.iter().copied(), limit)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn keys_close_to_known_ones_are_marked() {
        check(
            &RULE,
            "config:
  options:
    a: {type: string, defualt: x, choices: [x]}
#                     ^^^^^^^ hint[ignored-key]: Juju knows no key `defualt` here
    b: {Type: string, required: true}
#       ^^^^ hint[ignored-key]: Juju knows no key `Type` here
#                     ^^^^^^^^ hint[ignored-key]: Juju knows no key `required` here
requires:
  db: {interface: x, limits: 1, scop: global, versions: [1], gets: y}
#                    ^^^^^^ hint[ignored-key]: Juju knows no key `limits` here
#                               ^^^^ hint[ignored-key]: Juju knows no key `scop` here
  web: {interfce: x}
",
        );
    }

    #[test]
    fn fix_renames_the_key() {
        let fixed = fixed(&RULE, "requires: {a: {interface: x, scop: global}}\n", 0);
        assert_eq!(fixed, "requires: {a: {interface: x, scope: global}}\n");
    }

    #[test]
    fn half_typed_keys_are_left_alone() {
        check(&RULE, "requires:\n  a:\n    interface: x\n    limi\n");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "config: {options: {a: {type: string, typ: x, required: true, descripton: x}}}",
        );
        expect![[r#"
            hint (nobody): Juju knows no key `typ` here, and ignores it
              note: nobody refuses the charm
              help: remove it, if it was meant as `type`
            hint (nobody): Juju knows no key `required` here, and ignores it
              note: nobody refuses the charm
              help: write `optional: false` for `required: true`
            hint (nobody): Juju knows no key `descripton` here, and ignores it
              note: nobody refuses the charm
              help: did you mean `description`?
              fix (Unsafe): Rename the key to `description`
        "#]].assert_eq(&said);
    }
}
