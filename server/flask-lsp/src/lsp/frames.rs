//! Messages cut out of a stream of bytes, before the transport sees them.
//!
//! The transport stops for good at the first body that it cannot read, and JavaScript clients do
//! send such bodies: half a surrogate pair is a string there, and no JSON text here. So each body is
//! looked at first. Halves of pairs become U+FFFD, which is as long in UTF-16; what is no message
//! even then is refused, and the next one is read.
//!
//! A wrong length costs the message that has it: what is left of one that was longer is skipped, up to
//! the next header, and a length that no message has is refused at once instead of being waited for.

use std::io::{self, BufRead, Read};

use serde_json::{Value, json};

/// Longer header lines are not from a client of ours.
const MAX_HEADER_LINE: u64 = 4096;
/// In bytes. An editor that opened a file this large would not say so in one message.
const MAX_BODY: u64 = 1 << 30;
const LENGTH: &str = "content-length:";
const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;

/// What came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// A message, with its header.
    Message(Vec<u8>),
    /// Something else. The answer to it, with its header.
    Refused(Vec<u8>),
}

/// Waits for the next body. `None` at the end of input, and where the rest of a body is missing.
pub(super) fn next(input: &mut impl BufRead) -> Option<Frame> {
    let length = read_header(input)?;
    if length > MAX_BODY {
        return Some(Frame::Refused(with_header(&refusal(INVALID_REQUEST))));
    }
    // Not reserved ahead: the number may be anything.
    let mut body = Vec::new();
    input.take(length).read_to_end(&mut body).ok()?;
    if (body.len() as u64) < length {
        return None;
    }
    Some(match read_body(body) {
        Ok(body) => Frame::Message(with_header(&body)),
        Err(code) => Frame::Refused(with_header(&refusal(code))),
    })
}

/// The length that the next header with one gives; what is no header is skipped.
fn read_header(input: &mut impl BufRead) -> Option<u64> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        let read = loop {
            match input.take(MAX_HEADER_LINE).read_until(b'\n', &mut line) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                outcome => break outcome.ok()?,
            }
        };
        if read == 0 {
            return None;
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        if line.is_empty() && length.is_some() {
            return length;
        }
        // Before it on its line may stand the rest of a body that was longer than it said.
        if let Some(at) = line.to_ascii_lowercase().rfind(LENGTH) {
            let value = line.get(at + LENGTH.len()..).unwrap_or_default();
            length = value.trim().parse().ok();
        }
    }
}

/// The body as the transport can read it, or the error's code.
fn read_body(body: Vec<u8>) -> Result<String, i32> {
    let body = String::from_utf8(body).map_err(|_| PARSE_ERROR)?;
    let body = mend_surrogates(body);
    let message: Value = serde_json::from_str(&body).map_err(|_| PARSE_ERROR)?;
    if is_message(&message) { Ok(body) } else { Err(INVALID_REQUEST) }
}

fn is_message(message: &Value) -> bool {
    if message.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return false;
    }
    let is_id = |id: &Value| id.is_null() || id.is_string() || id.is_i64();
    let id = message.get("id");
    if id.is_some_and(|id| !is_id(id)) {
        return false;
    }
    match message.get("method") {
        Some(method) => {
            let params = message.get("params");
            method.is_string() && params.is_none_or(|params| !params.is_number())
        }
        None => {
            let error = message.get("error");
            let is_error = |error: &Value| {
                error.get("code").is_some_and(Value::is_i64)
                    && error.get("message").is_some_and(Value::is_string)
            };
            id.is_some() && error.map_or(message.get("result").is_some(), is_error)
        }
    }
}

fn refusal(code: i32) -> String {
    let message = if code == PARSE_ERROR { "not a JSON text" } else { "not a JSON-RPC message" };
    json!({ "jsonrpc": "2.0", "id": null, "error": { "code": code, "message": message } })
        .to_string()
}

