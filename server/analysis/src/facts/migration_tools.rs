//! How common tools bring the database of an application up to date.

use std::sync::LazyLock;

use serde::Deserialize;

use super::table;

static FILE: LazyLock<MigrationTools> =
    LazyLock::new(|| table(include_str!("../../../../schemas/migration-tools.json")));

/// What is known about migrations.
#[derive(Debug, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct MigrationTools {
    /// Tools that keep a database in step with the code.
    pub tools: Vec<MigrationTool>,
    /// Lines of a shell script that run SQL on a PostgreSQL database, one unit after another.
    pub sql: Vec<String>,
}

/// A tool that keeps a database in step with the code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MigrationTool {
    /// Name as people write it.
    pub title: &'static str,
    /// Short names of the frameworks it is used with.
    #[serde(borrow)]
    pub frameworks: Vec<&'static str>,
    /// The package that the application depends on.
    pub package: &'static str,
    /// What is run in the application's directory; `{module}` is the module of the application object.
    pub command: &'static str,
}

/// What is known about migrations.
pub fn migration_tools() -> &'static MigrationTools {
    &FILE
}
