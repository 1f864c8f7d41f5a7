//! Where names stand in each kind of file.

use std::collections::HashSet;

use syntax::{Document, Entry, Kind, NodeRef, TextRange, TextSize};

use super::{Mention, Thing, bare_range};
use crate::file_kind::FileKind;
use crate::model::Section;

/// Lists within selectors within lists: deeper than the tools go.
const MAX_DEPTH: usize = 4;

/// Every place in the document that names something, in the order of the text.
pub(crate) fn mentions(kind: FileKind, document: &Document) -> Vec<Mention<'_>> {
    let mut names = Names { mentions: Vec::new(), known: HashSet::new() };
    if let Some(root) = document.root() {
        match kind {
            FileKind::Charmcraft => names.in_charm(root),
            FileKind::Rockcraft => names.in_rock(root),
            FileKind::Config => {
                if let Some(options) = root.get("options") {
                    names.declare_all(Thing::ConfigOption, options);
                }
            }
            FileKind::Metadata => names.in_metadata(root),
            FileKind::Actions => {
                names.declare_entries(Thing::Action, root);
            }
            FileKind::PaasConfig => {}
        }
    }
    names.anchors(document);
    names.mentions.sort_by_key(|mention| (mention.range.start(), !mention.declares));
    names.mentions
}

struct Names<'t> {
    mentions: Vec<Mention<'t>>,
    /// Nodes that were taken already: an alias or merge key leads to the same ones again.
    known: HashSet<(Thing, u32)>,
}

impl<'t> Names<'t> {
    fn in_charm(&mut self, root: NodeRef<'t>) {
        self.extensions(root);
        self.parts(root);
        if let Some(options) = root.get_path(&["config", "options"]) {
            self.declare_all(Thing::ConfigOption, options);
        }
        self.section(Thing::Action, root, "actions");
        self.in_metadata(root);
    }

    /// What may stand in a `metadata.yaml` of its own.
    fn in_metadata(&mut self, root: NodeRef<'t>) {
        for section in Section::ALL {
            self.section(Thing::Endpoint, root, section.key());
        }
        self.section(Thing::Resource, root, "resources");
        self.section(Thing::Storage, root, "storage");
        for container in self.section(Thing::Container, root, "containers") {
            self.field(Thing::Resource, container, "resource");
            let mounts = container.value.get("mounts").map(|mounts| mounts.value.resolved());
            for mount in mounts.into_iter().flat_map(NodeRef::items) {
                if let Some(storage) = mount.get("storage") {
                    self.name(Thing::Storage, storage.value);
                }
            }
        }
    }

    fn in_rock(&mut self, root: NodeRef<'t>) {
        self.extensions(root);
        self.parts(root);
        for key in ["entrypoint-service", "entrypoint_service"] {
            if let Some(entry) = root.get(key) {
                self.name(Thing::Service, entry.value);
            }
        }
        for service in self.section(Thing::Service, root, "services") {
            for key in ["after", "before", "requires"] {
                self.field(Thing::Service, service, key);
            }
            let actions = service.value.get("on-check-failure");
            for check in actions.into_iter().flat_map(|actions| actions.value.effective_entries()) {
                self.take(Thing::Check, check.key, check.key.range(), false);
            }
        }
        for check in self.section(Thing::Check, root, "checks") {
            if let Some(context) = check.value.get_path(&["exec", "service-context"]) {
                self.name(Thing::Service, context.value);
            }
        }
    }

    fn extensions(&mut self, root: NodeRef<'t>) {
        let Some(extensions) = root.get("extensions") else { return };
        for item in extensions.value.resolved().items() {
            let node = item.resolved();
            self.take(Thing::Extension, node, node.range(), true);
        }
    }

    fn parts(&mut self, root: NodeRef<'t>) {
        for part in self.section(Thing::Part, root, "parts") {
            self.field(Thing::Part, part, "after");
        }
        if let Some(part) = root.get("adopt-info") {
            self.name(Thing::Part, part.value);
        }
    }

