//! The `flask-lsp` binary: language server, checker and the other commands.
//!
//! Input and output happen here and nowhere else: `disk` reads files, `run` runs programs, `cli`
//! prints, `lsp` talks to editors. What is said is decided in the `analysis` package.

mod application;
mod cli;
mod config;
mod disk;
mod lsp;
mod report;
mod run;

fn main() -> std::process::ExitCode {
    cli::main()
}
