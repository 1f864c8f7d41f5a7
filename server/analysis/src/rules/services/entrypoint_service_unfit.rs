//! `entrypoint-service-unfit`: the image cannot start with that service. Docs in
//! entrypoint_service_unfit.md.

use super::entrypoint_command_brackets::fault;
use super::shell_words::split;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::rules::shape::{kind, read_text};

pub(super) static RULE: Rule = Rule {
    id: "entrypoint-service-unfit",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Rockcraft],
    docs: include_str!("entrypoint_service_unfit.md"),
    check,
};

const REFUSED: &str = "`rockcraft pack` refuses the file";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let entry = cx.entry("entrypoint-service").or_else(|| cx.entry("entrypoint_service"));
    let Some(entry) = entry.filter(|entry| !entry.value.is_repaired()) else { return };
    let value = entry.value.resolved();
    if value.is_null() {
        let range = place(entry);
        out.report(range, "`entrypoint-service` is empty, expected the name of a service")
            .note("`rockcraft pack` crashes on this")
            .help("remove the key, or name a service");
        return;
    }
    let Some(name) = read_text(value) else {
        let message = format!("`entrypoint-service` is {}, expected text", kind(value));
        out.report(entry.value.range(), message).note(REFUSED).help("name a service");
        return;
    };
    let services = cx.entry("services").map(|services| services.value.resolved());
    let of_extension = cx.framework().filter(|it| it.rock.services.contains(&&*name));
    let Some(service) = services.and_then(|services| services.get(&name)) else {
        match of_extension {
            Some(framework) => {
                check_default_command(framework.rock.optional_arguments, &name, entry, out)
            }
            None => report_unknown(cx, services, &name, entry, out),
        }
        return;
    };
    let Some(command) = service.value.get("command") else {
        // A service without a command is another rule's, unless the extension has one for it.
        if let Some(framework) = of_extension {
            check_default_command(framework.rock.optional_arguments, &name, entry, out);
        }
        return;
    };
    if let Some(text) = read_text(command.value.resolved()) {
        check_command(&name, &text, entry, command.value.range(), out);
    }
}

fn report_unknown(
    cx: &Context<'_>,
    services: Option<NodeRef<'_>>,
    name: &str,
    entry: Entry<'_>,
    out: &mut Findings<'_>,
) {
    let of_file = services.into_iter().flat_map(NodeRef::entries).filter_map(|it| it.key.text());
    let of_extension = cx.framework().into_iter().flat_map(|it| it.rock.services.iter().copied());
    let names: Vec<_> = of_file.chain(of_extension).collect();
    let range = entry.value.range();
    let draft = out.report(range, format!("there is no service `{name}`")).note(REFUSED);
    match nearest(name, names.iter().copied(), 2) {
        Some(meant) => {
            let title = format!("Change it to `{meant}`");
            draft.help(format!("did you mean `{meant}`?")).fix(Fix::replace(
                title,
                Safety::Unsafe,
                range,
                meant,
            ));
        }
        None if names.is_empty() => {
            draft.help(format!("write the service below `services`, as `{name}:`"));
        }
        None => {
            let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
            draft.help(format!("there are {}", names.join(", ")));
        }
    }
}

/// The service as the extension brings it.
fn check_default_command(
    has_arguments: bool,
    name: &str,
    entry: Entry<'_>,
    out: &mut Findings<'_>,
) {
    if !has_arguments {
        let message =
            format!("the command that the extension gives service `{name}` has no `[ ... ]`");
        out.report(entry.value.range(), message).note(NO_ARGUMENTS).help(WRITE_ARGUMENTS);
    }
}

const NO_ARGUMENTS: &str = "`rockcraft pack` takes a service for the entrypoint only if its command \
                            says which arguments can be replaced";
const WRITE_ARGUMENTS: &str =
    "end the command with the replaceable arguments between `[` and `]`, or with ` [ ]`";

