//! `empty-service-of-extension`: `services`, or the framework's own service, is there and empty. Docs in
//! empty_service_of_extension.md.

use crate::facts::Framework;
use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;

use super::framework::{Used, part, used};

pub(super) static RULE: Rule = Rule {
    id: "empty-service-of-extension",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("empty_service_of_extension.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(services) = cx.entry("services") else { return };
    for Used { framework, .. } in used(cx) {
        let project = &framework.rock.project;
        if !project.reads_command || project.go_module.is_some() && chooses_binary(cx, framework) {
            continue;
        }
        let path = ["services", framework.service];
        let own = services.value.get(framework.service);
        if services.value.resolved().is_null() {
            report(cx, services, &path[..1], framework.extension, out);
        } else if let Some(own) = own.filter(|own| own.value.resolved().is_null()) {
            report(cx, own, &path, framework.extension, out);
        }
    }
}

/// The Go extension does not look at the command where the file names the binary.
fn chooses_binary(cx: &Context<'_>, framework: &Framework) -> bool {
    let mut built = framework.rock.parts.iter().filter(|part| part.plugin == Some("go"));
    let organize = built.find_map(|fact| part(cx, fact.name)?.value.get("organize"));
    let name = cx.entry("name").and_then(|name| name.value.resolved().as_str());
    let Some((organize, name)) = organize.zip(name) else { return false };
    let target = format!("usr/local/bin/{name}");
    let mut targets = organize.value.effective_entries().into_iter();
    targets.any(|entry| entry.value.resolved().as_str() == Some(&target))
}

fn report(
    cx: &Context<'_>,
    entry: Entry<'_>,
    path: &[&str],
    extension: &str,
    out: &mut Findings<'_>,
) {
    if entry.value.is_repaired() || out.has_reported(entry.key.range()) {
        return;
    }
    let name = path.join(".");
    let draft = out
        .report(entry.key.range(), format!("`{name}` is empty, expected a mapping"))
        .note(format!("`rockcraft pack` crashes on this next to `{extension}`"))
        .help("remove the key: the extension brings its service along");
    if let Some(edit) = remove_entry(cx, path) {
        draft.fix(Fix::replace("Remove the empty key", Safety::Safe, edit.range, edit.insert));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn the_empty_key_is_marked() {
        check(
            &RULE,
            "extensions: [fastapi-framework]
services:
  fastapi:
# ^^^^^^^ error[empty-service-of-extension]: `services.fastapi` is empty, expected a mapping
  other: ~
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]
services: ~
#^^^^^^^ error[empty-service-of-extension]: `services` is empty, expected a mapping
",
        );
    }

    #[test]
    fn nobody_minds_without_the_extension_and_with_spring_boot() {
        check(&RULE, "services:\n");
        check(&RULE, "extensions: [spring-boot-framework]\nservices: {spring-boot: }\n");
        check(&RULE, "extensions: [flask-framework]\nservices: {flask: {}, go: }\n");
    }

    #[test]
    fn go_does_not_look_where_the_binary_is_named() {
        let file = |organize: &str| {
            format!(
                "name: shop\nextensions: [go-framework]\nparts: {{go-framework/install-app: {{organize: {organize}}}}}\nservices:\n"
            )
        };
        assert_eq!(said(&RULE, &file("{bin/api: usr/local/bin/shop}")), "");
        assert!(!said(&RULE, &file("{bin/api: usr/local/bin/api}")).is_empty());
    }

    #[test]
    fn the_fix_leaves_no_empty_parent_behind() {
        let file = "extensions: [go-framework]\nservices:\n  go:\n";
        assert_eq!(fixed(&RULE, file, 0), "extensions: [go-framework]\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            error (rockcraft): `services` is empty, expected a mapping
              note: `rockcraft pack` crashes on this next to `flask-framework`
              help: remove the key: the extension brings its service along
              fix (Safe): Remove the empty key
        "#]]
        .assert_eq(&said(&RULE, "extensions: [flask-framework]\nservices:\n"));
    }
}
