//! `charmhub-section`: the file still says where the store is. Docs in charmhub_section.md.

use super::address::check_web;
use super::closed::{Closed, field, report_kind, report_unknown_keys};
use crate::facts;
use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "charmhub-section",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("charmhub_section.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(section) = cx.entry("charmhub") else { return };
    let value = section.value.resolved();
    if section.is_repaired() || value.is_null() {
        return;
    }
    let draft = out
        .report(section.key.range(), "`charmhub` is deprecated, and charmcraft no longer uses it")
        .severity(Severity::Warning)
        .note("a later version of charmcraft drops it, and then refuses it")
        .help("remove it; environment variables such as `CHARMCRAFT_STORE_API_URL` name another store");
    if let Some(edit) = remove_entry(cx, &["charmhub"]) {
        let title = "Remove `charmhub`";
        draft.fix(Fix::replace(title, Safety::Safe, edit.range, edit.insert));
    }
    check_content(cx, section, value, out);
}

fn check_content(cx: &Context<'_>, section: Entry<'_>, value: NodeRef<'_>, out: &mut Findings<'_>) {
    if !value.is_mapping() {
        report_kind(cx, section.value, section.key.range(), "`charmhub`", "a mapping", out)
            .help("remove it");
        return;
    }
    let keys: Vec<_> =
        facts::child_keys(FileKind::Charmcraft, &["charmhub"]).map(facts::KeyDoc::key).collect();
    let closed = Closed { place: "`charmhub`", keys: &keys };
    report_unknown_keys(cx, value, &closed, |_| None, out);
    for entry in keys.iter().filter_map(|key| field(value, key)) {
        check_address(cx, entry, out);
    }
}

fn check_address(cx: &Context<'_>, entry: Entry<'_>, out: &mut Findings<'_>) {
    /// Of pydantic's `HttpUrl`, in characters.
    const LONGEST: usize = 2083;
    let value = entry.value.resolved();
    let is_address = |text: &str| check_web(text).is_ok() && text.chars().count() <= LONGEST;
    if value.as_str().is_some_and(is_address) || out.has_reported(entry.value.range()) {
        return;
    }
    let name = entry.key.text().unwrap_or_default();
    let range = place(entry);
    out.report(range, format!("`charmhub.{name}` is no address of the web"))
        .note(super::closed::refused(cx))
        .help("remove it: charmcraft no longer uses it");
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn the_section_is_deprecated() {
        check(
            &RULE,
            "charmhub:
#^^^^^^^ warning[charmhub-section]: `charmhub` is deprecated
  api-url: https://api.x.example
  storage_url: https://storage.x.example
",
        );
        check(&RULE, "charmhub:\n");
    }

    #[test]
    fn what_it_must_not_hold_is_an_error() {
        check(
            &RULE,
            "charmhub:
#^^^^^^^ warning[charmhub-section]: `charmhub` is deprecated
  api: https://api.x.example
# ^^^ error[charmhub-section]: `charmhub` has no key `api`
  api-url: api.x.example
#          ^^^^^^^^^^^^^ error[charmhub-section]: `charmhub.api-url` is no address of the web
  storage-url:
# ^^^^^^^^^^^ error[charmhub-section]: `charmhub.storage-url` is no address of the web
",
        );
        check(
            &RULE,
            "charmhub: https://x.example
#^^^^^^^ warning[charmhub-section]: `charmhub` is deprecated
#         ^^^^^^^^^^^^^^^^^ error[charmhub-section]: `charmhub` is text, expected a mapping
",
        );
    }

    #[test]
    fn both_spellings_of_a_key_are_one_too_many() {
        check(
            &RULE,
            "charmhub:
#^^^^^^^ warning[charmhub-section]: `charmhub` is deprecated
  api-url: https://api.x.example
  api_url: https://api.x.example
# ^^^^^^^ error[charmhub-section]: `api_url` and `api-url` are one key
",
        );
    }

    #[test]
    fn it_can_be_removed() {
        let fixture = "name: x\ncharmhub:\n  api-url: https://x.example\n";
        assert_eq!(fixed(&RULE, fixture, 0), "name: x\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            warning (charmcraft): `charmhub` is deprecated, and charmcraft no longer uses it
              note: a later version of charmcraft drops it, and then refuses it
              help: remove it; environment variables such as `CHARMCRAFT_STORE_API_URL` name another store
              fix (Safe): Remove `charmhub`
            error (charmcraft): `charmhub.api_url` is no address of the web
              note: `charmcraft pack` refuses the file
              help: remove it: charmcraft no longer uses it
            error (charmcraft): `charmhub` has no key `url`
              note: `charmcraft pack` refuses the file
              help: the keys are `api-url`, `storage-url`, `registry-url`
        "#]].assert_eq(&said(&RULE, "name: x\ncharmhub: {api_url: x, url: y}\n"));
    }
}
