//! `misspelled-interface`: an interface that nobody has, close to one that many have. Docs in
//! misspelled_interface.md.

use crate::facts::{self, InterfaceKind};
use crate::model::{Endpoint, Section};
use crate::rules::juju_names::is_reserved;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "misspelled-interface",
    severity: Severity::Warning,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("misspelled_interface.md"),
    check,
};

/// Shorter names are near to too many others.
const SHORTEST: usize = 6;

/// How many letters may be wrong.
const LIMIT: usize = 2;

/// What was meant by the name of an interface.
pub(crate) struct Meant {
    pub(crate) name: &'static str,
    /// Charms with the name as it stands exist too.
    pub(crate) also_valid: bool,
    safety: Safety,
}

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    // The interfaces of peers are private to the charm: every name is as good as any other.
    for endpoint in cx.endpoints().iter().filter(|endpoint| endpoint.section != Section::Peers) {
        let Some(node) = endpoint.interface_node() else { continue };
        let Some(found) = node.as_str() else { continue };
        let Some(meant) = meant(found) else { continue };
        // Juju keeps its own interfaces for itself wherever the charm provides.
        if endpoint.section != Section::Requires && is_reserved(meant.name) {
            continue;
        }
        if node.is_repaired() || out.has_reported(node.range()) {
            continue;
        }
        let is_old = facts::interface(found).is_some_and(|it| it.kind == InterfaceKind::Legacy);
        if is_old {
            report_old(cx, endpoint, node, found, &meant, out);
            continue;
        }
        report(found, &meant, node.range(), out);
    }
}

/// An interface that another one has taken the place of. Whoever provides it, or has both, knows why.
fn report_old(
    cx: &Context<'_>,
    endpoint: &Endpoint<'_>,
    node: NodeRef<'_>,
    found: &str,
    meant: &Meant,
    out: &mut Findings<'_>,
) {
    let name = meant.name;
    let mut others = cx.endpoints().iter();
    let has_both =
        others.any(|other| other.section == endpoint.section && other.interface() == Some(name));
    if endpoint.section != Section::Requires || has_both {
        return;
    }
    out.report(
        node.range(),
        format!("interface `{found}` is an older one: `{name}` is its successor"),
    )
    .severity(Severity::Hint)
    .note("two endpoints can be integrated only if their interfaces are the same text")
    .help(format!("write `{name}`, if the charms that it is meant for provide that"))
    .fix(Fix::replace(
        format!("Change the interface to `{name}`"),
        meant.safety,
        node.range(),
        name,
    ));
}

fn report(found: &str, meant: &Meant, range: TextRange, out: &mut Findings<'_>) {
    let name = meant.name;
    let (severity, message) = match meant.also_valid {
        true => {
            (Severity::Hint, format!("few charms have interface `{found}`, most have `{name}`"))
        }
        false => (Severity::Warning, format!("no known charm has an interface `{found}`")),
    };
    out.report(range, message)
        .severity(severity)
        .note("two endpoints can be integrated only if their interfaces are the same text")
        .help(format!("did you mean `{name}`?"))
        .fix(Fix::replace(format!("Change the interface to `{name}`"), meant.safety, range, name));
}

/// What was meant by a name that is wrong, or hardly used; `None` where that cannot be told.
pub(crate) fn meant(found: &str) -> Option<Meant> {
    if let Some(known) = facts::misspelling(found) {
        let safety = if known.also_valid { Safety::Unsafe } else { Safety::Safe };
        return Some(Meant { name: known.right, also_valid: known.also_valid, safety });
    }
    if found.len() < SHORTEST - LIMIT || facts::interface(found).is_some() {
        return None;
    }
    let names = facts::interfaces().iter().map(|interface| interface.name);
    let name = nearest(found, names.filter(|name| name.len() >= SHORTEST), LIMIT)?;
    // `ceph2` is another version, not another spelling.
    let same_letters = without_digits(found).eq(without_digits(name));
    (!same_letters).then_some(Meant { name, also_valid: false, safety: Safety::Unsafe })
}

fn without_digits(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(|byte| !byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn near_misses_are_marked() {
        check(
            &RULE,
            "requires:
  postgresql:
    interface: postgresql
#              ^^^^^^^^^^ warning[misspelled-interface]: no known charm has an interface `postgresql`
  mysql: mysql_cleint
#        ^^^^^^^^^^^^ warning[misspelled-interface]: no known charm has an interface `mysql_cleint`
  old: {interface: pgsql}
#                  ^^^^^ hint[misspelled-interface]: interface `pgsql` is an older one
provides:
  metrics: {interface: prometheus-scrape}
#                      ^^^^^^^^^^^^^^^^^ warning[misspelled-interface]: no known charm has an interface `prometheus-scrape`
",
        );
    }

    #[test]
    fn whoever_provides_an_old_interface_or_has_both_knows_why() {
        check(&RULE, "provides: {db: {interface: pgsql}}\n");
        check(
            &RULE,
            "requires: {db: {interface: pgsql}, database: {interface: postgresql_client}}\n",
        );
    }

    #[test]
    fn other_names_are_not() {
        check(
            &RULE,
            "requires:
  a: {interface: postgresql_client}
  b: {interface: my-own-interface}
  c: {interface: postgresql_client2}
  d: {interface: s4}
  e: {interface: 80}
peers:
  f: {interface: postgresql}
  g: {interface: mysql_cleint}
",
        );
    }

    #[test]
    fn fix_writes_the_right_name() {
        let fixed = fixed(&RULE, "requires: {db: {interface: \"mysql-client\"}}", 0);
        assert_eq!(fixed, "requires: {db: {interface: mysql_client}}");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "requires: {a: {interface: postgres}, b: {interface: pgsql}, c: {interface: mysql_cleint}}",
        );
        expect![[r#"
            warning (nobody): no known charm has an interface `postgres`
              note: two endpoints can be integrated only if their interfaces are the same text
              help: did you mean `postgresql_client`?
              fix (Safe): Change the interface to `postgresql_client`
            hint (nobody): interface `pgsql` is an older one: `postgresql_client` is its successor
              note: two endpoints can be integrated only if their interfaces are the same text
              help: write `postgresql_client`, if the charms that it is meant for provide that
              fix (Unsafe): Change the interface to `postgresql_client`
            warning (nobody): no known charm has an interface `mysql_cleint`
              note: two endpoints can be integrated only if their interfaces are the same text
              help: did you mean `mysql_client`?
              fix (Unsafe): Change the interface to `mysql_client`
        "#]]
        .assert_eq(&said);
    }
}
