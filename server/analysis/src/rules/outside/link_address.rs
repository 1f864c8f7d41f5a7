//! `link-address`: a link leads nowhere that charmcraft takes. Docs in link_address.md.

use super::address::{Fault, check_web, meant_address};
use super::closed::{quote, refused, report_kind};
use crate::facts::{self, Link};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "link-address",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("link_address.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(links) = cx.entry("links") else { return };
    for link in facts::links() {
        let Some(entry) = links.value.get(link.name) else { continue };
        let value = entry.value.resolved();
        if entry.is_repaired() || value.is_null() {
            continue;
        }
        if !value.is_sequence() {
            check_one(cx, link, entry.value, entry.key.range(), out);
        } else if link.list {
            for item in value.items() {
                check_one(cx, link, item, entry.key.range(), out);
            }
        } else {
            report_list(cx, link, entry.value, out);
        }
    }
}

fn report_list(cx: &Context<'_>, link: &Link, list: NodeRef<'_>, out: &mut Findings<'_>) {
    let name = format!("`links.{}`", link.name);
    let draft = report_kind(cx, list, list.range(), &name, "one address", out);
    let draft = draft.help("keep one of them, without a dash and brackets");
    let mut items = list.items();
    if let (Some(only), None) = (items.next(), items.next())
        && only.is_scalar()
        && matches!(list.kind(), syntax::Kind::Sequence { flow: true })
    {
        let title = "Take it out of the list";
        draft.fix(Fix::replace(title, Safety::Safe, list.range(), only.source()));
    }
}

fn check_one(
    cx: &Context<'_>,
    link: &Link,
    node: NodeRef<'_>,
    key: TextRange,
    out: &mut Findings<'_>,
) {
    let value = node.resolved();
    if out.has_reported(node.range()) {
        return;
    }
    let is_contact = link.name == "contact";
    let Some(text) = value.as_str() else {
        let expected = if is_contact { "text" } else { "an address" };
        let name = format!("`links.{}`", link.name);
        let draft = report_kind(cx, node, key, &name, expected, out);
        match quote(node, "Put it in quotes").filter(|_| is_contact && !value.is_null()) {
            Some(fix) => draft.help("put it in quotes").fix(fix),
            None if is_contact => draft.help("write whom to ask, as text"),
            None => draft.help("write an address that starts with `https://`"),
        };
        return;
    };
    if !is_contact && let Err(fault) = check_web(text) {
        report_fault(cx, link, node, text, &fault, out);
    }
}

fn report_fault(
    cx: &Context<'_>,
    link: &Link,
    node: NodeRef<'_>,
    text: &str,
    fault: &Fault,
    out: &mut Findings<'_>,
) {
    let name = link.name;
    let message = match fault {
        Fault::Empty => format!("`links.{name}` is empty text, expected an address"),
        Fault::NoScheme => {
            format!("`links.{name}` is `{text}`, expected an address that starts with `https://`")
        }
        Fault::Scheme(scheme) => {
            format!("`links.{name}` starts with `{scheme}:`, expected `https://` or `http://`")
        }
        Fault::NoHost => format!("`links.{name}` is `{text}`, which names no host"),
        Fault::Host(host) => {
            format!("`links.{name}` has `{host}` for a host, which none can be called")
        }
        Fault::Port(port) => format!("`links.{name}` has `{port}` for a port, expected 0 to 65535"),
    };
    let draft = out.report(node.range(), message).note(refused(cx));
    let repairable = matches!(fault, Fault::NoScheme | Fault::Scheme(_));
    match meant_address(text).filter(|_| repairable) {
        Some(meant) => {
            let title = format!("Write `{meant}`");
            let draft = draft.help(format!("write `{meant}`"));
            if node.is_scalar() {
                draft.fix(Fix::replace(title, Safety::Unsafe, node.range(), meant));
            }
        }
        None if *fault == Fault::Empty => {
            draft.help("write an address that starts with `https://`, or remove the key");
        }
        None => {
            draft.help("write an address such as `https://example.com/notes`");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn links_are_addresses_of_the_web() {
        check(
            &RULE,
            "links:
  website: x.example
#          ^^^^^^^^^ error[link-address]: `links.website` is `x.example`, expected an address
  source:
  - http://10.0.0.1:8080
  - git@x.example:y
#   ^^^^^^^^^^^^^^^ error[link-address]: `links.source` is `git@x.example:y`
  issues: 7
#         ^ error[link-address]: `links.issues` is a number, expected an address
  documentation: [https://x.example]
#                ^^^^^^^^^^^^^^^^^^^ error[link-address]: `links.documentation` is a list, expected one address
  contact: [me, 2024-01-31]
#               ^^^^^^^^^^ error[link-address]: `links.contact` is a date, expected text
",
        );
    }

    #[test]
    fn an_empty_entry_is_marked_at_its_key() {
        check(
            &RULE,
            "links:
  source:
# ^^^^^^ error[link-address]: `links.source` is empty, expected an address
  -
",
        );
    }

    #[test]
    fn what_charmcraft_takes_is_fine() {
        check(
            &RULE,
            "links:
  website: []
  source: HTTP://x.example/a b
  issues:
  documentation: ~
  contact: ''
",
        );
        check(&RULE, "links: [x]\n");
    }

    #[test]
    fn an_address_without_its_beginning_gets_one() {
        let with = |written: &str, expected: &str| {
            let fixed = fixed(&RULE, &format!("links: {{{written}}}\n"), 0);
            assert_eq!(fixed, format!("links: {{{expected}}}\n"));
        };
        with("website: x.example", "website: https://x.example");
        with("source: ['git@x.example:a/b.git']", "source: [https://x.example/a/b]");
        with("documentation: [https://x.example]", "documentation: https://x.example");
        with("contact: 5551234", "contact: '5551234'");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "links: {website: 'https://', source: 'ftp://x', issues: ['https://a b', ''], documentation: ['https://x:80a', y]}",
        ) + &said(
            &RULE,
            "links: {documentation: 'https://x:80a', website: www.x.example, contact: 5}",
        );
        expect![[r#"
            error (charmcraft): `links.website` is `https://`, which names no host
              note: `charmcraft pack` refuses the file
              help: write an address such as `https://example.com/notes`
            error (charmcraft): `links.source` starts with `ftp:`, expected `https://` or `http://`
              note: `charmcraft pack` refuses the file
              help: write an address such as `https://example.com/notes`
            error (charmcraft): `links.issues` has `a b` for a host, which none can be called
              note: `charmcraft pack` refuses the file
              help: write an address such as `https://example.com/notes`
            error (charmcraft): `links.issues` is empty text, expected an address
              note: `charmcraft pack` refuses the file
              help: write an address that starts with `https://`, or remove the key
            error (charmcraft): `links.documentation` is a list, expected one address
              note: `charmcraft pack` refuses the file
              help: keep one of them, without a dash and brackets
            error (charmcraft): `links.documentation` has `80a` for a port, expected 0 to 65535
              note: `charmcraft pack` refuses the file
              help: write an address such as `https://example.com/notes`
            error (charmcraft): `links.website` is `www.x.example`, expected an address that starts with `https://`
              note: `charmcraft pack` refuses the file
              help: write `https://www.x.example`
              fix (Unsafe): Write `https://www.x.example`
            error (charmcraft): `links.contact` is a number, expected text
              note: `charmcraft pack` refuses the file
              help: put it in quotes
              fix (Safe): Put it in quotes
        "#]]
        .assert_eq(&said);
    }
}
