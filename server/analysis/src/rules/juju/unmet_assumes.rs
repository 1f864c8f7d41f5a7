//! `unmet-assumes`: no model can have what the charm assumes. Docs in unmet_assumes.md.
//!
//! Entries that Juju cannot read are `assumes-expression`'s business.

use super::assumes::{Condition, Feature, Version, read_feature};
use crate::facts;
use crate::rules::juju_value::reaches_juju;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::versions;

pub(super) static RULE: Rule = Rule {
    id: "unmet-assumes",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("unmet_assumes.md"),
    check,
};

const JUJU: &str = "Juju takes the charm, and deploys it in no model";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(assumes) = cx.entry("assumes") else { return };
    if cx.extension().is_some() || !reaches_juju(cx, "assumes") {
        return;
    }
    let mut needed = Vec::new();
    for entry in assumes.value.resolved().items() {
        collect_needed(entry, &mut needed);
    }
    for entry in &needed {
        report_unknown(*entry, out);
    }
    report_empty_range(&needed, out);
    if let Some(version) = cx.snapshot.settings.versions.juju {
        report_other_juju(&needed, version, out);
    }
}

/// The features without which the model will not do: entries, those of `all-of`, and those of an
/// `any-of` of which none is known.
fn collect_needed<'a>(entry: NodeRef<'a>, needed: &mut Vec<NodeRef<'a>>) {
    if let Some(items) = composite(entry, "all-of") {
        items.into_iter().for_each(|item| collect_needed(item, needed));
    } else if let Some(items) = composite(entry, "any-of") {
        if !items.iter().any(|item| can_be_met(*item)) {
            items.into_iter().for_each(|item| collect_needed(item, needed));
        }
    } else {
        needed.push(entry);
    }
}

fn composite<'a>(entry: NodeRef<'a>, key: &str) -> Option<Vec<NodeRef<'a>>> {
    let value = entry.get(key)?.value.resolved();
    value.is_sequence().then(|| value.items().collect())
}

fn can_be_met(entry: NodeRef<'_>) -> bool {
    if let Some(items) = composite(entry, "all-of") {
        return items.into_iter().all(can_be_met);
    }
    if let Some(items) = composite(entry, "any-of") {
        return items.is_empty() || items.into_iter().any(can_be_met);
    }
    feature(entry).is_none_or(|feature| is_known(feature.name))
}

