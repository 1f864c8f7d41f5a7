//! `assumes-expression`: an entry of `assumes` is none that Juju can read. Docs in
//! assumes_expression.md.
//!
//! With a 12-factor extension `assumes` is fixed, and charmcraft refuses everything else.

use syntax::{Kind, Scalar};

use super::assumes::{Fault, is_feature_name, read_feature};
use crate::rules::juju_value::{JUJU_REFUSES, Packed, reaches_juju};
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "assumes-expression",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("assumes_expression.md"),
    check,
};

const COMPOSITES: [&str; 2] = ["any-of", "all-of"];

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(assumes) = cx.entry("assumes") else { return };
    if cx.extension().is_some() || !reaches_juju(cx, "assumes") {
        return;
    }
    for entry in assumes.value.resolved().items() {
        let value = entry.resolved();
        if Packed::of(cx) == Packed::AsItStands {
            check_entry(entry, false, out);
            continue;
        }
        // At the top charmcraft turns numbers into text, and refuses the rest itself.
        let is_refused_before = match value.scalar() {
            Some(scalar) => !matches!(scalar, Scalar::Text(_) | Scalar::Int(_) | Scalar::Float(_)),
            None => value.is_sequence() || value.entries().any(|entry| is_single(entry.value)),
        };
        if !is_refused_before {
            check_entry(entry, true, out);
        }
    }
}

fn is_single(value: NodeRef<'_>) -> bool {
    value.resolved().is_scalar()
}

fn check_entry(entry: NodeRef<'_>, is_top: bool, out: &mut Findings<'_>) {
    if entry.is_repaired() || out.has_reported(entry.range()) {
        return;
    }
    let value = entry.resolved();
    if value.is_mapping() {
        check_composite(entry, out);
        return;
    }
    let is_text_to_juju = match value.scalar() {
        Some(Scalar::Text(_) | Scalar::Date(_) | Scalar::Timestamp(_)) => true,
        Some(Scalar::Int(_) | Scalar::Float(_)) => is_top,
        _ => false,
    };
    match value.text().filter(|_| is_text_to_juju) {
        Some(text) => {
            if let Err(fault) = read_feature(text) {
                report_feature(entry, text, &fault, out);
            }
        }
        None => {
            let message = format!("this entry of `assumes` is {}, expected a feature", kind(value));
            out.report(entry.range(), message)
                .note(JUJU_REFUSES)
                .help("write a feature such as `k8s-api` or `juju >= 3.6`");
        }
    }
}

fn check_composite(entry: NodeRef<'_>, out: &mut Findings<'_>) {
    let entries = entry.effective_entries();
    let [only] = entries.as_slice() else {
        let place = entries.get(1).map_or(entry, |second| second.key);
        let message = format!(
            "this entry of `assumes` has {} keys, expected one: `any-of` or `all-of`",
            entries.len()
        );
        out.report(place.range(), message)
            .note(JUJU_REFUSES)
            .help("make one entry of each, with a dash in front");
        return;
    };
    let key = only.key.as_str().unwrap_or_default();
    if !COMPOSITES.contains(&key) {
        report_key(*only, out);
        return;
    }
    let value = only.value.resolved();
    if !value.is_sequence() {
        let range = place(*only);
        out.report(range, format!("`{key}` is {}, expected a list of features", kind(value)))
            .note(JUJU_REFUSES)
            .help(format!("write a list below `{key}`, with a dash in front of each feature"));
        return;
    }
    for item in value.items() {
        check_entry(item, false, out);
    }
}

fn report_key(entry: Entry<'_>, out: &mut Findings<'_>) {
    let found = entry.key.text().unwrap_or_default().escape_debug();
    let message = format!("`{found}` means nothing in `assumes`, expected `any-of` or `all-of`");
    let draft = out.report(entry.key.range(), message).note(JUJU_REFUSES);
    let meant = entry.key.text().and_then(|key| match key {
        "one-of" | "any" | "or" | "anyOf" | "any_of" => Some("any-of"),
        "all" | "and" | "allOf" | "all_of" => Some("all-of"),
        _ => nearest(key, COMPOSITES, 1),
    });
    match meant {
        Some(meant) => {
            let title = format!("Rename the key to `{meant}`");
            draft.help(format!("did you mean `{meant}`?")).fix(Fix::replace(
                title,
                Safety::Unsafe,
                entry.key.range(),
                meant,
            ));
        }
        None => {
            draft.help("a condition is one text: `juju >= 3.6`");
        }
    }
}

