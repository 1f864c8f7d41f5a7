//! `base-in-platform`: a rock's platform names a base. Docs in base_in_platform.md.

use super::common::{pack_stops, platforms, rename, respell};
use crate::facts;
use crate::model::Target;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "base-in-platform",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("base_in_platform.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for platform in platforms(cx) {
        let of_name = Target::of(platform.key).filter(|target| {
            // A name with something behind it is free, and one without an architecture is incomplete.
            platform.is_shorthand() && facts::is_architecture(target.architecture)
        });
        if let Some(target) = of_name {
            report(cx, &target, rename(cx, &platform, target.architecture), out);
        }
        let fields = [platform.build_on(), platform.build_for()].into_iter().flatten();
        for target in fields.flat_map(Target::all) {
            let title = format!("Write `{}`", target.architecture);
            let fix = respell(target.node, target.architecture)
                .map(|edit| super::common::fix(title, Safety::Unsafe, edit));
            report(cx, &target, fix, out);
        }
    }
}

fn report(cx: &Context<'_>, target: &Target<'_>, fix: Option<Fix>, out: &mut Findings<'_>) {
    let Some(base) = target.base else { return };
    if out.has_reported(target.node.range()) {
        return;
    }
    let draft = out
        .report(
            target.node.range(),
            format!("a rock's platform names no base, and here is `{base}`"),
        )
        .note(format!("{}: a rock has one base, at the top", pack_stops(cx)))
        .help(format!("write `{}`", target.architecture));
    if let Some(fix) = fix {
        draft.fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_base_is_for_the_top() {
        check(
            &RULE,
            "platforms:
  ubuntu@24.04:amd64:
# ^^^^^^^^^^^^^^^^^^ error[base-in-platform]: a rock's platform names no base, and here is
  noble:arm64:
# ^^^^^^^^^^^ error[base-in-platform]: a rock's platform names no base, and here is `noble`
  a: {build-on: [amd64, 'devel:amd64'], build-for: ubuntu@24.04:amd64}
#                       ^^^^^^^^^^^^^ error[base-in-platform]: a rock's platform
#                                                  ^^^^^^^^^^^^^^^^^^ error[base-in-platform]: a rock's
  ubuntu@24.04:b: {build-on: amd64, build-for: amd64}
  ubuntu@24.04: {build-on: amd64, build-for: amd64}
",
        );
    }

    #[test]
    fn the_fix_leaves_the_architecture() {
        let text = "platforms:\n  ubuntu@24.04:amd64:\n";
        assert_eq!(fixed(&RULE, text, 0), "platforms:\n  amd64:\n");
        let entry = "platforms: {a: {build-on: ['x@1:amd64']}}";
        assert_eq!(fixed(&RULE, entry, 0), "platforms: {a: {build-on: ['amd64']}}");
    }

    #[test]
    fn words() {
        expect![[r#"
            error (rockcraft): a rock's platform names no base, and here is `ubuntu@24.04`
              note: `rockcraft pack` stops on this: a rock has one base, at the top
              help: write `amd64`
              fix (Unsafe): Rename the platform to `amd64`
        "#]]
        .assert_eq(&said(&RULE, "platforms: {'ubuntu@24.04:amd64': }"));
    }
}
