//! Placeholder until the resolver lands.
use std::borrow::Cow;
/// What a plain scalar means to PyYAML 6 (YAML 1.1).
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar<'a> {
    /// null
    Null,
    /// boolean
    Bool(bool),
    /// text
    Text(Cow<'a, str>),
}
/// Resolves.
pub fn resolve_plain(text: &str) -> Scalar<'_> {
    match text {
        "" | "~" | "null" => Scalar::Null,
        "true" | "yes" => Scalar::Bool(true),
        "false" | "no" => Scalar::Bool(false),
        _ => Scalar::Text(text.into()),
    }
}
