//! What is done to an application that runs already: options and integrations.

use super::steps::{Outcome, Planner};
use super::words;
use super::{Problem, Step, Word};
use crate::facts;
use crate::model::{Charm, Section};

/// An option of the charm, its own or the extension's.
struct KnownOption {
    name: String,
    type_name: String,
}

impl Planner<'_> {
    pub(super) fn config(&mut self) -> Outcome<Step> {
        let charm = self.charm()?;
        let Some(name) = self.options.option.clone() else {
            return Err(Problem::stop("no option is named").help("name one of `config.options`"));
        };
        let known = known_options(charm.charm());
        // Charms in the old form have them in a file of their own.
        let is_elsewhere = charm.snapshot.project.entry("config.yaml").is_some();
        let option = known.iter().find(|option| option.name == name);
        if !words::is_endpoint(&name) || option.is_none() && !is_elsewhere {
            let names = listed(known.iter().map(|option| option.name.as_str()));
            return Err(Problem::stop(format!("the charm has no option `{name}`"))
                .at(charm.file(), &["config", "options"])
                .help(format!("it has {names}")));
        }
        let type_name = option.map_or("string", |option| option.type_name.as_str());
        let app = self.app()?;
        let mut command = vec![self.program("juju"), "config".into(), app.into()];
        let what = match (&self.options.value, self.options.reset) {
            (None, true) => {
                command.extend([Word::from("--reset"), name.clone().into()]);
                format!("Reset `{name}`")
            }
            (Some(value), false) => {
                command.push(assignment(&name, value, type_name)?);
                format!("Set `{name}`")
            }
            (Some(_), true) => {
                return Err(Problem::stop(format!("`{name}` is either set or reset, not both")));
            }
            (None, false) => {
                return Err(Problem::stop(format!("no value is given for `{name}`"))
                    .help("give one, or reset the option to its default"));
            }
        };
        if self.options.value.as_deref().is_some_and(|value| value.starts_with('@')) {
            let message = "juju reads a value that begins with `@` from the file of that name";
            self.warn(Problem::warning(message));
        }
        self.juju(&what, command, Vec::new(), Vec::new())
    }

    pub(super) fn integrate(&mut self) -> Outcome<Step> {
        let charm = self.charm()?;
        let view = charm.charm();
        let endpoints: Vec<_> = [Section::Requires, Section::Provides]
            .into_iter()
            .flat_map(|section| view.endpoints(section))
            .filter_map(|endpoint| Some((endpoint.name()?, endpoint.section, endpoint.interface())))
            .collect();
        let of_extension = charm.extension().into_iter().flat_map(|extension| {
            let requires = extension.framework.requires.iter().map(|it| (it, Section::Requires));
            let provides = extension.framework.provides.iter().map(|it| (it, Section::Provides));
            requires.chain(provides).map(|(it, section)| (it.name, section, Some(it.interface)))
        });
        let endpoints: Vec<_> = endpoints.into_iter().chain(of_extension).collect();
        let Some(name) = self.options.endpoint.as_deref() else {
            return Err(Problem::stop("no endpoint is named").help("name one of `requires`"));
        };
        let found = endpoints.iter().find(|(known, ..)| *known == name);
        let Some(&(_, section, interface)) = found.filter(|_| words::is_endpoint(name)) else {
            let names = listed(endpoints.iter().map(|(name, ..)| *name));
            return Err(Problem::stop(format!("the charm has no endpoint `{name}`"))
                .at(charm.file(), &["requires"])
                .help(format!("it has {names}")));
        };
        let Some(provider) = &self.options.provider else {
            let providers = providers(interface);
            let help = match providers {
                [] => "name an application".to_owned(),
                some => format!("for example `{}`", some.join("`, `")),
            };
            let problem = Problem::stop(format!("with what is `{name}` to be integrated?"))
                .at(charm.file(), &[section.key(), name])
                .help(help);
            self.providers = providers.iter().map(|&it| it.to_owned()).collect();
            return Err(problem);
        };
        if !words::is_remote(provider) {
            return Err(Problem::stop(format!(
                "`{provider}` cannot be the name of an application"
            ))
            .help("write `APPLICATION` or `APPLICATION:ENDPOINT`"));
        }
        // Juju finds the endpoint by its interface, unless there are two.
        let same = endpoints.iter().filter(|(_, _, other)| *other == interface).count();
        let app = self.app()?;
        let own = if same > 1 { format!("{app}:{name}") } else { app };
        let command =
            vec![self.program("juju"), "integrate".into(), own.into(), provider.clone().into()];
        let what = format!("Integrate `{name}` with `{provider}`");
        self.juju(&what, command, Vec::new(), Vec::new())
    }
}

/// Charms that provide an interface, the best known first.
pub(super) fn providers(interface: Option<&str>) -> &'static [&'static str] {
    let known = interface.and_then(facts::interface);
    known.map(|interface| interface.providers.as_slice()).unwrap_or_default()
}

/// Names for a help line, also where there are none.
fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

fn known_options(charm: Charm<'_>) -> Vec<KnownOption> {
    let own = charm.config_options().into_iter().filter_map(|option| {
        let type_name = option.type_name().unwrap_or("string").to_owned();
        Some(KnownOption { name: option.name()?.to_owned(), type_name })
    });
    let mut all: Vec<_> = own.collect();
    let Some(extension) = charm.extension() else { return all };
    all.extend(extension.variant.options.iter().map(|option| KnownOption {
        name: option.name.to_owned(),
        type_name: option.option_type.to_owned(),
    }));
    let oauth = charm.endpoints(Section::Requires).into_iter();
    let oauth = oauth.filter(|endpoint| endpoint.interface() == Some("oauth"));
    all.extend(oauth.filter_map(|endpoint| endpoint.name()).flat_map(|endpoint| {
        extension.framework.oauth_options.iter().map(move |option| KnownOption {
            name: format!("{endpoint}{}", option.suffix),
            type_name: "string".to_owned(),
        })
    }));
    all
}

/// `name=value`. Numbers and booleans are shown; everything else may be a secret.
fn assignment(name: &str, value: &str, type_name: &str) -> Outcome<Word> {
    let is_shown = matches!(type_name, "int" | "float" | "boolean");
    let fits = match type_name {
        "int" => value.parse::<i64>().is_ok(),
        "float" => value.parse::<f64>().is_ok_and(f64::is_finite),
        "boolean" => matches!(
            value,
            "1" | "t"
                | "T"
                | "TRUE"
                | "true"
                | "True"
                | "0"
                | "f"
                | "F"
                | "FALSE"
                | "false"
                | "False"
        ),
        "secret" => value.is_empty() || value.starts_with("secret:"),
        _ => true,
    };
    if !fits {
        let found = if is_shown { format!("`{value}`") } else { "the value".to_owned() };
        return Err(Problem::stop(format!("{found} is no {type_name}, which `{name}` is")).help(
            match type_name {
                "boolean" => "write `true` or `false`",
                "secret" => "write the address that `juju add-secret` prints: `secret:...`",
                _ => "write a number",
            },
        ));
    }
    let secret = (!is_shown && !value.is_empty()).then(|| value.to_owned());
    Ok(Word { text: format!("{name}={value}"), secret })
}
