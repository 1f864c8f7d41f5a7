//! Above an option or endpoint: how often the application's code reads what it gives.
//!
//! Nothing is said where nothing reads it; whether that is worth a word is a rule's business.

use super::{CodeLens, Command};
use crate::features::code::Code;
use crate::file_kind::FileKind;
use crate::snapshot::Snapshot;

/// The lenses of a charm whose application's code is known.
pub(super) fn lenses(snapshot: &Snapshot) -> Vec<CodeLens> {
    if snapshot.kind != FileKind::Charmcraft {
        return Vec::new();
    }
    let Some(code) = Code::of(snapshot) else { return Vec::new() };
    let entries = code.entries().into_iter();
    let lens = |(key, reads): (syntax::NodeRef<'_>, crate::features::code::Reads<'_>)| {
        let title = match reads.count() {
            0 => return None,
            1 => "1 use in the app".to_owned(),
            count => format!("{count} uses in the app"),
        };
        let command = Some(Command::ShowPlaces(reads.targets()));
        Some(CodeLens { range: key.range(), title, command })
    };
    entries.filter_map(lens).collect()
}

#[cfg(test)]
mod tests {
    use crate::features::code_lens::{Command, code_lenses};
    use crate::features::test_support::snapshot_with_code;

    #[test]
    fn uses_of_the_application_are_counted_and_those_of_tests_are_listed_too() {
        let charm = "extensions: [go-framework]\nconfig:\n  options:\n    token: {type: string}\n    other: {type: string}\n";
        let read = "package a\nimport \"os\"\nvar a = os.Getenv(\"APP_TOKEN\")\n";
        let snapshot = snapshot_with_code(charm, &[("main.go", read), ("main_test.go", read)]);
        let lenses = code_lenses(&snapshot);
        let uses: Vec<_> = lenses.iter().filter(|lens| lens.title.contains("use")).collect();
        let titles: Vec<_> = uses.iter().map(|lens| lens.title.as_str()).collect();
        assert_eq!(titles, ["1 use in the app"]);
        let Some(Command::ShowPlaces(places)) = &uses[0].command else { panic!("no places") };
        let files: Vec<_> = places.iter().map(|place| place.file.as_deref().unwrap()).collect();
        assert_eq!(files, ["../main.go", "../main_test.go"]);
    }
}
