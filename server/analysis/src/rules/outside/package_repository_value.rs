//! `package-repository-value`: a package archive has a value that the tools do not take. Docs in
//! package_repository_value.md.

use super::address::check_any;
use super::closed::{field, listed, quote, refused, report_kind, wrap};
use super::repositories::{Archive, archives};
use crate::facts::package_repositories;
use crate::rules::edits::written;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::rules::shape::kind;
use syntax::Scalar;
use syntax::scalar::Integer;

pub(super) static RULE: Rule = Rule {
    id: "package-repository-value",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("package_repository_value.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (_, archive) in archives(cx) {
        let Some(archive) = archive else { continue };
        for key in ["type", "priority", archive.kind.key].iter().chain(&archive.kind.keys) {
            let Some(entry) = field(archive.mapping, key) else { continue };
            if !entry.is_repaired() && !out.has_reported(place(entry)) {
                check_value(cx, &archive, key, entry, out);
            }
        }
    }
}

fn check_value(
    cx: &Context<'_>,
    archive: &Archive<'_>,
    key: &str,
    entry: Entry<'_>,
    out: &mut Findings<'_>,
) {
    let facts = package_repositories();
    let value = entry.value.resolved();
    // Only what an archive cannot do without must not be null.
    let is_needed = key == archive.kind.key
        || key == "type"
        || (key, archive.kind.key) == ("key-id", "url")
        || (key, archive.kind.key) == ("pocket", "cloud");
    if value.is_null() && !is_needed {
        return;
    }
    match key {
        "type" => check_word(cx, entry, &facts.types, out),
        "pocket" => check_word(cx, entry, &archive.kind.pockets, out),
        "priority" => check_priority(cx, entry, out),
        "formats" => check_list(cx, entry, out),
        "architectures" | "components" | "suites" => check_list(cx, entry, out),
        _ => check_text(cx, key, entry, out),
    }
}

fn name(entry: Entry<'_>) -> String {
    format!("`{}`", entry.key.text().unwrap_or_default())
}

fn check_word(cx: &Context<'_>, entry: Entry<'_>, words: &[&'static str], out: &mut Findings<'_>) {
    let value = entry.value.resolved();
    if value.as_str().is_some_and(|text| words.contains(&text)) {
        return;
    }
    let found = value.text().filter(|text| !text.is_empty() && !value.is_null());
    let message = match found {
        Some(text) => format!("{} is `{text}`, expected {}", name(entry), alternatives(words)),
        None => {
            let found = if value.text().is_some() { "empty" } else { kind(value) };
            format!("{} is {found}, expected {}", name(entry), alternatives(words))
        }
    };
    let draft = out.report(place(entry), message).note(refused(cx));
    let only = words.first().copied().filter(|_| words.len() == 1);
    let small = found.map(str::to_ascii_lowercase).unwrap_or_default();
    let meant = only.or_else(|| nearest(&small, words.iter().copied(), 2));
    let Some(meant) = meant else {
        draft.help("write one of them");
        return;
    };
    let draft = draft.help(format!("write `{meant}`"));
    if entry.value.is_scalar() && !entry.value.is_absent() {
        let title = format!("Write `{meant}`");
        draft.fix(Fix::replace(title, Safety::Safe, entry.value.range(), meant));
    }
}

/// `a`, `b` or `c`, in backticks.
fn alternatives(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or `{last}`", listed(others)),
        _ => listed(words),
    }
}

/// A whole number other than 0, or a word; craft-archives takes a number in quotes too, if only 0.
fn check_priority(cx: &Context<'_>, entry: Entry<'_>, out: &mut Findings<'_>) {
    let words = &package_repositories().priorities;
    let value = entry.value.resolved();
    let is_zero = match value.scalar() {
        Some(Scalar::Bool(false) | Scalar::Int(Integer::Small(0))) => true,
        Some(Scalar::Float(number)) => number == 0.0,
        _ => false,
    };
    if is_zero {
        out.report(place(entry), "`priority` is 0, which is no priority")
            .note(refused(cx))
            .help(format!("write another number, or {}", alternatives(words)));
        return;
    }
    let is_taken = match value.scalar() {
        Some(Scalar::Bool(_) | Scalar::Int(_)) => true,
        Some(Scalar::Float(number)) => number.fract() == 0.0,
        Some(Scalar::Text(text)) => words.contains(&&*text) || text.trim().parse::<i64>().is_ok(),
        _ => false,
    };
    if !is_taken {
        let text = value.text().unwrap_or_default().to_ascii_lowercase();
        let draft = out
            .report(
                place(entry),
                format!("`priority` is no whole number, and none of {}", alternatives(words)),
            )
            .note(refused(cx))
            .help("write a number other than 0, or one of the words");
        if let Some(word) = nearest(&text, words.iter().copied(), 2)
            && entry.value.is_scalar()
        {
            let title = format!("Write `{word}`");
            draft.fix(Fix::replace(title, Safety::Safe, entry.value.range(), word));
        }
    }
}

