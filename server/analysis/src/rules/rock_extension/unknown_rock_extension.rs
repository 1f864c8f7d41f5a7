//! `unknown-rock-extension`: `extensions` names something that rockcraft does not know. Docs in
//! unknown_rock_extension.md.

use crate::facts;
use crate::rules::edits::{remove_entry, written};
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::rules::shape::kind;
use crate::rules::shape::listed;

use super::framework::{PACK_STOPS, is_given};

pub(super) static RULE: Rule = Rule {
    id: "unknown-rock-extension",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("unknown_rock_extension.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(extensions) = cx.entry("extensions") else { return };
    let value = extensions.value.resolved();
    if extensions.value.is_repaired() {
        return;
    }
    if !is_given(value) {
        report_empty(cx, extensions, out);
    } else if value.is_scalar() {
        report_scalar(extensions.value, value, out);
    } else {
        let keys = value.entries().map(|entry| entry.key);
        value.items().chain(keys).for_each(|name| check_name(name, out));
    }
}

fn report_empty(cx: &Context<'_>, extensions: Entry<'_>, out: &mut Findings<'_>) {
    let draft = out
        .report(extensions.key.range(), "`extensions` is empty, expected at least one extension")
        .note(PACK_STOPS)
        .help(format!("remove the key, or write one of {}", listed(&names(), "and")));
    if let Some(edit) = remove_entry(cx, &["extensions"]) {
        draft.fix(Fix::replace("Remove the empty key", Safety::Safe, edit.range, edit.insert));
    }
}

fn report_scalar(at: NodeRef<'_>, value: NodeRef<'_>, out: &mut Findings<'_>) {
    let message = format!("`extensions` is {}, expected a list", kind(value));
    let draft = out.report(at.range(), message).note(PACK_STOPS);
    match value.as_str().and_then(meant) {
        Some(name) => {
            let list = format!("[{name}]");
            let draft = draft.help(format!("write `{list}`"));
            if value == at {
                draft.fix(Fix::replace(format!("Write `{list}`"), Safety::Safe, at.range(), list));
            }
        }
        None => {
            draft.help(format!("write a list of {}", listed(&names(), "or")));
        }
    }
}

fn check_name(name: NodeRef<'_>, out: &mut Findings<'_>) {
    let value = name.resolved();
    if name.is_repaired() || out.has_reported(name.range()) {
        return;
    }
    let Some(text) = value.as_str() else {
        out.report(
            name.range(),
            format!("an entry of `extensions` is {}, expected a name", kind(value)),
        )
        .note(PACK_STOPS)
        .help(format!("write one of {}", listed(&names(), "and")));
        return;
    };
    if facts::framework_by_extension(text).is_some() {
        return;
    }
    let draft =
        out.report(name.range(), format!("rockcraft has no extension `{text}`")).note(PACK_STOPS);
    let Some(meant) = meant(text) else {
        draft.help(format!("write one of {}", listed(&names(), "and")));
        return;
    };
    let draft = draft.help(format!("did you mean `{meant}`?"));
    if value == name {
        let title = format!("Write `{meant}`");
        draft.fix(Fix::replace(title, Safety::Safe, name.range(), written(meant)));
    }
}

fn names() -> Vec<&'static str> {
    facts::frameworks().iter().map(|framework| framework.extension).collect()
}

/// The extension of a name that is misspelt, or that of the framework alone.
fn meant(text: &str) -> Option<&'static str> {
    let text = text.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    let alone = facts::frameworks().iter().map(|framework| framework.name);
    let short = nearest(text.trim_end_matches("-framework"), alone, 2);
    let by_name = short.and_then(facts::framework_by_name).map(|framework| framework.extension);
    nearest(&text, names(), 2).or(by_name)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn an_unknown_name_is_marked() {
        check(
            &RULE,
            "extensions:
  - flask
#   ^^^^^ error[unknown-rock-extension]: rockcraft has no extension `flask`
  - go-framework
  - 7
#   ^ error[unknown-rock-extension]: an entry of `extensions` is a number
  - rails-framework
#   ^^^^^^^^^^^^^^^ error[unknown-rock-extension]: rockcraft has no extension `rails-framework`
  - go-framework
",
        );
        check(
            &RULE,
            "extensions: {flask-framework: , x: }\n#                               ^ error[unknown-rock-extension]: rockcraft\n",
        );
    }

    #[test]
    fn a_list_with_something_in_it_is_needed() {
        check(
            &RULE,
            "extensions:\n#^^^^^^^^^ error[unknown-rock-extension]: `extensions` is empty\nname: a\n",
        );
        check(
            &RULE,
            "extensions: []\n#^^^^^^^^^ error[unknown-rock-extension]: `extensions` is empty\n",
        );
        check(
            &RULE,
            "extensions: flask\n#           ^^^^^ error[unknown-rock-extension]: `extensions` is text\n",
        );
    }

    #[test]
    fn the_name_that_was_meant_is_offered() {
        let fix = |name: &str| fixed(&RULE, &format!("extensions: [{name}]\n"), 0);
        for name in ["flask", "flask_framework", "Flask-Framework", "flask-framwork"] {
            assert_eq!(fix(name), "extensions: [flask-framework]\n", "{name}");
        }
        for name in ["express", "express-framework", "expressjs"] {
            assert_eq!(fix(name), "extensions: [expressjs-framework]\n", "{name}");
        }
        assert_eq!(fix("springboot-framework"), "extensions: [spring-boot-framework]\n");
        assert_eq!(fixed(&RULE, "extensions: django\n", 0), "extensions: [django-framework]\n");
        assert_eq!(fixed(&RULE, "name: a\nextensions:\n", 0), "name: a\n");
    }

    #[test]
    fn a_name_behind_an_alias_is_not_rewritten() {
        let said = said(&RULE, "x: &x flask\nextensions: [*x]\n");
        assert!(said.contains("did you mean") && !said.contains("fix ("), "{said}");
    }

    #[test]
    fn words() {
        expect![[r#"
            error (rockcraft): rockcraft has no extension `flask`
              note: `rockcraft pack` stops on this
              help: did you mean `flask-framework`?
              fix (Safe): Write `flask-framework`
            error (rockcraft): rockcraft has no extension `rails`
              note: `rockcraft pack` stops on this
              help: write one of `flask-framework`, `django-framework`, `fastapi-framework`, `go-framework`, `expressjs-framework` and `spring-boot-framework`
        "#]]
        .assert_eq(&said(&RULE, "extensions: [flask, rails]\n"));
    }
}