    /// The entries of a section at the top, each of which declares something.
    fn section(&mut self, thing: Thing, root: NodeRef<'t>, key: &str) -> Vec<Entry<'t>> {
        root.get(key).map(|section| self.declare_all(thing, section)).unwrap_or_default()
    }

    fn declare_all(&mut self, thing: Thing, section: Entry<'t>) -> Vec<Entry<'t>> {
        self.declare_entries(thing, section.value)
    }

    fn declare_entries(&mut self, thing: Thing, section: NodeRef<'t>) -> Vec<Entry<'t>> {
        let entries = section.effective_entries();
        for entry in &entries {
            self.take(thing, entry.key, entry.range(), true);
        }
        entries
    }

    fn field(&mut self, thing: Thing, entry: Entry<'t>, key: &str) {
        if let Some(field) = entry.value.get(key) {
            self.names_in(thing, field.value, MAX_DEPTH);
        }
    }

    /// The names in a list, also below selectors such as `on amd64:`, or one alone.
    fn names_in(&mut self, thing: Thing, value: NodeRef<'t>, depth: usize) {
        let node = value.resolved();
        if node.is_scalar() {
            return self.name(thing, node);
        }
        if depth == 0 || !self.known.insert((thing, node.index())) {
            return;
        }
        let values = node.entries().map(|entry| entry.value);
        for value in node.items().chain(values) {
            self.names_in(thing, value, depth - 1);
        }
    }

    fn name(&mut self, thing: Thing, value: NodeRef<'t>) {
        let node = value.resolved();
        if !node.is_null() {
            self.take(thing, node, node.range(), false);
        }
    }

    fn take(&mut self, thing: Thing, node: NodeRef<'t>, whole: TextRange, declares: bool) {
        let Some(name) = node.text().filter(|name| !name.trim().is_empty()) else { return };
        if !self.known.insert((thing, node.index())) {
            return;
        }
        let (range, touch) = (bare_range(node), node.range());
        self.mentions.push(Mention { thing, name, range, touch, whole, declares });
    }

    fn anchors(&mut self, document: &'t Document) {
        for node in document.tree().nodes() {
            let anchor = node.properties.as_ref().and_then(|properties| properties.anchor);
            if let Some(touch) = anchor {
                self.anchor(document, touch, node.range.cover(touch), true);
            }
            if node.kind == Kind::Alias {
                self.anchor(document, node.range, node.range, false);
            }
        }
    }

    fn anchor(
        &mut self,
        document: &'t Document,
        touch: TextRange,
        whole: TextRange,
        declares: bool,
    ) {
        let start = touch.start() + TextSize::of('&');
        let range = TextRange::new(start.min(touch.end()), touch.end());
        let name = document.text().slice(range);
        if !name.is_empty() {
            let thing = Thing::Anchor;
            self.mentions.push(Mention { thing, name, range, touch, whole, declares });
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::features::test_support::snapshot;

    fn check(fixture: &str, expect: Expect) {
        let snapshot = snapshot(fixture);
        let mut drawn = String::new();
        for mention in mentions(snapshot.kind, &snapshot.document) {
            let text = snapshot.document.text();
            let line = text.line_of(mention.range.start()) + 1;
            let sign = if mention.declares { "declares" } else { "names" };
            let source = text.slice(mention.range);
            drawn += &format!("{line} {sign} {} {source}\n", mention.thing.word());
        }
        expect.assert_eq(&drawn);
    }

    #[test]
    fn names_in_a_charm() {
        check(
            r#"
adopt-info: charm
extensions: [flask-framework]
parts:
  charm: {plugin: charm, after: [libs]}
  libs:
    plugin: nil
    after:
      - on amd64: ["charm"]
config: {options: {token: }}
requires: {db: {interface: a}}
peers: {ring: {interface: b}}
actions: {migrate: }
containers:
  web:
    resource: 'image'
    mounts:
      - storage: data
        location: /data
resources: {image: {type: oci-image}}
storage: {data: {type: filesystem}}
"#,
            expect![[r#"
                2 names part charm
                3 declares extension flask-framework
                5 declares part charm
                5 names part libs
                6 declares part libs
                9 names part charm
                10 declares option token
                11 declares endpoint db
                12 declares endpoint ring
                13 declares action migrate
                15 declares container web
                16 names resource image
                18 names storage data
                20 declares resource image
                21 declares storage data
            "#]],
        );
    }

    #[test]
    fn names_in_a_rock() {
        check(
            "//- rockcraft.yaml
entrypoint-service: web
services:
  web:
    after: [cron]
    on-check-failure: {up: restart}
  cron:
checks:
  up:
    exec: {command: a, service-context: web}
",
            expect![[r#"
                1 names service web
                3 declares service web
                4 names service cron
                5 names check up
                6 declares service cron
                8 declares check up
                9 names service web
            "#]],
        );
    }

    #[test]
    fn a_name_behind_an_alias_stands_where_it_is_written_and_once() {
        check(
            "x: &image web-image
containers: {a: {resource: *image}, b: {resource: *image}}
resources: {web-image: {type: oci-image}}
",
            expect![[r#"
                1 declares anchor image
                1 names resource web-image
                2 declares container a
                2 names anchor image
                2 declares container b
                2 names anchor image
                3 declares resource web-image
            "#]],
        );
    }

    #[test]
    fn half_typed_text_keeps_the_names_around_it() {
        check(
            "parts:\n  a:\n    after: [b\n  b:\n    plu\ncontainers:\n  web:\n    resource:\n",
            expect![[r#"
                2 declares part a
                4 declares part b
                7 declares container web
            "#]],
        );
    }
}