fn report_feature(entry: NodeRef<'_>, text: &str, fault: &Fault<'_>, out: &mut Findings<'_>) {
    let shown = text.trim().escape_debug().to_string();
    let message = match fault {
        Fault::Name(_) if text.trim().is_empty() => {
            "this entry of `assumes` is empty text, expected a feature".to_owned()
        }
        Fault::Name(name) if *name == text.trim() => {
            format!("`{shown}` is no name of a feature: two or more small letters, digits, hyphens")
        }
        Fault::Name(name) => {
            format!("`{}` in `{shown}` is no name of a feature", name.escape_debug())
        }
        Fault::Comparison(comparison) => {
            format!("`{shown}` compares by `{comparison}`, expected `>=` or `<`")
        }
        Fault::Version("") => format!("`{shown}` names no version"),
        Fault::Version(version) => {
            format!("`{}` in `{shown}` is no version of Juju's kind", version.escape_debug())
        }
        Fault::Several => format!("`{shown}` states more than one condition"),
    };
    let draft = out.report(entry.range(), message).note(JUJU_REFUSES);
    let draft = draft.help(match fault {
        Fault::Name(_) => "write a feature such as `k8s-api` or `juju >= 3.6`",
        Fault::Comparison(_) => "write `>=` for at least, `<` for below",
        Fault::Version(_) => "write a version such as `3.6` or `3.6.1`",
        Fault::Several => "write one entry for each condition, with the feature's name in both",
    });
    let is_alone = entry.kind() != Kind::Alias && entry.properties().is_none();
    let meant = meant(text, fault).filter(|(meant, _)| is_alone && read_feature(meant).is_ok());
    if let Some((meant, safety)) = meant {
        let title = format!("Write `{meant}`");
        draft.help(format!("did you mean `{meant}`?")).fix(Fix::replace(
            title,
            safety,
            entry.range(),
            meant,
        ));
    }
}

