//! `unknown-extension`: `extensions` names something that charmcraft does not have. Docs in
//! unknown_extension.md.

use crate::facts;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::rules::shape::kind;
use syntax::Scalar;

pub(super) static RULE: Rule = Rule {
    id: "unknown-extension",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("unknown_extension.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(extensions) = cx.entry("extensions") else { return };
    let value = extensions.value.resolved();
    if extensions.is_repaired() {
        return;
    }
    let key = extensions.key.range();
    if value.is_scalar() {
        check_scalar(extensions.value, value, out);
        return;
    }
    let keys = value.effective_entries().into_iter().map(|entry| entry.key);
    for item in value.items().chain(keys) {
        let range = if item.is_absent() { key } else { item.range() };
        match item.resolved().as_str() {
            _ if out.has_reported(range) => {}
            Some(name) if facts::framework_by_extension(name).is_some() => {}
            Some(name) => report(item, range, name, out),
            None => {
                let found = kind(item.resolved());
                out.report(range, format!("an entry of `extensions` is {found}, expected a name"))
                    .note(super::STOPS)
                    .help(known());
            }
        }
    }
}

fn check_scalar(node: NodeRef<'_>, value: NodeRef<'_>, out: &mut Findings<'_>) {
    // charmcraft 4.5.0 takes whatever Python takes for false as no extension.
    let is_nothing = match value.scalar() {
        Some(Scalar::Null | Scalar::Bool(false)) => true,
        Some(Scalar::Text(text)) => text.is_empty(),
        Some(number) => number.python_text().is_some_and(|text| text == "0" || text == "0.0"),
        None => true,
    };
    if is_nothing {
        return;
    }
    let found = kind(value);
    let draft = out
        .report(node.range(), format!("`extensions` is {found}, expected a list"))
        .note("`charmcraft pack` takes each letter for the name of an extension, and stops");
    let text = value.as_str().unwrap_or_default().trim();
    let name =
        facts::framework_by_extension(text).map(|known| known.extension).or_else(|| meant(text));
    match name {
        Some(name) => {
            let title = format!("Write `[{name}]`");
            let fix = Fix::replace(title, Safety::Safe, node.range(), format!("[{name}]"));
            draft.help(format!("write `[{name}]`")).fix(fix);
        }
        None => {
            draft.help("write each name behind a dash, or all in brackets");
        }
    }
}

fn report(item: NodeRef<'_>, range: TextRange, name: &str, out: &mut Findings<'_>) {
    let draft =
        out.report(range, format!("charmcraft has no extension `{name}`")).note(super::STOPS);
    match meant(name) {
        Some(meant) => {
            let draft = draft.help(format!("did you mean `{meant}`?"));
            if item.is_scalar() {
                draft.fix(Fix::replace(format!("Write `{meant}`"), Safety::Safe, range, meant));
            }
        }
        None => {
            draft.help(known());
        }
    }
}

fn known() -> String {
    let names: Vec<_> =
        facts::frameworks().iter().map(|it| format!("`{}`", it.extension)).collect();
    format!("the extensions are {}", names.join(", "))
}

/// The extension whose framework can only have been meant: misspelt, without `-framework`, or with the
/// beginning of the framework's name.
fn meant(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase().replace(['_', ' '], "-");
    let names = || facts::frameworks().iter().map(|framework| framework.extension);
    let near = nearest(&name, names(), 2);
    let stem = name.strip_suffix("-framework").unwrap_or(&name).replace('-', "");
    let fits = |framework: &&facts::Framework| {
        let own = framework.name.replace('-', "");
        own.starts_with(&stem) || (stem.starts_with(&own) && stem.len() < own.len() + 5)
    };
    let mut fitting = facts::frameworks().iter().filter(fits);
    let only = || match (fitting.next(), fitting.next()) {
        (Some(framework), None) if stem.len() > 1 => Some(framework.extension),
        _ => None,
    };
    near.or_else(only)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{RULE, meant};
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn names_of_the_six_extensions_are_known() {
        check(
            &RULE,
            "extensions:
- flask-framework
- rails-framework
# ^^^^^^^^^^^^^^^ error[unknown-extension]: charmcraft has no extension `rails-framework`
- 5
# ^ error[unknown-extension]: an entry of `extensions` is a number, expected a name
",
        );
    }

    #[test]
    fn an_empty_entry_is_marked_at_the_key() {
        check(
            &RULE,
            "extensions:
#^^^^^^^^^ error[unknown-extension]: an entry of `extensions` is empty, expected a name
- flask-framework
-
",
        );
    }

    #[test]
    fn what_charmcraft_takes_is_fine() {
        for extensions in
            ["", "[]", "~", "''", "no", "{}", "{go-framework: }", "[spring-boot-framework]"]
        {
            check(&RULE, &format!("extensions: {extensions}\n"));
        }
    }

    #[test]
    fn text_is_read_letter_by_letter() {
        check(
            &RULE,
            "extensions: flask-framework
#           ^^^^^^^^^^^^^^^ error[unknown-extension]: `extensions` is text, expected a list
",
        );
        check(
            &RULE,
            "extensions: yes
#           ^^^ error[unknown-extension]: `extensions` is a boolean, expected a list
",
        );
    }

    #[test]
    fn half_typed_extensions_are_left_alone() {
        check(&RULE, "extensions:\n- go-framework\n- 'fla\nname: x\n");
    }

    #[test]
    fn the_extension_that_was_meant_is_found() {
        let found = |name: &str| meant(name).unwrap_or_default();
        for name in ["flask", "Flask_Framework", "flask-framwork", "flask-app"] {
            assert_eq!(found(name), "flask-framework", "{name}");
        }
        for name in ["spring", "springboot", "spring-framework", "spring-boot"] {
            assert_eq!(found(name), "spring-boot-framework", "{name}");
        }
        assert_eq!(found("express"), "expressjs-framework");
        assert_eq!(found("golang"), "go-framework");
        for name in ["rails-framework", "f", "framework", "go-away-from-here"] {
            assert_eq!(found(name), "", "{name}");
        }
    }

    #[test]
    fn the_name_can_be_put_right() {
        assert_eq!(fixed(&RULE, "extensions: [flask]\n", 0), "extensions: [flask-framework]\n");
        assert_eq!(fixed(&RULE, "extensions: flask\n", 0), "extensions: [flask-framework]\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "extensions: [django, ruby, ~]")
            + &said(&RULE, "extensions: 'go-framework'");
        expect![[r#"
            error (charmcraft): charmcraft has no extension `django`
              note: `charmcraft pack` stops on this
              help: did you mean `django-framework`?
              fix (Safe): Write `django-framework`
            error (charmcraft): charmcraft has no extension `ruby`
              note: `charmcraft pack` stops on this
              help: the extensions are `flask-framework`, `django-framework`, `fastapi-framework`, `go-framework`, `expressjs-framework`, `spring-boot-framework`
            error (charmcraft): an entry of `extensions` is empty, expected a name
              note: `charmcraft pack` stops on this
              help: the extensions are `flask-framework`, `django-framework`, `fastapi-framework`, `go-framework`, `expressjs-framework`, `spring-boot-framework`
            error (charmcraft): `extensions` is text, expected a list
              note: `charmcraft pack` takes each letter for the name of an extension, and stops
              help: write `[go-framework]`
              fix (Safe): Write `[go-framework]`
        "#]].assert_eq(&said);
    }
}
