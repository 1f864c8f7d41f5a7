//! `paas-config-value`: `paas-config.yaml` says something that the charm's extension does not take. Docs in
//! paas_config_value.md.

use crate::model::{Charm, Extension};
use crate::rules::edits::written;
use crate::rules::prelude::*;
use crate::rules::shape::kind;
use syntax::Scalar;
use syntax::scalar::Integer;

pub(super) static RULE: Rule = Rule {
    id: "paas-config-value",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::PaasConfig],
    docs: include_str!("paas_config_value.md"),
    check,
};

const LARGEST_PORT: i128 = 65535;

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(root) = cx.root().map(NodeRef::resolved).filter(|root| !root.is_null()) else {
        return;
    };
    let Some(extension) = extension_beside(cx) else { return };
    if !root.is_mapping() {
        // A word alone is a key in the making.
        if cx.document().problems().is_empty() && !root.is_repaired() {
            out.report_file(format!("the file is {}, expected a mapping", kind(root)))
                .note(super::STOPS)
                .help("write `<key>: <value>`, or delete the file");
        }
        return;
    }
    // Of the older variant nobody looks at the ports.
    if !extension.variant.port_paas_config {
        return;
    }
    for key in ["port", "metrics-port"] {
        if let Some(entry) = root.get(key).filter(|entry| !entry.is_repaired()) {
            check_port(key, entry, out);
        }
    }
    if let Some(entry) = root.get("metrics-path").filter(|entry| !entry.is_repaired()) {
        check_path(entry, out);
    }
}

/// What the charm beside a `paas-config.yaml` makes of it.
pub(super) fn extension_beside(cx: &Context<'_>) -> Option<Extension> {
    let charm = cx.beside("charmcraft.yaml")?;
    Charm::new(charm.root()).extension()
}

fn check_port(key: &str, entry: Entry<'_>, out: &mut Findings<'_>) {
    let value = entry.value.resolved();
    let message = match value.scalar() {
        Some(Scalar::Int(Integer::Small(1..=LARGEST_PORT))) => return,
        Some(Scalar::Int(_)) => {
            let found = value.text().unwrap_or_default();
            format!("`{key}` is {found}, expected 1 to {LARGEST_PORT}")
        }
        _ => format!("`{key}` is {}, expected a whole number", kind(value)),
    };
    let draft = out.report(place(entry), message).note(super::STOPS);
    let number = value.as_str().and_then(|text| text.trim().parse::<u16>().ok());
    match number.filter(|number| *number > 0) {
        Some(number) => {
            let draft = draft.help("remove the quotes");
            if entry.value.is_scalar() {
                let range = entry.value.range();
                draft.fix(Fix::replace(
                    "Remove the quotes",
                    Safety::Safe,
                    range,
                    number.to_string(),
                ));
            }
        }
        None => {
            draft.help(format!("write a number from 1 to {LARGEST_PORT}, or remove the key"));
        }
    }
}

fn check_path(entry: Entry<'_>, out: &mut Findings<'_>) {
    const HELP: &str = "write a path such as `/metrics`, or remove the key";
    let value = entry.value.resolved();
    let Some(text) = value.as_str() else {
        out.report(place(entry), format!("`metrics-path` is {}, expected text", kind(value)))
            .note(super::STOPS)
            .help(HELP);
        return;
    };
    if is_path(text) {
        return;
    }
    let stranger = text.chars().find(|ch| !is_path(&format!("/{ch}")));
    let message = match stranger {
        _ if !text.starts_with('/') => {
            format!("`metrics-path` is `{text}`, expected a path that starts with `/`")
        }
        Some(stranger) => format!("`metrics-path` is `{text}`, and no path holds `{stranger}`"),
        None => format!("`metrics-path` is `{text}`, expected a path"),
    };
    let draft = out.report(place(entry), message).note(super::STOPS);
    let meant = Some(format!("/{text}")).filter(|path| is_path(path) && !text.is_empty());
    match meant {
        Some(path) => {
            let draft = draft.help(format!("write `{path}`"));
            if entry.value.is_scalar() {
                let (title, range) = (format!("Write `{path}`"), entry.value.range());
                draft.fix(Fix::replace(title, Safety::Safe, range, plain_or_quoted(&path)));
            }
        }
        None => {
            draft.help(HELP);
        }
    }
}

/// A path as it can stand in YAML.
fn plain_or_quoted(path: &str) -> String {
    let is_plain = |ch: char| ch.is_ascii_alphanumeric() || "-_./".contains(ch);
    if path.chars().all(is_plain) { path.to_owned() } else { written(path).into_owned() }
}

