//! The programs that bring an application from its files to a cluster: how they are called, how to
//! get them, and what they take where nothing is said.

use std::sync::LazyLock;

use serde::Deserialize;

use super::table;

static FACTS: LazyLock<ToolFacts> =
    LazyLock::new(|| table(include_str!("../../../../schemas/tools.json")));

/// All facts about the programs.
pub fn tools() -> &'static ToolFacts {
    &FACTS
}

/// What is known about the programs.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ToolFacts {
    /// Where images go if nothing else is said: MicroK8s's own registry.
    pub registry: &'static str,
    /// Variable that lets rockcraft use experimental extensions.
    pub rock_switch: &'static str,
    /// What to set the switches to; the tools only ask whether they are set.
    pub switch_value: &'static str,
    /// Architectures a charm in the old form (`bases`) is built for if it names none.
    pub default_architectures: Vec<&'static str>,
    /// The programs.
    pub tools: Vec<ToolFact>,
}

/// One program.
#[derive(Debug, Deserialize)]
pub struct ToolFact {
    /// What settings call it.
    pub name: &'static str,
    /// What is run.
    pub program: &'static str,
    /// The command that installs it.
    pub install: &'static str,
}

impl ToolFacts {
    /// The program that settings call `name`.
    pub fn tool(&self, name: &str) -> Option<&ToolFact> {
        self.tools.iter().find(|tool| tool.name == name)
    }
}
