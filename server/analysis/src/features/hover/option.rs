//! A config option: its variable, when it is set, how to set it, and what Flask makes of it.

use super::super::environment::{fate_of, losing, rivals, variables_of_any_name};
use super::super::markdown::{Table, code, code_list, extension_link, shell};
use super::{Target, Used, paragraphs};
use crate::environment::{OptionFate, Reason};
use crate::facts::{self, ExtensionOption};
use crate::file_kind::FileKind;
use crate::model::ConfigOption;

/// The option of this name. `None` in a charm without framework.
pub(super) fn option(target: &Target<'_>, name: &str) -> Option<String> {
    let used = target.framework()?;
    let (framework, _) = used;
    let options = target.snapshot.root()?.get_path(&["config", "options"])?.value;
    let entry = options.get(name)?;
    let option = ConfigOption { key: entry.key, value: entry.value };
    let link = extension_link(framework, FileKind::Charmcraft);
    let remark = |verdict: &str, reason: &Reason| {
        let sentence = format!("{}.", capitalised(&reason.sentence()));
        Some(paragraphs([format!("{} {verdict}", code(name)), sentence, link.clone()]))
    };
    match fate_of(target.snapshot, used, name, &option) {
        OptionFate::Exported(variable) => {
            let taken = variables_of_any_name(target.snapshot, used);
            match losing(&rivals(options.resolved()), &taken, name, &variable) {
                Some(reason @ Reason::OptionOverwrittenByIntegration { .. }) => {
                    remark("loses its variable to an integration", &reason)
                }
                Some(reason) => remark("gives the application no variable", &reason),
                None => Some(exported(target, used, &option, name, &variable, link)),
            }
        }
        OptionFate::Own(own) => Some(own_option(framework.extension, own, link)),
        OptionFate::Ignored(reason) => remark("gives the application no variable", &reason),
        OptionFate::Breaks(reason) => remark("crashes the charm", &reason),
    }
}

fn exported(
    target: &Target<'_>,
    (framework, variant): Used,
    option: &ConfigOption<'_>,
    name: &str,
    variable: &str,
    link: String,
) -> String {
    let text = |key| option.field(key).and_then(|field| field.value.resolved().text());
    let is_secret = option.type_name() == Some("secret");
    let description = text("description").map(str::trim).filter(|text| !text.is_empty());
    let default = option.field("default").map(|field| field.value.resolved());
    let when = match default.filter(|default| !default.is_null()) {
        Some(default) if default.is_scalar() => {
            let text = default.text().unwrap_or_default().lines().next().unwrap_or_default();
            match text.trim().is_empty() {
                true => "always; default is an empty text".to_owned(),
                false => format!("always; default {}", code(text)),
            }
        }
        _ if option.is_required() => "always: required, the charm waits for it".to_owned(),
        _ if is_secret => "once a secret is given, one for each of its keys".to_owned(),
        _ => "once the option has a value; no default".to_owned(),
    };
    let mut table = Table::new(&["Variable", "Meaning", "Set"]);
    table.row(&[&code(variable), description.unwrap_or("not described yet"), &when]);

    let value = if is_secret { "secret:<id>".to_owned() } else { format!("<{name}>") };
    let command = format!("juju config {} {name}={value}", target.app_name());
    let app_config = match framework.name {
        "flask" => flask_config(variant.option_prefix, variable, option.type_name()),
        _ => String::new(),
    };
    paragraphs([
        format!("{} sets {}", code(name), code(variable)),
        table.finish(),
        value_form(option.type_name()).to_owned(),
        app_config,
        shell(&command),
        link,
    ])
}

/// What stands in the variable.
fn value_form(option_type: Option<&str>) -> &'static str {
    match option_type {
        Some("boolean") => "The value is `true` or `false`.",
        Some("int" | "float") => "The value is a number in digits, such as `7` or `1.5`.",
        Some("secret") => {
            "One variable for each key of the secret: the key in capitals, with underscores for dashes. \
             There is no variable without a key."
        }
        _ => "The value is the text as it is; one that is set to nothing is there, and empty.",
    }
}

/// Where Flask has the value: without the prefix, two underscores leading one level down.
fn flask_config(prefix: &str, variable: &str, option_type: Option<&str>) -> String {
    let Some(name) = variable.strip_prefix(prefix) else { return String::new() };
    let keys: String = name.split("__").map(|key| format!("[\"{key}\"]")).collect();
    let value = match option_type {
        Some("int" | "float") => "a number",
        Some("boolean") => "`True` or `False`",
        _ => "text, unless it reads as JSON: `7` arrives as a number, `true` as `True`",
    };
    format!("In Flask: `app.config{keys}` after `app.config.from_prefixed_env()`; {value}.")
}

fn own_option(extension: &str, own: &ExtensionOption, link: String) -> String {
    let default = own.default.map_or("none".to_owned(), |default| code(&default.to_string()));
    let variables = match own.variables.len() {
        0 => "none: a setting of the web server".to_owned(),
        _ => code_list(&own.variables),
    };
    let mut table = Table::new(&["Type", "Default", "Variable"]);
    table.row(&[own.option_type, &default, &variables]);
    let accepts = own.accepts.map(|accepts| format!("Takes {accepts}."));
    paragraphs([
        format!("{} is an option that {} adds by itself", code(own.name), code(extension)),
        own.description.to_owned(),
        accepts.unwrap_or_default(),
        table.finish(),
        link,
    ])
}

/// A value of `type`.
pub(super) fn option_type(word: &str) -> Option<String> {
    let known = facts::option_type(word)?;
    Some(paragraphs([
        format!("**{}**: {}", code(known.name), known.description),
        format!("Default: {}", known.default),
        format!("Variable: {}", known.variable),
    ]))
}

fn capitalised(sentence: &str) -> String {
    let mut chars = sentence.chars();
    match chars.next() {
        // The name of a program stays as it is written.
        Some(first) if !sentence.starts_with("paas-charm") => {
            first.to_uppercase().chain(chars).collect()
        }
        _ => sentence.to_owned(),
    }
}
