//! The catalogue of relation interfaces, for completion, hover and misspellings.
//!
//! Juju accepts every text as an interface, so a name that is missing here is not wrong. What
//! paas-charm does with an interface stands in `integrations`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::table;

static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| table(include_str!("../../../../schemas/interfaces.json")));

#[derive(Default, Deserialize)]
struct Catalogue {
    docs: &'static str,
    /// Sorted by name.
    interfaces: Vec<Interface>,
    /// Sorted by the wrong spelling.
    misspellings: Vec<Misspelling>,
}

/// All known interfaces, sorted by name.
pub fn interfaces() -> &'static [Interface] {
    &CATALOGUE.interfaces
}

/// The interface of exactly this name.
pub fn interface(name: &str) -> Option<&'static Interface> {
    let index = interfaces().binary_search_by_key(&name, |interface| interface.name).ok()?;
    interfaces().get(index)
}

/// Address of the Charmhub page that lists the charms of an interface.
pub fn interface_docs_url(interface: &Interface) -> String {
    [CATALOGUE.docs, interface.name].concat()
}

/// All known wrong spellings, sorted.
pub fn misspellings() -> &'static [Misspelling] {
    &CATALOGUE.misspellings
}

/// What was meant by a known wrong spelling.
pub fn misspelling(wrong: &str) -> Option<&'static Misspelling> {
    let index =
        misspellings().binary_search_by_key(&wrong, |misspelling| misspelling.wrong).ok()?;
    misspellings().get(index)
}

/// One relation interface.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Interface {
    /// The exact text for `interface`.
    pub name: &'static str,
    /// One line.
    pub summary: &'static str,
    /// Field it belongs to, such as `database`.
    pub category: &'static str,
    /// How well known it is.
    pub kind: InterfaceKind,
    /// The interface to use instead of a legacy one; absent where there is none.
    #[serde(default)]
    pub replaced_by: Option<&'static str>,
    /// A few charms that provide it.
    #[serde(default)]
    pub providers: Vec<&'static str>,
    /// The names charms give such an endpoint most often.
    #[serde(default)]
    pub endpoints: Vec<&'static str>,
    /// Number of surveyed charms that have it in any section.
    #[serde(default)]
    pub uses: u16,
    /// How many of them require it.
    #[serde(default)]
    required_by: u16,
    /// How many of them provide it.
    #[serde(default)]
    provided_by: u16,
    /// The usual names where it is required, if they are others than `endpoints`.
    #[serde(default)]
    requires_as: Vec<&'static str>,
    /// The usual names where it is provided, if they are others than `endpoints`.
    #[serde(default)]
    provides_as: Vec<&'static str>,
    /// Where a 12-factor charm has the endpoint; absent where paas-charm does not handle it.
    #[serde(default)]
    pub twelve_factor: Option<Role>,
}

impl Interface {
    /// Number of surveyed charms that have it in a section.
    pub fn charms(&self, role: Role) -> u16 {
        match role {
            Role::Requires => self.required_by,
            Role::Provides => self.provided_by,
            Role::Peers => 0,
        }
    }

    /// The names that charms give such an endpoint in a section, the most usual first.
    pub fn names(&self, role: Role) -> &[&'static str] {
        let own: &[_] = match role {
            Role::Requires => &self.requires_as,
            Role::Provides => &self.provides_as,
            Role::Peers => &[],
        };
        if own.is_empty() { &self.endpoints } else { own }
    }
}

/// How well known an interface is, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InterfaceKind {
    /// Has a published specification.
    Standard,
    /// No specification, but several charms use it.
    Common,
    /// Seen once, or only known to exist.
    Rare,
    /// Has a successor.
    Legacy,
}

/// Section of charmcraft.yaml that an endpoint stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// `requires`
    Requires,
    /// `provides`
    Provides,
    /// `peers`
    Peers,
}

/// A wrong spelling of an interface.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Misspelling {
    /// As it is found.
    pub wrong: &'static str,
    /// As it was meant.
    pub right: &'static str,
    /// Whether an interface of the wrong spelling exists too.
    #[serde(default)]
    pub also_valid: bool,
}
