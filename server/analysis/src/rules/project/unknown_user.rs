//! `unknown-user`: `charm-user` or `run-user` names a user that is not among the possible ones. Docs in
//! unknown_user.md.

use super::keys;
use super::reading::{Reading, in_words};
use crate::facts;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::rules::quoting::replace_text;

pub(super) static RULE: Rule = Rule {
    id: "unknown-user",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("unknown_user.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let key = match cx.snapshot.kind {
        FileKind::Rockcraft => "run-user",
        _ => "charm-user",
    };
    let Some(entry) = keys::entry(cx, key).filter(|entry| !entry.is_repaired()) else { return };
    // Next to an extension that adds the other spelling the key itself is refused.
    let added = cx.framework().filter(|_| key == "run-user").map(|it| it.rock.run_user_key);
    if added.is_some_and(|added| entry.key.text() != Some(added)) {
        return;
    }
    let known = facts::key_doc(cx.snapshot.kind, &[key]).map_or(&[][..], |doc| &doc.values);
    let reading = Reading::of(entry.value);
    let found = match &reading {
        Reading::Null | Reading::Unreadable => return,
        Reading::Text(text) if known.contains(text) => return,
        Reading::Text("") => "empty".to_owned(),
        Reading::Text(text) => format!("`{}`", text.trim()),
        Reading::Number(text) => format!("`{text}`"),
        Reading::Other(_) => in_words(entry.value).to_owned(),
    };
    let [first, others @ ..] = known else { return };
    let expected =
        others.iter().fold(format!("`{first}`"), |list, user| format!("{list}, `{user}`"));
    let one_of = if others.is_empty() { "" } else { "one of " };
    let draft = out
        .report(entry.value.range(), format!("`{key}` is {found}, expected {one_of}{expected}"))
        .note(format!("`{} pack` stops on this", cx.tool().name()));
    let root = match added {
        Some(_) => "remove the key: the extension sets `_daemon_`",
        None => "remove the key to run as root",
    };
    if found == "`root`" {
        draft.help(root);
        return;
    }
    let meant = match (&reading, others) {
        (Reading::Text(text), _) => {
            let text = text.trim().to_ascii_lowercase();
            let near = known.iter().copied().find(|user| plain(user) == plain(&text));
            near.or_else(|| nearest(&text, known.iter().copied(), 2))
        }
        _ => None,
    };
    let Some(user) = meant else {
        draft.help(match others {
            [] => format!("write `{first}`, or {root}"),
            _ => format!("write one of {expected}"),
        });
        return;
    };
    let draft = draft.help(format!("did you mean `{user}`?"));
    if let Some(fix) = replace_text(entry.value, format!("Write `{user}`"), Safety::Safe, user) {
        draft.fix(fix);
    }
}

/// Letters only: `nonroot` and `non_root` are meant to be `non-root`.
fn plain(user: &str) -> String {
    user.chars().filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn users_are_among_the_known_ones() {
        for right in ["root", "'sudoer'", "non-root", "~", ""] {
            check(&RULE, &format!("charm-user: {right}\n"));
        }
        check(
            &RULE,
            "charm_user: nobody
#           ^^^^^^ error[unknown-user]: `charm-user` is `nobody`, expected one of `root`, `sudoer`
",
        );
        check(
            &RULE,
            "charm-user: [root]
#           ^^^^^^ error[unknown-user]: `charm-user` is a list
",
        );
    }

    #[test]
    fn a_rock_knows_one_user_only() {
        check(
            &RULE,
            "//- rockcraft.yaml
run-user: 584792
#         ^^^^^^ error[unknown-user]: `run-user` is `584792`, expected `_daemon_`
",
        );
        check(&RULE, "//- rockcraft.yaml\nrun-user: _daemon_\n");
    }

    #[test]
    fn words_and_fixes() {
        let said = said(&RULE, "charm-user: nonroot\n")
            + &said(&RULE, "charm-user: me\n")
            + &said(&RULE, "//- rockcraft.yaml\nrun-user: root\n")
            + &said(&RULE, "//- rockcraft.yaml\nrun-user: ubuntu\n");
        expect![[r#"
            error (charmcraft): `charm-user` is `nonroot`, expected one of `root`, `sudoer`, `non-root`
              note: `charmcraft pack` stops on this
              help: did you mean `non-root`?
              fix (Safe): Write `non-root`
            error (charmcraft): `charm-user` is `me`, expected one of `root`, `sudoer`, `non-root`
              note: `charmcraft pack` stops on this
              help: write one of `root`, `sudoer`, `non-root`
            error (rockcraft): `run-user` is `root`, expected `_daemon_`
              note: `rockcraft pack` stops on this
              help: remove the key to run as root
            error (rockcraft): `run-user` is `ubuntu`, expected `_daemon_`
              note: `rockcraft pack` stops on this
              help: write `_daemon_`, or remove the key to run as root
        "#]]
        .assert_eq(&said);
        assert_eq!(fixed(&RULE, "charm-user: NonRoot\n", 0), "charm-user: non-root\n");
        let rock = "//- rockcraft.yaml\nrun-user: daemon\n";
        assert_eq!(fixed(&RULE, rock, 0), "run-user: '_daemon_'\n");
    }

    #[test]
    fn next_to_an_extension_its_spelling_counts() {
        check(&RULE, "//- rockcraft.yaml\nextensions: [flask-framework]\nrun-user: root\n");
        let said = crate::rules::testing::said(
            &RULE,
            "//- rockcraft.yaml\nextensions: [expressjs-framework]\nrun-user: root\n",
        );
        assert!(said.contains("remove the key: the extension sets `_daemon_`"), "{said}");
    }
}
