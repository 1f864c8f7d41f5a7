//! `several-extensions`: a charm uses more than one extension. Docs in several_extensions.md.

use super::items::remove_item;
use crate::facts;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "several-extensions",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("several_extensions.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let named = cx.charm().extensions().into_iter();
    let mut known = named.filter(|(_, name)| facts::framework_by_extension(name).is_some());
    let Some((first, first_name)) = known.next() else { return };
    for (entry, name) in known {
        let message = match name == first_name {
            true => format!("the extension `{name}` stands here twice"),
            false => format!("`{name}` is a second extension; a charm takes one"),
        };
        let draft = out
            .report(entry.range(), message)
            .note("`charmcraft pack` stops: each extension adds the part `charm`")
            .help("keep the one of the application's framework")
            .label(first.range(), "the first one");
        let list = cx.entry("extensions").map(|extensions| extensions.value.resolved());
        if let Some(edit) = list.and_then(|list| remove_item(list, entry)) {
            let safety = if name == first_name { Safety::Safe } else { Safety::Unsafe };
            let title = format!("Remove `{name}`");
            draft.fix(Fix::replace(title, safety, edit.range, edit.insert));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn the_first_extension_is_the_only_one() {
        check(
            &RULE,
            "extensions:
- flask-framework
- go-framework
# ^^^^^^^^^^^^ error[several-extensions]: `go-framework` is a second extension
- flask-framework
# ^^^^^^^^^^^^^^^ error[several-extensions]: the extension `flask-framework` stands here twice
",
        );
        check(&RULE, "extensions: [rails-framework, flask-framework]\n");
    }

    #[test]
    fn the_second_can_go() {
        assert_eq!(
            fixed(&RULE, "extensions: [go-framework, flask-framework, x]\n", 0),
            "extensions: [go-framework, x]\n"
        );
        assert_eq!(
            fixed(&RULE, "extensions:\n- go-framework\n- go-framework # again\nname: x\n", 0),
            "extensions:\n- go-framework\nname: x\n"
        );
    }

    #[test]
    fn words() {
        let said = said(&RULE, "extensions: [go-framework, flask-framework]");
        expect![[r#"
            error (charmcraft): `flask-framework` is a second extension; a charm takes one
              note: `charmcraft pack` stops: each extension adds the part `charm`
              help: keep the one of the application's framework
              fix (Unsafe): Remove `flask-framework`
        "#]]
        .assert_eq(&said);
    }
}
