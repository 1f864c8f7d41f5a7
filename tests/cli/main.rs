//! The binary as a shell and a CI system see it: output, exit codes, files.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod check;
mod ci_formats;
mod config;
mod env;
mod expand;
mod explain;
mod fix;
mod fix_golden;
mod formats;
mod plan;
mod projects;
mod recorded;
#[cfg(unix)]
mod run;
mod schema;
#[cfg(unix)]
#[path = "../stand_ins/mod.rs"]
mod stand_ins;
mod walk;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A directory of its own for one test, removed at its end.
struct Sandbox {
    root: PathBuf,
}

/// What a run left behind.
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Sandbox {
    /// With these files in it. The name must be used by one test only.
    fn new(name: &str, files: &[(&str, &str)]) -> Sandbox {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        let sandbox = Sandbox { root };
        for (path, text) in files {
            sandbox.write(path, text.as_bytes());
        }
        sandbox
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    fn run(&self, arguments: &str) -> Run {
        self.run_with_input(arguments, "")
    }

    fn run_with_input(&self, arguments: &str, input: &str) -> Run {
        let mut child = command(arguments)
            .current_dir(&self.root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A run that fails early does not read its input.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Run::of(child.wait_with_output().unwrap())
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

impl Run {
    fn of(output: Output) -> Run {
        Run {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap()
    }
}

fn command(arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flask-lsp"));
    command.args(arguments.split_whitespace());
    for variable in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "GITHUB_STEP_SUMMARY"] {
        command.env_remove(variable);
    }
    command
}

/// All that `--format` takes.
const FORMATS: [&str; 9] =
    ["full", "concise", "json", "json-lines", "github", "gitlab", "sarif", "junit", "rdjson"];

/// A rock that rockcraft refuses for one reason: line 3 repeats line 1.
const TWICE: &str = "name: shop\nparts: {}\nname: store\n";

/// The code of the finding in [`TWICE`]; selected alone, other rules do not disturb a test.
const ONLY_TWICE: &str = "--select duplicate-key";
