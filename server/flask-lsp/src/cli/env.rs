//! `flask-lsp env`: what the application of a charm gets as its environment.

use std::path::PathBuf;
use std::process::ExitCode;

use analysis::{FileKind, Snapshot, features};

use super::configuration::{self, ConfigArgs};
use super::input::{self, InputFile};
use super::terminal::{ColorChoice, print, terminal_width};
use super::{ColorArgs, Failure};
use crate::config::{Configs, RawSettings};
use crate::disk;
use crate::report::{self, CharmEnvironment, TableLook};

/// Which charm, and how to say it.
#[derive(Debug, clap::Args)]
pub(super) struct EnvArgs {
    /// A charmcraft.yaml, or a directory that holds one
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,

    /// How to write it
    #[arg(long, default_value = "table")]
    format: EnvFormat,

    #[command(flatten)]
    config: ConfigArgs,

    #[command(flatten)]
    color: ColorArgs,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum EnvFormat {
    /// For people
    Table,
    /// One JSON object
    Json,
    /// A commented `.env` file for development on your own machine
    Dotenv,
}

/// Prints the environment of one charm.
pub(super) fn run(args: &EnvArgs) -> Result<ExitCode, Failure> {
    let configs = args.config.configs(RawSettings::default())?;
    let (file, snapshot) = open_charm(&args.path, &configs)?;
    configuration::expect_readable(&configs)?;
    let charm = environment_of(file.name, &snapshot);
    print(&match args.format {
        EnvFormat::Table => report::environment_table(&charm, look(args.color.color)),
        EnvFormat::Json => report::environment_json(&charm),
        EnvFormat::Dotenv => report::environment_dotenv(&charm),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// How a table looks on standard output.
pub(super) fn look(color: ColorChoice) -> TableLook {
    TableLook { color: color.for_stdout(), width: terminal_width() }
}

/// The environment of a charm, under the name that reports give it.
pub(super) fn environment_of(name: String, snapshot: &Snapshot) -> CharmEnvironment {
    let derived = features::environment::report(snapshot);
    CharmEnvironment { name, derived }
}

/// The charm that is meant by a path, read.
pub(super) fn open_charm(
    path: &std::path::Path,
    configs: &Configs,
) -> Result<(InputFile, Snapshot), Failure> {
    let file = charm_at(path)?;
    let snapshot = file.open(configs)?;
    Ok((file, snapshot))
}

/// The one `charmcraft.yaml` that is meant by a path: the file itself, the one in the directory, or
/// the only one below it.
fn charm_at(path: &std::path::Path) -> Result<InputFile, Failure> {
    let directly = path.join(FileKind::Charmcraft.canonical_name());
    let found = if disk::is_directory(path) && disk::exists(&directly) {
        input::find(&[directly], None)
    } else {
        input::find(&[path.to_owned()], None)
    };
    let mut charms: Vec<_> =
        found.files.into_iter().filter(|file| file.kind() == Some(FileKind::Charmcraft)).collect();
    match (charms.pop(), charms.as_slice(), found.problems.first()) {
        (Some(charm), [], _) => Ok(charm),
        (None, _, Some(problem)) => Err(Failure::new(problem.clone())),
        (None, _, None) => Err(Failure::new(format!(
            "there is no `{}` in `{}`",
            FileKind::Charmcraft.canonical_name(),
            path.display()
        ))),
        (Some(last), others, _) => {
            let names = others.iter().chain([&last]).map(|file| format!("`{}`", file.name));
            let names = names.collect::<Vec<_>>().join(", ");
            Err(Failure::new(format!("there are several charms, name one of them: {names}")))
        }
    }
}
