//! `charmcraft.yaml` as its author thinks of it.

use std::borrow::Cow;

use syntax::{Entry, NodeRef};

use super::{Part, extensions, section_entries};
use crate::facts::{self, Framework, Variant};
use crate::file_kind::FileKind;

/// A `charmcraft.yaml`.
#[derive(Debug, Clone, Copy)]
pub struct Charm<'a> {
    root: Option<NodeRef<'a>>,
    /// The path of the options.
    options: &'static [&'static str],
}

/// A section that declares endpoints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// Endpoints that another charm provides.
    Requires,
    /// Endpoints that this charm provides.
    Provides,
    /// Endpoints among the units of this charm.
    Peers,
}

/// What a 12-factor extension makes of a charm.
#[derive(Debug, Clone, Copy)]
pub struct Extension {
    /// The framework it is for.
    pub framework: &'static Framework,
    /// What it adds on the charm's base.
    pub variant: &'static Variant,
}

/// An option under `config.options`.
#[derive(Debug, Clone, Copy)]
pub struct ConfigOption<'a> {
    /// The option's name.
    pub key: NodeRef<'a>,
    /// What is said about it; anything, as charmcraft does not look at it.
    pub value: NodeRef<'a>,
}

/// An endpoint under `requires`, `provides` or `peers`.
#[derive(Debug, Clone, Copy)]
pub struct Endpoint<'a> {
    /// Where it stands.
    pub section: Section,
    /// The endpoint's name.
    pub key: NodeRef<'a>,
    /// A mapping, or the interface alone (the short form).
    pub value: NodeRef<'a>,
}

impl Section {
    /// All three, in the order Juju reads them.
    pub const ALL: [Section; 3] = [Section::Provides, Section::Requires, Section::Peers];

    /// The section's key.
    pub fn key(self) -> &'static str {
        match self {
            Section::Requires => "requires",
            Section::Provides => "provides",
            Section::Peers => "peers",
        }
    }
}

impl<'a> Charm<'a> {
    /// The view of a document's root.
    pub fn new(root: Option<NodeRef<'a>>) -> Self {
        Charm { root, options: &["config", "options"] }
    }

    /// The view of the root of a document of this kind: a `config.yaml` beside `charmcraft.yaml` has the options
    /// one level higher.
    pub fn of(kind: FileKind, root: Option<NodeRef<'a>>) -> Self {
        match kind {
            FileKind::Config => Charm { root, options: &["options"] },
            _ => Charm::new(root),
        }
    }

    /// The document's root node.
    pub fn root(&self) -> Option<NodeRef<'a>> {
        self.root
    }

    /// A top-level entry.
    pub fn entry(&self, key: &str) -> Option<Entry<'a>> {
        self.root?.get(key)
    }

    /// The names under `extensions`, with their nodes.
    pub fn extensions(&self) -> Vec<(NodeRef<'a>, &'a str)> {
        extensions(self.root)
    }

    /// The first 12-factor extension that the charm uses, for the charm's base.
    pub fn extension(&self) -> Option<Extension> {
        let framework = extensions(self.root)
            .into_iter()
            .find_map(|(_, name)| facts::framework_by_extension(name))?;
        let variant = framework.variant_for_base(self.target_base().as_deref());
        Some(Extension { framework, variant })
    }

    /// The text of `base`, such as `ubuntu@24.04`.
    pub fn base(&self) -> Option<&'a str> {
        self.entry("base")?.value.resolved().as_str()
    }

    /// The base by which charmcraft chooses what an extension adds: `base`, else the first that
    /// `platforms` or `bases` name. It refuses files that name several; `build-base` plays no part.
    pub fn target_base(&self) -> Option<Cow<'a, str>> {
        let alone = self.base().or_else(|| self.platform_base());
        alone.map(Cow::Borrowed).or_else(|| self.old_base().map(Cow::Owned))
    }

    /// From names such as `ubuntu@24.04:amd64`, or `build-for` with such a value.
    fn platform_base(&self) -> Option<&'a str> {
        let of = |text: &'a str| text.contains('@').then(|| text.split(':').next()).flatten();
        section_entries(self.root, &["platforms"]).into_iter().find_map(|platform| {
            let build_for = || {
                let value = platform.value.get("build-for")?.value.resolved();
                value.text().or_else(|| value.items().next()?.resolved().text())
            };
            platform.key.text().and_then(of).or_else(|| build_for().and_then(of))
        })
    }

    /// From the first entry of `bases`, in the short or the long form.
    fn old_base(&self) -> Option<String> {
        let entry = self.entry("bases")?.value.resolved().items().next()?;
        let long = entry.get("build-on").and_then(|on| on.value.resolved().items().next());
        let base = long.unwrap_or(entry);
        let text = |key: &str| base.get(key)?.value.resolved().text();
        Some(format!("{}@{}", text("name")?, text("channel")?))
    }

    /// The options under `config.options`, in the order of the file.
    pub fn config_options(&self) -> Vec<ConfigOption<'a>> {
        let entries = section_entries(self.root, self.options);
        entries.into_iter().map(|Entry { key, value }| ConfigOption { key, value }).collect()
    }

    /// The parts, in the order of the file.
    pub fn parts(&self) -> Vec<Part<'a>> {
        super::part::parts(self.root)
    }

    /// The endpoints of one section, in the order of the file.
    pub fn endpoints(&self, section: Section) -> Vec<Endpoint<'a>> {
        let entries = section_entries(self.root, &[section.key()]);
        entries.into_iter().map(|Entry { key, value }| Endpoint { section, key, value }).collect()
    }
}

impl<'a> ConfigOption<'a> {
    /// The option's name; `None` for a key that is no scalar.
    pub fn name(&self) -> Option<&'a str> {
        self.key.text()
    }

    /// What is said about it under `key`.
    pub fn field(&self, key: &str) -> Option<Entry<'a>> {
        self.value.get(key)
    }

    /// The text of `type`, such as `string`.
    pub fn type_name(&self) -> Option<&'a str> {
        self.field("type")?.value.resolved().as_str()
    }

    /// Whether it says `optional: false`; only the boolean counts.
    pub fn is_required(&self) -> bool {
        self.field("optional").is_some_and(|field| field.value.resolved().as_bool() == Some(false))
    }
}

impl<'a> Endpoint<'a> {
    /// The endpoint's name; `None` for a key that is no scalar.
    pub fn name(&self) -> Option<&'a str> {
        self.key.text()
    }

    /// What is said about it under `key`.
    pub fn field(&self, key: &str) -> Option<Entry<'a>> {
        self.value.get(key)
    }

    /// The node that names the interface: the value of `interface`, or the whole value in the short
    /// form.
    pub fn interface_node(&self) -> Option<NodeRef<'a>> {
        let value = self.value.resolved();
        if value.is_scalar() {
            return (!value.is_null()).then_some(value);
        }
        Some(self.field("interface")?.value.resolved())
    }

    /// The interface's name.
    pub fn interface(&self) -> Option<&'a str> {
        self.interface_node()?.as_str()
    }

    /// `optional`, where it is a boolean.
    pub fn optional(&self) -> Option<bool> {
        self.field("optional")?.value.resolved().as_bool()
    }
}
