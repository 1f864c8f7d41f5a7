//! Text, positions and a resilient YAML 1.1 tree, read the way PyYAML reads it.
//!
//! This package knows nothing of charms or rocks, and does no input or output. Start at
//! [`Document`]: a text with its outline and its tree, kept in step with edits.

mod blocks;
mod diagnose;
mod document;
mod events;
mod lenient;
pub mod outline;
pub mod problem;
mod pyyaml;
mod repair;
pub mod scalar;
pub mod text;
pub mod tree;

pub use document::Document;
pub use outline::Outline;
pub use problem::{Problem, ProblemKind};
pub use scalar::Scalar;
pub use text::{Encoding, LineCol, Text, TextRange, TextSize};
pub use tree::{Entry, Kind, NodeRef, Style, Tree};
