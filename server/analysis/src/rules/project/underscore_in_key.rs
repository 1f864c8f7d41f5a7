//! `underscore-in-key`: a key is written with `_` where it has `-`. Docs in underscore_in_key.md.

use super::keys;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "underscore-in-key",
    severity: Severity::Warning,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("underscore_in_key.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(root) = cx.root() else { return };
    for entry in root.entries() {
        let Some(name) = entry.key.as_str().filter(|name| name.contains('_')) else { continue };
        let Some(known) = keys::known(cx.snapshot.kind, name) else { continue };
        // Both spellings together are an error of their own.
        if name == known || entry.key.is_repaired() || cx.entry(known).is_some() {
            continue;
        }
        // The extension brings the other spelling, and charmcraft refuses both together.
        if known == "charm-libs" && cx.extension().is_some() {
            continue;
        }
        let tool = cx.tool().name();
        out.report(entry.key.range(), format!("the key `{known}` is written as `{name}`"))
            .note(format!("`{tool}` takes it, but some of its checks look for `{known}` only"))
            .help(format!("write `{known}`"))
            .fix(Fix::replace(
                format!("Rename the key to `{known}`"),
                Safety::Safe,
                entry.key.range(),
                known,
            ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{check, fixed};

    #[test]
    fn the_other_spelling_of_a_known_key_is_marked() {
        let fixture = "build_base: ubuntu@24.04
#^^^^^^^^^ warning[underscore-in-key]: the key `build-base` is written as `build_base`
no_such_key: x
charm-user: root
charm_user: root
";
        check(&RULE, fixture);
        assert!(fixed(&RULE, fixture, 0).starts_with("build-base: ubuntu@24.04\n"));
        check(&RULE, "run_user: _daemon_\n");
        check(&RULE, "extensions: [flask-framework]\ncharm_libs: []\n");
    }
}
