//! Editor features as plain data, one file each. Offsets and ranges are bytes of the document's
//! text; what a client can show is the LSP layer's business.

pub mod code;
pub mod code_actions;
pub mod code_lens;
pub mod completion;
mod cursor;
pub mod definition;
pub mod document_links;
pub mod environment;
pub mod expansion;
pub mod folding;
pub mod hover;
pub mod inlay_hints;
pub mod linked_editing;
mod markdown;
pub mod names;
mod project_paths;
pub mod refactorings;
pub mod references;
pub mod rename;
pub mod selection;
pub mod silence;
mod snippet;
pub mod source;
pub mod symbols;
pub mod target;
#[cfg(test)]
mod test_support;
pub mod workspace_symbols;
