//! `device-type`: a device does not say what it is. Docs in device_type.md.

use super::fields::{entries, expect_mapping, report};
use crate::rules::juju_value::{Packed, is_juju_text};
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "device-type",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("device_type.md"),
    check,
};

const HELP: &str = "write what the cluster calls it, such as `type: nvidia.com/gpu`";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for device in entries(cx, "devices") {
        if !expect_mapping(device, "device", HELP, out) {
            continue;
        }
        let Some(field) = device.value.get("type") else {
            let name = device.key.text().unwrap_or_default();
            let message = format!("device `{name}` lacks `type`");
            if !device.value.is_repaired()
                && let Some(draft) = report(out, device.key.range(), message)
            {
                draft.help(HELP);
            }
            continue;
        };
        let value = field.value.resolved();
        let is_empty = value.text() == Some("");
        if field.is_repaired() || (is_juju_text(Packed::of(cx), value) && !is_empty) {
            continue;
        }
        let found = if is_empty { "empty" } else { kind(value) };
        if let Some(draft) = report(out, place(field), format!("`type` is {found}, expected text"))
        {
            draft.help(HELP);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn any_text_is_a_type() {
        check(
            &RULE,
            "devices:
  a: {type: nvidia.com/gpu}
  b: {countmin: 1}
# ^ error[device-type]: device `b` lacks `type`
  c: {type: ''}
#           ^^ error[device-type]: `type` is empty, expected text
  d: {type: 7}
#           ^ error[device-type]: `type` is a number, expected text
  e: gpu
#    ^^^ error[device-type]: device `e` is text, expected a mapping
",
        );
    }

    #[test]
    fn half_typed_devices_are_left_alone() {
        check(&RULE, "devices:\n  a:\n    ty\n    countmin: 1\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            error (juju): device `a` lacks `type`
              note: Juju refuses the packed charm when it is deployed
              help: write what the cluster calls it, such as `type: nvidia.com/gpu`
        "#]]
        .assert_eq(&said(&RULE, "devices: {a: {}}"));
    }
}
