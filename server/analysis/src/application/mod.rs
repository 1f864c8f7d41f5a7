//! The application beside a rock, read as rockcraft reads it.
//!
//! Each file answers one question about one kind of source: which names a Python file defines, which
//! packages a requirements file asks for, what `package.json` lacks. Texts come in, plain data goes out;
//! what is read twice with the same text is remembered ([`crate::memo`]), since nothing changes between most
//! keystrokes. Whether an answer is good or bad news is for the rules to say.

pub mod entry_point;
pub mod go_module;
pub mod package_json;
pub mod pinned;
pub mod pyproject;
pub mod python;
pub mod requirements;
pub mod uses;