/// The path of an address by RFC 3986, as charmcraft 4.5.0 checks it: from a slash on, with `%` before two
/// hexadecimal digits only. One line end at the end is let through.
fn is_path(text: &str) -> bool {
    let Some(path) = text.strip_suffix('\n').unwrap_or(text).strip_prefix('/') else {
        return false;
    };
    let mut codes = path.split('%');
    let is_plain = |part: &str| {
        let is_letter = |ch: char| ch.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/".contains(ch);
        part.chars().all(is_letter)
    };
    let is_coded = |part: &str| {
        let digits = part.get(..2).unwrap_or_default();
        digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) && is_plain(part)
    };
    codes.next().is_some_and(is_plain) && codes.all(is_coded)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{RULE, is_path};
    use crate::rules::testing::{check, fixed, said};

    const OLD: &str = "//- charmcraft.yaml\nextensions: [go-framework]\nbase: ubuntu@24.04\n";
    const NEW: &str = "//- charmcraft.yaml\nextensions: [go-framework]\nbase: ubuntu@26.04\n";

    #[test]
    fn ports_are_numbers_from_26_04_on() {
        for port in ["1", "65535", "0x50", "8_080"] {
            check(&RULE, &format!("port: {port}\n{NEW}"));
        }
        for port in
            ["0", "-1", "70000", "'80'", "80.0", "yes", "", "[80]", "99999999999999999999999"]
        {
            let fixture = |charm: &str| said(&RULE, &format!("metrics-port: {port}\n{charm}"));
            assert!(fixture(NEW).starts_with("error"), "{port}");
            assert_eq!(fixture(OLD), "", "{port}");
        }
    }

    #[test]
    fn paths_are_those_of_an_address() {
        for path in ["/", "/metrics", "/a/b.c~d:e@f", "/%41%7e", "/metrics\n"] {
            assert!(is_path(path), "{path}");
        }
        for path in ["", "metrics", "/m?x=1", "/m#x", "/a b", "/%4", "/%zz", "/é"] {
            assert!(!is_path(path), "{path}");
        }
    }

    #[test]
    fn values_are_marked_where_they_stand() {
        check(
            &RULE,
            &format!(
                "port: 70000
#     ^^^^^ error[paas-config-value]: `port` is 70000, expected 1 to 65535
metrics-port:
#^^^^^^^^^^^ error[paas-config-value]: `metrics-port` is empty, expected a whole number
metrics-path: metrics
#             ^^^^^^^ error[paas-config-value]: `metrics-path` is `metrics`, expected a path
other: x
{NEW}"
            ),
        );
    }

    #[test]
    fn the_file_is_a_mapping_or_empty() {
        check(&RULE, OLD);
        check(&RULE, &format!("# nothing\n{OLD}"));
        check(&RULE, &format!("{{}}\n{OLD}"));
        assert!(said(&RULE, &format!("- port\n{OLD}")).contains("the file is a list"));
        assert!(said(&RULE, &format!("'port'\n{OLD}")).contains("the file is text"));
        assert_eq!(said(&RULE, "- port\n"), "");
        assert_eq!(said(&RULE, "- port\n//- charmcraft.yaml\nname: x\n"), "");
    }

    #[test]
    fn half_typed_values_are_left_alone() {
        check(&RULE, &format!("metrics-path: '/metrics\nport: 80\n{NEW}"));
    }

    #[test]
    fn values_can_be_put_right() {
        let with = |written: &str, expected: &str| {
            assert_eq!(fixed(&RULE, &format!("{written}\n{NEW}"), 0), format!("{expected}\n"));
        };
        with("port: '8080'", "port: 8080");
        with("metrics-path: metrics", "metrics-path: /metrics");
        with("metrics-path: a=b", "metrics-path: '/a=b'");
    }

    #[test]
    fn words() {
        let said =
            said(&RULE, &format!("port: '80a'\nmetrics-port: '80'\nmetrics-path: /m?x\n{NEW}"))
                + &said(&RULE, &format!("metrics-path: 7\n{NEW}"))
                + &said(&RULE, &format!("metrics-path: metrics\nport: 0\n{NEW}"))
                + &said(&RULE, &format!("[port]\n{OLD}"));
        expect![[r#"
            error (charmcraft): `port` is text, expected a whole number
              note: `charmcraft pack` stops on this
              help: write a number from 1 to 65535, or remove the key
            error (charmcraft): `metrics-port` is text, expected a whole number
              note: `charmcraft pack` stops on this
              help: remove the quotes
              fix (Safe): Remove the quotes
            error (charmcraft): `metrics-path` is `/m?x`, and no path holds `?`
              note: `charmcraft pack` stops on this
              help: write a path such as `/metrics`, or remove the key
            error (charmcraft): `metrics-path` is a number, expected text
              note: `charmcraft pack` stops on this
              help: write a path such as `/metrics`, or remove the key
            error (charmcraft): `metrics-path` is `metrics`, expected a path that starts with `/`
              note: `charmcraft pack` stops on this
              help: write `/metrics`
              fix (Safe): Write `/metrics`
            error (charmcraft): `port` is 0, expected 1 to 65535
              note: `charmcraft pack` stops on this
              help: write a number from 1 to 65535, or remove the key
            error (charmcraft): the file is a list, expected a mapping
              note: `charmcraft pack` stops on this
              help: write `<key>: <value>`, or delete the file
        "#]]
        .assert_eq(&said);
    }
}
