//! Settings classes of pydantic: fields that stand for variables.
//!
//! Plain fields only: `env_prefix`, `alias`, `validation_alias` and the `env` of pydantic 1 are followed;
//! a class that computes its sources or nests models says that it may read more.

use std::cell::RefCell;
use std::collections::HashMap;

use ruff_python_ast::{Expr, ExprCall, Keyword, Stmt, StmtClassDef};

use super::python::{content, literal, plain_text};
use super::python_names::{Meaning, Names};
use super::sink::{Found, Sink};
use super::{Access, ValueType};

/// The settings classes of a file, as far as they have been met.
pub(super) struct Settings<'n, 'a> {
    text: &'n str,
    names: &'n Names<'a>,
    /// Classes of this file with their prefixes.
    known: RefCell<HashMap<&'a str, String>>,
}

impl<'n, 'a> Settings<'n, 'a> {
    pub(super) fn new(text: &'n str, names: &'n Names<'a>) -> Settings<'n, 'a> {
        Settings { text, names, known: RefCell::default() }
    }

    /// Takes the fields of a class, if it is one of settings.
    pub(super) fn class(&self, class: &'a StmtClassDef, sink: &mut Sink<'_>) {
        let Some(inherited) = self.inherited_prefix(class) else { return };
        let config = Config::of(class, inherited);
        if config.is_unclear {
            sink.open_ended("");
        }
        if let Some(delimiter) = &config.nested_delimiter {
            // A field that is a model itself is read from names that go on behind the field's.
            sink.open_ended(if delimiter.is_empty() { "" } else { config.prefix.as_str() });
        }
        for statement in &class.body {
            self.field(statement, &config.prefix, sink);
        }
        self.known.borrow_mut().insert(class.name.as_str(), config.prefix);
    }

    /// `None` for a class that has nothing to do with settings.
    fn inherited_prefix(&self, class: &StmtClassDef) -> Option<String> {
        class.arguments.as_ref()?.args.iter().find_map(|base| {
            if self.names.meaning(base) == Some(Meaning::BaseSettings) {
                return Some(String::new());
            }
            let Expr::Name(name) = base else { return None };
            self.known.borrow().get(name.id.as_str()).cloned()
        })
    }

    fn field(&self, statement: &Stmt, prefix: &str, sink: &mut Sink<'_>) {
        let Stmt::AnnAssign(field) = statement else { return };
        let Expr::Name(name) = &*field.target else { return };
        let id = name.id.as_str();
        if id == "model_config" || id.starts_with('_') || is_class_variable(&field.annotation) {
            return;
        }
        let value = field.value.as_deref();
        let call = match value {
            Some(Expr::Call(call)) => Some(call),
            _ => None,
        };
        let value_type = type_of(&field.annotation);
        let default = match call {
            Some(call) => call.arguments.args.first().or_else(|| named(call, "default")),
            None => value,
        };
        let is_required = match (default, call) {
            (Some(Expr::EllipsisLiteral(_)), _) => true,
            (Some(_), _) => false,
            (None, call) => call.is_none_or(|call| named(call, "default_factory").is_none()),
        };
        let finish = |found: Found| match is_required {
            true => found.value_type(value_type).access(Access::Required),
            false => found.value_type(value_type).or(default.and_then(literal)),
        };
        let aliases = call.map(aliases).unwrap_or_default();
        if aliases.is_empty() {
            let variable = format!("{prefix}{id}").to_ascii_uppercase();
            let place = usize::from(name.range.start())..usize::from(name.range.end());
            sink.add(finish(Found::variable(&variable, place)));
        }
        for alias in aliases {
            let variable = alias.value.to_str().to_ascii_uppercase();
            let place = content(self.text, alias);
            sink.add(finish(Found::variable(&variable, place)));
        }
    }
}

/// What a settings class says about how names come about.
struct Config {
    prefix: String,
    nested_delimiter: Option<String>,
    is_unclear: bool,
}

