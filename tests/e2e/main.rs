//! The server as a client meets it: the real binary, real messages, standard input and output.
//!
//! Each test talks through a [`client::Client`], which fails the test when a message was sent that
//! nobody asked for.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod beside;
mod bursts;
mod client;
mod code;
mod completion;
mod config;
mod diagnostics;
mod documents;
mod features;
mod fixes;
mod lenses;
mod lifecycle;
mod navigation;
mod refactorings;
mod renames;
#[cfg(unix)]
mod runs;
mod settings;
#[cfg(unix)]
#[path = "../stand_ins/mod.rs"]
mod stand_ins;
mod structure;
mod typing;
mod views;
mod workspace;
