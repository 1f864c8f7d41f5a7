//! `package-repository-keys`: a package archive lacks a key, or has one that does not go with it. Docs in
//! package_repository_keys.md.

use super::closed::{
    Closed, append_entry, field, refused, report_kind, report_unknown_keys, section,
};
use super::repositories::{Archive, archives};
use crate::facts::package_repositories;
use crate::rules::edits::prepend_entry;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "package-repository-keys",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("package_repository_keys.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(section) = section(cx, "package-repositories", "package_repositories") else { return };
    let value = section.value.resolved();
    if value.is_null() || section.is_repaired() {
        return;
    }
    if !value.is_sequence() {
        let name = "`package-repositories`";
        report_kind(cx, section.value, section.key.range(), name, "a list", out)
            .help("write each archive behind a dash");
        return;
    }
    for (item, archive) in archives(cx) {
        if out.has_reported(item.range()) {
            continue;
        }
        match archive {
            Some(archive) => check_archive(cx, &archive, out),
            None => {
                let name = "an entry of `package-repositories`";
                report_kind(cx, item, section.key.range(), name, "a mapping", out)
                    .help("write `type: apt` with `ppa:`, `cloud:` or `url:`");
            }
        }
    }
}

fn check_archive(cx: &Context<'_>, archive: &Archive<'_>, out: &mut Findings<'_>) {
    let Archive { item, mapping, kind } = *archive;
    if item.is_repaired() {
        return;
    }
    let facts = package_repositories();
    let mut keys = facts.keys.clone();
    keys.push(kind.key);
    keys.extend(&kind.keys);
    report_unknown_keys(cx, mapping, &Closed { place: kind.title, keys: &keys }, |_| None, out);
    let has_unknown =
        mapping.effective_entries().iter().any(|entry| out.has_reported(entry.key.range()));
    if has_unknown {
        return;
    }
    if field(mapping, "type").is_none() {
        let draft = out
            .report(item.range(), format!("{} has no `type`", kind.title))
            .note(refused(cx))
            .help("write `type: apt`");
        if let Some(edit) = prepend_entry(item, "type", "apt") {
            draft.fix(Fix::replace("Write `type: apt`", Safety::Safe, edit.range, edit.insert));
        }
        return;
    }
    if kind.key == "url" && !check_required(cx, archive, out) {
        return;
    }
    check_combinations(cx, mapping, item, out);
}

/// Whether an archive with a `url` has all it needs.
fn check_required(cx: &Context<'_>, archive: &Archive<'_>, out: &mut Findings<'_>) -> bool {
    let Archive { item, mapping, .. } = *archive;
    if field(mapping, "url").is_none() {
        out.report(item.range(), "this archive names no `ppa`, `cloud` or `url`")
            .note(refused(cx))
            .help("write `ppa: <owner>/<name>`, `cloud: <release>`, or `url:` with `key-id:`");
        return false;
    }
    if field(mapping, "key-id").is_none() {
        out.report(item.range(), "an archive with a `url` has no `key-id`")
            .note(refused(cx))
            .help("write the fingerprint of the signing key: 40 digits and capitals A to F");
        return false;
    }
    true
}

/// Keys that exclude or need each other, in the order in which the tools look.
fn check_combinations(
    cx: &Context<'_>,
    mapping: NodeRef<'_>,
    item: NodeRef<'_>,
    out: &mut Findings<'_>,
) {
    let given = |key: &str| field(mapping, key).filter(|entry| is_given(entry.value.resolved()));
    let (suites, components) = (given("suites"), given("components"));
    let (series, pocket) = (given("series"), given("pocket"));
    if let Some(path) = given("path")
        && let Some(other) = components.or(suites)
    {
        report_pair(cx, other, path, "do not go together", out)
            .help("keep `path` for an archive without suites, else remove it");
    } else if let Some(suites) = suites
        && let Some(other) = series.or(pocket)
    {
        report_pair(cx, suites, other, "do not go together", out)
            .help("write `suites` with `components`, or `series` with `pocket`");
    } else if let (Some(series), None) = (series, pocket) {
        let draft = out
            .report(series.key.range(), "`series` stands here without `pocket`")
            .note(refused(cx))
            .help("write `pocket: release`, or another pocket, below it");
        if let Some(edit) = append_entry(item, "pocket", "release") {
            let title = "Write `pocket: release`";
            draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
        }
    } else if let (Some(suites), None) = (suites, components) {
        let draft = out
            .report(suites.key.range(), "`suites` stands here without `components`")
            .note(refused(cx))
            .help("write `components: [main]`, or other components, below it");
        if let Some(edit) = append_entry(item, "components", "[main]") {
            let title = "Write `components: [main]`";
            draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
        }
    } else if let (Some(components), None) = (components, suites.or(pocket)) {
        out.report(components.key.range(), "`components` stands here without `suites` or `pocket`")
            .note(refused(cx))
            .help("write the `suites` that the components belong to");
    }
}

fn report_pair<'f>(
    cx: &Context<'_>,
    marked: Entry<'_>,
    other: Entry<'_>,
    what: &str,
    out: &'f mut Findings<'_>,
) -> crate::rules::Draft<'f> {
    let name = |entry: Entry<'_>| format!("`{}`", entry.key.text().unwrap_or_default());
    out.report(marked.key.range(), format!("{} and {} {what}", name(marked), name(other)))
        .note(refused(cx))
        .label(other.key.range(), "the other one")
}

