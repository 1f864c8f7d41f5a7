//! The language server.

use std::process::ExitCode;

/// Serves on standard input and output until told to exit.
pub(crate) fn serve() -> ExitCode {
    ExitCode::FAILURE
}
