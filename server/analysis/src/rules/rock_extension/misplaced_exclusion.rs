//! `misplaced-exclusion`: an exclusion in a list of the image's files does not exclude. Docs in
//! misplaced_exclusion.md.

use crate::rules::prelude::*;

use super::file_list::{Listed, file_list};
use super::framework::used;

pub(super) static RULE: Rule = Rule {
    id: "misplaced-exclusion",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("misplaced_exclusion.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for used in used(cx) {
        let Some(list) = file_list(cx, &used) else { continue };
        for entry in list.entries.iter().filter(|entry| entry.is_exclusion()) {
            if out.has_reported(entry.node.range()) {
                continue;
            }
            if list.names_files {
                out.report(entry.node.range(), format!("the exclusion `{}` comes after files", entry.text))
                    .note("`rockcraft pack` fails on this when it builds the part: a list that starts with a file can only name files")
                    .help("put the exclusions in front of the files, or leave them out: what is not named does not go in");
            } else if entry.text.starts_with("- ") {
                report_blank(entry, out);
            }
        }
    }
}

fn report_blank(entry: &Listed<'_>, out: &mut Findings<'_>) {
    let wanted = format!("-{}", entry.path());
    let draft = out
        .report(
            entry.node.range(),
            format!("`{}` excludes nothing: a blank follows its dash", entry.text),
        )
        .note("rockcraft takes the blank for the beginning of the name")
        .help(format!("write `{wanted}`"));
    let source = entry.node.source();
    let Some(dash) = source.find("- ").filter(|_| entry.node.is_scalar()) else { return };
    let blanks =
        source.get(dash + 1..).map_or(0, |rest| rest.len() - rest.trim_start_matches(' ').len());
    let start = usize::from(entry.node.range().start()) + dash + 1;
    let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(start + blanks)) else {
        return;
    };
    let range = TextRange::new(start.into(), end.into());
    draft.fix(Fix::replace(format!("Write `{wanted}`"), Safety::Safe, range, ""));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn exclusions_come_first() {
        check(
            &RULE,
            "extensions: [flask-framework]
parts:
  flask-framework/install-app:
    prime:
      - flask/app/app.py
      - -flask/app/static/raw
#       ^^^^^^^^^^^^^^^^^^^^^ warning[misplaced-exclusion]: the exclusion `-flask/app/static/raw` comes after files
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]\nparts: {flask-framework/install-app: {prime: [-flask/app/x, flask/app/app.py]}}\n",
        );
    }

    #[test]
    fn the_blank_goes() {
        let file = "extensions: [flask-framework]\nparts: {flask-framework/install-app: {prime: [-flask/app/x, '-  flask/app/y']}}\n";
        assert!(fixed(&RULE, file, 0).contains("'-flask/app/y'"));
    }

    #[test]
    fn words() {
        let file = |list: &str| {
            said(
                &RULE,
                &format!(
                    "extensions: [fastapi-framework]\nparts: {{fastapi-framework/install-app: {{prime: [{list}]}}}}\n"
                ),
            )
        };
        expect![[r#"
            warning (rockcraft): the exclusion `-app/x` comes after files
              note: `rockcraft pack` fails on this when it builds the part: a list that starts with a file can only name files
              help: put the exclusions in front of the files, or leave them out: what is not named does not go in
            warning (rockcraft): `- app/x` excludes nothing: a blank follows its dash
              note: rockcraft takes the blank for the beginning of the name
              help: write `-app/x`
              fix (Safe): Write `-app/x`
        "#]]
        .assert_eq(&(file("app/app.py, -app/x") + &file("'- app/x'")));
    }
}
