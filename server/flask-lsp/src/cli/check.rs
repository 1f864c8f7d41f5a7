//! `flask-lsp check`: findings in files, as a report and an exit code.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use analysis::{FileKind, Severity};

use super::checking::{Checker, Outcome};
use super::configuration::{self, ConfigArgs};
use super::env::environment_of;
use super::explain::rule_named;
use super::input::{self, InputFile};
use super::terminal::{self, ColorChoice, print, print_error};
use super::{ColorArgs, FAILED, FOUND, Failure, fixing, show_config};
use crate::config::{Configs, RawSettings};
use crate::disk;
use crate::report::{self, CheckedFile, Format, Look, TableLook};

/// What to check, and how to say it.
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// Files and directories; `-` is standard input
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,

    /// The name under which standard input is checked
    #[arg(long, value_name = "FILE")]
    stdin_filename: Option<PathBuf>,

    /// How to write the report [default: full on a terminal, else concise]
    #[arg(long)]
    format: Option<Format>,

    /// Write the report, or the diff, into a file
    #[arg(long, value_name = "FILE")]
    pub(super) output_file: Option<PathBuf>,

    /// The least severity that makes the exit code 1 [default: warning]
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,

    /// Exit with 0 even when there are findings
    #[arg(long)]
    pub(super) exit_zero: bool,

    /// Report only findings with these codes
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    select: Vec<String>,

    /// Do not report findings with these codes
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    ignore: Vec<String>,

    /// Mend what has one right answer, and report the rest
    #[arg(long)]
    fix: bool,

    /// Also mend what changes the charm or image in a way that others may notice
    #[arg(long)]
    pub(super) unsafe_fixes: bool,

    /// Show what `--fix` would change, and change nothing
    #[arg(long)]
    diff: bool,

    /// Report what comments ask to be silent about, too
    #[arg(long)]
    no_ignores: bool,

    #[command(flatten)]
    config: ConfigArgs,

    /// Leave out what the configuration excludes even where it is named
    #[arg(long)]
    force_exclude: bool,

    /// Show the settings that count for the files, and where they are from, instead of checking
    #[arg(long)]
    show_config: bool,

    /// Show each charm's environment after the findings, as `flask-lsp env` does
    #[arg(long)]
    show_env: bool,

    #[command(flatten)]
    color: ColorArgs,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
}

impl FailOn {
    fn severity(self) -> Severity {
        match self {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Info => Severity::Information,
        }
    }
}

/// Checks and reports.
pub(super) fn run(args: &CheckArgs) -> Result<ExitCode, Failure> {
    for code in args.select.iter().chain(&args.ignore) {
        rule_named(code)?;
    }
    refuse_contradictions(args)?;
    let configs = Arc::new(configs(args)?);
    if args.show_config {
        return show(args, &configs);
    }
    let checker = Checker::new(configs.clone(), args.force_exclude);
    let is_stdin = args.paths.iter().any(|path| path == Path::new("-"));
    let Outcome { mut files, problems, left_out, homeless } = match is_stdin {
        true => Outcome { files: vec![check_stdin(args, &checker)?], ..Outcome::default() },
        false => checker.check_paths(&args.paths),
    };
    let is_configured = configuration::tell_problems(&configs)?;
    for problem in &problems {
        print_error(&format!("error: {}\n", report::printable(problem)))?;
    }
    if files.is_empty() && problems.is_empty() && left_out > 0 {
        let count = report::counted(left_out, "file");
        print_error(&format!("nothing to check: the configuration excludes {count}\n"))?;
        return Ok(ExitCode::SUCCESS);
    }
    if files.is_empty() && problems.is_empty() && homeless > 0 {
        let count = report::counted(homeless, "file");
        print_error(&format!("nothing to check: {count} without a `charmcraft.yaml` beside\n"))?;
        return Ok(ExitCode::SUCCESS);
    }
    if files.is_empty() {
        return nothing_found(args, problems.is_empty());
    }
    let code = if args.diff {
        fixing::show_diffs(args, &files)?
    } else {
        if args.fix {
            fixing::fix_files(&mut files, &checker, args.unsafe_fixes)?;
        }
        write_report(args, &files)?;
        exit_code(args, &files)
    };
    Ok(if problems.is_empty() && is_configured { code } else { ExitCode::from(FAILED) })
}

/// The configurations to choose from, with what the arguments say over them.
fn configs(args: &CheckArgs) -> Result<Configs, Failure> {
    let some = |codes: &[String]| (!codes.is_empty()).then(|| codes.to_vec());
    let over = RawSettings {
        select: some(&args.select),
        ignore: some(&args.ignore),
        fail_on: args.fail_on.map(FailOn::severity),
        ignores: args.no_ignores.then_some(false),
        ..RawSettings::default()
    };
    args.config.configs(over)
}

