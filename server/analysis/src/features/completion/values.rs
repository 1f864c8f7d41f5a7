//! Values: option types, booleans, bases, plugins, directories, and whatever the documentation of a key
//! lists.

use std::cmp::Reverse;

use syntax::Scalar;
use syntax::scalar::resolve_plain;

use super::super::markdown::code_list;
use super::{CompletionItem, CompletionKind, Request};
use crate::facts::{self, Base, ValueKind, key_doc};
use crate::file_kind::FileKind;
use crate::project::EntryKind;

impl<'a> Request<'a> {
    /// What can stand as the value of the key that the path ends with.
    pub(super) fn values(&self, path: &[&'a str]) -> Vec<CompletionItem> {
        match (self.snapshot.kind, path) {
            (FileKind::Charmcraft, ["config", "options", _, "type"])
            | (FileKind::Config, ["options", _, "type"]) => return self.option_types(),
            (FileKind::Charmcraft, ["config", "options", option, "default"]) => {
                return self.defaults(option);
            }
            (FileKind::Charmcraft | FileKind::Metadata, ["peers", _, "interface"]) => {
                return Vec::new();
            }
            (FileKind::Charmcraft | FileKind::Metadata, [section, endpoint, "interface"]) => {
                return self.interfaces(section, endpoint);
            }
            _ => {}
        }
        if let Some(items) = self.names(path).or_else(|| self.packages(path)) {
            return items;
        }
        match path {
            ["base" | "build-base"] => return self.bases(path),
            ["parts", _, "plugin"] => return self.plugins(),
            ["parts", _, "source"] => return self.directories(),
            _ => {}
        }
        let Some(doc) = key_doc(self.snapshot.kind, path) else { return Vec::new() };
        if doc.kind == ValueKind::Boolean {
            return self.booleans();
        }
        let values = if doc.values.is_empty() { &doc.examples } else { &doc.values };
        values.iter().map(|value| self.value(value, doc.value_doc(value))).collect()
    }

    /// Those that the extension supports first, then the one to start with, releases with long support
    /// before others, new before old; what is no longer supported last.
    fn bases(&self, path: &[&'a str]) -> Vec<CompletionItem> {
        let doc = key_doc(self.snapshot.kind, path);
        let mut values: Vec<&str> = doc.map(|doc| doc.values.clone()).unwrap_or_default();
        values.sort_by_key(|name| {
            let base = facts::base(name);
            let has_ended = base.is_some_and(|base| base.has_ended());
            let is_interim =
                base.is_some_and(|base| base.in_tool(self.snapshot.kind).build_base.is_some());
            let is_suggested = *name == facts::suggested_base();
            let is_endless = base.is_none_or(|base| base.end.is_none());
            let order = (is_endless, is_interim, Reverse(*name));
            (self.base_rank(name), has_ended, !is_suggested, order)
        });
        let item = |name: &str| {
            let mut item = self.value(name, None);
            item.detail = facts::base(name).and_then(base_detail);
            item.deprecated = facts::base(name).is_some_and(|base| base.has_ended());
            item
        };
        values.into_iter().map(item).collect()
    }

    /// The plugins of the tool, the most used first.
    fn plugins(&self) -> Vec<CompletionItem> {
        let plugins = facts::plugins().iter().filter(|it| it.is_in(self.snapshot.kind));
        let mut plugins: Vec<_> = plugins.collect();
        plugins.sort_by_key(|plugin| Reverse(plugin.uses));
        let item = |plugin: &facts::Plugin| {
            let mut item = self.value(plugin.name, None);
            item.detail = Some(plugin.summary.trim_end_matches('.').to_owned());
            let keys = plugin.keys.iter().map(|key| key.name);
            let keys = if plugin.keys.is_empty() { String::new() } else { code_list(keys) };
            item.documentation = Some(format!("{}\n\nKeys of its own: {keys}", plugin.summary))
                .filter(|_| !keys.is_empty());
            item
        };
        plugins.into_iter().map(item).collect()
    }

    /// Directories of the project that a part can be built from.
    fn directories(&self) -> Vec<CompletionItem> {
        let typed = self.cursor.typed;
        let directory = typed.rfind('/').and_then(|slash| typed.get(..slash)).unwrap_or_default();
        let entries = self.snapshot.project.list(directory).into_iter();
        let inside =
            entries.filter(|(name, kind)| *kind == EntryKind::Directory && !name.starts_with('.'));
        let path = |(name, _): (String, EntryKind)| match directory {
            "" => name,
            _ => format!("{directory}/{name}"),
        };
        let here = directory.is_empty().then(|| ".".to_owned());
        let paths = here.into_iter().chain(inside.map(path));
        paths.map(|path| self.item(path, CompletionKind::Directory)).collect()
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

    /// A value as text: in quotes where it would be read as something else.
    pub(super) fn value(&self, value: &str, doc: Option<&str>) -> CompletionItem {
        let mut item = self.item(value, CompletionKind::Value);
        if !matches!(resolve_plain(value), Scalar::Text(_)) && !self.in_quotes() {
            item.insert = format!("\"{value}\"");
        }
        let framework = facts::framework_by_extension(value);
        item.detail = framework.map(|framework| framework.title.to_owned());
        item.documentation = doc.map(str::to_owned);
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
}

/// Until when a base is supported.
fn base_detail(base: &Base) -> Option<String> {
    let codename = base.codename?;
    let verb = if base.has_ended() { "support ended" } else { "supported until" };
    Some(match base.end {
        Some(end) => format!("{codename}, {verb} {end}"),
        None => codename.to_owned(),
    })
}