fn meant(text: &str, fault: &Fault<'_>) -> Option<(String, Safety)> {
    let text = text.trim();
    match fault {
        Fault::Name(name) => {
            let usual = name.to_ascii_lowercase().replace('_', "-");
            let rest = text.get(name.len()..)?;
            is_feature_name(&usual).then(|| (format!("{usual}{rest}"), Safety::Safe))
        }
        Fault::Version(version) => {
            let number = version.strip_prefix(['v', 'V'])?;
            Some((format!("{}{number}", text.strip_suffix(version)?), Safety::Safe))
        }
        Fault::Comparison(comparison @ (">" | "==" | "=" | "=>")) => {
            Some((text.replacen(comparison, ">=", 1), Safety::Unsafe))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn features_have_a_form() {
        check(
            &RULE,
            "assumes:
  - k8s-api
  - juju >= 3.1
  - no-such-feature
  - 'K8s-api'
#   ^^^^^^^^^ error[assumes-expression]: `K8s-api` is no name of a feature
  - juju > 3
#   ^^^^^^^^ error[assumes-expression]: `juju > 3` compares by `>`
  - juju >= v3
#   ^^^^^^^^^^ error[assumes-expression]: `v3` in `juju >= v3` is no version
  - juju >= 3.1, < 4
#   ^^^^^^^^^^^^^^^^ error[assumes-expression]: `juju >= 3.1, < 4` states more than one condition
  - 3
#   ^ error[assumes-expression]: `3` is no name of a feature
",
        );
    }

    #[test]
    fn composites_have_one_key_and_a_list() {
        check(
            &RULE,
            "assumes:
  - any-of:
      - juju >= 3.4
      - all-of: [juju >= 2.9.44, juju < 3]
  - all-of: []
  - one-of: [k8s-api]
#   ^^^^^^ error[assumes-expression]: `one-of` means nothing in `assumes`
  - any-of: [k8s-api]
    all-of: [juju >= 3]
#   ^^^^^^ error[assumes-expression]: this entry of `assumes` has 2 keys
  - any-of: {a: [b]}
#           ^^^^^^^^ error[assumes-expression]: `any-of` is a mapping, expected a list
  - {}
#   ^^ error[assumes-expression]: this entry of `assumes` has 0 keys
  - any-of: [k8s-api, 3, [a], {all-of: }]
#                     ^ error[assumes-expression]: this entry of `assumes` is a number
#                        ^^^ error[assumes-expression]: this entry of `assumes` is a list
#                              ^^^^^^ error[assumes-expression]: `all-of` is empty
",
        );
    }

    #[test]
    fn what_charmcraft_refuses_is_another_rule_s() {
        check(&RULE, "assumes: [true, [a], {any-of: a}, ~]\n");
        check(&RULE, "assumes: K8s\n");
        check(&RULE, "extensions: [flask-framework]\nassumes: [K8s]\n");
    }

    #[test]
    fn fix_writes_what_was_meant() {
        let with = |entry: &str| fixed(&RULE, &format!("assumes: [{entry}]\n"), 0);
        assert_eq!(with("juju >= v3.6"), "assumes: [juju >= 3.6]\n");
        assert_eq!(with("k8s_api"), "assumes: [k8s-api]\n");
        assert_eq!(with("juju > 3"), "assumes: [juju >= 3]\n");
        assert_eq!(with("any: [k8s-api]"), "assumes: [any-of: [k8s-api]]\n");
    }

    #[test]
    fn half_typed_entries_are_left_alone() {
        check(
            &RULE,
            "assumes:\n  - any-of:\n    jujuu\n  - juju > 3\n#   ^^^^^^^^ error[assumes-expression]: `juju > 3`\n",
        );
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "assumes: [K8s-api, juju == 3.6, juju >= v3, 'juju >= 3, < 4', juju >=, j, '', {x: []}, {any-of: {}}]",
        );
        expect![[r#"
            error (juju): `K8s-api` is no name of a feature: two or more small letters, digits, hyphens
              note: Juju refuses the packed charm when it is deployed
              help: did you mean `k8s-api`?
              fix (Safe): Write `k8s-api`
            error (juju): `juju == 3.6` compares by `==`, expected `>=` or `<`
              note: Juju refuses the packed charm when it is deployed
              help: did you mean `juju >= 3.6`?
              fix (Unsafe): Write `juju >= 3.6`
            error (juju): `v3` in `juju >= v3` is no version of Juju's kind
              note: Juju refuses the packed charm when it is deployed
              help: did you mean `juju >= 3`?
              fix (Safe): Write `juju >= 3`
            error (juju): `juju >= 3, < 4` states more than one condition
              note: Juju refuses the packed charm when it is deployed
              help: write one entry for each condition, with the feature's name in both
            error (juju): `juju >=` names no version
              note: Juju refuses the packed charm when it is deployed
              help: write a version such as `3.6` or `3.6.1`
            error (juju): `j` is no name of a feature: two or more small letters, digits, hyphens
              note: Juju refuses the packed charm when it is deployed
              help: write a feature such as `k8s-api` or `juju >= 3.6`
            error (juju): this entry of `assumes` is empty text, expected a feature
              note: Juju refuses the packed charm when it is deployed
              help: write a feature such as `k8s-api` or `juju >= 3.6`
            error (juju): `x` means nothing in `assumes`, expected `any-of` or `all-of`
              note: Juju refuses the packed charm when it is deployed
              help: a condition is one text: `juju >= 3.6`
            error (juju): `any-of` is a mapping, expected a list of features
              note: Juju refuses the packed charm when it is deployed
              help: write a list below `any-of`, with a dash in front of each feature
        "#]].assert_eq(&said);
    }

    #[test]
    fn in_metadata_no_number_becomes_text() {
        check(
            &RULE,
            "//- metadata.yaml
assumes: [3, [a], k8s-api]
#         ^ error[assumes-expression]: this entry of `assumes` is a number
#            ^^^ error[assumes-expression]: this entry of `assumes` is a list
",
        );
    }
}
