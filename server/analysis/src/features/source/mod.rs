//! What an editor shows in the application's own code: for the name of an environment variable, what of the charm
//! sets it.
//!
//! The code belongs to other language servers. This one says something about the names that a charm gives, and
//! about nothing else; in a file without such names it does not even parse.

mod completion;

use syntax::{TextRange, TextSize};

use super::code::uses_of;
use super::environment::report;
use super::hover::Hover;
use super::markdown::code;
use super::target::Target;
use crate::application::uses::index::ApplicationUses;
use crate::application::uses::{
    Access, Language, Namespace, Use, ValueType, opening, property_matches, scan,
};
use crate::environment::{Source, Variable};
use crate::facts::Framework;
use crate::snapshot::Snapshot;

pub use completion::completion;

/// A source file, and the charm that its application is for.
#[derive(Clone, Copy)]
pub struct SourceFile<'a> {
    /// The charm; its [`Snapshot::uses`] are those of the application.
    pub charm: &'a Snapshot,
    /// The charm's file, as the application's directory sees it, for people to read.
    pub charm_name: &'a str,
    /// What the file is read as.
    pub language: Language,
    /// Its text.
    pub text: &'a str,
}

/// Stands for any key of a secret.
const ANY_KEY: &str = "<KEY>";

/// What sets the variable whose name is at `offset`; `None` where no such name is.
pub fn hover(file: SourceFile<'_>, offset: TextSize) -> Option<Hover> {
    let (found, framework, variables) = at(file, offset)?;
    let setting: Vec<_> =
        variables.iter().filter(|it| file.is_about(&found, it, framework)).collect();
    if setting.is_empty() {
        return None;
    }
    let mut paragraphs = Vec::new();
    for variable in setting {
        let name = code(&variable.name);
        let by = match &variable.source {
            Source::Framework => {
                format!("{name} is set by paas-charm for every {} application", framework.title)
            }
            Source::Option(option) => {
                format!(
                    "{name} is set by config option {} of {}",
                    code(option),
                    code(file.charm_name)
                )
            }
            Source::Endpoint(endpoint) => {
                format!("{name} is set by endpoint {} of {}", code(endpoint), code(file.charm_name))
            }
        };
        paragraphs.push(by);
        if !variable.description.is_empty() {
            paragraphs.push(variable.description.to_string());
        }
        paragraphs.push(when(variable).to_owned());
    }
    Some(Hover { range: found.range, markdown: paragraphs.join("\n\n") })
}

fn when(variable: &Variable) -> &'static str {
    match (&variable.source, variable.always) {
        (Source::Framework | Source::Option(_), true) => "It is always there.",
        (Source::Framework, false) => "It is not always there.",
        (Source::Option(_), false) => "It is there once the option has a value.",
        (Source::Endpoint(_), true) => "It is there once the endpoint is integrated.",
        (Source::Endpoint(_), false) => {
            "It is there once the endpoint is integrated, if the other side says so."
        }
    }
}

/// Where in the charm the variable at `offset` comes from: the name in the code, and the keys. What the framework
/// sets by itself leads to the extension.
pub fn definition(file: SourceFile<'_>, offset: TextSize) -> Option<(TextRange, Vec<Target>)> {
    let (found, framework, variables) = at(file, offset)?;
    let setting = variables.iter().filter(|it| file.is_about(&found, it, framework));
    let mut targets: Vec<_> =
        setting.filter_map(|variable| key_of(file.charm, &variable.source)).collect();
    targets.dedup();
    (!targets.is_empty()).then_some((found.range, targets))
}

/// Every place in the code that reads the variable at `offset`, and the key that it comes from if that is wanted:
/// as seen from the charm. Empty where no such name is.
pub fn references(
    file: SourceFile<'_>,
    offset: TextSize,
    include_declaration: bool,
) -> Vec<Target> {
    let Some((found, framework, variables)) = at(file, offset) else { return Vec::new() };
    let setting = variables.iter().filter(|it| file.is_about(&found, it, framework));
    let mut targets = Vec::new();
    for variable in setting {
        if include_declaration {
            targets.extend(key_of(file.charm, &variable.source));
        }
        let uses = uses_of(file.charm, &variable.name).into_iter();
        targets.extend(uses.map(|one| one.target));
    }
    let mut seen = std::collections::HashSet::new();
    targets.retain(|target| seen.insert(target.clone()));
    targets
}

/// The key of an option or endpoint; for what is written nowhere, the extension that brings it.
fn key_of(charm: &Snapshot, source: &Source) -> Option<Target> {
    let root = charm.root()?;
    let written = source.path().and_then(|path| root.get_path(&path));
    if let Some(entry) = written {
        return Some(Target::here(super::names::bare_range(entry.key), entry.range()));
    }
    let (name, _) = crate::model::Charm::new(Some(root)).extensions().into_iter().next()?;
    Some(Target::here(name.range(), name.range()))
}

/// The name at `offset`, the framework, and all variables of its application.
fn at(file: SourceFile<'_>, offset: TextSize) -> Option<(Use, &'static Framework, Vec<Variable>)> {
    let uses = scan(file.language, file.text).uses;
    let touched = uses.into_iter().find(|one| one.range.contains_inclusive(offset));
    let found = touched.or_else(|| being_written(file, offset))?;
    let report = report(file.charm)?;
    Some((found, report.framework, report.environment.variables))
}

/// The name at `offset` in a line that the parser can make nothing of.
fn being_written(file: SourceFile<'_>, offset: TextSize) -> Option<Use> {
    let opening = opening(file.language, file.text, offset)?;
    let word = file.text.get(usize::from(opening.word.start())..usize::from(opening.word.end()))?;
    Some(Use {
        name: word.into(),
        namespace: opening.namespace,
        range: opening.word,
        line: 0,
        access: Access::Required,
        value_type: ValueType::Text,
        default: None,
    })
}

impl SourceFile<'_> {
    fn uses(&self) -> Option<&ApplicationUses> {
        self.charm.uses.as_deref()
    }

    /// The prefixes of the variables that Flask puts into its config.
    fn config_prefixes(&self) -> Vec<String> {
        let known: Vec<_> = self
            .uses()
            .map(|uses| uses.config_prefixes().map(str::to_owned).collect())
            .unwrap_or_default();
        if known.is_empty() { vec!["FLASK_".to_owned()] } else { known }
    }

    /// Whether the use could mean the variable.
    fn is_about(&self, found: &Use, variable: &Variable, framework: &Framework) -> bool {
        let is_it = |name: &str| match variable.name.strip_suffix(ANY_KEY) {
            Some(stem) => name.strip_prefix(stem).is_some_and(|key| !key.is_empty()),
            None => name == variable.name,
        };
        match found.namespace {
            Namespace::Variable => is_it(&found.name),
            Namespace::FlaskConfig => {
                framework.name == "flask"
                    && self
                        .config_prefixes()
                        .iter()
                        .any(|prefix| is_it(&format!("{prefix}{}", found.name)))
            }
            Namespace::SpringProperty => {
                framework.name == "spring-boot" && property_matches(&found.name, &variable.name)
            }
        }
    }
}

#[cfg(test)]
mod tests;
