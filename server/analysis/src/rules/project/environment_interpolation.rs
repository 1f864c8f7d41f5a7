//! `environment-interpolation`: a variable of a rock refers to another one. Docs in
//! environment_interpolation.md.
//!
//! rockcraft 1.20 refuses a `$` that is not the last character, after the variables of the build
//! (`$CRAFT_...`) are replaced. Environments of services have no such rule.

use super::reading::{Reading, is_mapping, stray_dollar};
use crate::rules::prelude::*;
use crate::rules::quoting::replace_text;

pub(super) static RULE: Rule = Rule {
    id: "environment-interpolation",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Rockcraft],
    docs: include_str!("environment_interpolation.md"),
    check,
};

/// What `$PATH` is in an image of Ubuntu.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(environment) = cx.entry("environment") else { return };
    if !is_mapping(environment.value) {
        return;
    }
    for entry in environment.value.effective_entries() {
        let Reading::Text(text) = Reading::of(entry.value) else { continue };
        let is_fine = stray_dollar(text).is_none_or(|at| at + 1 == text.len());
        if !is_fine && !entry.is_repaired() && !out.has_reported(entry.value.range()) {
            report(entry, text, out);
        }
    }
}

fn report(entry: Entry<'_>, text: &str, out: &mut Findings<'_>) {
    let name = entry.key.text().unwrap_or_default();
    let draft = out
        .report(entry.value.range(), format!("the variable `{name}` holds a `$`"))
        .note("`rockcraft pack` stops on this: variables are not replaced in the image")
        .help("write the value in full");
    let full = text.replace("${PATH}", PATH).replace("$PATH", PATH);
    if full == text || full.contains('$') {
        return;
    }
    let title = "Write the usual directories in the place of `$PATH`";
    if let Some(fix) = replace_text(entry.value, title, Safety::Unsafe, &full) {
        draft.fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_dollar_may_stand_at_the_end_or_before_a_variable_of_the_build() {
        check(
            &RULE,
            "environment:
  PRICE: 100$
  ARCH: $CRAFT_ARCH_BUILD_FOR
  V: v${CRAFT_PROJECT_VERSION}-x$
  PATH: $PATH:/opt/bin
#       ^^^^^^^^^^^^^^ error[environment-interpolation]: the variable `PATH` holds a `$`
  TWO: $$
#      ^^ error[environment-interpolation]: the variable `TWO` holds a `$`
  FOO: $CRAFT_FOO
#      ^^^^^^^^^^ error[environment-interpolation]: the variable `FOO` holds a `$`
services:
  web: {environment: {PATH: $PATH}}
",
        );
    }

    #[test]
    fn words_and_fix() {
        let rock = "environment:\n  PATH: \"${PATH}:/opt\"\n";
        expect![[r#"
            error (rockcraft): the variable `PATH` holds a `$`
              note: `rockcraft pack` stops on this: variables are not replaced in the image
              help: write the value in full
              fix (Unsafe): Write the usual directories in the place of `$PATH`
        "#]]
        .assert_eq(&said(&RULE, rock));
        assert_eq!(
            fixed(&RULE, rock, 0),
            "environment:\n  PATH: \"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt\"\n"
        );
    }
}
