//! `flask-lsp expand`: the charm as its extension completes it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use analysis::expand::{to_json, to_yaml};
use analysis::features::expansion::{Expansion, expansion, refusals};
use analysis::{FileKind, Finding, Snapshot};

use super::env::open_charm;
use super::input::InputFile;
use super::terminal::{ColorChoice, print, print_error};
use super::{ColorArgs, FOUND, Failure};
use crate::config::{Configs, RawSettings};
use crate::disk;
use crate::report::{self, CheckedFile, Format, Look};

/// Which charm, and how to write it.
#[derive(Debug, clap::Args)]
pub(super) struct ExpandArgs {
    /// A charmcraft.yaml, or a directory that holds one
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,

    /// How to write it
    #[arg(long, default_value = "yaml")]
    format: ExpandFormat,

    #[command(flatten)]
    color: ColorArgs,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum ExpandFormat {
    /// As `charmcraft expand-extensions` prints it
    Yaml,
    /// The same as JSON
    Json,
}

/// Prints one charm in full; or what charmcraft minds in it, and then the exit code is 1.
pub(super) fn run(args: &ExpandArgs) -> Result<ExitCode, Failure> {
    let (file, snapshot) = open_charm(&args.path, &Configs::isolated(RawSettings::default()))?;
    let directory = file.path.parent().unwrap_or(Path::new(""));
    let beside = refused_beside(directory);
    let machine = disk::machine(Some(directory));
    let charm = match expansion(&snapshot, &machine) {
        Expansion::Refused(findings) => {
            let charm = CheckedFile { name: file.name, path: file.path, snapshot, findings };
            return refuse(vec![charm], beside, args.color.color);
        }
        Expansion::Nothing => {
            return Err(Failure::new(format!("there is no charm in `{}`", file.name)));
        }
        Expansion::Complete(_) if beside.is_some() => {
            return refuse(Vec::new(), beside, args.color.color);
        }
        Expansion::Complete(charm) => charm,
    };
    print(&match args.format {
        ExpandFormat::Yaml => to_yaml(&charm),
        ExpandFormat::Json => to_json(&charm),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The paas-config.yaml beside a charm, if charmcraft refuses that one.
fn refused_beside(directory: &Path) -> Option<CheckedFile> {
    let file = InputFile::at(directory.join(FileKind::PaasConfig.canonical_name()));
    let text = String::from_utf8(disk::read(&file.path).ok()?).ok()?;
    let snapshot: Snapshot = file.snapshot(text, Arc::default())?;
    let findings: Vec<Finding> = refusals(&snapshot);
    let InputFile { name, path } = file;
    (!findings.is_empty()).then_some(CheckedFile { name, path, snapshot, findings })
}

/// Standard output is for the charm, so that it can be written to a file.
fn refuse(
    mut files: Vec<CheckedFile>,
    beside: Option<CheckedFile>,
    color: ColorChoice,
) -> Result<ExitCode, Failure> {
    files.extend(beside);
    let look = Look { color: color.for_stderr(), links: false };
    print_error(&report::render(Format::Full, &files, look))?;
    let names: Vec<_> = files.iter().map(|file| format!("`{}`", file.name)).collect();
    let names = names.join(" and ");
    print_error(&format!("charmcraft refuses {}\n", report::printable(&names)))?;
    Ok(ExitCode::from(FOUND))
}
