//! `service-command-quotes`: Pebble cannot split a command into words. Docs in
//! service_command_quotes.md.

use super::fields::layers;
use super::shell_words::{Unbalanced, split};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "service-command-quotes",
    severity: Severity::Warning,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Rockcraft],
    docs: include_str!("service_command_quotes.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let entrypoint = cx.entry("entrypoint-service").and_then(|it| it.value.resolved().as_str());
    for layer in layers(cx) {
        let Some(command) = layer.field("command") else { continue };
        let Some(text) = command.value.resolved().as_str() else { continue };
        let range = command.value.range();
        let is_entrypoint = layer.path == ["services", "*"] && layer.entry.key.text() == entrypoint;
        if is_entrypoint || command.is_repaired() || out.has_reported(range) {
            continue;
        }
        let (message, help) = match split(text) {
            Ok(_) => continue,
            Err(Unbalanced::Quote(quote)) => {
                (format!("the quote {quote} in the command is never closed"), "close the quote")
            }
            Err(Unbalanced::Backslash) => {
                let message = "the backslash at the end of the command stands for nothing";
                (message.to_owned(), "remove the backslash")
            }
        };
        out.report(range, format!("{}: {message}", layer.name))
            .note("`rockcraft pack` does not look, but Pebble refuses the services of the image when it starts")
            .help(help);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn open_quotes_are_marked() {
        check(
            &RULE,
            "services:
  web: {command: sh -c \"echo it's\"}
  worker: {command: 'echo it''s'}
#                   ^^^^^^^^^^^^ warning[service-command-quotes]: service `worker`: the quote ' in
checks:
  up: {exec: {command: curl \\}}
#                      ^^^^^^ warning[service-command-quotes]: `exec` of check `up`: the backslash
",
        );
    }

    #[test]
    fn the_entrypoint_service_is_an_error_elsewhere() {
        check(&RULE, "services: {a: {command: 'a \"'}}\nentrypoint-service: a\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            warning (nobody): service `a`: the quote " in the command is never closed
              note: `rockcraft pack` does not look, but Pebble refuses the services of the image when it starts
              help: close the quote
        "#]]
        .assert_eq(&said(&RULE, "services: {a: {command: 'a \"b'}}"));
    }
}
