//! Variables that look like those of an option and belong to the tools of a framework, or to a library that reads
//! them by itself.

use serde::Deserialize;

use super::table;

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct File {
    variables: Vec<&'static str>,
}

/// Names; one that ends in `*` stands for all that begin so.
pub fn variables_of_tools() -> Vec<&'static str> {
    table::<File>(include_str!("../../../../schemas/tool-variables.json")).variables
}
