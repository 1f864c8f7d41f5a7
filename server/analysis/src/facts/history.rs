//! Since which version a tool takes what it takes; what is not here is as old as the oldest version that
//! anybody uses, or nobody has looked it up.

use std::sync::LazyLock;

use serde::Deserialize;

use super::table;
use crate::finding::Judge;
use crate::versions::Version;

static FILE: LazyLock<File> =
    LazyLock::new(|| table(include_str!("../../../../schemas/tool-history.json")));

/// What came to a tool with a later version than its first.
pub fn tool_history(tool: Judge) -> Option<&'static ToolHistory> {
    match tool {
        Judge::Charmcraft => Some(&FILE.charmcraft),
        Judge::Rockcraft => Some(&FILE.rockcraft),
        Judge::PaasCharm => Some(&FILE.paas_charm),
        Judge::Juju => None,
    }
}

/// The first paas-charm that knows an interface; `None` for those that it always knew, and for others.
pub fn interface_since(interface: &str) -> Option<Version> {
    let known = FILE.paas_charm.interfaces.iter().find(|known| known.name == interface)?;
    Some(known.since)
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 'static"))]
struct File {
    charmcraft: ToolHistory,
    rockcraft: ToolHistory,
    paas_charm: ToolHistory,
}

/// What came to one tool, and when.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct ToolHistory {
    /// Keys at the top of its file.
    #[serde(default)]
    pub keys: Vec<Arrival>,
    /// Values of `base` and `build-base`.
    #[serde(default)]
    pub bases: Vec<Arrival>,
    /// Plugins of parts.
    #[serde(default)]
    pub plugins: Vec<Arrival>,
    /// Values of `interface` that it acts on.
    #[serde(default)]
    pub interfaces: Vec<Arrival>,
    /// Extensions.
    #[serde(default)]
    pub extensions: Vec<ExtensionArrival>,
}

impl ToolHistory {
    /// The extension of this name.
    pub fn extension(&self, name: &str) -> Option<&ExtensionArrival> {
        self.extensions.iter().find(|extension| extension.name == name)
    }
}

/// A name, and the first version that takes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    /// As files write it.
    pub name: &'static str,
    /// The first version.
    pub since: Version,
}

/// An extension, and when it came to which base.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionArrival {
    /// Such as `flask-framework`.
    pub name: &'static str,
    /// The first version that has it.
    pub since: Version,
    /// Bases that it came to later, or on which it was experimental at first.
    #[serde(default)]
    pub bases: Vec<BaseArrival>,
}

impl ExtensionArrival {
    /// The base of this name.
    pub fn base(&self, name: &str) -> Option<&BaseArrival> {
        self.bases.iter().find(|base| base.name == name)
    }
}

/// A base of an extension.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaseArrival {
    /// Such as `ubuntu@24.04`.
    pub name: &'static str,
    /// The first version that has the extension there; as old as the extension if it is not said.
    #[serde(default)]
    pub since: Option<Version>,
    /// The first version in which it needs no switch; it never needed one if it is not said.
    #[serde(default)]
    pub stable: Option<Version>,
}

/// Whether an extension needed a switch on a base in a version of the tool, though it needs none by now.
pub fn was_experimental(
    tool: Judge,
    extension: &str,
    base: &str,
    version: Option<Version>,
) -> bool {
    let stable = || tool_history(tool)?.extension(extension)?.base(base)?.stable;
    version.zip(stable()).is_some_and(|(version, stable)| version.is_before(&stable))
}
