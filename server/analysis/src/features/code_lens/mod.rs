//! Lines of their own above a key, that say something about it and may do something: what can be run,
//! the number of variables that a section gives the application, the number of places where its code reads one.
//!
//! One file for each kind of lens. Lenses are plain data: who carries a command out, and in what
//! form a client takes it, is the LSP layer's business.

mod run;
mod uses;
mod variables;

use serde_json::Value;
use syntax::TextRange;

use super::target::Target;
use crate::snapshot::Snapshot;

/// A line above a place.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeLens {
    /// The key that it is about, in bytes of the document's text.
    pub range: TextRange,
    /// A few words.
    pub title: String,
    /// What happens when somebody clicks on it; `None` where there is nothing to do.
    pub command: Option<Command>,
}

/// What a lens does. Clients that cannot do it show the title alone.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// A command of the server, which gets the document's address and these options.
    Run {
        /// Its name, such as `flask-lsp.packCharm`.
        name: &'static str,
        /// An object; null for none.
        options: Value,
    },
    /// The client shows the environment of the document's application.
    ShowEnvironment,
    /// The client lists places.
    ShowPlaces(Vec<Target>),
}

/// The lenses of a document, in the order of the text; none where the settings say so.
pub fn code_lenses(snapshot: &Snapshot) -> Vec<CodeLens> {
    if !snapshot.settings.code_lens {
        return Vec::new();
    }
    let mut lenses = run::lenses(snapshot);
    lenses.extend(variables::lenses(snapshot));
    lenses.extend(uses::lenses(snapshot));
    lenses.sort_by_key(|lens| lens.range.start());
    lenses
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::code_lenses;
    use crate::features::test_support::snapshot;
    use crate::settings::Settings;

    #[test]
    fn lenses_can_be_switched_off() {
        let mut snapshot =
            snapshot("extensions: [go-framework]\nconfig: {options: {a: {type: string}}}\n");
        let titles: Vec<_> = code_lenses(&snapshot).into_iter().map(|lens| lens.title).collect();
        assert_eq!(titles, ["Pack charm", "1 variable"]);
        snapshot.settings = Arc::new(Settings { code_lens: false, ..Settings::default() });
        assert_eq!(code_lenses(&snapshot).len(), 0);
    }
}
