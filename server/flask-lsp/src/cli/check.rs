//! `flask-lsp check`: findings in files, as a report and an exit code.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use analysis::rules::{all, check_with};
use analysis::{FileKind, Rule, Severity};

use super::env::environment_of;
use super::explain::rule_named;
use super::input::{self, InputFile};
use super::terminal::{self, ColorChoice, print, print_error};
use super::{ColorArgs, FAILED, FOUND, Failure, encoding, fix};
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
    output_file: Option<PathBuf>,

    /// The least severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "warning")]
    fail_on: FailOn,

    /// Exit with 0 even when there are findings
    #[arg(long)]
    exit_zero: bool,

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
    unsafe_fixes: bool,

    /// Show what `--fix` would change, and change nothing
    #[arg(long)]
    diff: bool,

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
    let rules = chosen_rules(&args.select, &args.ignore)?;
    refuse_contradictions(args)?;
    let (mut files, problems) = if args.paths.iter().any(|path| path == Path::new("-")) {
        (vec![check_stdin(args, &rules)?], Vec::new())
    } else {
        check_paths(&args.paths, &rules)
    };
    for problem in &problems {
        print_error(&format!("error: {}\n", report::printable(problem)))?;
    }
    if files.is_empty() {
        return nothing_found(args, problems.is_empty());
    }
    let code = if args.diff {
        show_diffs(args, &files, &rules)?
    } else {
        if args.fix {
            fix_files(&mut files, &rules, args.unsafe_fixes)?;
        }
        write_report(args, &files)?;
        exit_code(args, &files)
    };
    Ok(if problems.is_empty() { code } else { ExitCode::from(FAILED) })
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

fn chosen_rules(select: &[String], ignore: &[String]) -> Result<Vec<&'static Rule>, Failure> {
    for code in select.iter().chain(ignore) {
        rule_named(code)?;
    }
    let is_chosen = |rule: &&Rule| {
        let named = |codes: &[String]| codes.iter().any(|code| code == rule.id);
        (select.is_empty() || named(select)) && !named(ignore)
    };
    Ok(all().iter().copied().filter(is_chosen).collect())
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

