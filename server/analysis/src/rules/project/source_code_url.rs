//! `source-code-url`: `source-code` of a rock is no address with a scheme. Docs in source_code_url.md.
//!
//! The form is that of a WHATWG URL, as pydantic 2.14 reads it: any scheme will do, and those of the
//! web need a host. Hosts are looked at roughly: what is not seen here rockcraft still refuses.

use super::keys;
use super::reading::{Reading, with_variables_replaced};
use crate::rules::prelude::*;
use crate::rules::quoting::replace_text;

pub(super) static RULE: Rule = Rule {
    id: "source-code-url",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Rockcraft],
    docs: include_str!("source_code_url.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = keys::entry(cx, "source-code") else { return };
    let Reading::Text(text) = Reading::of(entry.value) else { return };
    if entry.is_repaired() {
        return;
    }
    let Some(fault) = fault(&with_variables_replaced(text)) else { return };
    let draft = out
        .report(entry.value.range(), format!("`source-code` {fault}"))
        .note("`rockcraft pack` stops on this");
    let Some(url) = meant(text) else {
        draft.help("write the whole address, such as `https://github.com/<owner>/<name>`");
        return;
    };
    let draft = draft.help(format!("write `{url}`"));
    if let Some(fix) = replace_text(entry.value, format!("Write `{url}`"), Safety::Unsafe, &url) {
        draft.fix(fix);
    }
}

/// What is wrong with an address.
fn fault(url: &str) -> Option<&'static str> {
    let url = url.trim_matches(|ch: char| ch <= ' ');
    if url.is_empty() {
        return Some("is empty");
    }
    let Some((scheme, rest)) = url.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) else {
        return Some("has no scheme, such as `https://`, in front");
    };
    let is_web =
        ["http", "https", "ws", "wss", "ftp"].iter().any(|web| scheme.eq_ignore_ascii_case(web));
    if !is_web {
        return None;
    }
    let rest = rest.trim_start_matches(['/', '\\']);
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let host_and_port = authority.rsplit('@').next().unwrap_or_default();
    check_host(host_and_port)
}

fn check_host(host_and_port: &str) -> Option<&'static str> {
    let (host, port) = match host_and_port.strip_prefix('[') {
        Some(address) => {
            let Some((host, after)) = address.split_once(']') else {
                return Some("holds a `[` that is never closed");
            };
            (host, after.strip_prefix(':').unwrap_or_default())
        }
        None => host_and_port.split_once(':').unwrap_or((host_and_port, "")),
    };
    if host.is_empty() {
        return Some("names no host");
    }
    if host.contains([' ', '<', '>', '^', '|', '%', '"', '{', '}', '`']) {
        return Some("holds a character that no host name has");
    }
    let is_port = port.is_empty() || port.parse::<u16>().is_ok();
    (!is_port).then_some("has a port that is no number up to 65535")
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|ch: char| ch.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// The address that must have been meant: `git@host:path` or one without its scheme.
fn meant(text: &str) -> Option<String> {
    let text = text.trim();
    let is_plain = |text: &str| !text.contains([' ', ':', '@']) && text.contains('.');
    if let Some((host, path)) = text.strip_prefix("git@").and_then(|rest| rest.split_once(':')) {
        let path = path.strip_suffix(".git").unwrap_or(path);
        return is_plain(host).then(|| format!("https://{host}/{path}"));
    }
    let host = text.split('/').next()?;
    (is_plain(host) && !text.contains(' ')).then(|| format!("https://{text}"))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{RULE, fault};
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn addresses_need_a_scheme_and_those_of_the_web_a_host() {
        for right in [
            "https://x",
            "x:y",
            "x:",
            "http:x",
            "http:///x",
            "file:///x",
            "file:",
            "https://a@b@c",
            "https://[::1]",
            "https://[::1]:80",
            "https://x_y",
            "https://é",
            "mailto:a@b",
            "ssh://",
            "localhost:80",
            "  https://x/y z  ",
            "https://x:80/a",
        ] {
            assert_eq!(fault(right), None, "{right}");
        }
        for wrong in [
            "",
            "git@x:y",
            "https://",
            "https:// x",
            "https://x y/",
            "https://x:99999",
            "1a:b",
            "https://x:abc",
            "https://[::1",
            "https://x%zz",
            "é:b",
            "/a/b",
            "www.x.com",
            "not a url",
        ] {
            assert!(fault(wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn the_value_is_marked_in_both_spellings_of_the_key() {
        check(
            &RULE,
            "source_code: github.com/a/b
#            ^^^^^^^^^^^^^^ error[source-code-url]: `source-code` has no scheme
",
        );
        check(&RULE, "source-code: https://x.example/$CRAFT_PROJECT_NAME\n");
        check(&RULE, "source-code: [a]\n");
        check(&RULE, "source-code:\n");
    }

    #[test]
    fn words_and_fixes() {
        let said = said(&RULE, "source-code: not a url\n") + &said(&RULE, "source-code: x.io/a\n");
        expect![[r#"
            error (rockcraft): `source-code` has no scheme, such as `https://`, in front
              note: `rockcraft pack` stops on this
              help: write the whole address, such as `https://github.com/<owner>/<name>`
            error (rockcraft): `source-code` has no scheme, such as `https://`, in front
              note: `rockcraft pack` stops on this
              help: write `https://x.io/a`
              fix (Unsafe): Write `https://x.io/a`
        "#]]
        .assert_eq(&said);
        assert_eq!(
            fixed(&RULE, "source-code: git@github.com:a/b.git\n", 0),
            "source-code: 'https://github.com/a/b'\n"
        );
    }
}
