//! `malformed-project-name`: `name` has characters that names do not have, or is too long. Docs in
//! malformed_project_name.md.
//!
//! The conditions are those of craft-application 7.5. That the name is missing or no text is the
//! business of other rules.

use super::reading::{Reading, holds_variable, with_variables_replaced};
use crate::rules::prelude::*;
use crate::rules::quoting::{quote, replace_text};

pub(super) static RULE: Rule = Rule {
    id: "malformed-project-name",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft, FileKind::Metadata],
    docs: include_str!("malformed_project_name.md"),
    check,
};

/// The longest name, in characters.
const LONGEST: usize = 40;

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = cx.entry("name").filter(|entry| !entry.is_repaired()) else { return };
    if !cx.is_read_by_charmcraft("name") {
        return;
    }
    let value = entry.value;
    let (text, is_number) = match Reading::of(value) {
        Reading::Text(text) => (text.to_owned(), false),
        Reading::Number(text) => (text, true),
        _ => return,
    };
    // In the name itself this variable stands for what is written: for itself.
    let names_itself = text.contains("CRAFT_PROJECT_NAME");
    if text.is_empty() {
        return;
    }
    // How long it is with variables in it nobody knows, and what else it holds one sees.
    let has_variable = holds_variable(&text) && !names_itself;
    let read = if has_variable { with_variables_replaced(&text) } else { text.as_str().into() };
    let note = format!("`{} pack` stops on this", cx.tool().name());
    if let Some(fault) = fault(&read) {
        let read = if is_number { ", which YAML reads as a number," } else { "" };
        let shown = value.resolved().source();
        let shown = if is_number { shown } else { text.trim_end_matches('\n') };
        let draft =
            out.report(value.range(), format!("the name `{shown}`{read} {fault}")).note(note);
        let help = "use small letters, digits and single hyphens between them";
        let title = |name: &str| format!("Write `{name}`");
        let written = value.source();
        if is_number && self::fault(written).is_none() {
            let draft = draft.help(format!("put it in quotes: `'{written}'`"));
            if let Some(fix) = quote(value, "Put it in quotes") {
                draft.fix(fix);
            }
            return;
        }
        let Some(name) = nearest_name(&text) else {
            draft.help(help);
            return;
        };
        let draft = draft.help(format!("{help}, for example `{name}`"));
        if let Some(fix) = replace_text(value, title(&name), Safety::Unsafe, &name) {
            draft.fix(fix);
        }
        return;
    }
    let length = text.chars().count();
    if length > LONGEST && !has_variable {
        out.report(
            value.range(),
            format!("the name is {length} characters long, expected at most {LONGEST}"),
        )
        .note(note)
        .help("shorten it");
    }
}

/// What is wrong with the characters of a name.
fn fault(name: &str) -> Option<String> {
    let is_known = |ch: &char| matches!(ch, 'a'..='z' | '0'..='9' | '-');
    if let Some(odd) = name.chars().find(|ch| !is_known(ch)) {
        return Some(match odd {
            '\n' => "ends in a line break".to_owned(),
            ' ' => "holds a blank".to_owned(),
            'A'..='Z' => format!("holds the capital `{odd}`"),
            _ => format!("holds `{odd}`"),
        });
    }
    let fault = if !name.bytes().any(|byte| byte.is_ascii_lowercase()) {
        "has no letter"
    } else if name.starts_with('-') {
        "starts with a hyphen"
    } else if name.ends_with('-') {
        "ends with a hyphen"
    } else if name.contains("--") {
        "holds two hyphens in a row"
    } else {
        return None;
    };
    Some(fault.to_owned())
}