impl Config {
    fn of(class: &StmtClassDef, inherited: String) -> Config {
        let mut config = Config { prefix: inherited, nested_delimiter: None, is_unclear: false };
        let keywords = class.arguments.iter().flat_map(|arguments| &arguments.keywords);
        keywords.for_each(|keyword| config.take_keyword(keyword));
        for statement in &class.body {
            match statement {
                Stmt::Assign(assign) => {
                    let [Expr::Name(name)] = assign.targets.as_slice() else { continue };
                    if name.id.as_str() == "model_config" {
                        config.take(&assign.value);
                    }
                }
                Stmt::AnnAssign(assign) => {
                    let Expr::Name(name) = &*assign.target else { continue };
                    if let Some(value) = &assign.value
                        && name.id.as_str() == "model_config"
                    {
                        config.take(value);
                    }
                }
                Stmt::ClassDef(inner) if inner.name.as_str() == "Config" => {
                    for statement in &inner.body {
                        let Stmt::Assign(assign) = statement else { continue };
                        let [Expr::Name(name)] = assign.targets.as_slice() else { continue };
                        config.take_pair(name.id.as_str(), &assign.value);
                    }
                }
                Stmt::FunctionDef(function) => {
                    config.is_unclear |= function.name.as_str() == "settings_customise_sources";
                }
                _ => {}
            }
        }
        config
    }

    /// `SettingsConfigDict(env_prefix="A_")` or a dictionary.
    fn take(&mut self, value: &Expr) {
        match value {
            Expr::Call(call) => {
                call.arguments.keywords.iter().for_each(|keyword| self.take_keyword(keyword));
            }
            Expr::Dict(dict) => {
                for item in dict.iter() {
                    let Some(key) = item.key.as_ref().and_then(plain_text) else {
                        self.is_unclear = true;
                        continue;
                    };
                    self.take_pair(key.value.to_str(), &item.value);
                }
            }
            _ => self.is_unclear = true,
        }
    }

    fn take_keyword(&mut self, keyword: &Keyword) {
        match &keyword.arg {
            Some(name) => self.take_pair(name.as_str(), &keyword.value),
            None => self.is_unclear = true,
        }
    }

    fn take_pair(&mut self, key: &str, value: &Expr) {
        match (key, plain_text(value)) {
            ("env_prefix", Some(prefix)) => self.prefix = prefix.value.to_str().to_owned(),
            ("env_nested_delimiter", Some(delimiter)) => {
                self.nested_delimiter = Some(delimiter.value.to_str().to_owned());
            }
            ("env_prefix" | "alias_generator", None) => self.is_unclear = true,
            _ => {}
        }
    }
}

fn named<'a>(call: &'a ExprCall, name: &str) -> Option<&'a Expr> {
    let is_it = |it: &&Keyword| it.arg.as_ref().is_some_and(|arg| arg.as_str() == name);
    call.arguments.keywords.iter().find(is_it).map(|it| &it.value)
}

/// The names that `Field(...)` gives instead of that of the field.
fn aliases(call: &ExprCall) -> Vec<&ruff_python_ast::ExprStringLiteral> {
    let alias = ["validation_alias", "alias", "env"].iter().find_map(|key| named(call, key));
    match alias {
        Some(Expr::Call(choices)) => choices.arguments.args.iter().filter_map(plain_text).collect(),
        Some(Expr::List(list)) => list.elts.iter().filter_map(plain_text).collect(),
        Some(other) => plain_text(other).into_iter().collect(),
        None => Vec::new(),
    }
}

fn is_class_variable(annotation: &Expr) -> bool {
    let base = match annotation {
        Expr::Subscript(subscript) => &subscript.value,
        other => other,
    };
    match base {
        Expr::Name(name) => name.id.as_str() == "ClassVar",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "ClassVar",
        _ => false,
    }
}

/// Of `int`, `int | None`, `Optional[int]`.
fn type_of(annotation: &Expr) -> ValueType {
    match annotation {
        Expr::Name(name) => match name.id.as_str() {
            "int" | "PositiveInt" | "NonNegativeInt" => ValueType::Int,
            "float" | "PositiveFloat" => ValueType::Float,
            "bool" => ValueType::Bool,
            _ => ValueType::Text,
        },
        Expr::BinOp(either) => type_of(&either.left),
        Expr::Subscript(subscript) => match &*subscript.value {
            Expr::Name(name) if name.id.as_str() == "Optional" => type_of(&subscript.slice),
            _ => ValueType::Text,
        },
        _ => ValueType::Text,
    }
}
