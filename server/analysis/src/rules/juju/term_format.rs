//! `term-format`: an entry of `terms` is no name of terms. Docs in term_format.md.

use syntax::Scalar;

use crate::rules::juju_value::{JUJU_REFUSES, Packed, reaches_juju};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "term-format",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("term_format.md"),
    check,
};

const FORMS: &str = "write `name`, `name/revision`, `owner/name` or `owner/name/revision`";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(terms) = cx.entry("terms") else { return };
    for entry in terms.value.resolved().items() {
        let value = entry.resolved();
        // charmcraft turns numbers into text, and refuses what is neither.
        let is_read = match value.scalar() {
            Some(Scalar::Text(_)) => true,
            Some(Scalar::Int(_) | Scalar::Float(_)) => Packed::of(cx) == Packed::Rewritten,
            _ => false,
        };
        if !is_read {
            continue;
        }
        let text = value.text().unwrap_or_default();
        let Some(fault) = fault(text) else { continue };
        let range = entry.range();
        if entry.is_repaired() || out.has_reported(range) || !reaches_juju(cx, "terms") {
            continue;
        }
        let draft = out.report(range, fault).note(JUJU_REFUSES).help(FORMS);
        let usual = text.trim().to_ascii_lowercase().replace(['_', ' '], "-");
        if self::fault(&usual).is_none() && entry == value {
            let title = format!("Write `{usual}`");
            draft.help(format!("did you mean `{usual}`?")).fix(Fix::replace(
                title,
                Safety::Unsafe,
                range,
                usual,
            ));
        }
    }
}

/// What is wrong with the name of terms, as Juju 3.6 and 4.0 read it.
fn fault(text: &str) -> Option<String> {
    let (tenant, term) = match text.split_once(':') {
        Some((tenant, term)) => (tenant, term),
        None => ("", text),
    };
    let tokens: Vec<&str> = term.split('/').collect();
    let (owner, name, revision) = match *tokens.as_slice() {
        [name] => ("", name, None),
        [name, revision] if is_number(revision) => ("", name, Some(revision)),
        [owner, name] => (owner, name, None),
        [owner, name, revision] => (owner, name, Some(revision)),
        _ => {
            return Some(format!("`{}` has too many parts for terms", text.escape_debug()));
        }
    };
    let shown = |part: &str| part.escape_debug().to_string();
    if let Some(revision) = revision.filter(|revision| !is_number(revision)) {
        return Some(format!("the revision `{}` of these terms is no number", shown(revision)));
    }
    if !tenant.is_empty() && !is_name(tenant) {
        return Some(format!("`{}` in front of the `:` is no name of a store", shown(tenant)));
    }
    if !owner.is_empty() && !owner.splitn(2, '@').all(is_user) {
        return Some(format!("`{}` is no name of an owner of terms", shown(owner)));
    }
    if !is_name(name) {
        return Some(match name {
            "" => "these terms have no name".to_owned(),
            _ => format!(
                "`{}` is no name of terms: two or more small letters, digits, single hyphens",
                shown(name)
            ),
        });
    }
    let is_negative = revision.is_some_and(|revision| {
        revision.starts_with('-') && revision.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
    });
    is_negative.then(|| "the revision of these terms is negative".to_owned())
}

fn is_number(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}

/// A letter first, no hyphen last or doubled, two characters at least.
fn is_name(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.len() > 1
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.split('-').all(is_part)
}

fn is_user(text: &str) -> bool {
    let is_char = |byte: u8| byte.is_ascii_alphanumeric() || b".+-".contains(&byte);
    let is_end = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    bytes.len() > 1
        && bytes.iter().all(|byte| is_char(*byte))
        && is_end(bytes.first())
        && is_end(bytes.last())
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn forms_that_juju_reads() {
        check(
            &RULE,
            "terms: [ubuntu-pro, ubuntu-pro/3, canonical/ubuntu-pro, own-er/ubuntu-pro/12, cs:ubuntu-pro/1,
  'tenant-x:owner/some-term', a.b@c.d/terms, term/0, t2]
",
        );
        check(&RULE, "terms:\n");
        check(&RULE, "terms: be nice\n");
    }

    #[test]
    fn others_are_marked() {
        check(
            &RULE,
            "terms:
  - a
#   ^ error[term-format]: `a` is no name of terms
  - My-term
#   ^^^^^^^ error[term-format]: `My-term` is no name of terms
  - a--b
#   ^^^^ error[term-format]: `a--b` is no name of terms
  - term/-1
#   ^^^^^^^ error[term-format]: the revision of these terms is negative
  - o1/t1/x
#   ^^^^^^^ error[term-format]: the revision `x` of these terms is no number
  - a/b/c/1
#   ^^^^^^^ error[term-format]: `a/b/c/1` has too many parts
  - -x/term
#   ^^^^^^^ error[term-format]: `-x` is no name of an owner
  - X:term
#   ^^^^^^ error[term-format]: `X` in front of the `:`
  - 2
#   ^ error[term-format]: `2` is no name of terms
  - term/
#   ^^^^^ error[term-format]: these terms have no name
  - true
",
        );
    }

    #[test]
    fn fix_writes_the_usual_form() {
        assert_eq!(fixed(&RULE, "terms: [My_Terms/2]\n", 0), "terms: [my-terms/2]\n");
    }

    #[test]
    fn half_typed_entries_are_left_alone() {
        check(&RULE, "terms:\n  - 'my_term\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "terms: [my_term, 'https://example.com/terms']");
        expect![[r#"
            error (juju): `my_term` is no name of terms: two or more small letters, digits, single hyphens
              note: Juju refuses the packed charm when it is deployed
              help: did you mean `my-term`?
              fix (Unsafe): Write `my-term`
            error (juju): `https://example.com/terms` has too many parts for terms
              note: Juju refuses the packed charm when it is deployed
              help: write `name`, `name/revision`, `owner/name` or `owner/name/revision`
        "#]].assert_eq(&said);
    }

    #[test]
    fn a_number_in_metadata_is_another_rule_s() {
        check(&RULE, "//- metadata.yaml\nterms: [1]\n");
        check(
            &RULE,
            "//- metadata.yaml\nterms: [A]\n#       ^ error[term-format]: `A` is no name\n",
        );
    }
}
