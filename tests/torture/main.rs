//! What nobody means to do to a server, over real standard input and output and with real files.
//!
//! Each test states an outcome: a bounded answer, a clear error, a clean end. Time and memory are
//! bounded by what a plain input of the same kind costs in the same run, never by a clock alone; the
//! factors are wide, since what they are to catch (a second walk for each key, say) is a thousandfold.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[path = "../e2e/client.rs"]
mod client;
mod cost;
mod disk;
mod documents;
mod messages;
#[cfg(unix)]
mod pipes;
mod trust;
