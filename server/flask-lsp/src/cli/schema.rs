//! `flask-lsp schema`: the JSON schema of a file, for editors and tools that read schemas.

use std::process::ExitCode;

use analysis::FileKind;
use analysis::facts::schema_text;
use clap::ValueEnum;

use super::Failure;
use super::terminal::print;
use crate::config;

/// The file that a schema is for.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum SchemaName {
    /// For charmcraft.yaml
    Charmcraft,
    /// For rockcraft.yaml
    Rockcraft,
    /// For paas-config.yaml
    PaasConfig,
    /// For flask-lsp.toml
    FlaskLsp,
}

/// Prints the schema as it is published, byte for byte.
pub(super) fn run(name: SchemaName) -> Result<ExitCode, Failure> {
    let kind = match name {
        SchemaName::Charmcraft => FileKind::Charmcraft,
        SchemaName::Rockcraft => FileKind::Rockcraft,
        SchemaName::PaasConfig => FileKind::PaasConfig,
        SchemaName::FlaskLsp => {
            print(&config::schema())?;
            return Ok(ExitCode::SUCCESS);
        }
    };
    print(schema_text(kind))?;
    Ok(ExitCode::SUCCESS)
}
