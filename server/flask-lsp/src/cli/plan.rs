//! `flask-lsp plan`: the commands of an action, printed and not run.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use analysis::FileKind;
use analysis::file_kind::FILE_NAMES;
use analysis::plan::{Action, Options, Problem, plan, shell_script};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::configuration::{self, ConfigArgs};
use super::input::InputFile;
use super::terminal::{print, print_error};
use super::{FOUND, Failure};
use crate::config::RawSettings;
use crate::disk;
use crate::report::{plan_json, printable, problem_text};
use crate::run::{self, Job};

/// What is to be done, to what.
#[derive(Debug, clap::Args)]
pub(super) struct ActionArgs {
    /// What to do
    #[arg(value_name = "ACTION", value_parser = action_parser())]
    action: Action,

    /// A charmcraft.yaml, a rockcraft.yaml, or a directory that holds one
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,

    /// The application in the model, if it is not named like the charm
    #[arg(long, value_name = "NAME")]
    app: Option<String>,

    /// The model, if it is not the current one
    #[arg(long, short = 'm', value_name = "NAME")]
    model: Option<String>,

    /// Where images go: a host with its port, and a path if it has one [default: as configured, else
    /// localhost:32000]
    #[arg(long, value_name = "ADDRESS")]
    registry: Option<String>,

    /// The platform to build for
    #[arg(long, value_name = "NAME")]
    platform: Option<String>,

    /// The version of the rock, where its file does not say it
    #[arg(long, value_name = "VERSION")]
    rock_version: Option<String>,

    /// For `config`: the option and its value
    #[arg(long, value_name = "OPTION=VALUE", conflicts_with = "reset")]
    set: Option<String>,

    /// For `config`: the option that goes back to its default
    #[arg(long, value_name = "OPTION")]
    reset: Option<String>,

    /// For `integrate`: the endpoint of this charm
    #[arg(long, value_name = "NAME")]
    endpoint: Option<String>,

    /// For `integrate`: the other application, with `:ENDPOINT` if it has several that fit
    #[arg(long, value_name = "APPLICATION")]
    with: Option<String>,

    /// Go on where a tool is known to refuse the file
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    config: ConfigArgs,
}

/// Which action, and how to write it.
#[derive(Debug, clap::Args)]
pub(super) struct PlanArgs {
    #[command(flatten)]
    action: ActionArgs,

    /// How to write it
    #[arg(long, default_value = "shell")]
    format: PlanFormat,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum PlanFormat {
    /// Lines for a POSIX shell
    Shell,
    /// One JSON object
    Json,
}

/// Reads the name of an action.
fn action_parser() -> impl TypedValueParser<Value = Action> {
    let names = Action::ALL.map(|it| PossibleValue::new(it.name()).help(it.description()));
    PossibleValuesParser::new(names)
        .try_map(|name| Action::from_name(&name).ok_or_else(|| format!("no action `{name}`")))
}

/// Prints a plan. The exit code is 1 if something keeps it from being made.
pub(super) fn run(args: &PlanArgs) -> Result<ExitCode, Failure> {
    let job = job(&args.action)?;
    let found = run::check(&job);
    let text = match args.format {
        PlanFormat::Shell => {
            shell_script(&job.plan, |step| shown_directory(&job.directory_of(step)))
        }
        PlanFormat::Json => {
            let mut plan = job.plan.clone();
            plan.problems.extend(found.iter().cloned());
            let directory_of = |step: &_| shown_directory(&job.directory_of(step));
            let json = plan_json(&plan, true, directory_of, |file| shown_file(&job, file));
            format!("{json:#}\n")
        }
    };
    print(&text)?;
    // What is missing on the disk now may be there when the plan is run.
    let is_refused_now = !job.plan.is_stopped() && found.iter().any(|problem| problem.stops);
    let later = found.into_iter().map(|problem| Problem { stops: false, ..problem });
    say(&job, job.plan.problems.iter().cloned().chain(later))?;
    if is_refused_now {
        print_error("note: `flask-lsp run` refuses this plan as long as something is missing\n")?;
    }
    Ok(if job.plan.is_stopped() { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
}

/// The plan that is asked for.
pub(super) fn job(args: &ActionArgs) -> Result<Job, Failure> {
    let file = file_at(&args.path)?;
    let configs = args.config.configs(RawSettings::default())?;
    let snapshot = file.open(&configs)?;
    configuration::expect_readable(&configs)?;
    let plan = plan(&snapshot, args.action, &args.options()?, disk::architecture());
    let directory = file.path.parent().unwrap_or(Path::new(""));
    let directory = disk::absolute(directory).map_or_else(|| directory.to_owned(), PathBuf::from);
    Ok(Job { plan, directory })
}

/// Writes problems to standard error.
pub(super) fn say(job: &Job, problems: impl Iterator<Item = Problem>) -> Result<(), Failure> {
    for problem in problems {
        let word = if problem.stops { "error" } else { "warning" };
        let text = problem_text(&problem, |file| shown_file(job, file));
        let lines: Vec<_> = text.lines().map(printable).collect();
        print_error(&format!("{word}: {}\n", lines.join("\n")))?;
    }
    Ok(())
}

/// The directory as a shell in the working directory names it.
pub(super) fn shown_directory(directory: &Path) -> String {
    match disk::shown_name(directory) {
        name if name.is_empty() => ".".to_owned(),
        name => name,
    }
}

fn shown_file(job: &Job, file: &str) -> String {
    disk::shown_name(&job.directory.join(file))
}

impl ActionArgs {
    fn options(&self) -> Result<Options, Failure> {
        let (set, value) = match self.set.as_deref().map(|set| set.split_once('=')) {
            None => (None, None),
            Some(Some((option, value))) => (Some(option.to_owned()), Some(value.to_owned())),
            Some(None) => return Err(Failure::new("`--set` wants `OPTION=VALUE`")),
        };
        Ok(Options {
            app: self.app.clone(),
            model: self.model.clone(),
            registry: self.registry.clone(),
            platform: self.platform.clone(),
            rock_version: self.rock_version.clone(),
            option: set.or_else(|| self.reset.clone()),
            value,
            reset: self.reset.is_some(),
            endpoint: self.endpoint.clone(),
            provider: self.with.clone(),
            force: self.force,
        })
    }
}

/// The file that is meant by a path: itself, or the rock or charm in the directory.
fn file_at(path: &Path) -> Result<InputFile, Failure> {
    if !disk::is_directory(path) {
        let file = InputFile::at(path.to_owned());
        return match file.kind() {
            _ if !disk::exists(path) => {
                Err(Failure::new(format!("`{}` does not exist", file.name)))
            }
            None => Err(Failure::new(format!("`{}` is neither a charm nor a rock", file.name))),
            Some(_) => Ok(file),
        };
    }
    let charm = Path::new("charm").join(FileKind::Charmcraft.canonical_name());
    let names = [FileKind::Rockcraft, FileKind::Charmcraft]
        .map(|kind| PathBuf::from(kind.canonical_name()));
    let others = FILE_NAMES.iter().filter(|(_, kind)| *kind != FileKind::PaasConfig);
    let others = others.map(|(name, _)| PathBuf::from(name));
    let mut candidates = names.into_iter().chain([charm]).chain(others).map(|name| path.join(name));
    let found = candidates.find(|file| disk::exists(file));
    found.map(InputFile::at).ok_or_else(|| {
        let directory = shown_directory(path);
        Failure::new(format!(
            "there is no `rockcraft.yaml` and no `charmcraft.yaml` in `{directory}`"
        ))
    })
}