fn check_text(cx: &Context<'_>, key: &str, entry: Entry<'_>, out: &mut Findings<'_>) {
    let value = entry.value.resolved();
    let Some(text) = value.as_str() else {
        let draft = report_kind(cx, entry.value, entry.key.range(), &name(entry), "text", out);
        let is_right_in_quotes = fault(key, value.source()).is_none() && !value.is_null();
        match quote(entry.value, "Put it in quotes").filter(|_| is_right_in_quotes) {
            Some(fix) => draft.help("put it in quotes").fix(fix),
            None => draft.help("write it as text, or remove the key"),
        };
        return;
    };
    match fault(key, text) {
        Some(_) if key == "key-id" => report_fingerprint(cx, entry, text, out),
        Some((fault, help)) => {
            out.report(place(entry), format!("{} is {fault}", name(entry)))
                .note(refused(cx))
                .help(help);
        }
        None => {}
    }
}

/// What is wrong with a text, and what to write.
fn fault(key: &str, text: &str) -> Option<(String, &'static str)> {
    let empty = |help| text.is_empty().then(|| ("empty text".to_owned(), help));
    match key {
        "ppa" => empty("write `<owner>/<name>`"),
        "cloud" => empty("write the release of the cloud archive"),
        "path" => empty("write the path, such as `/`, or remove the key"),
        "url" if check_any(text).is_err() => Some((
            format!("`{text}`, expected an address"),
            "write the whole address, such as `https://packages.example.com/ubuntu`",
        )),
        "key-id" if !is_fingerprint(text) => Some((String::new(), "")),
        "series" if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_lowercase()) => {
            Some((
                format!("`{text}`, expected small letters only"),
                "write the code name of the series, such as `noble`",
            ))
        }
        _ => None,
    }
}

fn is_fingerprint(text: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte);
    text.len() == 40 && text.bytes().all(is_digit)
}

fn report_fingerprint(cx: &Context<'_>, entry: Entry<'_>, text: &str, out: &mut Findings<'_>) {
    let draft = out
        .report(place(entry), "`key-id` is no fingerprint of 40 digits and capitals A to F")
        .note(refused(cx))
        .help("`gpg --show-keys <file>` prints the fingerprint of a key");
    let meant = text.replace(' ', "").to_ascii_uppercase();
    let meant = meant.strip_prefix("0X").unwrap_or(&meant);
    if is_fingerprint(meant) && entry.value.is_scalar() {
        let title = "Write the fingerprint in capitals without blanks";
        draft.fix(Fix::replace(title, Safety::Safe, entry.value.range(), written(meant)));
    }
}