pub(super) fn with_header(body: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Replaces `\ud83d` without its other half, and the other half without it, by `\ufffd`.
fn mend_surrogates(mut body: String) -> String {
    let mut from = 0;
    while let Some(found) = body.get(from..).and_then(|rest| rest.find('\\')) {
        let at = from + found;
        from = at + 2;
        let is_pair =
            |high, low| (0xd800..0xdc00).contains(&high) && (0xdc00..0xe000).contains(&low);
        let Some(unit) = escaped_unit(&body, at) else { continue };
        from = at + 6;
        if escaped_unit(&body, from).is_some_and(|next| is_pair(unit, next)) {
            from += 6;
        } else if (0xd800..0xe000).contains(&unit) {
            body.replace_range(at..at + 6, "\\ufffd");
        }
    }
    body
}

/// The number of the escape `\uXXXX` at an offset.
fn escaped_unit(body: &str, at: usize) -> Option<u32> {
    let digits = body.get(at..at + 6)?.strip_prefix("\\u")?;
    let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hexadecimal.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(input: &[u8]) -> Vec<Frame> {
        let mut input = io::BufReader::with_capacity(7, input);
        std::iter::from_fn(|| next(&mut input)).collect()
    }

    fn frame(body: &str) -> Vec<u8> {
        with_header(body)
    }

    const EXIT: &str = r#"{"jsonrpc":"2.0","method":"exit"}"#;

    #[test]
    fn what_is_no_message_is_refused_and_the_next_one_is_read() {
        for (body, code) in [
            (r#"{"a":"#, PARSE_ERROR),
            ("\u{0}", PARSE_ERROR),
            (r#"{"jsonrpc":"2.0","id":1e999,"method":"x"}"#, PARSE_ERROR),
            ("[]", INVALID_REQUEST),
            (r#"{"method":"exit"}"#, INVALID_REQUEST),
            (r#"{"jsonrpc":"2.0","id":{},"method":"x"}"#, INVALID_REQUEST),
            (r#"{"jsonrpc":"2.0","id":1}"#, INVALID_REQUEST),
        ] {
            let found = all(&[frame(body), frame(EXIT)].concat());
            let refused = Frame::Refused(frame(&refusal(code)));
            assert_eq!(found, [refused, Frame::Message(frame(EXIT))], "{body}");
        }
    }

    #[test]
    fn headers_may_come_in_any_order_and_case_with_rubbish_before_them() {
        let input = format!(
            "hello\r\n\r\nContent-Type: x; charset=utf-8\r\ncontent-length:{}\r\n\r\n{EXIT}",
            EXIT.len()
        );
        assert_eq!(all(input.as_bytes()), [Frame::Message(frame(EXIT))]);
    }

    #[test]
    fn an_unfinished_message_is_the_end() {
        let input = frame(EXIT);
        assert_eq!(all(&input[..input.len() - 1]), []);
        assert_eq!(all(b"Content-Length: 1000000\r\n\r\n{}"), []);
    }

    #[test]
    fn a_wrong_length_costs_one_message() {
        let refused = |code| Frame::Refused(frame(&refusal(code)));
        let endless = format!("Content-Length: {}\r\n\r\n{EXIT}", u64::MAX);
        let found = all(&[endless.into_bytes(), frame(EXIT)].concat());
        assert_eq!(found, [refused(INVALID_REQUEST), Frame::Message(frame(EXIT))]);

        let short = format!("Content-Length: {}\r\n\r\n{EXIT}", EXIT.len() - 3);
        let found = all(&[short.into_bytes(), frame(EXIT)].concat());
        assert_eq!(found, [refused(PARSE_ERROR), Frame::Message(frame(EXIT))]);
    }

    #[test]
    fn halves_of_surrogate_pairs_are_replaced_and_pairs_are_kept() {
        for (body, mended) in [
            (r#"\ud83e\udd80"#, r#"\ud83e\udd80"#),
            (r#"\ud83e x"#, r#"\ufffd x"#),
            (r#"\udd80\ud83e"#, r#"\ufffd\ufffd"#),
            (r#"\ud83e\ud83e\udd80"#, r#"\ufffd\ud83e\udd80"#),
            (r#"\\ud83e"#, r#"\\ud83e"#),
            (r#"\\\ud83e"#, r#"\\\ufffd"#),
            (r#"é\u00e9\"#, r#"é\u00e9\"#),
            (r#"\ué"#, r#"\ué"#),
        ] {
            assert_eq!(mend_surrogates(body.to_owned()), mended);
        }
    }
}