fn feature(entry: NodeRef<'_>) -> Option<Feature<'_>> {
    read_feature(entry.resolved().as_str()?).ok()
}

fn is_known(name: &str) -> bool {
    facts::juju().features.contains(&name)
}

fn report_unknown(entry: NodeRef<'_>, out: &mut Findings<'_>) {
    let Some(feature) = feature(entry).filter(|feature| !is_known(feature.name)) else { return };
    let range = entry.range();
    if entry.is_repaired() || out.has_reported(range) {
        return;
    }
    let name = feature.name;
    let features = &facts::juju().features;
    let draft = out.report(range, format!("no model of Juju has the feature `{name}`")).note(JUJU);
    let Some(meant) = nearest(name, features.iter().copied(), 2) else {
        draft.help(format!("the features are `{}`", features.join("`, `")));
        return;
    };
    let draft = draft.help(format!("did you mean `{meant}`?"));
    if let Some(rest) = entry.source().strip_prefix(name) {
        let title = format!("Change the feature to `{meant}`");
        draft.fix(Fix::replace(title, Safety::Unsafe, range, format!("{meant}{rest}")));
    }
}

/// Of bounds on one feature that leave nothing between them, reports the one that stands last.
fn report_empty_range(needed: &[NodeRef<'_>], out: &mut Findings<'_>) {
    let mut lowest: Vec<(&str, Version, NodeRef<'_>)> = Vec::new();
    let mut highest = lowest.clone();
    for entry in needed {
        let Some(Feature { name, condition: Some(condition) }) = feature(*entry) else { continue };
        let other = match condition {
            Condition::AtLeast(version) => {
                lowest.push((name, version, *entry));
                highest.iter().find(|(other, bound, _)| *other == name && *bound <= version)
            }
            Condition::Below(version) => {
                highest.push((name, version, *entry));
                lowest.iter().find(|(other, bound, _)| *other == name && *bound >= version)
            }
        };
        if let Some((_, _, other)) = other.filter(|_| !out.has_reported(entry.range())) {
            let message =
                format!("no version of `{name}` is both `{}` and `{}`", text(*other), text(*entry));
            out.report(entry.range(), message)
                .label(other.range(), "the other condition")
                .note(JUJU)
                .help("remove one of the two, or put both below `any-of`");
        }
    }
}

/// Conditions on `juju` that the version does not meet which the project is for.
fn report_other_juju(needed: &[NodeRef<'_>], version: versions::Version, out: &mut Findings<'_>) {
    for entry in needed.iter().filter(|entry| !entry.is_repaired()) {
        let Some(Feature { name: "juju", condition: Some(condition) }) = feature(*entry) else {
            continue;
        };
        let is_met = match condition {
            Condition::AtLeast(bound) => !version.is_before(&version_of(bound)),
            // A version that was left open may still be below the bound.
            Condition::Below(bound) => !version_of(bound).is_at_most(&version),
        };
        if is_met || out.has_reported(entry.range()) {
            continue;
        }
        out.report(entry.range(), format!("Juju {version} does not meet `{}`", text(*entry)))
            .note("Juju takes the charm, and does not deploy it")
            .help(format!(
                "let {version} in, or ask for another `versions.juju` in the configuration"
            ));
    }
}

/// Builds do not count.
fn version_of([major, minor, patch, _]: Version) -> versions::Version {
    versions::Version::new(major, minor, patch)
}

fn text(entry: NodeRef<'_>) -> &str {
    entry.resolved().as_str().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn unknown_features_are_marked_where_nothing_else_will_do() {
        check(
            &RULE,
            "assumes:
  - k8s-api
  - load-balancer
#   ^^^^^^^^^^^^^ warning[unmet-assumes]: no model of Juju has the feature `load-balancer`
  - any-of: [load-balancer, juju >= 3]
  - any-of: [gpu, all-of: [k8s-api, tpu >= 2]]
#            ^^^ warning[unmet-assumes]: no model of Juju has the feature `gpu`
#                                   ^^^^^^^^ warning[unmet-assumes]: no model of Juju has the feature `tpu`
  - any-of: []
",
        );
    }

    #[test]
    fn an_empty_range_is_marked() {
        check(
            &RULE,
            "assumes:
  - juju >= 4
  - all-of: [k8s-api >= 1.20, juju < 3.6]
#                             ^^^^^^^^^^ warning[unmet-assumes]: no version of `juju` is both
  - any-of: [juju < 2, juju < 5]
",
        );
        check(&RULE, "assumes: [juju >= 3.6, juju < 3.6.1]\n");
    }

    #[test]
    fn what_cannot_be_read_is_another_rule_s() {
        check(&RULE, "assumes: [K8s, 3, juju > 9, {one-of: [gpu]}]\n");
        check(&RULE, "assumes: gpu\n");
        check(&RULE, "extensions: [flask-framework]\nassumes: [gpu]\n");
    }

    #[test]
    fn conditions_are_compared_with_the_juju_that_the_project_is_for() {
        check(
            &RULE,
            "assumes:
  - juju >= 3.4
  - juju >= 3.6.2
  - juju >= 4
#   ^^^^^^^^^ warning[unmet-assumes]: Juju 3.6 does not meet `juju >= 4`
  - juju < 3.6
#   ^^^^^^^^^^ warning[unmet-assumes]: no version of `juju` is both
  - any-of: [juju >= 4, k8s-api]
//- flask-lsp.toml
versions.juju = \"3.6\"
",
        );
        let charm = "assumes: [juju < 4]
#         ^^^^^^^^ warning[unmet-assumes]: Juju 4.0 does not meet `juju < 4`
";
        check(&RULE, &format!("{charm}//- flask-lsp.toml\nversions.juju = \"4.0\"\n"));
        check(&RULE, "assumes: [juju < 3.6.5]\n//- flask-lsp.toml\nversions.juju = \"3.6\"\n");
    }

    #[test]
    fn fix_writes_the_feature_that_was_meant() {
        assert_eq!(fixed(&RULE, "assumes: [jujuu >= 3]\n", 0), "assumes: [juju >= 3]\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "assumes: [k8s-apis, gpu, juju < 3, juju >= 3]");
        expect![[r#"
            warning (juju): no model of Juju has the feature `k8s-apis`
              note: Juju takes the charm, and deploys it in no model
              help: did you mean `k8s-api`?
              fix (Unsafe): Change the feature to `k8s-api`
            warning (juju): no model of Juju has the feature `gpu`
              note: Juju takes the charm, and deploys it in no model
              help: the features are `juju`, `k8s-api`
            warning (juju): no version of `juju` is both `juju < 3` and `juju >= 3`
              note: Juju takes the charm, and deploys it in no model
              help: remove one of the two, or put both below `any-of`
        "#]]
        .assert_eq(&said);
    }
}
