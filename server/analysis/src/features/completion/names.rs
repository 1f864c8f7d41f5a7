//! Names of things in the same file: parts, services, resources, stores, parameters, checks.

use super::{CompletionItem, CompletionKind, Request};
use crate::facts::key_doc;
use crate::file_kind::FileKind;

impl<'a> Request<'a> {
    /// The things of the file that can be named at a place; `None` where none are.
    pub(super) fn names(&self, path: &[&'a str]) -> Option<Vec<CompletionItem>> {
        use FileKind::{Charmcraft, Rockcraft};
        Some(match (self.snapshot.kind, path) {
            (Charmcraft | Rockcraft, ["parts", part, "after"]) => self.parts_but(Some(part)),
            (Charmcraft | Rockcraft, ["adopt-info"]) => self.parts_but(None),
            (Charmcraft, ["containers", _, "resource"]) => self.named(&["resources"], None),
            (Charmcraft, ["containers", _, "mounts", _, "storage"]) => {
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
}
