//! `unknown-container-resource`: a container takes its image from a resource that is none. Docs in
//! unknown_container_resource.md.

use super::fields::{entries, report};
use crate::rules::juju_value::{Packed, is_juju_text};
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "unknown-container-resource",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("unknown_container_resource.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for container in entries(cx, "containers") {
        let Some(field) = container.value.get("resource").filter(|it| !it.is_repaired()) else {
            continue;
        };
        let value = field.value.resolved();
        if !is_juju_text(Packed::of(cx), value) {
            let message = format!("`resource` is {}, expected text", kind(value));
            if let Some(draft) = report(out, place(field), message) {
                draft.help("name a resource of type `oci-image`, or remove the key");
            }
            continue;
        }
        match value.text() {
            None | Some("") => {}
            Some(name) => check_name(cx, field, name, out),
        }
    }
}

fn check_name(cx: &Context<'_>, field: Entry<'_>, name: &str, out: &mut Findings<'_>) {
    let resources =
        cx.entry("resources").map(|it| it.value.effective_entries()).unwrap_or_default();
    let resource = resources.iter().find(|resource| resource.key.text() == Some(name));
    let is_image = |resource: &&Entry<'_>| {
        let kind = resource.value.get("type").and_then(|it| it.value.resolved().as_str());
        kind == Some("oci-image")
    };
    match resource {
        Some(resource) if is_image(&resource) => {}
        Some(resource) => {
            let message = format!("resource `{name}` is a file, expected one of type `oci-image`");
            if let Some(draft) = report(out, field.value.range(), message) {
                draft
                    .help("write `type: oci-image` at the resource, or name another")
                    .label(resource.key.range(), "the resource");
            }
        }
        None => {
            let message = format!("there is no resource `{name}`");
            let Some(draft) = report(out, field.value.range(), message) else { return };
            let images = resources.iter().filter(is_image).filter_map(|it| it.key.text());
            match nearest(name, images, 2) {
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
                    draft
                        .help(format!("write it below `resources`: `{name}: {{type: oci-image}}`"));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn the_resource_is_an_image_of_this_file() {
        check(
            &RULE,
            "resources:
  app-image: {type: oci-image}
  conf: {type: file, filename: a.conf}
  other: {filename: b}
containers:
  a: {resource: app-image}
  b: {resource: ''}
  c: {}
  d: {resource: web-image}
#               ^^^^^^^^^ error[unknown-container-resource]: there is no resource `web-image`
  e: {resource: conf}
#               ^^^^ error[unknown-container-resource]: resource `conf` is a file
  f: {resource: other}
#               ^^^^^ error[unknown-container-resource]: resource `other` is a file
  g: {resource: }
#     ^^^^^^^^ error[unknown-container-resource]: `resource` is empty, expected text
",
        );
    }

    #[test]
    fn the_fix_names_the_one_that_was_meant() {
        let text =
            "resources: {app-image: {type: oci-image}}\ncontainers: {a: {resource: app-imag}}\n";
        assert!(fixed(&RULE, text, 0).ends_with("{resource: app-image}}\n"));
    }

    #[test]
    fn words() {
        expect![[r#"
            error (juju): there is no resource `b`
              note: Juju refuses the packed charm when it is deployed
              help: write it below `resources`: `b: {type: oci-image}`
        "#]]
        .assert_eq(&said(&RULE, "containers: {a: {resource: b}}"));
    }
}
