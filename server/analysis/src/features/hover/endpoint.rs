//! An endpoint or its interface: the variables of an integration, what makes them appear, and who
//! provides it.

use super::super::environment::Endpoints;
use super::super::markdown::{Table, code, code_list, shell};
use super::{Target, paragraphs, service};
use crate::environment::{Effect, EndpointFate, EndpointVariable};
use crate::facts::{self, Interface, Role};
use crate::model::{Endpoint, Section};
use crate::partner::partner_snapshot;
use crate::rules::meant_interface;

/// The endpoint of this name; `None` where nothing is known about its interface.
pub(super) fn endpoint(target: &Target<'_>, section: Section, name: &str) -> Option<String> {
    let endpoint = find(target, section, name)?;
    let interface = endpoint.interface()?;
    let known = facts::interface(interface);
    let fate = fate(target, &endpoint, name, interface);
    if known.is_none() && fate.is_none() {
        return None;
    }
    let about = known.map(|known| format!("{}: {}", code(known.name), known.summary));
    let (head, body) = match fate {
        Some(fate) => fate,
        None => {
            let verb = if section == Section::Provides { "provides" } else { "uses" };
            (format!("{} {verb} {}", code(name), code(interface)), String::new())
        }
    };
    let link = known.map(link).unwrap_or_default();
    Some(paragraphs([head, body, about.unwrap_or_default(), link]))
}

/// The interface of the endpoint; `None` for one that the catalogue does not have and that is not
/// close to another.
pub(super) fn interface(target: &Target<'_>, section: Section, name: &str) -> Option<String> {
    let Some(known) = facts::interface(target.word) else {
        return misspelled(section, target.word);
    };
    let endpoint = find(target, section, name);
    let fate = endpoint.and_then(|endpoint| fate(target, &endpoint, name, known.name));
    let (head, body) = fate.unwrap_or_default();
    let replaced = known.replaced_by.map(|by| format!("Use {} instead: it took over.", code(by)));
    let providers = match known.providers.len() {
        0 => String::new(),
        _ => format!("Provided by {}.", code_list(&known.providers)),
    };
    Some(paragraphs([
        format!("**{}**: {}", code(known.name), known.summary),
        replaced.unwrap_or_default(),
        providers,
        head,
        body,
        link(known),
    ]))
}

/// The interfaces of peers are private to the charm, so every name is right.
fn misspelled(section: Section, word: &str) -> Option<String> {
    let meant = meant_interface(word).filter(|_| section != Section::Peers)?;
    let known = facts::interface(meant.name)?;
    Some(paragraphs([
        format!(
            "No known charm has an interface {}. Did you mean {}?",
            code(word),
            code(known.name)
        ),
        format!("{}: {}", code(known.name), known.summary),
        "Two endpoints can be integrated only if their interfaces are the same text.".to_owned(),
        link(known),
    ]))
}

fn find<'a>(target: &Target<'a>, section: Section, name: &str) -> Option<Endpoint<'a>> {
    let entry = target.snapshot.root()?.get_path(&[section.key(), name])?;
    Some(Endpoint { section, key: entry.key, value: entry.value })
}

/// What paas-charm does with the endpoint: in one line, and in detail. `None` where it does nothing
/// that is not obvious.
fn fate(
    target: &Target<'_>,
    endpoint: &Endpoint<'_>,
    name: &str,
    interface: &str,
) -> Option<(String, String)> {
    if endpoint.section != Section::Requires {
        return None;
    }
    match Endpoints::new(target.snapshot, target.framework()?).fate(name, interface) {
        EndpointFate::Variables(variables) => {
            let count = variables.len();
            let plural = if count == 1 { "" } else { "s" };
            let head = format!("{} gives the application {count} variable{plural}", code(name));
            Some((head, detail(target, endpoint, interface, &variables)))
        }
        EndpointFate::NoVariables(description) => {
            Some((format!("{} gives the application no variable", code(name)), description.into()))
        }
        EndpointFate::Ignored(reason) => {
            let head = format!("{} gives the application no variable", code(name));
            Some((head, format!("Because {}.", reason.sentence())))
        }
        EndpointFate::Breaks(reason) => {
            let verb = if reason.effect() == Effect::Crash { "crashes" } else { "blocks" };
            let head = format!("{} {verb} the charm", code(name));
            Some((head, format!("Because {}.", reason.sentence())))
        }
    }
}

