//! Where the thing under the cursor is declared: the resource of a container, the part behind
//! `after`, the anchor of an alias, the rock's extension for the charm's and the reverse; for a path
//! the file itself.
//!
//! A name that only an extension brings leads to the line that names the extension. On a declaration
//! the answer is the declaration itself, by which editors know to show its uses instead.

use syntax::{TextRange, TextSize};

use super::names::{Mention, Thing, bare_range, mention_at, mentions};
use super::project_paths::project_paths;
use super::target::Target;
use crate::facts;
use crate::file_kind::FileKind;
use crate::partner::partner;
use crate::snapshot::Snapshot;

/// An answer to "where is it declared?".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// What was asked about, in bytes of the document's text.
    pub origin: TextRange,
    /// Where it is declared; never empty.
    pub targets: Vec<Target>,
}

/// Where what stands at `offset` is declared; `None` where nothing with a name stands there, or
/// nothing declares it.
pub fn definition(snapshot: &Snapshot, offset: TextSize) -> Option<Definition> {
    let mentions = mentions(snapshot.kind, &snapshot.document);
    let Some(at) = mention_at(snapshot, &mentions, offset) else {
        return file(snapshot, offset).or_else(|| rock_of_image(snapshot, offset));
    };
    let mut targets = declarations(&mentions, &at);
    if at.thing == Thing::Extension {
        let other = in_partner(snapshot, &at);
        targets = if other.is_empty() { targets } else { other };
    }
    if targets.is_empty() {
        targets.extend(bringing_extension(snapshot.kind, &mentions, &at));
    }
    (!targets.is_empty()).then_some(Definition { origin: at.range, targets })
}

/// The file that a path under the cursor leads to.
fn file(snapshot: &Snapshot, offset: TextSize) -> Option<Definition> {
    let mut paths = project_paths(snapshot).into_iter();
    let found = paths.find(|found| found.range.contains_inclusive(offset))?;
    Some(Definition { origin: found.range, targets: vec![Target::file(found.path)] })
}

/// The name of the rock beside the charm, for an image that is called like it.
fn rock_of_image(snapshot: &Snapshot, offset: TextSize) -> Option<Definition> {
    if snapshot.kind != FileKind::Charmcraft {
        return None;
    }
    let resources = snapshot.root()?.get("resources")?.value.effective_entries().into_iter();
    let mut images = resources.filter_map(|resource| resource.value.get("upstream-source"));
    let image = images.find(|image| image.value.range().contains_inclusive(offset))?.value;
    let name = image.text()?.split('@').next()?.rsplit('/').next()?.split(':').next()?;
    let partner = partner(snapshot)?;
    let entry = partner.document.root()?.get("name")?;
    if entry.value.resolved().text() != Some(name) {
        return None;
    }
    let target = Target::here(bare_range(entry.value.resolved()), entry.range());
    Some(Definition { origin: bare_range(image), targets: vec![target.in_file(partner.path)] })
}

