//! `entrypoint-command-brackets`: the entrypoint's command cannot be taken apart into what is fixed and
//! what can be replaced. Docs in entrypoint_command_brackets.md.

use super::shell_words::split;
use crate::rules::prelude::*;
use crate::rules::shape::{kind, read_text};

pub(super) static RULE: Rule = Rule {
    id: "entrypoint-command-brackets",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Rockcraft],
    docs: include_str!("entrypoint_command_brackets.md"),
    check,
};

const REFUSED: &str = "`rockcraft pack` refuses the file";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let entry = cx.entry("entrypoint-command").or_else(|| cx.entry("entrypoint_command"));
    let Some(entry) = entry.filter(|entry| !entry.value.is_repaired()) else { return };
    let range = place(entry);
    let service = cx.entry("entrypoint-service").or_else(|| cx.entry("entrypoint_service"));
    if let Some(service) = service {
        out.report(range, "`entrypoint-command` stands beside `entrypoint-service`")
            .note(REFUSED)
            .help("keep one of the two")
            .label(service.key.range(), "the other one");
        return;
    }
    let value = entry.value.resolved();
    let Some(command) = read_text(value) else {
        let message = format!("`entrypoint-command` is {}, expected text", kind(value));
        let draft = out.report(range, message).note(REFUSED);
        match value.is_sequence() {
            true => draft.help("put the command in quotes, since `[` starts a list in YAML"),
            false => draft.help("remove the key, or write a command"),
        };
        return;
    };
    let Some((message, help)) = fault(&command) else { return };
    out.report(range, message).note(REFUSED).help(help);
}

/// What is wrong with a command that may have one group of arguments, and what to do.
pub(super) fn fault(command: &str) -> Option<(&'static str, &'static str)> {
    const ONE_GROUP: &str = "write one group `[ ... ]`, at the end of the command";
    let Ok(words) = split(command) else {
        return Some(("a quote in the command is never closed", "close the quote"));
    };
    let mut words = words.iter().map(String::as_str);
    let before = words.by_ref().find(|word| ["[", "]"].contains(word))?;
    if before == "]" {
        return Some(("`]` stands in the command without `[` before it", ONE_GROUP));
    }
    let Some(end) = words.by_ref().find(|word| ["[", "]"].contains(word)) else {
        // A group that is never closed is let through.
        return None;
    };
    if end == "[" {
        return Some(("`[` stands within `[ ... ]` in the command", ONE_GROUP));
    }
    let is_last = words.next().is_none();
    (!is_last).then_some(("something follows `[ ... ]` in the command", ONE_GROUP))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn one_group_at_the_end() {
        for command in ["serve", "serve [ --x ]", "[ a ]", "serve [ a", "a[0] b]", "\"a ]\" b"] {
            check(&RULE, &format!("entrypoint-command: '{command}'\n"));
        }
        for (command, message) in [
            ("serve [ a ] b", "something follows `[ ... ]`"),
            ("serve [ a ] [ b ]", "something follows `[ ... ]`"),
            ("serve [ a [ b ] ]", "`[` stands within"),
            ("serve a ]", "`]` stands in the command without"),
            ("serve \" a", "a quote in the command is never closed"),
        ] {
            let carets = "^".repeat(command.len() + 2);
            let at = " ".repeat(20 - 1);
            check(
                &RULE,
                &format!(
                    "entrypoint-command: '{command}'\n#{at}{carets} error[entrypoint-command-brackets]: {message}\n"
                ),
            );
        }
    }

    #[test]
    fn it_is_text() {
        check(
            &RULE,
            "entrypoint-command: [ serve ]
#                   ^^^^^^^^^ error[entrypoint-command-brackets]: `entrypoint-command` is a list, expected text
",
        );
        check(
            &RULE,
            "entrypoint-command:
#^^^^^^^^^^^^^^^^^ error[entrypoint-command-brackets]: `entrypoint-command` is empty, expected text
",
        );
    }

    #[test]
    fn words() {
        let said = said(&RULE, "entrypoint-command: serve\nentrypoint-service: web")
            + &said(&RULE, "entrypoint-command: [a]")
            + &said(&RULE, "entrypoint-command: a ]");
        expect![[r#"
            error (rockcraft): `entrypoint-command` stands beside `entrypoint-service`
              note: `rockcraft pack` refuses the file
              help: keep one of the two
            error (rockcraft): `entrypoint-command` is a list, expected text
              note: `rockcraft pack` refuses the file
              help: put the command in quotes, since `[` starts a list in YAML
            error (rockcraft): `]` stands in the command without `[` before it
              note: `rockcraft pack` refuses the file
              help: write one group `[ ... ]`, at the end of the command
        "#]]
        .assert_eq(&said);
    }
}
