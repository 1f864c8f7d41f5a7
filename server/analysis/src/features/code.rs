//! Where the application's code reads what an option or endpoint of the charm gives it.
//!
//! Hover, references, lenses and rename stand on this. What the code reads was found out elsewhere
//! ([`Snapshot::uses`]); where that is not known yet, or the charm is for no application, there are no places.

use std::borrow::Cow;

use crate::application::uses::Namespace;
use crate::application::uses::index::{ApplicationUses, Place};
use crate::environment::{EndpointFate, OptionFate, option_fate};
use crate::features::environment::{Endpoints, framework_of, rivals, winner};
use crate::features::target::Target;
use crate::model::{Charm, ConfigOption, Endpoint, Section};
use crate::snapshot::Snapshot;

/// A place in the code that reads a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeUse {
    /// The name in its file.
    pub target: Target,
    /// Whether the file only tests the application.
    pub is_test: bool,
    /// What stands before the written name in that of the variable; `None` where the name is not written out
    /// there, so that it cannot be replaced.
    unwritten: Option<Box<str>>,
}

impl CodeUse {
    /// What has to be written at the place for the code to read `variable` instead; `None` where that takes more
    /// than another name.
    pub fn renamed(&self, variable: &str) -> Option<String> {
        let prefix = self.unwritten.as_deref()?;
        Some(variable.strip_prefix(prefix)?.to_owned())
    }
}

/// Where the code reads a variable, by file and then in the order of the text.
pub fn uses_of(snapshot: &Snapshot, variable: &str) -> Vec<CodeUse> {
    let Some(uses) = &snapshot.uses else { return Vec::new() };
    let places = uses.uses_of(variable).into_iter();
    places.map(|place| code_use(uses, &place, variable)).collect()
}

fn code_use(uses: &ApplicationUses, place: &Place<'_>, variable: &str) -> CodeUse {
    let found = place.found;
    let is_written_out = usize::from(found.range.len()) == found.name.len();
    let unwritten = match found.namespace {
        Namespace::Variable => Some(""),
        Namespace::FlaskConfig => variable.strip_suffix(&*found.name),
        Namespace::SpringProperty => None,
    };
    CodeUse {
        target: target(uses, place),
        is_test: place.is_test,
        unwritten: unwritten.filter(|_| is_written_out).map(Box::from),
    }
}

fn target(uses: &ApplicationUses, place: &Place<'_>) -> Target {
    let range = place.found.range;
    Target::here(range, range).in_file(uses.path_from_charm(place.file))
}

/// What the code reads of an option or endpoint.
pub(crate) struct Reads<'a> {
    uses: &'a ApplicationUses,
    places: Vec<Place<'a>>,
}

impl Reads<'_> {
    /// How often the application itself does, without its tests.
    pub(crate) fn count(&self) -> usize {
        self.places.iter().filter(|place| !place.is_test).count()
    }

    /// All places, tests included.
    pub(crate) fn targets(&self) -> Vec<Target> {
        self.places.iter().map(|place| target(self.uses, place)).collect()
    }

    /// The first few places in words; nothing where there is none.
    pub(crate) fn sentence(&self) -> String {
        const SHOWN: usize = 5;
        let mut lines: Vec<_> = self.places.iter().filter(|place| !place.is_test).collect();
        lines.dedup_by_key(|place| (place.file, place.found.line));
        if lines.is_empty() {
            return String::new();
        }
        let shown = lines.iter().take(SHOWN);
        let shown = shown.map(|place| format!("`{}:{}`", place.file, place.found.line + 1));
        let mut sentence =
            format!("The application reads it in {}", shown.collect::<Vec<_>>().join(", "));
        match lines.len().saturating_sub(SHOWN) {
            0 => {}
            1 => sentence.push_str(" and 1 more place"),
            more => sentence.push_str(&format!(" and {more} more places")),
        }
        sentence + "."
    }
}

/// The options and endpoints of one charm, with what they give.
pub(crate) struct Code<'a> {
    uses: &'a ApplicationUses,
    snapshot: &'a Snapshot,
    used: (&'static crate::facts::Framework, &'static crate::facts::Variant),
    rivals: Vec<&'a str>,
    endpoints: Endpoints<'a>,
}

impl<'a> Code<'a> {
    /// `None` where nothing is known about the code.
    pub(crate) fn of(snapshot: &'a Snapshot) -> Option<Code<'a>> {
        let uses = snapshot.uses.as_deref()?;
        let used = framework_of(snapshot)?;
        let options = snapshot.root().and_then(|root| root.get_path(&["config", "options"]));
        let rivals = options.map(|options| rivals(options.value.resolved())).unwrap_or_default();
        let endpoints = Endpoints::new(snapshot, used);
        Some(Code { uses, snapshot, used, rivals, endpoints })
    }

    /// What the code reads of the entry at a path such as `config.options.token` or `requires.s3`.
    pub(crate) fn reads_at(&self, path: &[&str]) -> Option<Reads<'a>> {
        Some(self.reads(&self.variables_at(path)?))
    }

