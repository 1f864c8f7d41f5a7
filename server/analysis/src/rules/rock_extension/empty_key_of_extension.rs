//! `empty-key-of-extension`: an extension looks below a key that is there and empty. Docs in
//! empty_key_of_extension.md.

use crate::facts::Framework;
use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;

use super::framework::{Used, part, used};

pub(super) static RULE: Rule = Rule {
    id: "empty-key-of-extension",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("empty_key_of_extension.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for Used { framework, .. } in used(cx) {
        let organize = organize(cx, framework);
        if let Some((part, entry)) = organize
            && entry.value.resolved().is_null()
        {
            let name = format!("organize` of part `{part}");
            report(cx, (&name, entry), &["parts", part, "organize"], framework, out);
        } else if framework.rock.project.reads_command && !names_binary(cx, organize) {
            check_services(cx, framework, out);
        }
    }
}

fn check_services(cx: &Context<'_>, framework: &Framework, out: &mut Findings<'_>) {
    let Some(services) = cx.entry("services") else { return };
    let path = ["services", framework.service];
    let own = services.value.get(framework.service);
    if services.value.resolved().is_null() {
        report(cx, ("services", services), &path[..1], framework, out);
    } else if let Some(own) = own.filter(|own| own.value.resolved().is_null()) {
        report(cx, (&path.join("."), own), &path, framework, out);
    }
}

/// Where a file says how the binary of a Go application is named.
fn organize<'a>(
    cx: &Context<'a>,
    framework: &'static Framework,
) -> Option<(&'static str, Entry<'a>)> {
    framework.rock.project.go_module?;
    let mut built = framework.rock.parts.iter().filter(|part| part.plugin == Some("go"));
    built.find_map(|fact| Some((fact.name, part(cx, fact.name)?.value.get("organize")?)))
}

/// The Go extension does not look for a command where the file names the binary.
fn names_binary(cx: &Context<'_>, organize: Option<(&str, Entry<'_>)>) -> bool {
    let name = cx.entry("name").and_then(|name| name.value.resolved().as_str());
    let Some(((_, organize), name)) = organize.zip(name) else { return false };
    let target = format!("usr/local/bin/{name}");
    let mut targets = organize.value.effective_entries().into_iter();
    targets.any(|entry| entry.value.resolved().as_str() == Some(&target))
}

fn report(
    cx: &Context<'_>,
    (name, entry): (&str, Entry<'_>),
    path: &[&str],
    framework: &Framework,
    out: &mut Findings<'_>,
) {
    if entry.value.is_repaired() || out.has_reported(entry.key.range()) {
        return;
    }
    let brought = if path.first() == Some(&"services") { "service" } else { "part" };
    let draft = out
        .report(entry.key.range(), format!("`{name}` is empty, expected a mapping"))
        .note(format!("`rockcraft pack` crashes on this next to `{}`", framework.extension))
        .help(format!("remove the key: the extension brings its {brought} along"));
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
# ^^^^^^^ error[empty-key-of-extension]: `services.fastapi` is empty, expected a mapping
  other: ~
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]
services: ~
#^^^^^^^ error[empty-key-of-extension]: `services` is empty, expected a mapping
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
    fn go_looks_for_the_binary_as_well() {
        check(
            &RULE,
            "extensions: [go-framework]
parts:
  go-framework/install-app:
    organize:
#   ^^^^^^^^ error[empty-key-of-extension]: `organize` of part `go-framework/install-app` is empty
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]\nparts: {flask-framework/install-app: {organize: }}\n",
        );
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
