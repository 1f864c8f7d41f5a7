//! `charm-part-of-extension`: the file has the part that the extension adds. Docs in
//! charm_part_of_extension.md.

use super::used;
use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "charm-part-of-extension",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("charm_part_of_extension.md"),
    check,
};

/// The part that every extension adds.
const PART: &str = "charm";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some((_, extension)) = used(cx) else { return };
    let Some(part) = cx.parts().iter().find(|part| part.key.as_str() == Some(PART)) else { return };
    let name = extension.framework.extension;
    let draft = out
        .report(part.key.range(), format!("the {name} extension adds the part `{PART}` itself"))
        .note("`charmcraft pack` stops on this, even if the part is empty")
        .help("remove it; what else the build needs goes into a part of another name");
    if let Some(edit) = remove_entry(cx, &["parts", PART]) {
        let title = format!("Remove the part `{PART}`");
        draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn the_part_charm_is_the_extension_s() {
        check(
            &RULE,
            "extensions: [flask-framework]
parts:
  charm: {}
# ^^^^^ error[charm-part-of-extension]: the flask-framework extension adds the part `charm` itself
  files: {plugin: dump, source: files}
",
        );
        check(&RULE, "parts: {charm: {plugin: charm}}\n");
        check(&RULE, "extensions: [flask-framework]\nparts: {}\n");
    }

    #[test]
    fn removing_it_leaves_no_empty_section() {
        let fixture =
            "extensions: [flask-framework]\nparts:\n  charm:\n    plugin: charm\nname: x\n";
        assert_eq!(fixed(&RULE, fixture, 0), "extensions: [flask-framework]\nname: x\n");
    }

    #[test]
    fn words() {
        let said =
            said(&RULE, "extensions: [go-framework]\nparts: {charm: {plugin: uv, source: .}}\n");
        expect![[r#"
            error (charmcraft): the go-framework extension adds the part `charm` itself
              note: `charmcraft pack` stops on this, even if the part is empty
              help: remove it; what else the build needs goes into a part of another name
              fix (Unsafe): Remove the part `charm`
        "#]]
        .assert_eq(&said);
    }
}
