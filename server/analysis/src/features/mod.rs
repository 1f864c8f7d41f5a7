//! Editor features as plain data, one file each. Offsets and ranges are bytes of the document's
//! text; what a client can show is the LSP layer's business.

pub mod code_actions;
pub mod code_lens;
pub mod completion;
mod cursor;
pub mod definition;
pub mod environment;
pub mod expansion;
pub mod hover;
mod image_files;
pub mod inlay_hints;
mod markdown;
pub mod names;
pub mod refactorings;
pub mod references;
pub mod symbols;
pub mod target;
#[cfg(test)]
mod test_support;
