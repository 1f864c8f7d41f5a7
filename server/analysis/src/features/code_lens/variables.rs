//! Above `config` and `requires`: how many variables the application gets from there, and how many
//! entries give none.

use syntax::Entry;

use super::{CodeLens, Command};
use crate::environment::{EndpointFate, OptionFate};
use crate::facts::{Framework, Variant};
use crate::features::environment::{Endpoints, fate_of, framework_of, rivals, winner};
use crate::file_kind::FileKind;
use crate::model::{Charm, Section};
use crate::snapshot::Snapshot;

/// What a section does for the application.
#[derive(Default)]
struct Count {
    variables: usize,
    /// Entries that were meant to give a variable and do not.
    without: usize,
}

/// The lenses of a charm with a 12-factor extension; sections without an entry have none.
pub(super) fn lenses(snapshot: &Snapshot) -> Vec<CodeLens> {
    if snapshot.kind != FileKind::Charmcraft {
        return Vec::new();
    }
    let Some(used) = framework_of(snapshot) else { return Vec::new() };
    let charm = Charm::new(snapshot.root());
    let mut lenses = Vec::new();
    if let Some(entry) = charm.entry("config") {
        lenses
            .extend(options(snapshot, &charm, used).map(|count| lens(entry, &count, "option", "")));
    }
    if let Some(entry) = charm.entry(Section::Requires.key()) {
        let count = endpoints(snapshot, &charm, used);
        lenses.extend(count.map(|count| lens(entry, &count, "endpoint", " once integrated")));
    }
    lenses
}

fn options(
    snapshot: &Snapshot,
    charm: &Charm<'_>,
    used: (&'static Framework, &'static Variant),
) -> Option<Count> {
    let options = charm.config_options();
    let rivals = charm.root()?.get_path(&["config", "options"]).map(|it| rivals(it.value));
    let rivals = rivals.unwrap_or_default();
    let mut count = Count::default();
    for option in &options {
        let Some(name) = option.name() else { continue };
        match fate_of(snapshot, used, name, option) {
            OptionFate::Exported(_) if winner(&rivals, name).is_none() => count.variables += 1,
            OptionFate::Own(_) => {}
            _ => count.without += 1,
        }
    }
    (!options.is_empty()).then_some(count)
}

fn endpoints(
    snapshot: &Snapshot,
    charm: &Charm<'_>,
    used: (&'static Framework, &'static Variant),
) -> Option<Count> {
    let fates = Endpoints::new(snapshot, used);
    let endpoints = charm.endpoints(Section::Requires);
    let mut count = Count::default();
    for endpoint in &endpoints {
        let Some((name, interface)) = endpoint.name().zip(endpoint.interface()) else { continue };
        match fates.fate(name, interface) {
            EndpointFate::Variables(variables) => count.variables += variables.len(),
            EndpointFate::NoVariables(_) => {}
            EndpointFate::Ignored(_) | EndpointFate::Breaks(_) => count.without += 1,
        }
    }
    (!endpoints.is_empty()).then_some(count)
}

fn lens(entry: Entry<'_>, count: &Count, what: &str, when: &str) -> CodeLens {
    let mut title = format!("{}{when}", counted(count.variables, "variable"));
    if count.without > 0 {
        title.push_str(&format!(" · {} without", counted(count.without, what)));
    }
    CodeLens { range: entry.key.range(), title, command: Some(Command::ShowEnvironment) }
}

fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::lenses;
    use crate::features::test_support::{snapshot, underlined};

    fn check(fixture: &str, expect: Expect) {
        let snapshot = snapshot(fixture);
        let lenses = lenses(&snapshot);
        let drawn = lenses
            .iter()
            .map(|lens| format!("[{}]\n{}", lens.title, underlined(&snapshot, lens.range)));
        expect.assert_eq(&drawn.collect::<String>());
    }

    #[test]
    fn variables_are_counted() {
        check(
            "
extensions: [flask-framework]
config:
  options:
    token: {type: string}
    page-size: {type: int}
    app-x: {type: string}
requires:
  s3: {interface: s3}
  gap: {interface: http}
",
            expect![[r#"
                [2 variables · 1 option without]
                config:
                ^^^^^^
                [12 variables once integrated · 1 endpoint without]
                requires:
                ^^^^^^^^
            "#]],
        );
    }

    #[test]
    fn half_typed_sections_and_other_charms_have_none() {
        for fixture in [
            "extensions: [flask-framework]\nconfig:\n  opt\nrequires:\n",
            "config: {options: {token: {type: string}}}\n",
            "//- rockcraft.yaml\nextensions: [flask-framework]\n",
        ] {
            check(fixture, expect![[""]]);
        }
    }
}
