//! `base-not-for-bases`: the old form names a base that it cannot have. Docs in base_not_for_bases.md.

use super::common::{choice, pack_stops};
use super::convert_bases::conversion;
use super::old_bases;
use crate::facts::{self, BaseUse};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "base-not-for-bases",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("base_not_for_bases.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let entries = old_bases::entries(cx);
    for base in entries.iter().flat_map(|entry| &entry.bases) {
        let (Some(name), Some((node, channel))) = (base.name(), base.channel()) else { continue };
        let found = format!("{name}@{channel}");
        if facts::is_base(&found, FileKind::Charmcraft, BaseUse::Bases)
            || out.has_reported(node.range())
        {
            continue;
        }
        let is_newer = facts::is_base(&found, FileKind::Charmcraft, BaseUse::Base);
        let message = match is_newer {
            true => format!("`{found}` is too new for `bases`"),
            false => format!("`{found}` is no base that charmcraft knows"),
        };
        let draft = out.report(node.range(), message).note(pack_stops(cx));
        if !is_newer {
            let known = facts::bases(FileKind::Charmcraft, BaseUse::Bases).map(|base| base.name);
            draft.help(format!("known here are {}", choice(known).replace(" or ", " and ")));
            continue;
        }
        let draft = draft.help(format!("write `base: {found}` and `platforms` instead of `bases`"));
        if let Some(fix) = conversion(cx) {
            draft.fix(fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn new_and_unknown_bases_are_marked_wherever_they_stand() {
        check(
            &RULE,
            "bases:
- {name: ubuntu, channel: '24.04'}
#                         ^^^^^^^ error[base-not-for-bases]: `ubuntu@24.04` is too new for `bases`
- build-on: [{name: ubuntu, channel: '22.04'}]
  run-on: [{name: centos, channel: '7'}]
#                                  ^^^ error[base-not-for-bases]: `centos@7` is no base
- {name: almalinux, channel: '9'}
- {name: ubuntu, channel: 24.04}
",
        );
    }

    #[test]
    fn the_fix_is_the_form_of_today() {
        let text = "bases: [{name: ubuntu, channel: '24.04'}]\nparts: {a: {plugin: nil}}\n";
        let wanted = "base: ubuntu@24.04\nplatforms:\n  amd64:\nparts: {a: {plugin: nil}}\n";
        assert_eq!(fixed(&RULE, text, 0), wanted);
    }

    #[test]
    fn words() {
        let said =
            said(&RULE, "bases: [{name: ubuntu, channel: '24.04'}, {name: x, channel: '1'}]");
        expect![[r#"
            error (charmcraft): `ubuntu@24.04` is too new for `bases`
              note: `charmcraft pack` stops on this
              help: write `base: ubuntu@24.04` and `platforms` instead of `bases`
            error (charmcraft): `x@1` is no base that charmcraft knows
              note: `charmcraft pack` stops on this
              help: known here are `ubuntu@18.04`, `ubuntu@20.04`, `ubuntu@22.04` and `almalinux@9`
        "#]]
        .assert_eq(&said);
    }
}
