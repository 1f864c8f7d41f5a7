//! What packages carry beside the program: manual pages and completion scripts, made from the arguments.
//!
//! They are files of the repository, below `packaging/data`, so that a package can be made for a machine on which
//! the program of that package does not run. `UPDATE_EXPECT=1 cargo test -p flask-lsp packaged` writes them anew.

use std::path::{Path, PathBuf};

use clap::CommandFactory;
use clap_complete::Shell;
use expect_test::expect_file;

use super::{Cli, completion_script};

fn share() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packaging/data/data/share")
}

/// The name and text of each manual page: one for the program, one for each command.
fn manual_pages() -> Vec<(String, String)> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let commands = command.get_subcommands().filter(|one| !one.is_hide_set()).cloned();
    let pages = std::iter::once(command.clone()).chain(commands);
    pages
        .map(|one| {
            let page = clap_mangen::Man::new(one).manual("flask-lsp");
            let mut text = Vec::new();
            page.render(&mut text).unwrap();
            (page.get_filename(), String::from_utf8(text).unwrap())
        })
        .collect()
}

#[test]
fn manual_pages_are_up_to_date() {
    let pages = manual_pages();
    for (name, text) in &pages {
        expect_file![share().join("man/man1").join(name)].assert_eq(text);
    }
    let kept = share().join("man/man1").read_dir().unwrap();
    for file in kept {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(pages.iter().any(|(page, _)| *page == name), "{name} belongs to no command");
    }
}

#[test]
fn completion_scripts_are_up_to_date() {
    for (shell, path) in [
        (Shell::Bash, "bash-completion/completions/flask-lsp"),
        (Shell::Zsh, "zsh/site-functions/_flask-lsp"),
        (Shell::Fish, "fish/vendor_completions.d/flask-lsp.fish"),
    ] {
        expect_file![share().join(path)].assert_eq(&completion_script(shell));
    }
}
