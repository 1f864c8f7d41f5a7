//! The licences that rockcraft knows: single identifiers of an older SPDX list.

use std::sync::LazyLock;

use serde::Deserialize;

use super::table;

static FILE: LazyLock<File> =
    LazyLock::new(|| table(include_str!("../../../../schemas/licenses.json")));

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct File {
    identifiers: Vec<&'static str>,
}

/// All identifiers, as SPDX writes them.
pub fn licenses() -> &'static [&'static str] {
    &FILE.identifiers
}

/// The identifier that rockcraft takes a text for: capitals and blanks around it do not matter.
pub fn license(text: &str) -> Option<&'static str> {
    let text = text.trim();
    licenses().iter().find(|known| known.eq_ignore_ascii_case(text)).copied()
}
