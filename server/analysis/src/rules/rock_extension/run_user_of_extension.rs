//! `run-user-of-extension`: the file spells `run-user` in another way than the extension that adds it.
//! Docs in run_user_of_extension.md.

use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;

use super::framework::{PACK_STOPS, Used, used};

pub(super) static RULE: Rule = Rule {
    id: "run-user-of-extension",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("run_user_of_extension.md"),
    check,
};

const SPELLINGS: [&str; 2] = ["run-user", "run_user"];

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let written = SPELLINGS.map(|spelling| cx.entry(spelling));
    // With both in the file the extension does not matter.
    let ([Some(entry), None] | [None, Some(entry)]) = written else { return };
    let key = entry.key.text().unwrap_or_default();
    for Used { name, framework } in used(cx) {
        if framework.rock.run_user_key == key || out.has_reported(entry.key.range()) {
            continue;
        }
        let draft = out
            .report(
                entry.key.range(),
                format!(
                    "`{key}` is set twice: `{}` adds `{}`",
                    framework.extension, framework.rock.run_user_key
                ),
            )
            .label(name.range(), "this extension sets the user to `_daemon_`")
            .note(PACK_STOPS)
            .help(format!("remove `{key}`: the extension sets it to `_daemon_`"));
        let keeps_meaning = entry.value.resolved().as_str() == Some("_daemon_");
        let safety = if keeps_meaning { Safety::Safe } else { Safety::Unsafe };
        if let Some(edit) = remove_entry(cx, &[key]) {
            draft.fix(Fix::replace(format!("Remove `{key}`"), safety, edit.range, edit.insert));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn python_and_go_add_the_underscore() {
        for extension in ["flask", "django", "fastapi", "go"] {
            check(
                &RULE,
                &format!(
                    "extensions: [{extension}-framework]\nrun-user: _daemon_\n#^^^^^^^ error[run-user-of-extension]: `run-user` is set twice\n"
                ),
            );
            check(&RULE, &format!("extensions: [{extension}-framework]\nrun_user: _daemon_\n"));
        }
    }

    #[test]
    fn express_and_spring_boot_add_the_dash() {
        for extension in ["expressjs", "spring-boot"] {
            check(
                &RULE,
                &format!(
                    "extensions: [{extension}-framework]\nrun_user: _daemon_\n#^^^^^^^ error[run-user-of-extension]: `run_user` is set twice\n"
                ),
            );
            check(&RULE, &format!("extensions: [{extension}-framework]\nrun-user: _daemon_\n"));
        }
        check(&RULE, "run-user: _daemon_\n");
    }

    #[test]
    fn the_fix_removes_the_key() {
        let file = "run-user: _daemon_\nextensions: [flask-framework]\n";
        assert_eq!(fixed(&RULE, file, 0), "extensions: [flask-framework]\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            error (rockcraft): `run-user` is set twice: `flask-framework` adds `run_user`
              note: `rockcraft pack` stops on this
              help: remove `run-user`: the extension sets it to `_daemon_`
              fix (Safe): Remove `run-user`
        "#]]
        .assert_eq(&said(&RULE, "run-user: _daemon_\nextensions: [flask-framework]\n"));
    }
}
