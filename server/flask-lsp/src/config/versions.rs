//! The table `versions`: for which versions of the tools the files are.

use analysis::versions::{Version, Versions};

use super::meant::meant;
use super::raw::{Complaint, kebab, named};
use super::value::{Key, Kind, Value};

/// The tools whose version may be named.
pub(super) const TOOLS: &[&str] = &["charmcraft", "rockcraft", "juju", "paas-charm"];

/// Reads the table. The second part is what was not understood.
pub(super) fn read(entries: &[(Key, Value)]) -> (Versions, Vec<Complaint>) {
    let mut versions = Versions::default();
    let mut complaints = Vec::new();
    for (tool, value) in entries {
        let name = &*kebab(&tool.name);
        let what = format!("versions.{name}");
        let (place, message) = match &value.kind {
            // An empty text is what forms of editors have for nothing.
            Kind::Null => continue,
            Kind::Text(text) if text.is_empty() => continue,
            _ if !TOOLS.contains(&name) => (tool.place, no_tool(name)),
            Kind::Text(text) => match Version::from_text(text) {
                Some(version) => {
                    versions.set(name, version);
                    continue;
                }
                None => {
                    let expected = "expected a version such as `3.6`";
                    (value.place, format!("`{what}` is `{text}`, {expected}"))
                }
            },
            _ => {
                let expected = "expected a version as text, such as `\"3.6\"`";
                (value.place, format!("`{what}` is {}, {expected}", value.described()))
            }
        };
        complaints.push(Complaint { place, message });
    }
    (versions, complaints)
}

fn no_tool(name: &str) -> String {
    let help = match meant(name, TOOLS.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("there are {}", named(TOOLS)),
    };
    format!("there is no tool `{name}`; {help}")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use analysis::versions::Version;
    use expect_test::expect;

    use super::super::value::from_toml;
    use super::super::{Config, RawSettings, Speaker};

    #[test]
    fn versions_and_targets_of_runs() {
        let text = "registry = 'x'
juju = '4'
extend-exclude = ['old/']
[versions]
juju = 3.6
charmcraft = 'latest'
rockcraf = '1'
paas-charm = '1.12'
[run]
registry = 'ghcr.io/me'
app = 1
modle = 'dev'
tools = { rockcraft = './evil' }
[inlay-hint]
";
        let value = from_toml(text).unwrap();
        let (settings, complaints) = RawSettings::read(&value, Speaker::File, Path::new("/shop"));
        let said: String = complaints
            .iter()
            .map(|it| format!("{} {}\n", it.place.unwrap().line, it.message))
            .collect();
        expect![[r#"
            1 there is no setting `registry`; did you mean `run.registry`?
            2 there is no setting `juju`; did you mean `versions.juju`?
            5 `versions.juju` is a number or date, expected a version as text, such as `"3.6"`
            6 `versions.charmcraft` is `latest`, expected a version such as `3.6`
            7 there is no tool `rockcraf`; did you mean `rockcraft`?
            11 `run.app` is a number or date, expected text
            12 there is no setting `run.modle`; did you mean `run.model`?
            13 `run.tools` is for the settings of an editor, not for this file
            14 there is no setting `inlay-hint`; did you mean `inlay-hints`?
        "#]]
        .assert_eq(&said);
        let settings = Config::new(None, settings).settings;
        assert_eq!(settings.versions.paas_charm, Version::from_text("1.12"));
        assert_eq!(settings.run.registry.as_deref(), Some("ghcr.io/me"));
        assert!(settings.run.tools.is_empty());
    }
}
