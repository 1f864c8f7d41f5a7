//! `section-of-extension`: a section differs from the one that the extension adds. Docs in
//! section_of_extension.md.

use super::used;
use crate::facts;
use crate::model::Extension;
use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "section-of-extension",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("section_of_extension.md"),
    check,
};

/// What the extension adds, and what a section of the file is compared with.
enum Added {
    Text(String),
    List(Vec<&'static str>),
    Mapping(Vec<(&'static str, Added)>),
}

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some((_, extension)) = used(cx) else { return };
    for key in ["assumes", "containers", "resources", "peers"] {
        let Some(section) = cx.entry(key).filter(|section| !section.is_repaired()) else {
            continue;
        };
        let added = added(key, extension);
        if !is_equal(section.value.resolved(), &added) {
            report(cx, key, section, &added, extension, out);
        }
    }
}

fn added(key: &str, extension: Extension) -> Added {
    let Extension { framework, variant } = extension;
    let facts = facts::charm_extensions();
    let text = |text: &str| Added::Text(text.to_owned());
    match key {
        "assumes" => Added::List(facts.assumes.clone()),
        "containers" => Added::Mapping(vec![(
            variant.container,
            Added::Mapping(vec![("resource", text(variant.resource))]),
        )]),
        "resources" => {
            let description = facts.resource_description.replace("{framework}", framework.name);
            Added::Mapping(vec![(
                variant.resource,
                Added::Mapping(vec![
                    ("type", text(facts.resource_type)),
                    ("description", Added::Text(description)),
                ]),
            )])
        }
        _ => Added::Mapping(
            variant
                .peers
                .iter()
                .map(|peer| (peer.name, Added::Mapping(vec![("interface", text(peer.interface))])))
                .collect(),
        ),
    }
}

/// As Python compares: the order of keys does not matter, the order of entries does.
fn is_equal(value: NodeRef<'_>, added: &Added) -> bool {
    match added {
        Added::Text(text) => value.as_str() == Some(text),
        Added::List(texts) => {
            value.is_sequence()
                && value.items().count() == texts.len()
                && value
                    .items()
                    .zip(texts)
                    .all(|(item, text)| item.resolved().as_str() == Some(text))
        }
        Added::Mapping(entries) => {
            let has = |(key, added): &(&str, Added)| {
                value.get(key).is_some_and(|entry| is_equal(entry.value.resolved(), added))
            };
            value.is_mapping()
                && value.effective_entries().len() == entries.len()
                && entries.iter().all(has)
        }
    }
}

fn report(
    cx: &Context<'_>,
    key: &str,
    section: Entry<'_>,
    added: &Added,
    extension: Extension,
    out: &mut Findings<'_>,
) {
    let name = extension.framework.extension;
    let draft = out
        .report(
            section.key.range(),
            format!("`{key}` differs from what the {name} extension adds itself"),
        )
        .note("`charmcraft pack` stops on this: the section belongs to the extension")
        .help(format!("remove it: the extension brings `{key}: {}`", written(added)));
    if let Some(edit) = remove_entry(cx, &[key]) {
        let title = format!("Remove `{key}`");
        draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
    }
}

/// In flow style.
fn written(added: &Added) -> String {
    match added {
        Added::Text(text) => text.clone(),
        Added::List(texts) => format!("[{}]", texts.join(", ")),
        Added::Mapping(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|(key, added)| format!("{key}: {}", written(added))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn what_the_extension_adds_may_be_repeated() {
        check(
            &RULE,
            "extensions: [flask-framework]
base: ubuntu@24.04
assumes: [k8s-api]
containers: {flask-app: {resource: flask-app-image}}
resources:
  flask-app-image:
    description: flask application image.
    type: oci-image
peers: {secret-storage: {interface: secret-storage}}
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]
base: ubuntu@26.04
containers: {app: {resource: app-image}}
peers: {peers: {interface: peers}}
",
        );
        check(&RULE, "assumes: [juju >= 3]\n");
    }

    #[test]
    fn what_differs_is_marked() {
        check(
            &RULE,
            "extensions: [go-framework]
base: ubuntu@24.04
assumes: [k8s-api, juju >= 3]
#^^^^^^ error[section-of-extension]: `assumes` differs from what the go-framework extension adds itself
containers: {flask-app: {resource: app-image}}
#^^^^^^^^^ error[section-of-extension]: `containers` differs
resources: {app-image: {type: oci-image, description: go application image}}
#^^^^^^^^ error[section-of-extension]: `resources` differs
peers:
#^^^^ error[section-of-extension]: `peers` differs
",
        );
    }

    #[test]
    fn half_typed_sections_are_left_alone() {
        check(&RULE, "extensions: [go-framework]\npeers:\n  pee\n  ring: {interface: ring}\n");
    }

    #[test]
    fn the_section_can_go() {
        let fixture = "extensions: [go-framework]\npeers:\n  ring:\n    interface: ring\nname: x\n";
        assert_eq!(fixed(&RULE, fixture, 0), "extensions: [go-framework]\nname: x\n");
    }

    #[test]
    fn words() {
        let charm = "extensions: [django-framework]\nbase: ubuntu@24.04\n";
        let said = said(
            &RULE,
            &format!("{charm}assumes: k8s-api\ncontainers: {{}}\nresources:\npeers: [a]\n"),
        );
        expect![[r#"
            error (charmcraft): `assumes` differs from what the django-framework extension adds itself
              note: `charmcraft pack` stops on this: the section belongs to the extension
              help: remove it: the extension brings `assumes: [k8s-api]`
              fix (Unsafe): Remove `assumes`
            error (charmcraft): `containers` differs from what the django-framework extension adds itself
              note: `charmcraft pack` stops on this: the section belongs to the extension
              help: remove it: the extension brings `containers: {django-app: {resource: django-app-image}}`
              fix (Unsafe): Remove `containers`
            error (charmcraft): `resources` differs from what the django-framework extension adds itself
              note: `charmcraft pack` stops on this: the section belongs to the extension
              help: remove it: the extension brings `resources: {django-app-image: {type: oci-image, description: django application image.}}`
              fix (Unsafe): Remove `resources`
            error (charmcraft): `peers` differs from what the django-framework extension adds itself
              note: `charmcraft pack` stops on this: the section belongs to the extension
              help: remove it: the extension brings `peers: {secret-storage: {interface: secret-storage}}`
              fix (Unsafe): Remove `peers`
        "#]].assert_eq(&said);
    }
}
