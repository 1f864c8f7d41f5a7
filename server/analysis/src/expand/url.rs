//! Web addresses as charmcraft 4.5.0 prints them: read by the rules of browsers and written anew.
//!
//! Small letters in scheme and host, no default port, a path of at least `/`, no `.` and `..` in it,
//! and what an address cannot hold as percent signs. Host names beyond ASCII and IPv4 addresses in
//! short form stay as they are written.

/// The address as it is printed; anything but `http` and `https` stays as it is.
pub(super) fn normal(address: &str) -> String {
    rewritten(address).unwrap_or_else(|| address.to_owned())
}

fn rewritten(address: &str) -> Option<String> {
    let address: String = address
        .trim_matches(|ch: char| ch <= ' ')
        .chars()
        .filter(|ch| !matches!(ch, '\t' | '\n' | '\r'))
        .collect();
    let (scheme, rest) = address.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let default_port = match scheme.as_str() {
        "http" => ":80",
        "https" => ":443",
        _ => return None,
    };
    let (rest, fragment) = split_at_first(rest, '#');
    let (rest, query) = split_at_first(rest, '?');
    let rest = rest.replace('\\', "/");
    let rest = rest.trim_start_matches('/');
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (format!("{}@", encoded(user, PATH)), host),
        None => (String::new(), authority),
    };
    let host = host.to_ascii_lowercase();
    let host = host.strip_suffix(default_port).or(host.strip_suffix(':')).unwrap_or(&host);
    let query = query.map(|query| format!("?{}", encoded(query, QUERY))).unwrap_or_default();
    let fragment = fragment.map(|text| format!("#{}", encoded(text, FRAGMENT)));
    let fragment = fragment.unwrap_or_default();
    Some(format!("{scheme}://{user}{host}{}{query}{fragment}", encoded(&absolute(path), PATH)))
}

/// Characters besides blanks and those beyond ASCII that each piece cannot hold.
const PATH: &str = "\"<>`{}";
const QUERY: &str = "\"<>'";
const FRAGMENT: &str = "\"<>`";

fn split_at_first(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// The path without `.` and `..`.
fn absolute(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    let mut names = path.strip_prefix('/').unwrap_or(path).split('/').peekable();
    while let Some(name) = names.next() {
        let is_last = names.peek().is_none();
        match name.to_ascii_lowercase().replace("%2e", ".").as_str() {
            ".." => {
                segments.pop();
            }
            "." => {}
            _ => {
                segments.push(name);
                continue;
            }
        }
        if is_last {
            segments.push("");
        }
    }
    format!("/{}", segments.join("/"))
}

fn encoded(text: &str, forbidden: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        if ('!'..='~').contains(&ch) && !forbidden.contains(ch) {
            out.push(ch);
            continue;
        }
        for byte in ch.encode_utf8(&mut [0; 4]).bytes() {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn addresses_are_written_as_browsers_do() {
        // What pydantic 2.14 makes of them.
        let cases = [
            ("https://ex.com/../a/./b", "https://ex.com/a/b"),
            ("https:///ex.com//b/..//c", "https://ex.com///c"),
            ("  https:ex.com/a  ", "https://ex.com/a"),
            ("http://ex.com:80", "http://ex.com/"),
            ("https://[::1]:443/", "https://[::1]/"),
            ("https://EX.com./%2e%2E/x/%2e", "https://ex.com./x/"),
            ("http://ex.com/?a='b'\"<>`{}|^", "http://ex.com/?a=%27b%27%22%3C%3E`{}|^"),
            ("http://ex.com/#a='b'\"<>`{}|^", "http://ex.com/#a='b'%22%3C%3E%60{}|^"),
            ("http://ex.com/a?b#c?d#e", "http://ex.com/a?b#c?d#e"),
            ("mailto:me@ex.com", "mailto:me@ex.com"),
        ];
        for (address, expected) in cases {
            assert_eq!(normal(address), expected, "{address}");
        }
    }
}
