//! What paas-charm does in the workload container beside the application: migrations of the database, and
//! further services.

use std::sync::LazyLock;

use serde::Deserialize;

use super::table;

static FILE: LazyLock<File> =
    LazyLock::new(|| table(include_str!("../../../../schemas/workload.json")));

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct File {
    migrations: Vec<Migration>,
    roles: Vec<ServiceRole>,
}

/// The files that paas-charm looks for in the directory of the application; the last one that is there
/// runs before the application starts, and no other.
pub fn migrations() -> &'static [Migration] {
    &FILE.migrations
}

/// What the end of a service's name makes of it; compared in small letters.
pub fn service_roles() -> &'static [ServiceRole] {
    &FILE.roles
}

/// The role of a service of this name; `None` for one that gets no variables from the charm.
pub fn service_role(name: &str) -> Option<&'static ServiceRole> {
    let name = name.to_ascii_lowercase();
    service_roles().iter().find(|role| name.ends_with(role.suffix))
}

/// A file that brings the database up to date.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Migration {
    /// Its name.
    pub file: &'static str,
    /// The command, or how it is run.
    pub runs: &'static str,
    /// Whether it must be executable.
    pub executable: bool,
}

/// What a service is to the charm.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceRole {
    /// The end of its name, such as `-worker`.
    pub suffix: &'static str,
    /// Where it runs, such as `on every unit`.
    pub units: &'static str,
}
