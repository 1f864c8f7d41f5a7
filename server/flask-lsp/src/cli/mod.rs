//! The command line: what can be asked for, and exit codes. One file per command.
//!
//! Exit codes are the same for every command and format: 0 for nothing to fail on, 1 for findings,
//! 2 for wrong usage, input that cannot be read, or nothing to look at. Reports go to standard
//! output; what is about the run itself goes to standard error.

mod check;
mod checking;
mod configuration;
mod encoding;
mod env;
mod expand;
mod explain;
mod fault;
mod fix;
mod fixing;
mod input;
mod plan;
mod run;
mod schema;
mod show_config;
mod terminal;

use std::ffi::OsString;
use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use terminal::{ColorChoice, print, print_error};

/// Checks charmcraft.yaml and rockcraft.yaml of 12-factor charms, in editors and in CI
#[derive(Debug, Parser)]
#[command(name = "flask-lsp", version)]
#[command(after_help = "Exit codes: 0 nothing to fail on, 1 findings, 2 wrong usage or no input")]
struct Cli {
    /// Serve an editor on stdin and stdout; so does `flask-lsp` alone, where stdin is no terminal
    #[arg(long)]
    stdio: bool,

    /// Check files: `flask-lsp --check ...` is `flask-lsp check ...`
    #[arg(long)]
    check: bool,

    // Some editors add the id of their process to the arguments; the protocol says it as well.
    #[arg(long = "clientProcessId", hide = true, value_name = "PID")]
    client_process_id: Option<u32>,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve an editor on stdin and stdout
    Serve {
        /// For editors that add it to every server's arguments
        #[arg(long, hide = true)]
        stdio: bool,
    },
    /// Report what the tools will refuse and what the running app will not get
    Check(check::CheckArgs),
    /// Show the environment variables that the application of a charm gets
    Env(env::EnvArgs),
    /// Show a charm as its extension completes it
    Expand(expand::ExpandArgs),
    /// Show the commands that pack, upload, deploy and refresh, without running them
    Plan(plan::PlanArgs),
    /// Run them
    Run(run::RunArgs),
    /// Show what a finding's code means; without a code, list all of them
    Explain(explain::ExplainArgs),
    /// Print the JSON schema of a file, for editors and tools that read schemas
    Schema {
        /// The file
        name: schema::SchemaName,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Whether to use colors.
#[derive(Debug, Clone, Copy, clap::Args)]
struct ColorArgs {
    /// When to use colors; `auto` looks at the terminal, NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
}

/// Why a command could not do its work, in a sentence for the user. Exit code 2.
#[derive(Debug)]
struct Failure(String);

impl Failure {
    fn new(message: impl Into<String>) -> Failure {
        Failure(message.into())
    }
}

/// Exit code for findings.
const FOUND: u8 = 1;
/// Exit code for wrong usage and unreadable input.
const FAILED: u8 = 2;

/// Reads the arguments and does what they say.
pub(crate) fn main() -> ExitCode {
    fault::report_once();
    let arguments = with_check_as_command(std::env::args_os().collect());
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let text = error.render().to_string();
            let shown = if error.use_stderr() { print_error(&text) } else { print(&text) };
            // Help and version that nobody reads are no failure.
            let _ = shown;
            return ExitCode::from(error.exit_code() as u8);
        }
    };
    match run(cli) {
        Ok(code) => code,
        Err(Failure(message)) => {
            // With standard error closed there is nowhere left to say it.
            let _ = print_error(&format!("error: {}\n", crate::report::printable(&message)));
            ExitCode::from(FAILED)
        }
    }
}

fn run(cli: Cli) -> Result<ExitCode, Failure> {
    match cli.command {
        Some(Command::Serve { .. }) => Ok(crate::lsp::serve()),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Env(args)) => env::run(&args),
        Some(Command::Expand(args)) => expand::run(&args),
        Some(Command::Plan(args)) => plan::run(&args),
        Some(Command::Run(args)) => run::run(&args),
        Some(Command::Explain(args)) => explain::run(&args),
        Some(Command::Schema { name }) => schema::run(name),
        Some(Command::Completions { shell }) => {
            print(&completion_script(shell)).map(|()| ExitCode::SUCCESS)
        }
        None if cli.stdio || !std::io::stdin().is_terminal() => Ok(crate::lsp::serve()),
        None => {
            let help = Cli::command().render_help().to_string();
            print(&help).map(|()| ExitCode::SUCCESS)
        }
    }
}

fn completion_script(shell: clap_complete::Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "flask-lsp", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// Turns the flag `--check`, wherever it stands, into the command `check`, so that both take the
/// same arguments.
fn with_check_as_command(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let before_paths = arguments.iter().take_while(|argument| *argument != "--");
    let Some(at) = before_paths.into_iter().position(|argument| argument == "--check") else {
        return arguments;
    };
    let names_a_command = arguments
        .get(1)
        .and_then(|first| first.to_str())
        .is_some_and(|first| Cli::command().find_subcommand(first).is_some());
    if !names_a_command {
        arguments.remove(at);
        arguments.insert(1.min(arguments.len()), "check".into());
    }
    arguments
}

#[cfg(test)]
mod packaged;

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(line: &str) -> String {
        let arguments = line.split(' ').map(OsString::from).collect();
        let arguments = with_check_as_command(arguments);
        arguments.iter().map(|one| one.to_str().unwrap()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_flag_may_stand_anywhere() {
        assert_eq!(rewritten("flask-lsp --check a"), "flask-lsp check a");
        assert_eq!(
            rewritten("flask-lsp --format json --check a"),
            "flask-lsp check --format json a"
        );
        assert_eq!(rewritten("flask-lsp --stdio"), "flask-lsp --stdio");
        assert_eq!(rewritten("flask-lsp check -- --check"), "flask-lsp check -- --check");
    }

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }
}