fn detail(
    target: &Target<'_>,
    endpoint: &Endpoint<'_>,
    interface: &str,
    variables: &[EndpointVariable],
) -> String {
    let mut table = Table::new(&["Variable", "Meaning", "Set"]);
    for variable in variables {
        let when = match variable.always {
            true => "once integrated",
            false => "if the other side sends it",
        };
        table.row(&[&code(&variable.name), variable.description, when]);
    }
    let provider = facts::interface(interface).and_then(|known| known.providers.first());
    let command =
        format!("juju integrate {} {}", target.app_name(), provider.unwrap_or(&"<application>"));
    let enforced = facts::integration(interface).is_some_and(|it| it.optional_enforced);
    let without = match (enforced, endpoint.optional()) {
        (false, _) => "They appear once it is integrated; the charm starts without.",
        (true, Some(true)) => {
            "They appear once it is integrated; with `optional: true` the charm starts without."
        }
        (true, _) => {
            "They appear once it is integrated; until then the charm is blocked, as the endpoint \
             has no `optional: true`."
        }
    };
    paragraphs([
        table.finish(),
        without.to_owned(),
        names_for_shells(variables),
        documentation_errors(target, interface, endpoint.name().unwrap_or_default()),
        login_needs_ingress(interface),
        migration(target, interface),
        shell(&command),
    ])
}

/// A name with a dot or dash is out of reach for a script such as `migrate.sh`.
fn names_for_shells(variables: &[EndpointVariable]) -> String {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    match variables.iter().any(|variable| !variable.name.bytes().all(is_word)) {
        true => "A shell cannot read names with dots, dashes or brackets: a script such as \
                 `migrate.sh` does not see these variables."
            .to_owned(),
        false => String::new(),
    }
}

/// Names in charmcraft's documentation that no application ever gets.
fn documentation_errors(target: &Target<'_>, interface: &str, endpoint: &str) -> String {
    let Some((framework, variant)) = target.framework() else { return String::new() };
    let Some(integration) = facts::integration(interface) else { return String::new() };
    let errors = integration.misdocumented(framework.name).iter().map(|error| {
        let name = code(&error.name_for(variant.option_prefix, endpoint));
        match error.instead_for(variant.option_prefix, endpoint) {
            Some(instead) => format!("{name} (it is {})", code(&instead)),
            None => name,
        }
    });
    let errors: Vec<_> = errors.collect();
    match errors.len() {
        0 => String::new(),
        _ => {
            format!("charmcraft's documentation names what does not exist: {}.", errors.join(", "))
        }
    }
}

fn login_needs_ingress(interface: &str) -> String {
    match interface == "oauth" {
        true => "The charm stays blocked while it is integrated without `ingress`.".to_owned(),
        false => String::new(),
    }
}

/// For a database: what brings it up to date, if the rock is there.
fn migration(target: &Target<'_>, interface: &str) -> String {
    let is_database = facts::integration(interface).is_some_and(|it| it.database);
    let rock = is_database.then(|| partner_snapshot(target.snapshot)).flatten();
    let text = rock.and_then(|rock| service::migration(&Target { snapshot: &rock, word: "" }));
    text.unwrap_or_default()
}

fn link(interface: &Interface) -> String {
    let what = match interface.twelve_factor {
        Some(Role::Provides) => "Charms that use it",
        _ => "Charms that speak it",
    };
    format!("[{what}]({})", facts::interface_docs_url(interface))
}