fn check_list(cx: &Context<'_>, entry: Entry<'_>, out: &mut Findings<'_>) {
    let list = entry.value.resolved();
    if !list.is_sequence() {
        let draft = report_kind(cx, entry.value, entry.key.range(), &name(entry), "a list", out)
            .help("write each entry behind a dash, or all in brackets");
        if let Some(fix) = wrap(entry.value) {
            draft.fix(fix);
        }
        return;
    }
    let key = entry.key.text().unwrap_or_default();
    let mut seen: Vec<&str> = Vec::new();
    for item in list.items() {
        let range = if item.is_absent() { entry.key.range() } else { item.range() };
        let Some(text) = item.resolved().as_str() else {
            let what = format!("an entry of {}", name(entry));
            let draft = report_kind(cx, item, range, &what, "text", out);
            match quote(item, "Put it in quotes") {
                Some(fix) => draft.help("put it in quotes").fix(fix),
                None => draft.help("write it as text"),
            };
            continue;
        };
        let formats = &package_repositories().formats;
        if key == "formats" && !formats.contains(&text) {
            out.report(range, format!("`{text}` is no format, expected {}", alternatives(formats)))
                .note(refused(cx))
                .help("write one of them, or remove the key");
        } else if key == "suites" && text.ends_with('/') {
            out.report(range, format!("suite `{text}` ends with `/`")).note(refused(cx)).help(
                "remove the slash, or write `path` instead of `suites` for an archive without any",
            );
        } else if matches!(key, "architectures" | "components") && seen.contains(&text) {
            out.report(range, format!("`{text}` stands twice in {}", name(entry)))
                .note(refused(cx))
                .help("remove one of the two");
        }
        seen.push(text);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    const KEY: &str = "0123456789ABCDEF0123456789ABCDEF01234567";

    /// What an archive with a url has further.
    fn with_url(keys: &str) -> String {
        format!("package-repositories: [{{type: apt, url: 'https://x', key-id: {KEY}, {keys}}}]\n")
    }

    /// What craft-archives 2.2.2 said to each.
    #[test]
    fn what_the_tools_take_is_fine() {
        for keys in [
            "priority: ~",
            "priority: '0'",
            "priority: '7'",
            "priority: yes",
            "priority: 5.0",
            "priority: -5",
            "architectures: ~",
            "architectures: [foo]",
            "formats: [deb, deb]",
            "formats: []",
            "path: ~",
            "pocket: ~",
            "pocket: security",
            "series: ~",
            "suites: [a, a]",
            "key-server: ''",
            "key_server: x",
        ] {
            assert_eq!(said(&RULE, &with_url(keys)), "", "{keys}");
        }
        let ppa = "package-repositories: [{type: apt, ppa: a/b, key-id: ~}]\n";
        assert_eq!(said(&RULE, ppa), "");
        for url in ["file:///srv", "foo:bar"] {
            let archive =
                format!("package-repositories: [{{type: apt, url: '{url}', key-id: {KEY}}}]");
            assert_eq!(said(&RULE, &archive), "", "{url}");
        }
    }

    #[test]
    fn what_they_refuse_is_marked() {
        for keys in [
            "priority: 0",
            "priority: no",
            "priority: 5.5",
            "priority: Always",
            "architectures: amd64",
            "architectures: [a, a]",
            "architectures: [5]",
            "formats: [rpm]",
            "formats: deb",
            "path: ''",
            "path: 5",
            "components: [a, a]",
            "pocket: backports",
            "series: Noble",
            "series: ''",
            "suites: [a/]",
            "suites: [5]",
            "key-server: 5",
        ] {
            assert_eq!(said(&RULE, &with_url(keys)).matches("error").count(), 1, "{keys}");
        }
    }

    #[test]
    fn values_are_marked_where_they_stand() {
        check(
            &RULE,
            "package-repositories:
- type: yum
#       ^^^ error[package-repository-value]: `type` is `yum`, expected `apt`
  ppa: ''
#      ^^ error[package-repository-value]: `ppa` is empty text
- type: apt
  cloud: antelope
  pocket: release
#         ^^^^^^^ error[package-repository-value]: `pocket` is `release`, expected `updates` or `proposed`
- type: apt
  url: /srv
#      ^^^^ error[package-repository-value]: `url` is `/srv`, expected an address
  key-id:
# ^^^^^^ error[package-repository-value]: `key-id` is empty, expected text
- type: apt
  ppa:
# ^^^ error[package-repository-value]: `ppa` is empty, expected text
",
        );
    }

    #[test]
    fn half_typed_values_are_left_alone() {
        check(&RULE, "package-repositories:\n- type: apt\n  url: 'x\n");
    }

    #[test]
    fn values_can_be_put_right() {
        let with = |written: &str, expected: &str| {
            let archive = |keys: &str| format!("package-repositories: [{{{keys}}}]\n");
            assert_eq!(fixed(&RULE, &archive(written), 0), archive(expected));
        };
        with("type: deb, ppa: a/b", "type: apt, ppa: a/b");
        with("type: apt, ppa: a/b, priority: Always", "type: apt, ppa: a/b, priority: always");
        with("type: apt, cloud: x, pocket: update", "type: apt, cloud: x, pocket: updates");
        let digits = "1".repeat(40);
        let ppa = "type: apt, ppa: a/b, key-id:";
        with(&format!("{ppa} {digits}"), &format!("{ppa} '{digits}'"));
        let small = KEY.to_ascii_lowercase();
        with(&format!("{ppa} {small}"), &format!("{ppa} {KEY}"));
        with(&format!("{ppa} '{}'", KEY.replace("ABC", " ABC")), &format!("{ppa} {KEY}"));
        with(
            "type: apt, url: 'https://x', architectures: amd64",
            "type: apt, url: 'https://x', architectures: [amd64]",
        );
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            &with_url("priority: 0, formats: [rpm], suites: [a/], components: [a, a], pocket: 5"),
        ) + &said(&RULE, &with_url("priority: high, series: '24.04', path: ''"))
            + &said(&RULE, "package-repositories: [{type: ~, ppa: a/b, key-id: 0xABC}]");
        expect![[r#"
            error (charmcraft): `priority` is 0, which is no priority
              note: `charmcraft pack` refuses the file
              help: write another number, or `always`, `prefer` or `defer`
            error (charmcraft): `rpm` is no format, expected `deb` or `deb-src`
              note: `charmcraft pack` refuses the file
              help: write one of them, or remove the key
            error (charmcraft): suite `a/` ends with `/`
              note: `charmcraft pack` refuses the file
              help: remove the slash, or write `path` instead of `suites` for an archive without any
            error (charmcraft): `a` stands twice in `components`
              note: `charmcraft pack` refuses the file
              help: remove one of the two
            error (charmcraft): `pocket` is `5`, expected `release`, `updates`, `proposed` or `security`
              note: `charmcraft pack` refuses the file
              help: write one of them
            error (charmcraft): `priority` is no whole number, and none of `always`, `prefer` or `defer`
              note: `charmcraft pack` refuses the file
              help: write a number other than 0, or one of the words
            error (charmcraft): `series` is `24.04`, expected small letters only
              note: `charmcraft pack` refuses the file
              help: write the code name of the series, such as `noble`
            error (charmcraft): `path` is empty text
              note: `charmcraft pack` refuses the file
              help: write the path, such as `/`, or remove the key
            error (charmcraft): `type` is empty, expected `apt`
              note: `charmcraft pack` refuses the file
              help: write `apt`
              fix (Safe): Write `apt`
            error (charmcraft): `key-id` is a number, expected text
              note: `charmcraft pack` refuses the file
              help: write it as text, or remove the key
        "#]].assert_eq(&said);
    }
}
