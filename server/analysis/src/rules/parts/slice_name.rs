//! `slice-name`: an entry of `stage-slices` that is no name of a chisel slice. Docs in slice_name.md.

use super::view::{named_parts, stops};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "slice-name",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("slice_name.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (part, value) in named_parts(cx) {
        let Some(slices) = value.field("stage-slices") else { continue };
        for item in slices.value.resolved().items().filter(|item| !item.is_repaired()) {
            // Other kinds of values are another rule's.
            let Some(name) = item.resolved().as_str().filter(|name| !is_slice_name(name)) else {
                continue;
            };
            if out.has_reported(item.range()) {
                continue;
            }
            let shown = name.escape_debug();
            let draft = out
                .report(
                    item.range(),
                    format!("`{shown}` in `stage-slices` of part `{part}` is no slice"),
                )
                .note(stops(cx));
            draft.help(if name.contains('_') {
                "write `<package>_<slice>` with small letters, digits and single hyphens; a slice has three letters or more"
            } else {
                "write `<package>_<slice>`, or put debs into `stage-packages` of another part"
            });
        }
    }
}

/// `package_slice`, as chisel names them (craft-parts 2.37).
fn is_slice_name(name: &str) -> bool {
    let Some((package, slice)) = name.split_once('_') else { return false };
    let is_small = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let groups = |text: &str, dots: bool| {
        let is_char = |byte: u8| is_small(byte) || dots && matches!(byte, b'.' | b'+');
        // A hyphen stands before a character, not at the end and not twice.
        text.split('-').skip(1).all(|group| !group.is_empty())
            && text.bytes().all(|byte| byte == b'-' || is_char(byte))
    };
    let characters = |text: &str| text.bytes().filter(|byte| *byte != b'-').count();
    let starts = |text: &str, fits: fn(&u8) -> bool| text.as_bytes().first().is_some_and(fits);
    starts(package, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        && groups(package, true)
        && characters(package) >= 2
        && starts(slice, u8::is_ascii_lowercase)
        && groups(slice, false)
        && characters(slice) >= 3
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{RULE, is_slice_name};
    use crate::rules::testing::{check, said};

    #[test]
    fn names_of_slices() {
        for name in
            ["python3.12_standard", "libstdc++6_libs", "ca-certificates_data", "a1_bin", "7z_a-b-c"]
        {
            assert!(is_slice_name(name), "{name}");
        }
        for name in [
            "bash",
            "a_bins",
            "bash_b",
            "bash_bi",
            "Bash_bins",
            "ba--sh_bins",
            "bash_bins-",
            "bash_1bins",
            "_bins",
            "bash_",
            "a_b_c",
        ] {
            assert!(!is_slice_name(name), "{name}");
        }
    }

    #[test]
    fn other_names_are_marked() {
        check(
            &RULE,
            "//- rockcraft.yaml
parts:
  a: {plugin: nil, stage-slices: [bash, bash_bins, bash_b, 7]}
#                                 ^^^^ error[slice-name]: `bash` in `stage-slices` of part `a` is no slice
#                                                  ^^^^^^ error[slice-name]: `bash_b` in `stage-slices`
",
        );
    }

    #[test]
    fn half_typed_lists_are_left_alone() {
        check(&RULE, "parts:\n  a:\n    stage-slices:\n      - bash\n        x:\n      y\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "parts: {a: {stage-slices: [bash, bash_b]}}");
        expect![[r#"
            error (charmcraft): `bash` in `stage-slices` of part `a` is no slice
              note: `charmcraft pack` stops on this
              help: write `<package>_<slice>`, or put debs into `stage-packages` of another part
            error (charmcraft): `bash_b` in `stage-slices` of part `a` is no slice
              note: `charmcraft pack` stops on this
              help: write `<package>_<slice>` with small letters, digits and single hyphens; a slice has three letters or more
        "#]]
        .assert_eq(&said);
    }
}
