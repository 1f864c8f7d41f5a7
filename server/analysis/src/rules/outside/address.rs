//! Whether a text is an address as charmcraft takes it: pydantic 2 reads it the way browsers do (the URL
//! standard of the WHATWG), which is far more than the usual `https://host/path`.
//!
//! Only what leads to a refusal is looked at. Of international and bracketed host names the letters are
//! checked, not their meaning: those that are refused for more than that pass here.

use std::borrow::Cow;

/// Why an address is refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nothing at all.
    Empty,
    /// It does not start with a scheme such as `https:`.
    NoScheme,
    /// It starts with another scheme than `http` and `https`: this one, in small letters.
    Scheme(String),
    /// There is no host behind the scheme.
    NoHost,
    /// No host can be called this.
    Host(String),
    /// No number from 0 to 65535 stands behind the colon.
    Port(String),
}

/// An address of the web: `http` or `https`.
pub(super) fn check_web(text: &str) -> Result<(), Fault> {
    let text = cleaned(text);
    let (scheme, rest) = split_scheme(&text)?;
    if !matches!(scheme.as_str(), "http" | "https") {
        return Err(Fault::Scheme(scheme));
    }
    check_authority(rest)
}

/// An address of any scheme; those of the web and of ftp name a host.
pub(super) fn check_any(text: &str) -> Result<(), Fault> {
    let text = cleaned(text);
    let (scheme, rest) = split_scheme(&text)?;
    match scheme.as_str() {
        "http" | "https" | "ws" | "wss" | "ftp" => check_authority(rest),
        _ => Ok(()),
    }
}

/// Blanks around it and line ends within do not count.
fn cleaned(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches(|ch: char| ch <= ' ');
    match trimmed.contains(['\t', '\n', '\r']) {
        true => Cow::Owned(trimmed.replace(['\t', '\n', '\r'], "")),
        false => Cow::Borrowed(trimmed),
    }
}

/// The scheme in small letters, and what follows its colon.
fn split_scheme(text: &str) -> Result<(String, &str), Fault> {
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    let (scheme, rest) = text.split_once(':').ok_or(Fault::NoScheme)?;
    let is_scheme = scheme.starts_with(|ch: char| ch.is_ascii_alphabetic())
        && scheme.chars().all(|ch| ch.is_ascii_alphanumeric() || "+-.".contains(ch));
    match is_scheme {
        true => Ok((scheme.to_ascii_lowercase(), rest)),
        false => Err(Fault::NoScheme),
    }
}

fn check_authority(rest: &str) -> Result<(), Fault> {
    let rest = rest.trim_start_matches(['/', '\\']);
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let host_and_port = authority.rsplit('@').next().unwrap_or_default();
    let host_end = match host_and_port.starts_with('[') {
        true => host_and_port
            .find(']')
            .map(|at| at + 1)
            .ok_or_else(|| Fault::Host(host_and_port.to_owned()))?,
        false => host_and_port.find(':').unwrap_or(host_and_port.len()),
    };
    let (host, port) = host_and_port.split_at(host_end);
    if host.is_empty() {
        return Err(Fault::NoHost);
    }
    check_host(host)?;
    check_port(port)
}

fn check_port(port: &str) -> Result<(), Fault> {
    let Some(digits) = port.strip_prefix(':') else {
        return if port.is_empty() { Ok(()) } else { Err(Fault::Host(port.to_owned())) };
    };
    let is_port = digits.is_empty()
        || (digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse::<u16>().is_ok());
    if is_port { Ok(()) } else { Err(Fault::Port(digits.to_owned())) }
}