/// Whether Python takes the value for true: an empty list counts as left out.
fn is_given(value: NodeRef<'_>) -> bool {
    match value.text() {
        Some(text) => !value.is_null() && !text.is_empty(),
        None => value.children().next().is_some(),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    const KEY: &str = "0123456789ABCDEF0123456789ABCDEF01234567";

    /// The words about an archive with a url, and these further keys.
    fn with_url(keys: &str) -> String {
        said(
            &RULE,
            &format!(
                "package-repositories: [{{type: apt, url: 'https://x', key-id: {KEY}, {keys}}}]\n"
            ),
        )
    }

    #[test]
    fn each_kind_of_archive_has_its_keys() {
        check(
            &RULE,
            "package-repositories:
- {type: apt, ppa: a/b, priority: always}
- {type: apt, ppa: a/b, cloud: x}
#                       ^^^^^ error[package-repository-keys]: a PPA has no key `cloud`
- {type: apt, cloud: antelope, pocket: proposed}
- {type: apt, cloud: antelope, key-id: X}
#                              ^^^^^^ error[package-repository-keys]: a cloud archive has no key `key-id`
- {type: apt, ppa: a/b, key_id: X}
- {ppa: a/b}
# ^^^^^^^^^^ error[package-repository-keys]: a PPA has no `type`
- {type: apt}
# ^^^^^^^^^^^ error[package-repository-keys]: this archive names no `ppa`, `cloud` or `url`
- {type: apt, url: https://x}
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[package-repository-keys]: an archive with a `url` has no `key-id`
- a/b
# ^^^ error[package-repository-keys]: an entry of `package-repositories` is text
",
        );
    }

    #[test]
    fn it_is_a_list_or_nothing() {
        check(&RULE, "package-repositories:\n");
        check(&RULE, "package-repositories: []\n");
        check(
            &RULE,
            "//- rockcraft.yaml
package_repositories: {type: apt}
#                     ^^^^^^^^^^^ error[package-repository-keys]: `package-repositories` is a mapping
",
        );
    }

    #[test]
    fn half_typed_archives_are_left_alone() {
        check(&RULE, "package-repositories:\n- type: apt\n  pp\n");
        check(&RULE, "package-repositories:\n- typ\n  ppa: a/b\n");
    }

    #[test]
    fn what_goes_together_is_fine() {
        for keys in [
            "suites: [noble], components: [main]",
            "series: noble, pocket: release",
            "pocket: updates, components: [main]",
            "path: /, components: []",
            "suites: [], pocket: release",
            "path: /, suites: ~",
            "pocket: ~",
        ] {
            assert_eq!(with_url(keys), "", "{keys}");
        }
    }

    #[test]
    fn missing_keys_can_be_added() {
        let archive = format!("url: https://x # here\n  key-id: {KEY}\n");
        let fixed = |keys: &str| fixed(&RULE, &format!("package-repositories:\n- {keys}"), 0);
        assert_eq!(fixed("ppa: a/b\n"), "package-repositories:\n- type: apt\n  ppa: a/b\n");
        assert_eq!(
            fixed(&format!("type: apt\n  {archive}  suites: [noble]\nname: x\n")),
            format!(
                "package-repositories:\n- type: apt\n  {archive}  suites: [noble]\n  components: [main]\nname: x\n"
            )
        );
        assert_eq!(
            fixed(&format!("type: apt\n  {archive}  series: noble\n")),
            format!(
                "package-repositories:\n- type: apt\n  {archive}  series: noble\n  pocket: release\n"
            )
        );
    }

    #[test]
    fn words() {
        let said = with_url("path: /, components: [main], suites: [noble]")
            + &with_url("suites: [noble], components: [main], series: noble, pocket: release")
            + &with_url("series: noble")
            + &with_url("suites: [noble]")
            + &with_url("components: [main]")
            + &with_url("compnents: [main]")
            + &said(&RULE, "package-repositories: [~, {type: apt}, {type: apt, url: x}]");
        expect![[r#"
            error (charmcraft): `components` and `path` do not go together
              note: `charmcraft pack` refuses the file
              help: keep `path` for an archive without suites, else remove it
            error (charmcraft): `suites` and `series` do not go together
              note: `charmcraft pack` refuses the file
              help: write `suites` with `components`, or `series` with `pocket`
            error (charmcraft): `series` stands here without `pocket`
              note: `charmcraft pack` refuses the file
              help: write `pocket: release`, or another pocket, below it
              fix (Unsafe): Write `pocket: release`
            error (charmcraft): `suites` stands here without `components`
              note: `charmcraft pack` refuses the file
              help: write `components: [main]`, or other components, below it
              fix (Unsafe): Write `components: [main]`
            error (charmcraft): `components` stands here without `suites` or `pocket`
              note: `charmcraft pack` refuses the file
              help: write the `suites` that the components belong to
            error (charmcraft): an archive with a `url` has no key `compnents`
              note: `charmcraft pack` refuses the file
              help: did you mean `components`?
              fix (Safe): Rename the key to `components`
            error (charmcraft): an entry of `package-repositories` is empty, expected a mapping
              note: `charmcraft pack` refuses the file
              help: write `type: apt` with `ppa:`, `cloud:` or `url:`
            error (charmcraft): this archive names no `ppa`, `cloud` or `url`
              note: `charmcraft pack` refuses the file
              help: write `ppa: <owner>/<name>`, `cloud: <release>`, or `url:` with `key-id:`
            error (charmcraft): an archive with a `url` has no `key-id`
              note: `charmcraft pack` refuses the file
              help: write the fingerprint of the signing key: 40 digits and capitals A to F
        "#]]
        .assert_eq(&said);
    }
}
