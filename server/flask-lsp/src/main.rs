//! The `flask-lsp` binary.
fn main() {}