fn check_host(host: &str) -> Result<(), Fault> {
    let fault = || Fault::Host(host.to_owned());
    if let Some(inner) = host.strip_prefix('[') {
        let inner = inner.strip_suffix(']').unwrap_or(inner);
        let is_ipv6 = inner.matches(':').count() >= 2
            && inner.bytes().all(|byte| byte.is_ascii_hexdigit() || b":.".contains(&byte));
        return if is_ipv6 { Ok(()) } else { Err(fault()) };
    }
    let host = percent_decoded(host).ok_or_else(fault)?;
    let is_forbidden = |ch: char| ch <= ' ' || ch == '\x7f' || "#/:<>?@[\\]^|%".contains(ch);
    if host.contains(is_forbidden) || (ends_in_number(&host) && !is_ipv4(&host)) {
        return Err(fault());
    }
    Ok(())
}

/// `None` where what is encoded is no text.
fn percent_decoded(host: &str) -> Option<Cow<'_, str>> {
    if !host.contains('%') {
        return Some(Cow::Borrowed(host));
    }
    let mut bytes = Vec::with_capacity(host.len());
    let mut rest = host;
    while let Some(at) = rest.find('%') {
        bytes.extend_from_slice(rest.get(..at)?.as_bytes());
        let code = rest.get(at + 1..at + 3).and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(code.unwrap_or(b'%'));
        rest = rest.get(at + if code.is_some() { 3 } else { 1 }..)?;
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// Whether the last label is a number, which makes the host an IPv4 address or nothing.
fn ends_in_number(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_decimal = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    is_decimal || hexadecimal(last).is_some_and(is_hexadecimal)
}

fn is_ipv4(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let numbers: Option<Vec<u64>> = host.split('.').map(ipv4_number).collect();
    let Some((last, first)) = numbers.as_deref().and_then(<[u64]>::split_last) else {
        return false;
    };
    let last_limit = 256_u64.checked_pow(4_u32.saturating_sub(first.len() as u32));
    first.len() < 4
        && first.iter().all(|number| *number < 256)
        && last_limit.is_some_and(|limit| *last < limit)
}

/// Decimal, octal with a leading zero, or hexadecimal.
fn ipv4_number(label: &str) -> Option<u64> {
    if let Some(digits) = hexadecimal(label) {
        return if digits.is_empty() { Some(0) } else { u64::from_str_radix(digits, 16).ok() };
    }
    let digits_only = label.bytes().all(|byte| byte.is_ascii_digit());
    match label.strip_prefix('0') {
        _ if !digits_only => None,
        Some(octal) if !octal.is_empty() => u64::from_str_radix(octal, 8).ok(),
        _ => label.parse().ok(),
    }
}

fn hexadecimal(label: &str) -> Option<&str> {
    label.strip_prefix("0x").or_else(|| label.strip_prefix("0X"))
}

fn is_hexadecimal(digits: &str) -> bool {
    digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The address of the web that can have been meant: with `https://` in front, or that of a repository
/// named as git names it. `None` if what comes out is none either.
pub(super) fn meant_address(text: &str) -> Option<String> {
    let text = text.trim();
    let meant = match text.split_once("//") {
        Some((scheme @ ("http" | "https"), rest)) => format!("{scheme}://{rest}"),
        Some(("git:" | "ssh:" | "git+ssh:" | "git+https:" | "git+http:", rest)) => {
            let host = rest.split_once('@').map_or(rest, |(_, host)| host);
            format!("https://{}", host.strip_suffix(".git").unwrap_or(host))
        }
        Some(("", rest)) => format!("https://{rest}"),
        _ if text.starts_with("git@") => {
            let (host, path) = text.strip_prefix("git@")?.split_once(':')?;
            format!("https://{host}/{}", path.strip_suffix(".git").unwrap_or(path))
        }
        _ if text.contains('@') || !starts_with_host(text) => return None,
        _ => format!("https://{text}"),
    };
    (!meant.contains(char::is_whitespace) && check_web(&meant).is_ok()).then_some(meant)
}

/// `docs.example.com/a`, and not `the wiki` or `mailto:somebody`.
fn starts_with_host(text: &str) -> bool {
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let is_name = |label: &str| {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !label.is_empty() && label.bytes().all(is_letter)
    };
    host.contains('.') && host.split('.').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(name: &str) -> Result<(), Fault> {
        Err(Fault::Host(name.to_owned()))
    }

    /// What pydantic 2.14 said to each.
    #[test]
    fn what_browsers_take_is_taken() {
        let taken = [
            "https://x.example/a?b#c",
            "http:x.example",
            "http:/x",
            "http:///x",
            "HTTPS://X",
            " http://x ",
            "http://x:",
            "http://x:0",
            "http://x:080",
            "http://u:p@x",
            "http://a@b@c",
            "http://@x",
            "http://x%41",
            "http://x/%zz a",
            "http://x\\y",
            "https:\\\\x",
            "ht\ntp://x",
            "http://é.de",
            "http://a_b",
            "http://*",
            "http://a\"b",
            "http://.",
            "http://x..y",
            "http://x.",
            "http://x?y",
            "http://1.2.3",
            "http://256",
            "http://0xffffffff",
            "http://4294967295",
            "http://1.2.3.4.",
            "http://a.1a",
            "http://1a",
            "http://[::1]:80",
            "http://[::ffff:1.2.3.4]",
        ];
        for text in taken {
            assert_eq!(check_web(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_says_why() {
        let cases = [
            ("", Err(Fault::Empty)),
            ("x.example", Err(Fault::NoScheme)),
            ("//x", Err(Fault::NoScheme)),
            ("git@x.example:y", Err(Fault::NoScheme)),
            ("https//x", Err(Fault::NoScheme)),
            ("FTP://x", Err(Fault::Scheme("ftp".to_owned()))),
            ("localhost:80", Err(Fault::Scheme("localhost".to_owned()))),
            ("https://", Err(Fault::NoHost)),
            ("https:///", Err(Fault::NoHost)),
            ("http://?x", Err(Fault::NoHost)),
            ("http://u:p@/", Err(Fault::NoHost)),
            ("http://x:99999", Err(Fault::Port("99999".to_owned()))),
            ("http://x:8a", Err(Fault::Port("8a".to_owned()))),
            ("http://x: 80", Err(Fault::Port(" 80".to_owned()))),
            ("http://a b", host("a b")),
            ("http://a<b", host("a<b")),
            ("http://x%", host("x%")),
            ("http://%20", host("%20")),
            ("http://1.2.3.256", host("1.2.3.256")),
            ("http://1..2", host("1..2")),
            ("http://1.2.3.4.5", host("1.2.3.4.5")),
            ("http://1.2.3.08", host("1.2.3.08")),
            ("http://foo.0x", host("foo.0x")),
            ("http://4294967296", host("4294967296")),
            ("http://[::1", host("[::1")),
            ("http://[::1%25eth]", host("[::1%25eth]")),
        ];
        for (text, expected) in cases {
            assert_eq!(check_web(text), expected, "{text}");
        }
    }

    #[test]
    fn archives_may_have_any_scheme() {
        for text in ["file:///srv", "file:", "foo:bar", "foo://", "ws://x"] {
            assert_eq!(check_any(text), Ok(()), "{text}");
        }
        assert_eq!(check_any("/srv"), Err(Fault::NoScheme));
        assert_eq!(check_any("http://"), Err(Fault::NoHost));
        assert_eq!(check_any("ws:"), Err(Fault::NoHost));
    }

    #[test]
    fn an_address_that_was_meant_is_whole() {
        let meant = |text| meant_address(text);
        let whole = |text: &str| Some(text.to_owned());
        assert_eq!(meant("x.example/a"), whole("https://x.example/a"));
        assert_eq!(meant("//x.example/a"), whole("https://x.example/a"));
        assert_eq!(meant("http//x.example"), whole("http://x.example"));
        assert_eq!(meant("git@github.com:a/b.git"), whole("https://github.com/a/b"));
        assert_eq!(meant("ssh://git@github.com/a/b"), whole("https://github.com/a/b"));
        for text in ["the wiki", "somebody@x.example", "docs", "ftp://x.example", "mailto:a.b", ""]
        {
            assert_eq!(meant(text), None, "{text}");
        }
    }
}