    /// The variables that the entry at such a path gives, in the order of the facts.
    pub(crate) fn variables_at(&self, path: &[&str]) -> Option<Vec<Cow<'static, str>>> {
        let entry = self.snapshot.root()?.get_path(path)?;
        match path {
            ["config", "options", name] => {
                let option = ConfigOption { key: entry.key, value: entry.value };
                Some(self.variables_of_option(name, &option))
            }
            ["requires", _] => {
                let section = Section::Requires;
                let endpoint = Endpoint { section, key: entry.key, value: entry.value };
                Some(self.variables_of_endpoint(&endpoint))
            }
            _ => None,
        }
    }

    /// Every option and endpoint under `requires` of the file, by its key.
    pub(crate) fn entries(&self) -> Vec<(syntax::NodeRef<'a>, Reads<'a>)> {
        let charm = Charm::new(self.snapshot.root());
        let options = charm.config_options().into_iter().filter_map(|option| {
            let variables = self.variables_of_option(option.name()?, &option);
            Some((option.key, self.reads(&variables)))
        });
        let endpoints = charm.endpoints(Section::Requires).into_iter();
        let endpoints = endpoints
            .map(|endpoint| (endpoint.key, self.reads(&self.variables_of_endpoint(&endpoint))));
        options.chain(endpoints).collect()
    }

    fn reads(&self, variables: &[Cow<'static, str>]) -> Reads<'a> {
        let mut places: Vec<_> =
            variables.iter().flat_map(|variable| self.uses.uses_of(variable)).collect();
        places.sort_by_key(|place| (place.file, place.found.range.start()));
        places.dedup_by_key(|place| (place.file, place.found.range));
        Reads { uses: self.uses, places }
    }

    fn variables_of_option(&self, name: &str, option: &ConfigOption<'_>) -> Vec<Cow<'static, str>> {
        let (framework, variant) = self.used;
        match option_fate(framework, variant, name, option.type_name()) {
            OptionFate::Exported(_) if winner(&self.rivals, name).is_some() => Vec::new(),
            OptionFate::Exported(variable) => vec![variable],
            OptionFate::Own(own) => own.variables.iter().map(|it| Cow::Borrowed(*it)).collect(),
            OptionFate::Ignored(_) | OptionFate::Breaks(_) => Vec::new(),
        }
    }

    fn variables_of_endpoint(&self, endpoint: &Endpoint<'_>) -> Vec<Cow<'static, str>> {
        let named = endpoint.name().zip(endpoint.interface());
        match named.map(|(name, interface)| self.endpoints.fate(name, interface)) {
            Some(EndpointFate::Variables(variables)) => {
                variables.into_iter().map(|variable| variable.name).collect()
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::features::test_support::snapshot_with_code;

    const CHARM: &str = r#"
extensions: [flask-framework]
config:
  options:
    token: {type: string}
    ldap: {type: secret}
    webserver-threads: {type: int}
    unread: {type: string}
requires:
  postgresql: {interface: postgresql_client, limit: 1}
"#;

    const APP: &str = r#"import os
app.config.from_prefixed_env()
a = os.environ["FLASK_TOKEN"], os.environ["FLASK_LDAP_HOST"]
b = current_app.config["TOKEN"]
c = os.environ["POSTGRESQL_DB_NAME"]
"#;

    #[test]
    fn options_and_endpoints_are_read_by_their_variables() {
        let files =
            [("app.py", APP), ("tests/test_app.py", "import os\nos.environ['FLASK_TOKEN']\n")];
        let snapshot = snapshot_with_code(CHARM, &files);
        let code = Code::of(&snapshot).unwrap();
        let drawn: String = code
            .entries()
            .iter()
            .map(|(key, reads)| {
                format!("{}: {} {}\n", key.text().unwrap(), reads.count(), reads.sentence())
            })
            .collect();
        expect![[r#"
            token: 2 The application reads it in `app.py:3`, `app.py:4`.
            ldap: 1 The application reads it in `app.py:3`.
            webserver-threads: 0 
            unread: 0 
            postgresql: 1 The application reads it in `app.py:5`.
        "#]]
        .assert_eq(&drawn);
        let reads = code.reads_at(&["config", "options", "token"]).unwrap();
        assert_eq!(reads.targets().len(), 3);
        assert_eq!(reads.targets()[0].file.as_deref(), Some("../app.py"));
    }

    #[test]
    fn many_places_are_counted() {
        let app = "import os\n".to_owned() + &"os.getenv('FLASK_TOKEN')\n".repeat(8);
        let snapshot = snapshot_with_code(CHARM, &[("app.py", &app)]);
        let reads = Code::of(&snapshot).unwrap().reads_at(&["config", "options", "token"]).unwrap();
        assert!(
            reads.sentence().ends_with("`app.py:6` and 3 more places."),
            "{}",
            reads.sentence()
        );
    }

    #[test]
    fn places_can_be_renamed_where_the_name_is_written_out() {
        let snapshot = snapshot_with_code(CHARM, &[("app.py", APP)]);
        let renamed: Vec<_> = uses_of(&snapshot, "FLASK_TOKEN")
            .iter()
            .map(|place| place.renamed("FLASK_API_TOKEN").unwrap())
            .collect();
        assert_eq!(renamed, ["FLASK_API_TOKEN", "API_TOKEN"]);
        let settings = "from pydantic_settings import BaseSettings\nclass A(BaseSettings):\n    flask_token: str\n";
        let snapshot = snapshot_with_code(CHARM, &[("app.py", settings)]);
        let uses = uses_of(&snapshot, "FLASK_TOKEN");
        assert_eq!(uses[0].renamed("FLASK_API_TOKEN").as_deref(), Some("FLASK_API_TOKEN"));
    }

    #[test]
    fn a_charm_without_code_reads_nothing() {
        let snapshot = Snapshot::alone("charmcraft.yaml", CHARM).unwrap();
        assert!(Code::of(&snapshot).is_none());
        assert!(uses_of(&snapshot, "FLASK_TOKEN").is_empty());
    }
}
