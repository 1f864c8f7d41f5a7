//! The names that will exist, where code is about to read one.

use syntax::TextSize;

use super::{ANY_KEY, SourceFile};
use crate::application::uses::{Namespace, opening};
use crate::environment::{Source, Variable};
use crate::features::completion::{CompletionItem, CompletionKind};
use crate::features::environment::report;

/// The variables that can be read at `offset`: options of the charm first, then what integrations bring, then the
/// framework's. Empty where no name is being written.
pub fn completion(file: SourceFile<'_>, offset: TextSize) -> Vec<CompletionItem> {
    let Some(opening) = opening(file.language, file.text, offset) else { return Vec::new() };
    let Some(report) = report(file.charm) else { return Vec::new() };
    let framework = report.framework;
    let prefixes = match opening.namespace {
        Namespace::FlaskConfig if framework.name == "flask" => file.config_prefixes(),
        Namespace::FlaskConfig => return Vec::new(),
        _ => vec![String::new()],
    };
    let is_own = |variable: &Variable| match &variable.source {
        Source::Option(name) => file
            .charm
            .root()
            .is_some_and(|root| root.get_path(&["config", "options", name.as_str()]).is_some()),
        _ => false,
    };
    let mut items: Vec<CompletionItem> = Vec::new();
    for variable in &report.environment.variables {
        let names =
            prefixes.iter().filter_map(|prefix| variable.name.strip_prefix(prefix.as_str()));
        for name in names {
            // A name that only a configuration system can read is not offered to code.
            if name.contains(['.', '-', '[']) || items.iter().any(|item| item.label == name) {
                continue;
            }
            let rank = match &variable.source {
                Source::Option(_) if is_own(variable) => 0,
                Source::Endpoint(_) => 1,
                Source::Option(_) => 2,
                Source::Framework => 3,
            };
            let detail = match &variable.source {
                Source::Option(option) => format!("option {option}"),
                Source::Endpoint(endpoint) => format!("endpoint {endpoint}"),
                Source::Framework => framework.title.to_owned(),
            };
            let stem = name.strip_suffix(ANY_KEY);
            let description = Some(variable.description.to_string());
            items.push(CompletionItem {
                label: name.to_owned(),
                kind: CompletionKind::Value,
                detail: Some(detail),
                documentation: description.filter(|text| !text.is_empty()),
                has_more: false,
                replace: opening.word,
                // The key of a secret is for the user to write.
                insert: stem.map_or_else(|| format!("{name}{}", opening.close), str::to_owned),
                plain_insert: None,
                filter_text: None,
                sort_text: format!("{rank}{:04}", items.len()),
                deprecated: false,
                retrigger: false,
                is_closed: false,
                follows_typing: false,
            });
        }
    }
    items.sort_by(|a, b| a.sort_text.cmp(&b.sort_text));
    items
}