/// The declarations of what is mentioned. Of an alias only the anchor that counts: the last one
/// before it.
pub(super) fn declarations(mentions: &[Mention<'_>], at: &Mention<'_>) -> Vec<Target> {
    let all = mentions.iter().filter(|mention| mention.declares && mention.is_about_same_as(at));
    if at.thing == Thing::Anchor {
        let mut before = all.filter(|anchor| anchor.range.start() <= at.range.start());
        return before.next_back().map(Mention::target).into_iter().collect();
    }
    all.map(Mention::target).collect()
}

/// The same thing in the other file of the pair.
pub(super) fn in_partner(snapshot: &Snapshot, at: &Mention<'_>) -> Vec<Target> {
    let Some(partner) = partner(snapshot) else { return Vec::new() };
    let kind = match snapshot.kind {
        FileKind::Charmcraft => FileKind::Rockcraft,
        _ => FileKind::Charmcraft,
    };
    let found = mentions(kind, &partner.document);
    let found = found.iter().filter(|mention| mention.is_about_same_as(at));
    found.map(|mention| mention.target().in_file(partner.path)).collect()
}

/// The line that names the extension which brings the part or service.
pub(super) fn bringing_extension(
    kind: FileKind,
    mentions: &[Mention<'_>],
    at: &Mention<'_>,
) -> Option<Target> {
    let brings = |extension: &str| {
        let Some(framework) = facts::framework_by_extension(extension) else { return false };
        match (kind, at.thing) {
            (FileKind::Rockcraft, Thing::Part) => {
                framework.rock.parts.iter().any(|part| part.name == at.name)
            }
            (FileKind::Rockcraft, Thing::Service) => framework.rock.services.contains(&at.name),
            (FileKind::Charmcraft, Thing::Part) => at.name == "charm",
            _ => false,
        }
    };
    let mut extensions = mentions.iter().filter(|mention| mention.thing == Thing::Extension);
    extensions.find(|extension| brings(extension.name)).map(Mention::target)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::features::test_support::{snapshot_at, underlined};

    fn check(fixture: &str, expect: Expect) {
        let (snapshot, offset) = snapshot_at(fixture);
        let mut drawn = String::new();
        for target in definition(&snapshot, offset).map(|it| it.targets).unwrap_or_default() {
            drawn += &match &target.file {
                None => {
                    let shown = underlined(&snapshot, target.range);
                    shown.lines().map(|line| format!("|{line}\n")).collect()
                }
                Some(file) => {
                    let text = snapshot.project.read(file).unwrap();
                    let range = std::ops::Range::<usize>::from(target.range);
                    format!("{file}: {}\n", text.get(range).unwrap())
                }
            };
        }
        expect.assert_eq(&drawn);
    }

    #[test]
    fn a_container_leads_to_its_resource() {
        check(
            "containers: {web: {resource: 'im$0age'}}\nresources:\n  image: {type: oci-image}\n",
            expect![[r#"
                |  image: {type: oci-image}
                |  ^^^^^
            "#]],
        );
    }

    #[test]
    fn a_mount_leads_to_its_storage() {
        check(
            "containers:\n  web:\n    mounts:\n      - storage: da$0ta\nstorage:\n  data:\n",
            expect![[r#"
                |  data:
                |  ^^^^
            "#]],
        );
    }

    #[test]
    fn after_leads_to_the_part_in_broken_text_too() {
        check(
            "parts:\r\n  ä:\r\n    after: [lib$0\r\n  lib:\r\n    plugin: nil\r\n",
            expect![[r#"
                |  lib:
                |  ^^^
            "#]],
        );
    }

    #[test]
    fn an_alias_leads_to_the_anchor_that_counts() {
        check(
            "a: &x 1\nb: &x 2\nc: *x$0\nd: &x 3\n",
            expect![[r#"
                |b: &x 2
                |    ^
            "#]],
        );
    }

    #[test]
    fn a_service_leads_to_a_service() {
        check(
            "//- rockcraft.yaml\nservices:\n  web: {after: [c$0ron]}\n  cron: {command: a}\n",
            expect![[r#"
                |  cron: {command: a}
                |  ^^^^
            "#]],
        );
    }

    #[test]
    fn charm_and_rock_lead_to_each_other() {
        check(
            "//- charmcraft.yaml\nextensions: [flask-fr$0amework]\n//- ../rockcraft.yaml\nextensions: [flask-framework]\n",
            expect![["../rockcraft.yaml: flask-framework\n"]],
        );
    }

    #[test]
    fn what_an_extension_brings_leads_to_the_extension() {
        check(
            "//- rockcraft.yaml
extensions:
  - flask-framework
parts:
  app:
    after: [flask-framework/install-$0app]
",
            expect![[r#"
                |  - flask-framework
                |    ^^^^^^^^^^^^^^^
            "#]],
        );
    }

    #[test]
    fn a_path_leads_to_the_file() {
        check(
            "//- charmcraft.yaml
parts: {charm: {plugin: charm, source: ., charm-entrypoint: src/ch$0arm.py}}
//- src/charm.py
",
            expect![["src/charm.py: \n"]],
        );
    }

    #[test]
    fn an_image_leads_to_the_rock_of_its_name() {
        let fixture = |image: &str| {
            format!(
                "//- charmcraft.yaml
resources: {{app: {{type: oci-image, upstream-source: 'localhost:32000/{image}$0'}}}}
//- rockcraft.yaml
name: shop
"
            )
        };
        check(&fixture("shop:1.0"), expect![["rockcraft.yaml: shop\n"]]);
        check(&fixture("shop@sha256:00"), expect![["rockcraft.yaml: shop\n"]]);
        check(&fixture("shop-two:1"), expect![[""]]);
    }

    #[test]
    fn what_nothing_declares_leads_nowhere() {
        for fixture in ["parts: {a: {after: [b$0]}}\n", "summary: a $0b\n", "a: *$0b\n", "$0"] {
            check(fixture, expect![[""]]);
        }
    }
}
