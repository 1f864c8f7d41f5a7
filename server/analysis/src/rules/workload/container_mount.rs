//! `container-mount`: a container mounts no store, or mounts it nowhere. Docs in container_mount.md.

use super::fields::{entries, report};
use crate::rules::juju_value::{Packed, is_juju_text};
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "container-mount",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("container_mount.md"),
    check,
};

const HELP: &str = "write `storage:` with the name of a store, and `location:` with a directory";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for container in entries(cx, "containers") {
        let Some(field) = container.value.get("mounts").filter(|it| !it.is_repaired()) else {
            continue;
        };
        let value = field.value.resolved();
        if !value.is_sequence() {
            let message = format!("`mounts` is {}, expected a list", kind(value));
            if let Some(draft) = report(out, place(field), message) {
                draft.help("write `- storage:` and `location:` for each, or remove the key");
            }
            continue;
        }
        for mount in value.items() {
            check_mount(cx, mount, out);
        }
    }
}

fn check_mount(cx: &Context<'_>, mount: NodeRef<'_>, out: &mut Findings<'_>) {
    let value = mount.resolved();
    if mount.is_repaired() {
        return;
    }
    if !value.is_mapping() {
        let message = format!("a mount is {}, expected a mapping", kind(value));
        if let Some(draft) = report(out, mount.range(), message) {
            draft.help(HELP);
        }
        return;
    }
    for key in ["storage", "location"] {
        let Some(field) = value.get(key) else {
            if let Some(draft) = report(out, mount.range(), format!("a mount lacks `{key}`")) {
                draft.help(HELP);
            }
            continue;
        };
        let found = field.value.resolved();
        let is_empty = found.text() == Some("");
        if !is_juju_text(Packed::of(cx), found) || is_empty {
            let found = if is_empty { "empty" } else { kind(found) };
            let message = format!("`{key}` is {found}, expected text");
            if let Some(draft) = report(out, place(field), message) {
                draft.help(HELP);
            }
        } else if let (Some(name), "storage") = (found.text(), key) {
            check_store(cx, field, name, out);
        }
    }
}

fn check_store(cx: &Context<'_>, field: Entry<'_>, name: &str, out: &mut Findings<'_>) {
    let stores = cx.entry("storage").map(|it| it.value.effective_entries()).unwrap_or_default();
    let names: Vec<_> = stores.iter().filter_map(|store| store.key.text()).collect();
    if names.contains(&name) {
        return;
    }
    let message = format!("there is no store `{name}` under `storage`");
    let Some(draft) = report(out, field.value.range(), message) else { return };
    match nearest(name, names, 2) {
        Some(meant) => {
            let title = format!("Change it to `{meant}`");
            draft.help(format!("did you mean `{meant}`?")).fix(Fix::replace(
                title,
                Safety::Unsafe,
                field.value.range(),
                meant,
            ));
        }
        None => {
            draft.help(format!("write it below `storage`: `{name}: {{type: filesystem}}`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_mount_names_a_store_and_a_place() {
        check(
            &RULE,
            "storage: {data: {type: filesystem}}
containers:
  a: {mounts: [{storage: data, location: /a}, {storage: data, location: /b}]}
  b: {mounts: [{storage: logs, location: /a}]}
#                        ^^^^ error[container-mount]: there is no store `logs` under `storage`
  c: {mounts: [{location: /a}]}
#              ^^^^^^^^^^^^^^ error[container-mount]: a mount lacks `storage`
  d: {mounts: [{storage: data, location: ''}]}
#                                        ^^ error[container-mount]: `location` is empty, expected text
  e:
    mounts:
#   ^^^^^^ error[container-mount]: `mounts` is empty, expected a list
  f: {mounts: [data]}
#              ^^^^ error[container-mount]: a mount is text, expected a mapping
",
        );
    }

    #[test]
    fn half_typed_mounts_are_left_alone() {
        check(
            &RULE,
            "storage: {data: {}}\ncontainers:\n  a:\n    mounts:\n      - storage: data\n        loc\n",
        );
    }

    #[test]
    fn the_fix_names_the_store_that_was_meant() {
        let text =
            "storage: {data: {}}\ncontainers: {a: {mounts: [{storage: dta, location: /}]}}\n";
        let expected =
            "storage: {data: {}}\ncontainers: {a: {mounts: [{storage: data, location: /}]}}\n";
        assert_eq!(fixed(&RULE, text, 0), expected);
    }

    #[test]
    fn words() {
        expect![[r#"
            error (juju): there is no store `b` under `storage`
              note: Juju refuses the packed charm when it is deployed
              help: write it below `storage`: `b: {type: filesystem}`
        "#]]
        .assert_eq(&said(&RULE, "containers: {a: {mounts: [{storage: b, location: c}]}}"));
    }
}
