//! Inputs that nobody thought of: texts, edits and messages made from the recorded projects by chance.
//!
//! `cargo test -p flask-lsp --test fuzz` tries some of them, the same every time. README.md beside this file
//! says how to try many more.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on has failed, and a long one says how far it is"
)]

mod input;
#[cfg(unix)]
mod messages;
mod mutate;
mod random;
mod run;
mod seeds;
mod targets;

#[test]
fn parser() {
    run::test::<targets::parser::Parser>();
}

#[test]
fn edits() {
    run::test::<targets::edits::Edits>();
}

#[test]
fn rechecks() {
    run::test::<targets::rechecks::Rechecks>();
}

#[test]
fn analysis() {
    run::test::<targets::analysis::Analysis>();
}

#[cfg(unix)]
#[test]
fn messages() {
    run::test::<messages::Messages>();
}
