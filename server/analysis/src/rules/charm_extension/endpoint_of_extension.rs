//! `endpoint-of-extension`: an endpoint that the extension brings itself. Docs in endpoint_of_extension.md.

use super::used;
use crate::model::{Endpoint, Extension, Section};
use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "endpoint-of-extension",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("endpoint_of_extension.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some((_, extension)) = used(cx) else { return };
    for endpoint in cx.endpoints() {
        // The extension's peers are compared as a whole.
        let own = match endpoint.section {
            Section::Requires => &extension.framework.requires,
            Section::Provides => &extension.framework.provides,
            Section::Peers => continue,
        };
        let Some(name) = endpoint.key.as_str() else { continue };
        if let Some(own) = own.iter().find(|own| own.name == name)
            && !out.has_reported(endpoint.key.range())
        {
            report(cx, extension, endpoint, own.interface, out);
        }
    }
}

fn report(
    cx: &Context<'_>,
    extension: Extension,
    endpoint: &Endpoint<'_>,
    interface: &str,
    out: &mut Findings<'_>,
) {
    let name = endpoint.name().unwrap_or_default();
    let keeper = extension.framework.extension;
    let help = match endpoint.interface() {
        Some(other) if other != interface => "rename it: the extension keeps the name",
        _ => "remove it: the extension brings it; or rename it, if you need another one",
    };
    let draft = out
        .report(
            endpoint.key.range(),
            format!("the {keeper} extension adds endpoint `{name}` itself"),
        )
        .note(format!(
            "`charmcraft pack` refuses a second one; the extension's has interface `{interface}`"
        ))
        .help(help);
    if let Some(edit) = remove_entry(cx, &[endpoint.section.key(), name]) {
        let title = format!("Remove the endpoint `{name}`");
        draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn endpoints_of_the_extension_are_marked_in_their_section() {
        check(
            &RULE,
            "extensions: [flask-framework]
requires:
  ingress: {interface: ingress}
# ^^^^^^^ error[endpoint-of-extension]: the flask-framework extension adds endpoint `ingress` itself
  logging:
# ^^^^^^^ error[endpoint-of-extension]: the flask-framework extension adds endpoint `logging` itself
  my-ingress: {interface: ingress}
  metrics-endpoint: {interface: prometheus_scrape}
provides:
  metrics-endpoint: {interface: prometheus_scrape}
# ^^^^^^^^^^^^^^^^ error[endpoint-of-extension]: the flask-framework extension adds endpoint `metrics-endpoint`
  ingress: {interface: ingress}
",
        );
        check(&RULE, "requires: {ingress: {interface: ingress}}\n");
    }

    #[test]
    fn the_endpoint_can_go() {
        let fixture = "extensions: [go-framework]\nrequires:\n  logging:\n    interface: loki_push_api\n  a: {interface: b}\n";
        assert_eq!(
            fixed(&RULE, fixture, 0),
            "extensions: [go-framework]\nrequires:\n  a: {interface: b}\n"
        );
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [go-framework]\nrequires: {ingress: {interface: ingress}, logging: {interface: syslog}}",
        );
        expect![[r#"
            error (charmcraft): the go-framework extension adds endpoint `ingress` itself
              note: `charmcraft pack` refuses a second one; the extension's has interface `ingress`
              help: remove it: the extension brings it; or rename it, if you need another one
              fix (Unsafe): Remove the endpoint `ingress`
            error (charmcraft): the go-framework extension adds endpoint `logging` itself
              note: `charmcraft pack` refuses a second one; the extension's has interface `loki_push_api`
              help: rename it: the extension keeps the name
              fix (Unsafe): Remove the endpoint `logging`
        "#]].assert_eq(&said);
    }
}
