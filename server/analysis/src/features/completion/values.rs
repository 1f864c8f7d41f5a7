//! Values of closed sets: option types, booleans, and whatever the documentation of a key lists.

use super::{CompletionItem, CompletionKind, Request};
use crate::facts::{self, ValueKind, key_doc};
use crate::file_kind::FileKind;

impl<'a> Request<'a> {
    /// What can stand as the value of the key that the path ends with.
    pub(super) fn values(&self, path: &[&'a str]) -> Vec<CompletionItem> {
        if self.snapshot.kind == FileKind::Charmcraft {
            match path {
                ["config", "options", _, "type"] => return self.option_types(),
                ["config", "options", option, "default"] => return self.defaults(option),
                ["peers", _, "interface"] => return Vec::new(),
                [section, endpoint, "interface"] => return self.interfaces(section, endpoint),
                _ => {}
            }
        }
        let Some(doc) = key_doc(self.snapshot.kind, path) else { return Vec::new() };
        if doc.kind == ValueKind::Boolean {
            return self.booleans();
        }
        let mut values = doc.values.clone();
        if let (["base" | "build-base"], Some(_)) = (path, self.framework) {
            values.reverse();
            values.sort_by_key(|base| self.base_rank(base));
        }
        values.into_iter().map(|value| self.value(value)).collect()
    }

    /// Bases that the extension supports come first, then those it tries out.
    fn base_rank(&self, base: &str) -> u8 {
        let Some((framework, _)) = self.framework else { return 0 };
        let experimental = match self.snapshot.kind {
            FileKind::Rockcraft => {
                let mut variants = framework.rock.variants.iter();
                variants.find(|it| it.bases.contains(&base)).map(|it| it.experimental)
            }
            _ => {
                let mut bases = framework.variants.iter().flat_map(|variant| &variant.bases);
                bases.find(|it| it.base == base).map(|it| it.experimental)
            }
        };
        match experimental {
            Some(false) => 0,
            Some(true) => 1,
            None => 2,
        }
    }

    fn value(&self, value: &str) -> CompletionItem {
        let mut item = self.item(value, CompletionKind::Value);
        let framework = facts::framework_by_extension(value);
        item.detail = framework.map(|framework| framework.title.to_owned());
        item
    }

    fn booleans(&self) -> Vec<CompletionItem> {
        ["true", "false"].map(|value| self.item(value, CompletionKind::Value)).to_vec()
    }

    fn option_types(&self) -> Vec<CompletionItem> {
        let items = facts::option_types().iter().map(|known| {
            let mut item = self.item(known.name, CompletionKind::Value);
            item.detail = Some(known.description.to_owned());
            item.documentation = Some(format!("{}\n\n{}", known.default, known.variable));
            item
        });
        items.collect()
    }

    /// Only booleans are a closed set.
    fn defaults(&self, option: &str) -> Vec<CompletionItem> {
        let option_type = self.node(&["config", "options", option, "type"]);
        match option_type.and_then(|node| node.text()) {
            Some("boolean") => self.booleans(),
            _ => Vec::new(),
        }
    }

    /// The parts that another part may come after.
    pub(super) fn other_parts(&self, part: &str) -> Vec<CompletionItem> {
        let parts = self.node(&["parts"]).into_iter().flat_map(|parts| parts.entries());
        let names = parts.filter_map(|entry| entry.key.text());
        let others = names.filter(|&name| name != part && !name.is_empty());
        others.map(|name| self.item(name, CompletionKind::Value)).collect()
    }
}