/// The name with everything in the place of hyphens that stands between letters and digits; small
/// letters start where a capital follows a small one.
fn nearest_name(text: &str) -> Option<String> {
    // A template's placeholder, to be replaced by whatever makes a file of it.
    if text.contains(['%', '{', '}', '<', '>', '$', '@']) {
        return None;
    }
    let mut name = String::with_capacity(text.len());
    let mut previous = '-';
    for ch in text.trim().chars() {
        let is_border = ch.is_ascii_uppercase() && previous.is_ascii_lowercase();
        let may_part = !name.ends_with('-') && !name.is_empty();
        if may_part && (is_border || !ch.is_ascii_alphanumeric()) {
            name.push('-');
        }
        if ch.is_ascii_alphanumeric() {
            name.push(ch.to_ascii_lowercase());
        } else if !ch.is_ascii() {
            // A letter that only looks like one of ours has no certain replacement.
            return None;
        }
        previous = ch;
    }
    name.truncate(name.trim_end_matches('-').len());
    (fault(&name).is_none() && name.len() <= LONGEST).then_some(name)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn placeholders_have_no_nearest_name() {
        for name in ["'%%NAME%%'", "'{{ name }}'", "<name>", "'@name@'"] {
            assert!(!said(&RULE, &format!("name: {name}\n")).contains("fix"), "{name}");
        }
    }

    #[test]
    fn names_are_small_letters_digits_and_single_inner_hyphens() {
        for name in ["a", "3proxy", "1-2-3a", "notes-k8s", "yes-no", &"a".repeat(40)] {
            check(&RULE, &format!("name: {name}\n"));
        }
        let bad = |name: &str, fault: &str| {
            let carets = "^".repeat(name.chars().count());
            check(
                &RULE,
                &format!("name: {name}\n#     {carets} error[malformed-project-name]: {fault}\n"),
            );
        };
        bad("my_app", "the name `my_app` holds `_`");
        bad("Notes", "the name `Notes` holds the capital `N`");
        bad("my app", "the name `my app` holds a blank");
        bad("-a", "the name `-a` starts with a hyphen");
        bad("a-", "the name `a-` ends with a hyphen");
        bad("a--b", "the name `a--b` holds two hyphens in a row");
        bad("1-2", "the name `1-2` has no letter");
        bad("2048", "the name `2048`, which YAML reads as a number, has no letter");
        bad("0xcafe", "the name `0xcafe`, which YAML reads as a number, has no letter");
        bad("notés", "the name `notés` holds `é`");
        bad("canonical/parcel", "the name `canonical/parcel` holds `/`");
        bad(&"a".repeat(41), "the name is 41 characters long, expected at most 40");
    }

    #[test]
    fn variables_of_the_tools_and_missing_names_are_left_alone() {
        check(&RULE, "name: a$CRAFT_TARGET_ARCH\n");
        check(&RULE, "name:\n");
        check(&RULE, "name: yes\n");
        check(&RULE, "name: ''\n");
    }

    #[test]
    fn the_nearest_name_is_offered() {
        let fixed_name = |name: &str| fixed(&RULE, &format!("name: {name}\n"), 0);
        assert_eq!(fixed_name("my_app"), "name: my-app\n");
        assert_eq!(fixed_name("'My App!'"), "name: 'my-app'\n");
        assert_eq!(fixed_name("HelloRock"), "name: hello-rock\n");
        assert_eq!(fixed_name("NOTES"), "name: notes\n");
        assert_eq!(fixed_name("0xcafe"), "name: '0xcafe'\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "name: My_app\n") + &said(&RULE, "name: 0xcafe\n");
        expect![[r#"
            error (charmcraft): the name `My_app` holds the capital `M`
              note: `charmcraft pack` stops on this
              help: use small letters, digits and single hyphens between them, for example `my-app`
              fix (Unsafe): Write `my-app`
            error (charmcraft): the name `0xcafe`, which YAML reads as a number, has no letter
              note: `charmcraft pack` stops on this
              help: put it in quotes: `'0xcafe'`
              fix (Safe): Put it in quotes
        "#]]
        .assert_eq(&said);
    }

    #[test]
    fn metadata_may_name_the_charm() {
        let name = "//- metadata.yaml
name: My_app
#     ^^^^^^ error[malformed-project-name]: the name `My_app` holds the capital `M`
//- charmcraft.yaml
type: charm
";
        check(&RULE, name);
        check(&RULE, "//- metadata.yaml\nname: My_app\n//- charmcraft.yaml\nname: x\n");
    }

    #[test]
    fn beside_a_variable_the_rest_is_looked_at() {
        check(&RULE, "name: my-$CRAFT_ARCH_BUILD_FOR\n");
        check(
            &RULE,
            "name: my_$CRAFT_ARCH_BUILD_FOR
#     ^^^^^^^^^^^^^^^^^^^^^^^^ error[malformed-project-name]: the name `my_$CRAFT_ARCH_BUILD_FOR` holds `_`
",
        );
    }
}