fn check_command(
    name: &str,
    command: &str,
    entry: Entry<'_>,
    place: TextRange,
    out: &mut Findings<'_>,
) {
    let range = entry.value.range();
    let Ok(words) = split(command) else {
        out.report(range, format!("a quote in the command of service `{name}` is never closed"))
            .note(REFUSED)
            .help("close the quote")
            .label(place, "the command");
        return;
    };
    let position = |bracket: &str| words.iter().position(|word| word == bracket);
    match (position("["), position("]")) {
        (Some(open), Some(close)) if open < close => {
            if let Some((message, help)) = fault(command) {
                out.report(range, format!("{message} of service `{name}`"))
                    .note(REFUSED)
                    .help(help)
                    .label(place, "the command");
            }
        }
        (Some(_), Some(_)) => {
            out.report(range, format!("`]` comes before `[` in the command of service `{name}`"))
                .note("`rockcraft pack` crashes on this")
                .help(WRITE_ARGUMENTS)
                .label(place, "the command");
        }
        (Some(open), None)
            if words.iter().skip(open + 1).all(|word| word != "[") && open + 1 < words.len() =>
        {
            out.report(range, format!("`[` in the command of service `{name}` is never closed"))
                .severity(Severity::Warning)
                .note("`rockcraft pack` takes all that follows for arguments that can be replaced")
                .help("end the command with ` ]`")
                .label(place, "the command; brackets count only as words of their own");
        }
        _ => {
            out.report(range, format!("the command of service `{name}` has no `[ ... ]`"))
                .note(NO_ARGUMENTS)
                .help(WRITE_ARGUMENTS)
                .label(place, "the command; brackets count only as words of their own");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn the_service_exists() {
        check(
            &RULE,
            "services: {web: {command: 'serve [ ]'}}
entrypoint-service: wbe
#                   ^^^ error[entrypoint-service-unfit]: there is no service `wbe`
",
        );
        check(&RULE, "services: {web: {command: 'serve [ ]'}}\nentrypoint-service: web\n");
        check(
            &RULE,
            "entrypoint-service: web
#                   ^^^ error[entrypoint-service-unfit]: there is no service `web`
",
        );
    }

    #[test]
    fn brackets_are_words_of_their_own() {
        let with = |command: &str, finding: &str| {
            let rest = if finding.is_empty() {
                String::new()
            } else {
                format!("#                   ^ error[entrypoint-service-unfit]: {finding}\n")
            };
            check(
                &RULE,
                &format!("services: {{a: {{command: {command}}}}}\nentrypoint-service: a\n{rest}"),
            );
        };
        with("'serve [ --x ]'", "");
        with("'serve [ ] --x'", "something follows `[ ... ]` in the command of service `a`");
        with("'serve [ x ] [ y ]'", "something follows `[ ... ]` in the command of service `a`");
        with("'serve [ x [ y ]'", "`[` stands within `[ ... ]` in the command of service `a`");
        with("'serve [--x]'", "the command of service `a` has no `[ ... ]`");
        with("serve", "the command of service `a` has no");
        with("'serve ['", "the command of service `a` has no");
        with("'serve [ x [ y'", "the command of service `a` has no");
        with("'serve ] ['", "`]` comes before `[`");
        with("'serve \" [ ]'", "a quote in the command of service `a` is never closed");
    }

    #[test]
    fn what_follows_an_open_bracket_are_arguments() {
        check(
            &RULE,
            "services: {a: {command: 'serve [ x]'}}
entrypoint-service: a
#                   ^ warning[entrypoint-service-unfit]: `[` in the command of service `a` is never closed
",
        );
    }

    #[test]
    fn the_extension_brings_services_too() {
        check(&RULE, "extensions: [flask-framework]\nentrypoint-service: flask\n");
        check(
            &RULE,
            "extensions: [go-framework]
entrypoint-service: go
#                   ^^ error[entrypoint-service-unfit]: the command that the extension gives service `go` has no
services:
  go: {user: root}
",
        );
    }

    #[test]
    fn something_is_named() {
        check(
            &RULE,
            "entrypoint-service:
#^^^^^^^^^^^^^^^^^ error[entrypoint-service-unfit]: `entrypoint-service` is empty
",
        );
        check(
            &RULE,
            "entrypoint-service: [web]
#                   ^^^^^ error[entrypoint-service-unfit]: `entrypoint-service` is a list, expected text
",
        );
    }

    #[test]
    fn the_fix_names_the_service_that_was_meant() {
        let text = "services: {web: {command: 'a [ ]'}}\nentrypoint-service: wep\n";
        assert_eq!(
            fixed(&RULE, text, 0),
            "services: {web: {command: 'a [ ]'}}\nentrypoint-service: web\n"
        );
    }

    #[test]
    fn words() {
        let said = said(&RULE, "services: {a: {command: b}}\nentrypoint-service: a")
            + &said(&RULE, "services: {a: {}}\nentrypoint-service: store")
            + &said(&RULE, "entrypoint-service: ~");
        expect![[r#"
            error (rockcraft): the command of service `a` has no `[ ... ]`
              note: `rockcraft pack` takes a service for the entrypoint only if its command says which arguments can be replaced
              help: end the command with the replaceable arguments between `[` and `]`, or with ` [ ]`
            error (rockcraft): there is no service `store`
              note: `rockcraft pack` refuses the file
              help: there are `a`
            error (rockcraft): `entrypoint-service` is empty, expected the name of a service
              note: `rockcraft pack` crashes on this
              help: remove the key, or name a service
        "#]]
        .assert_eq(&said);
    }
}
