//! What the charm and rock tools accept and derive: facts, models, rules and editor features.
//!
//! Plain data in, plain data out. Places are byte ranges into one text, files beside the document
//! are read through [`project::ProjectFiles`] alone; there is no input or output here and no type
//! of the Language Server Protocol. Start at [`Snapshot`], then [`check`] and [`features`].

pub mod application;
pub mod charm_environment;
mod clean_options;
pub mod environment;
pub mod expand;
pub mod facts;
pub mod features;
pub mod file_kind;
pub mod finding;
mod image_files;
mod memo;
pub mod model;
pub mod partner;
pub mod plan;
pub mod project;
pub mod rules;
pub mod settings;
mod snapshot;
pub mod versions;

pub use clean_options::CleanOptions;
pub use file_kind::FileKind;
pub use finding::{Finding, Fix, Judge, Label, PathSegment, Safety, Severity, TextEdit};
pub use rules::{Checked, Rule, check, check_again};
pub use settings::Settings;
pub use snapshot::Snapshot;