fn show(args: &CheckArgs, configs: &Arc<Configs>) -> Result<ExitCode, Failure> {
    let text = show_config::text(&args.paths, configs);
    let is_configured = configuration::tell_problems(configs)?;
    deliver(args, &text)?;
    Ok(if is_configured { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

/// Before anything is read or changed.
fn refuse_contradictions(args: &CheckArgs) -> Result<(), Failure> {
    if args.unsafe_fixes && !args.fix && !args.diff {
        return Err(Failure::new("`--unsafe-fixes` goes with `--fix` or `--diff`"));
    }
    if args.show_env && !matches!(args.format, None | Some(Format::Full | Format::Concise)) {
        return Err(Failure::new(
            "`--show-env` goes with the formats full and concise: use `flask-lsp env` beside it",
        ));
    }
    Ok(())
}

/// Silence would be read as success.
fn nothing_found(args: &CheckArgs, say_so: bool) -> Result<ExitCode, Failure> {
    if !say_so {
        return Ok(ExitCode::from(FAILED));
    }
    let paths: Vec<_> = args.paths.iter().map(|path| format!("`{}`", path.display())).collect();
    Err(Failure::new(format!(
        "there is nothing to check in {}: no file named {}",
        paths.join(", "),
        input::our_names()
    )))
}

fn check_stdin(args: &CheckArgs, checker: &Checker) -> Result<CheckedFile, Failure> {
    if args.paths.len() > 1 {
        return Err(Failure::new("`-` stands alone: no other path can be checked with it"));
    }
    if args.fix {
        return Err(Failure::new("`--fix` writes to files: use `--diff` with `-`"));
    }
    let Some(path) = &args.stdin_filename else {
        return Err(Failure::new(
            "`-` needs `--stdin-filename`, such as `--stdin-filename charmcraft.yaml`",
        ));
    };
    let file = InputFile::at(path.clone());
    let bytes = input::read_stdin()?;
    checker.check_bytes(&file, bytes).ok_or_else(|| Failure::new(input::not_ours(&file)))
}

fn write_report(args: &CheckArgs, files: &[CheckedFile]) -> Result<(), Failure> {
    let on_terminal = args.output_file.is_none() && terminal::is_terminal();
    let default_format = if on_terminal { Format::Full } else { Format::Concise };
    let format = args.format.unwrap_or(default_format);
    let color = match (&args.output_file, args.color.color) {
        (Some(_), ColorChoice::Auto) => false,
        (_, choice) => choice.for_stdout(),
    };
    let links = color && on_terminal && terminal::has_links();
    let mut text = report::render(format, files, Look { color, links });
    if args.show_env {
        let is_on_terminal = args.output_file.is_none();
        let width = is_on_terminal.then(terminal::terminal_width).flatten();
        text.push_str(&environments(files, TableLook { color, width }));
    }
    deliver(args, &text)?;
    match format {
        Format::Full | Format::Concise => print_error(&format!("{}\n", report::summary(files))),
        Format::Github => write_step_summary(files),
        _ => Ok(()),
    }
}

/// On GitHub Actions, the table on the page of the run. The findings are told already, so that it cannot
/// be written is no failure.
fn write_step_summary(files: &[CheckedFile]) -> Result<(), Failure> {
    let Some(path) = terminal::step_summary_file() else { return Ok(()) };
    match disk::append(&path, &report::step_summary(files)) {
        Ok(()) => Ok(()),
        Err(error) => {
            let name = disk::shown_name(&path);
            let line = format!("cannot write the summary `{name}`: {}", disk::reason(&error));
            print_error(&format!("warning: {}\n", report::printable(&line)))
        }
    }
}

/// Writes a text to where it is asked for.
pub(super) fn deliver(args: &CheckArgs, text: &str) -> Result<(), Failure> {
    let Some(path) = &args.output_file else { return print(text) };
    disk::write(path, text).map_err(|error| {
        let why = disk::reason(&error);
        Failure::new(format!("cannot write `{}`: {why}", path.display()))
    })
}

fn environments(files: &[CheckedFile], look: TableLook) -> String {
    let charms = files.iter().filter(|file| file.snapshot.kind == FileKind::Charmcraft);
    let tables = charms.map(|file| {
        let charm = environment_of(file.name.clone(), &file.snapshot);
        report::environment_table(&charm, look) + "\n"
    });
    tables.collect()
}

fn exit_code(args: &CheckArgs, files: &[CheckedFile]) -> ExitCode {
    let fails = !args.exit_zero && files.iter().any(CheckedFile::fails);
    if fails { ExitCode::from(FOUND) } else { ExitCode::SUCCESS }
}