fn check_stdin(args: &CheckArgs, rules: &[&'static Rule]) -> Result<CheckedFile, Failure> {
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
    check_bytes(&file, bytes, rules).ok_or_else(|| {
        let names = input::our_names();
        Failure::new(format!("`{}` is none of the files that can be checked: {names}", file.name))
    })
}

/// Checked files in the order of their names, and what could not be checked.
fn check_paths(paths: &[PathBuf], rules: &[&'static Rule]) -> (Vec<CheckedFile>, Vec<String>) {
    let inputs = input::find(paths);
    let check_one = |file: &InputFile| {
        let bytes = disk::read(&file.path);
        let bytes = bytes
            .map_err(|error| format!("cannot read `{}`: {}", file.name, disk::reason(&error)))?;
        check_bytes(file, bytes, rules).ok_or_else(|| format!("cannot check `{}`", file.name))
    };
    let mut problems = inputs.problems;
    let mut checked = Vec::new();
    for outcome in in_parallel(&inputs.files, check_one) {
        match outcome {
            Ok(file) => checked.push(file),
            Err(problem) => problems.push(problem),
        }
    }
    (checked, problems)
}

/// Fewer files than this are done sooner than a thread starts.
const FILES_PER_THREAD: usize = 16;

/// `work` on every item, in the order of the items.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(items.len() / FILES_PER_THREAD).max(1);
    if threads == 1 {
        return items.iter().map(work).collect();
    }
    thread::scope(|scope| {
        let work = &work;
        let chunks = items.chunks(items.len().div_ceil(threads));
        let running: Vec<_> = chunks
            .map(|chunk| scope.spawn(move || chunk.iter().map(work).collect::<Vec<_>>()))
            .collect();
        let finished = running.into_iter().map(|thread| match thread.join() {
            Ok(results) => results,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        finished.flatten().collect()
    })
}

/// `None` for a file whose name is not ours.
fn check_bytes(file: &InputFile, bytes: Vec<u8>, rules: &[&'static Rule]) -> Option<CheckedFile> {
    let InputFile { name, path } = file.clone();
    match String::from_utf8(bytes) {
        Ok(text) => {
            let snapshot = file.snapshot(text)?;
            let findings = check_with(&snapshot, rules);
            Some(CheckedFile { name, path, snapshot, findings })
        }
        Err(error) => {
            let snapshot = file.snapshot(String::from_utf8_lossy(error.as_bytes()).into_owned())?;
            let valid_len = error.utf8_error().valid_up_to();
            let text = snapshot.document.text();
            let finding = encoding::finding(error.as_bytes(), valid_len, text, snapshot.kind);
            let is_chosen = |rule: &Rule| rules.iter().any(|chosen| chosen.id == rule.id);
            let findings = finding.into_iter().filter(|one| is_chosen(one.rule)).collect();
            Some(CheckedFile { name, path, snapshot, findings })
        }
    }
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
    let mut text =
        report::render(format, files, Look { color, links, limit: args.fail_on.severity() });
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

fn deliver(args: &CheckArgs, text: &str) -> Result<(), Failure> {
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
    let limit = args.fail_on.severity();
    let mut findings = files.iter().flat_map(|file| &file.findings);
    let fails = !args.exit_zero && findings.any(|finding| finding.severity >= limit);
    if fails { ExitCode::from(FOUND) } else { ExitCode::SUCCESS }
}

fn fix_files(
    files: &mut [CheckedFile],
    rules: &[&'static Rule],
    unsafe_fixes: bool,
) -> Result<(), Failure> {
    let mut changed = 0;
    for file in files {
        let fails =
            |error| Failure::new(format!("cannot write `{}`: {}", file.name, disk::reason(&error)));
        let fixed = fix::fixed(file, rules, unsafe_fixes);
        if let Some(fixed) = &fixed {
            let text = fixed.snapshot.document.text().as_str();
            disk::replace(&file.path, text).map_err(fails)?;
        }
        let new_name = fix::new_name(fixed.as_ref().unwrap_or(file), unsafe_fixes);
        let Some(next) = (match new_name {
            Some(name) => Some(renamed(file, name, rules)?),
            None => fixed,
        }) else {
            continue;
        };
        changed += 1;
        *file = next;
    }
    if changed > 0 {
        print_error(&format!("changed {}\n", report::counted(changed, "file")))?;
    }
    Ok(())
}

/// The file under its new name, checked again: what a file is called changes what is said about it.
fn renamed(
    file: &CheckedFile,
    name: &str,
    rules: &[&'static Rule],
) -> Result<CheckedFile, Failure> {
    let fails =
        |error| Failure::new(format!("cannot rename `{}`: {}", file.name, disk::reason(&error)));
    let moved = InputFile::at(disk::rename(&file.path, name).map_err(fails)?);
    let bytes = disk::read(&moved.path).map_err(fails)?;
    check_bytes(&moved, bytes, rules)
        .ok_or_else(|| Failure::new(format!("cannot check `{}`", moved.name)))
}

fn show_diffs(
    args: &CheckArgs,
    files: &[CheckedFile],
    rules: &[&'static Rule],
) -> Result<ExitCode, Failure> {
    let on_terminal = args.output_file.is_none() && terminal::is_terminal();
    let mut diffs = String::new();
    let mut differs = false;
    for file in files {
        let fixed = fix::fixed(file, rules, args.unsafe_fixes);
        if let Some(fixed) = &fixed {
            diffs.push_str(&report::diff(file, fixed, on_terminal));
        }
        // A plain diff has no words for this.
        let new_name = fix::new_name(fixed.as_ref().unwrap_or(file), args.unsafe_fixes);
        if let Some(name) = new_name {
            let old = report::printable(&file.name);
            print_error(&format!("`{old}` would be renamed to `{name}`\n"))?;
        }
        differs |= fixed.is_some() || new_name.is_some();
    }
    deliver(args, &diffs)?;
    let fails = differs && !args.exit_zero;
    Ok(if fails { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
}
