//! Which configuration a command goes by, and telling what is wrong with it. The same for every command.

use std::path::{Path, PathBuf};

use super::Failure;
use super::terminal::print_error;
use crate::config::{Configs, RawSettings};
use crate::disk;
use crate::report::printable;

/// Which configuration counts.
#[derive(Debug, clap::Args)]
pub(super) struct ConfigArgs {
    /// The configuration for all files, instead of the nearest flask-lsp.toml of each
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    config: Option<PathBuf>,

    /// Read no configuration
    #[arg(long, alias = "no-config")]
    isolated: bool,
}

impl ConfigArgs {
    /// The configurations to choose from, with what other arguments say over them.
    pub(super) fn configs(&self, over: RawSettings) -> Result<Configs, Failure> {
        match &self.config {
            _ if self.isolated => Ok(Configs::isolated(over)),
            None => Ok(Configs::searched(over)),
            Some(file) => Configs::fixed(over, file, &disk::absolute_path(Path::new(".")))
                .map_err(Failure::new),
        }
    }
}

/// Writes what is wrong with the configurations to standard error. Whether every one could be read.
pub(super) fn tell_problems(configs: &Configs) -> Result<bool, Failure> {
    let problems = configs.problems();
    for problem in &problems {
        let word = if problem.is_fatal { "error" } else { "warning" };
        print_error(&format!("{word}: {}\n", printable(&problem.to_string())))?;
    }
    Ok(!problems.iter().any(|problem| problem.is_fatal))
}

/// [`tell_problems`] for commands that do nothing without their configuration.
pub(super) fn expect_readable(configs: &Configs) -> Result<(), Failure> {
    match tell_problems(configs)? {
        true => Ok(()),
        false => Err(Failure::new("the configuration has to be mended first, or `--isolated`")),
    }
}
