//! `wrong-resource`: a resource is not described as Juju wants it. Docs in wrong_resource.md.

use super::fields::{entries, expect_mapping, expect_text, report};
use crate::facts;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "wrong-resource",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("wrong_resource.md"),
    check,
};

fn types() -> &'static [&'static str] {
    let doc = facts::key_doc(FileKind::Charmcraft, &["resources", "*", "type"]);
    doc.map(|doc| doc.values.as_slice()).unwrap_or_default()
}

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for resource in entries(cx, "resources") {
        let help = "write `type: oci-image` below it, or `type: file` with a `filename`";
        if !expect_mapping(resource, "resource", help, out) {
            continue;
        }
        for key in ["type", "filename", "description"] {
            expect_text(cx, resource, key, out);
        }
        check_type(resource, out);
        check_file_name(resource, out);
    }
}

fn check_type(resource: Entry<'_>, out: &mut Findings<'_>) {
    let Some(field) = resource.value.get("type").filter(|it| !it.is_repaired()) else { return };
    let Some(found) = field.value.resolved().as_str() else { return };
    if types().contains(&found) {
        return;
    }
    let message = format!("`type` is `{found}`, expected `file` or `oci-image`");
    let Some(draft) = report(out, field.value.range(), message) else { return };
    let meant = match found {
        "docker" | "image" | "oci" | "container" => Some("oci-image"),
        _ => nearest(&found.replace('_', "-").to_ascii_lowercase(), types().iter().copied(), 2),
    };
    match meant {
        Some(meant) => {
            let title = format!("Change the type to `{meant}`");
            draft.help(format!("did you mean `{meant}`?")).fix(Fix::replace(
                title,
                Safety::Unsafe,
                field.value.range(),
                meant,
            ));
        }
        None => {
            draft.help("write `oci-image` for an image, `file` for anything else");
        }
    }
}

fn check_file_name(resource: Entry<'_>, out: &mut Findings<'_>) {
    let text = |key| resource.value.get(key).and_then(|field| field.value.resolved().text());
    if text("type").is_some_and(|found| found != "file") {
        return;
    }
    let name = resource.key.text().unwrap_or_default();
    let Some(field) = resource.value.get("filename") else {
        if resource.value.is_repaired() {
            return;
        }
        let message = format!("resource `{name}` is a file and lacks `filename`");
        if let Some(draft) = report(out, resource.key.range(), message) {
            draft.help("write `filename:`, or `type: oci-image` if it is an image");
        }
        return;
    };
    let Some(file) = field.value.resolved().as_str().filter(|_| !field.is_repaired()) else {
        return;
    };
    if file.is_empty() {
        let message = format!("`filename` of resource `{name}` is empty");
        if let Some(draft) = report(out, field.value.range(), message) {
            draft.help("write the name that the file gets in the charm");
        }
    } else if file.contains('/') {
        let last = file.rsplit('/').next().unwrap_or_default();
        let message = format!("`filename` is `{file}`, expected a name without `/`");
        let Some(draft) = report(out, field.value.range(), message) else { return };
        if !last.is_empty() {
            let written = crate::rules::edits::written(last).into_owned();
            draft.help(format!("write `{last}`")).fix(Fix::replace(
                format!("Change it to `{last}`"),
                Safety::Unsafe,
                field.value.range(),
                written,
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn files_have_a_name_and_images_need_none() {
        check(
            &RULE,
            "resources:
  a: {filename: read me.txt}
  b: {type: oci-image, filename: a/b}
  c: {type: file}
# ^ error[wrong-resource]: resource `c` is a file and lacks `filename`
  d: {type: file, filename: bin/app}
#                           ^^^^^^^ error[wrong-resource]: `filename` is `bin/app`, expected a name without `/`
  e: {type: docker}
#           ^^^^^^ error[wrong-resource]: `type` is `docker`, expected `file` or `oci-image`
  f:
# ^ error[wrong-resource]: resource `f` is empty, expected a mapping
  g: {type: oci-image, description: }
#                      ^^^^^^^^^^^ error[wrong-resource]: `description` is empty, expected text
  h: {filename: ''}
#               ^^ error[wrong-resource]: `filename` of resource `h` is empty
",
        );
    }

    #[test]
    fn half_typed_resources_are_left_alone() {
        check(&RULE, "resources:\n  a:\n    filen\n    description: x\n");
    }

    #[test]
    fn fixes_write_what_was_meant() {
        let with = |text: &str, expected: &str| assert_eq!(fixed(&RULE, text, 0), expected);
        with("resources: {a: {type: oci_image}}\n", "resources: {a: {type: oci-image}}\n");
        with("resources: {a: {filename: b/c.d}}\n", "resources: {a: {filename: c.d}}\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            error (juju): `type` is `snap`, expected `file` or `oci-image`
              note: Juju refuses the packed charm when it is deployed
              help: write `oci-image` for an image, `file` for anything else
            error (juju): resource `b` is a file and lacks `filename`
              note: Juju refuses the packed charm when it is deployed
              help: write `filename:`, or `type: oci-image` if it is an image
        "#]]
        .assert_eq(&said(&RULE, "resources: {a: {type: snap}, b: {}}"));
    }
}
