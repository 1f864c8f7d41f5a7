//! `charmcraft.yaml` as its author thinks of it.

use syntax::{Entry, NodeRef};

use super::{extensions, section_entries};

/// A `charmcraft.yaml`.
#[derive(Debug, Clone, Copy)]
pub struct Charm<'a> {
    root: Option<NodeRef<'a>>,
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
        Charm { root }
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

    /// The text of `base`, such as `ubuntu@24.04`.
    pub fn base(&self) -> Option<&'a str> {
        self.entry("base")?.value.resolved().as_str()
    }

    /// The options under `config.options`, in the order of the file.
    pub fn config_options(&self) -> Vec<ConfigOption<'a>> {
        let entries = section_entries(self.root, &["config", "options"]);
        entries.into_iter().map(|Entry { key, value }| ConfigOption { key, value }).collect()
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
