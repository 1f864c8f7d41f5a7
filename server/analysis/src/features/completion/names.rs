//! Names of things in the same file: parts, services, resources, stores, parameters, checks, anchors.

use std::cmp::Reverse;

use syntax::{NodeRef, TextRange};

use super::{CompletionItem, CompletionKind, Request};
use crate::facts::key_doc;
use crate::file_kind::FileKind;

impl<'a> Request<'a> {
    /// The things of the file that can be named at a place; `None` where none are.
    pub(super) fn names(&self, path: &[&'a str]) -> Option<Vec<CompletionItem>> {
        use FileKind::{Charmcraft, Metadata, Rockcraft};
        Some(match (self.snapshot.kind, path) {
            (Charmcraft | Rockcraft, ["parts", part, "after"]) => self.parts_but(Some(part)),
            (Charmcraft | Rockcraft, ["adopt-info"]) => self.parts_but(None),
            (Charmcraft | Metadata, ["containers", _, "resource"]) => {
                self.named(&["resources"], None)
            }
            (Charmcraft | Metadata, ["containers", _, "mounts", _, "storage"]) => {
                self.named(&["storage"], None)
            }
            (Charmcraft, ["actions", action, "required"]) => {
                self.named(&["actions", action, "params"], None)
            }
            (Rockcraft, ["services", service, "after" | "before" | "requires"]) => {
                self.services_but(Some(service))
            }
            (Rockcraft, ["entrypoint-service"] | ["checks", _, "exec", "service-context"]) => {
                self.services_but(None)
            }
            (Rockcraft, ["services", _, "on-check-failure"]) => self.named(&["checks"], None),
            (
                Rockcraft,
                ["services", _, "user" | "group"] | ["checks", _, "exec", "user" | "group"],
            ) => {
                let users = key_doc(Rockcraft, &["run-user"]).map(|doc| &doc.values);
                users.into_iter().flatten().map(|user| self.thing(user, "user")).collect()
            }
            _ => return None,
        })
    }

    /// Whether a `*` asks for an anchor.
    pub(super) fn wants_alias(&self) -> bool {
        self.cursor.text(self.cursor.word).starts_with('*') && !self.in_quotes()
    }

    /// The anchors above the cursor, the nearest first, as aliases.
    pub(super) fn aliases(&self) -> Vec<CompletionItem> {
        let mut found: Vec<(TextRange, &str)> = Vec::new();
        // A line that cannot be read is no part of what it stands in.
        let path = &self.cursor.path;
        let sections = (1..path.len()).filter_map(|length| self.node(path.get(..length)?));
        let sections: Vec<_> = sections.map(NodeRef::range).collect();
        let mut pending: Vec<NodeRef<'_>> = self.snapshot.root().into_iter().collect();
        while let Some(node) = pending.pop() {
            let above = node.range().start() < self.cursor.word.start();
            // What the cursor is in cannot stand inside itself.
            let is_around =
                node.range().contains_range(self.cursor.word) || sections.contains(&node.range());
            let anchor = node.anchor().filter(|_| above && !is_around);
            found.extend(anchor.map(|anchor| (node.range(), anchor)));
            pending.extend(node.children());
        }
        found.sort_by_key(|(range, _)| Reverse(range.start()));
        let item = |(range, anchor): (TextRange, &str)| {
            let text = self.snapshot.document.text().slice(range);
            let first = text.lines().next().unwrap_or_default().trim_end();
            self.thing(&format!("*{anchor}"), first)
        };
        found.into_iter().map(item).collect()
    }

    fn parts_but(&self, own: Option<&str>) -> Vec<CompletionItem> {
        let mut items = self.named(&["parts"], own);
        let framework = self.framework.filter(|_| self.snapshot.kind == FileKind::Rockcraft);
        let added = framework.into_iter().flat_map(|(framework, _)| &framework.rock.parts);
        for part in added.filter(|part| Some(part.name) != own) {
            if !items.iter().any(|item| item.label == part.name) {
                let mut item = self.thing(part.name, "of the extension");
                item.documentation = Some(part.summary.to_owned());
                items.push(item);
            }
        }
        items
    }

    fn services_but(&self, own: Option<&str>) -> Vec<CompletionItem> {
        let mut items = self.named(&["services"], own);
        let added = self.framework.into_iter().flat_map(|(framework, _)| &framework.rock.services);
        for &service in added.filter(|&&service| Some(service) != own) {
            if !items.iter().any(|item| item.label == service) {
                items.push(self.thing(service, "of the extension"));
            }
        }
        items
    }

    /// The names in a section, with what tells them apart.
    fn named(&self, section: &[&str], own: Option<&str>) -> Vec<CompletionItem> {
        let entries = self.node(section).into_iter().flat_map(|section| section.entries());
        let others = entries.filter_map(|entry| {
            let name = entry.key.text().filter(|name| !name.is_empty() && Some(*name) != own)?;
            let told = ["plugin", "type", "command", "level"];
            let kind = told.iter().find_map(|key| entry.value.get(key)?.value.text());
            Some(self.thing(name, kind.unwrap_or_default()))
        });
        others.collect()
    }

    fn thing(&self, name: &str, detail: &str) -> CompletionItem {
        let mut item = self.item(name, CompletionKind::Name);
        item.detail = Some(detail.to_owned()).filter(|detail| !detail.is_empty());
        item
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::tests::{check, list};

    #[test]
    fn what_the_file_declares_can_be_named() {
        check(
            "resources:\n  web-image:\n    type: oci-image\n  data:\n    type: file\ncontainers:\n  web:\n    resource: $0\n",
            expect![[r#"
                web-image | oci-image | "" -> "web-image"
                data | file | "" -> "data"
            "#]],
        );
        check(
            "storage:\n  logs:\n    type: filesystem\ncontainers:\n  web:\n    mounts:\n      - storage: l$0\n",
            expect![[r#"
                logs | filesystem | "l" -> "logs"
            "#]],
        );
        check(
            "actions:\n  backup:\n    params:\n      to: {type: string}\n      from: {type: string}\n    required: [to, $0]\n",
            expect![[r#"
                from | string | "" -> "from"
            "#]],
        );
        check(
            "parts:\n  a:\n    plugin: nil\n  b:\n    plugin: dump\n    after:\n      - $0\n  c:\n    plugin: uv\n",
            expect![[r#"
                a | nil | "" -> "a"
                c | uv | "" -> "c"
            "#]],
        );
    }

    #[test]
    fn services_of_the_extension_can_be_named_too() {
        check(
            "//- rockcraft.yaml\nextensions: [flask-framework]\nservices:\n  mail-worker:\n    command: python3 mail.py\n    after: [$0]\n",
            expect![[r#"
                flask | of the extension | "" -> "flask"
                statsd-exporter | of the extension | "" -> "statsd-exporter"
            "#]],
        );
        check(
            "//- rockcraft.yaml\nservices:\n  a:\n    user: $0\nchecks:\n  up:\n    level: alive\n",
            expect![[r#"
                _daemon_ | user | "" -> "_daemon_"
            "#]],
        );
        check(
            "//- rockcraft.yaml\nservices:\n  a:\n    on-check-failure:\n      $0\nchecks:\n  up:\n    level: alive\n",
            expect![[r#"
                up | - | "" -> "up: " (asks again)
            "#]],
        );
    }

    #[test]
    fn parts_of_the_extension_come_before_others() {
        let all = list(
            "//- rockcraft.yaml\nextensions: [flask-framework]\nparts:\n  extra:\n    plugin: nil\n    after: [$0]\n",
        );
        assert!(all.contains("flask-framework/dependencies | of the extension"), "{all}");
        assert!(!all.contains("extra |"), "{all}");
    }

    #[test]
    fn a_star_asks_for_an_anchor() {
        check(
            "config:\n  options:\n    a: &first {type: int}\n    b: &second\n      type: string\n    c: *$0\n    d: &third {}\n",
            expect![[r#"
                *second | type: string | "*" -> "*second"
                *first | {type: int} | "*" -> "*first"
            "#]],
        );
        check(
            "assumes: &one [juju]\nx: [*o$0]\n",
            expect![[r#"
            *one | [juju] | "*o" -> "*one"
        "#]],
        );
        check(
            "x: &one {a: b}\ny:\n  <<: *o$0ther\n",
            expect![[r#"
            *one | {a: b} | "*other" -> "*one"
        "#]],
        );
        check("x: &one {a: '*$0'}\n", expect![""]);
        check("x: &one\n  a: *$0\n", expect![""]);
    }
}
