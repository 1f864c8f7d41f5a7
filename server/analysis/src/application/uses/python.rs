//! Python: `os.environ` and `os.getenv` under any name, `app.config` of Flask, the readers of environs,
//! django-environ, python-decouple and starlette, `envvar` of click, functions of the same file that wrap any of
//! these; settings classes are in [`super::python_settings`].

use std::collections::HashMap;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{
    CmpOp, Expr, ExprCall, ExprContext, ExprStringLiteral, Keyword, Number, Stmt, StmtFunctionDef,
};

use super::python_names::{Meaning, Names};
use super::python_settings::Settings;
use super::sink::{Found, Literal, Sink};
use super::{Access, Namespace, ValueType};
use crate::application::python;

pub(super) fn scan(text: &str, sink: &mut Sink<'_>) {
    let read = python::with_statements(text, |statements| {
        let names = Names::of(statements);
        let settings = Settings::new(text, &names);
        let mut wrappers = HashMap::new();
        // A function may call another one that reads: the outer ones are known one round later.
        for _ in 0..MOST_ROUNDS {
            let mut unused = Sink::new(text);
            let mut reader = Reader::new(text, &names, &settings, &wrappers, &mut unused);
            reader.visit_body(statements);
            let found = reader.found_wrappers;
            if found.len() == wrappers.len() {
                break;
            }
            wrappers = found;
        }
        Reader::new(text, &names, &settings, &wrappers, sink).visit_body(statements);
    });
    if read.is_none() {
        sink.open_ended("");
    }
}

/// Functions that wrap functions that wrap a lookup are not written more deeply than this.
const MOST_ROUNDS: usize = 4;

/// A function of the file that hands one of its parameters to a lookup.
#[derive(Clone, Copy)]
struct Wrapper<'a> {
    parameter: &'a str,
    index: usize,
}

struct Reader<'n, 's, 't, 'a> {
    text: &'n str,
    names: &'n Names<'a>,
    settings: &'n Settings<'n, 'a>,
    wrappers: &'n HashMap<&'a str, Wrapper<'a>>,
    found_wrappers: HashMap<&'a str, Wrapper<'a>>,
    sink: &'s mut Sink<'t>,
    /// What the expression that is visited next is converted to.
    cast: Option<ValueType>,
    /// The function that is being visited, if it is no method.
    function: Option<&'a StmtFunctionDef>,
}

impl<'n, 's, 't, 'a> Reader<'n, 's, 't, 'a> {
    fn new(
        text: &'n str,
        names: &'n Names<'a>,
        settings: &'n Settings<'n, 'a>,
        wrappers: &'n HashMap<&'a str, Wrapper<'a>>,
        sink: &'s mut Sink<'t>,
    ) -> Self {
        let found_wrappers = HashMap::new();
        Reader { text, names, settings, wrappers, found_wrappers, sink, cast: None, function: None }
    }
}

impl<'a> Visitor<'a> for Reader<'_, '_, '_, 'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::ClassDef(class) => {
                self.settings.class(class, self.sink);
                class.body.iter().for_each(|inner| match inner {
                    Stmt::FunctionDef(_) => walk_stmt(self, inner),
                    _ => self.visit_stmt(inner),
                });
                return;
            }
            Stmt::FunctionDef(function) => {
                let outer = self.function.replace(function);
                walk_stmt(self, statement);
                self.function = outer;
                return;
            }
            // `env = os.environ` gives a name that is known from here on.
            Stmt::Assign(assign) if self.is_alias(&assign.targets, &assign.value) => return,
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        let cast = self.cast.take();
        if self.read(expr, cast) {
            return;
        }
        if self.names.meaning(expr) == Some(Meaning::Environ) {
            self.sink.open_ended("");
        }
        walk_expr(self, expr);
    }

    fn visit_keyword(&mut self, keyword: &'a Keyword) {
        match keyword.arg.as_ref().map(|name| name.as_str()) {
            // click and typer.
            Some("envvar") => self.option_variables(&keyword.value),
            Some("auto_envvar_prefix") => match plain_text(&keyword.value) {
                Some(prefix) => self.sink.open_ended(&format!("{}_", prefix.value.to_str())),
                None => self.sink.open_ended(""),
            },
            _ => {}
        }
        self.visit_expr(&keyword.value);
    }
}

impl<'a> Reader<'_, '_, '_, 'a> {
    /// Whether the expression reads something, and nothing inside of it is left to look at.
    fn read(&mut self, expr: &'a Expr, cast: Option<ValueType>) -> bool {
        match expr {
            Expr::Subscript(subscript) => {
                let access = match subscript.ctx {
                    ExprContext::Load => Access::Required,
                    ExprContext::Store => Access::Set,
                    _ => Access::Optional,
                };
                self.subscript(&subscript.value, &subscript.slice, access, cast)
            }
            Expr::Compare(compare) => {
                let [CmpOp::In | CmpOp::NotIn] = &*compare.ops else { return false };
                let [container] = &*compare.comparators else { return false };
                self.subscript(container, &compare.left, Access::Optional, None)
            }
            Expr::Call(call) => self.call(call, cast),
            Expr::BoolOp(operation) => {
                // `os.environ.get("A") or "b"`
                let [first, second] = operation.values.as_slice() else { return false };
                let Expr::Call(call) = first else { return false };
                operation.op == ruff_python_ast::BoolOp::Or
                    && literal(second).is_some()
                    && self.call_with(call, cast, Some(second))
            }
            _ => false,
        }
    }

    fn subscript(
        &mut self,
        container: &'a Expr,
        key: &'a Expr,
        access: Access,
        cast: Option<ValueType>,
    ) -> bool {
        match self.names.meaning(container) {
            Some(Meaning::Environ) => {
                self.variable(key, |found| found.access(access), cast);
                true
            }
            Some(Meaning::FlaskConfig) => self.config_key(&[key], access, cast),
            _ => {
                // `app.config["A"]["B"]` is one key, of two levels.
                let Expr::Subscript(outer) = container else { return false };
                self.names.meaning(&outer.value) == Some(Meaning::FlaskConfig)
                    && self.config_key(&[&outer.slice, key], access, cast)
            }
        }
    }

    fn call(&mut self, call: &'a ExprCall, cast: Option<ValueType>) -> bool {
        self.call_with(call, cast, None)
    }

    fn call_with(
        &mut self,
        call: &'a ExprCall,
        cast: Option<ValueType>,
        instead: Option<&Expr>,
    ) -> bool {
        if let Some(wrapper) = self.wrapper(&call.func) {
            return self.wrapped(call, wrapper, cast);
        }
        if self.names.meaning(&call.func) == Some(Meaning::Getenv) {
            return self.lookup(call, cast, instead);
        }
        if self.names.meaning(&call.func) == Some(Meaning::Reader) {
            return self.reader(call, None);
        }
        if let Expr::Attribute(attribute) = &*call.func {
            let method = attribute.attr.as_str();
            match (self.names.meaning(&attribute.value), method) {
                (Some(Meaning::Environ), "get" | "pop" | "__getitem__" | "__contains__") => {
                    return self.lookup(call, cast, instead);
                }
                (Some(Meaning::Environ), "setdefault") => {
                    let key = call.arguments.args.first();
                    key.into_iter().for_each(|key| {
                        self.variable(key, |found| found.access(Access::Set), cast);
                    });
                    return true;
                }
                (Some(Meaning::Environ), "update") => return self.update(call),
                (Some(Meaning::FlaskConfig), "get" | "pop") => {
                    let Some(key) = call.arguments.args.first() else { return false };
                    return self.config_key(&[key], Access::Optional, cast);
                }
                (Some(Meaning::FlaskConfig), "from_prefixed_env") => {
                    self.prefixed_env(call);
                    return true;
                }
                (Some(Meaning::Reader), "prefixed") => self.sink.open_ended(""),
                (Some(Meaning::Reader), method) if !NOT_READING.contains(&method) => {
                    return self.reader(call, type_of_method(method));
                }
                (None, "from_prefixed_env") => {
                    self.prefixed_env(call);
                    return true;
                }
                _ => {}
            }
        }
        self.cast = cast_of(&call.func).filter(|_| call.arguments.args.len() == 1);
        if self.cast.is_some() {
            // Only the argument is converted.
            call.arguments.args.iter().for_each(|argument| self.visit_expr(argument));
            return true;
        }
        false
    }

    /// `get("A")`, `get("A", default)`.
    fn lookup(
        &mut self,
        call: &'a ExprCall,
        cast: Option<ValueType>,
        instead: Option<&Expr>,
    ) -> bool {
        let arguments = &call.arguments;
        let named = |names: &[&str]| {
            let is_it = |keyword: &&Keyword| {
                keyword.arg.as_ref().is_some_and(|name| names.contains(&name.as_str()))
            };
            arguments.keywords.iter().find(is_it).map(|keyword| &keyword.value)
        };
        let Some(key) = arguments.args.first().or_else(|| named(&["key"])) else { return false };
        let default = arguments.args.get(1).or_else(|| named(&["default"]));
        let literal = default.or(instead).and_then(literal);
        self.variable(key, |found| found.or(literal), cast);
        if let Some(default) = default {
            self.visit_expr(default);
        }
        true
    }

    /// `env("A")`, `env.int("A", default=1)`, `config("A", cast=bool)`.
    fn reader(&mut self, call: &'a ExprCall, value_type: Option<ValueType>) -> bool {
        let arguments = &call.arguments;
        let keyword = |name: &str| {
            let is_it = |it: &&Keyword| it.arg.as_ref().is_some_and(|arg| arg.as_str() == name);
            arguments.keywords.iter().find(is_it).map(|it| &it.value)
        };
        let Some(key) = arguments.args.first().or_else(|| keyword("name")) else { return false };
        let cast = keyword("cast").and_then(cast_of).or(value_type);
        let default = keyword("default").or_else(|| arguments.args.get(1));
        match default {
            Some(default) => self.variable(key, |found| found.or(literal(default)), cast),
            None => self.variable(key, |found| found, cast),
        }
        true
    }

    /// `os.environ.update({"A": "1"})`, `os.environ.update(A="1")`.
    fn update(&mut self, call: &'a ExprCall) -> bool {
        for argument in &*call.arguments.args {
            let Expr::Dict(dict) = argument else {
                self.visit_expr(argument);
                continue;
            };
            for item in dict.iter() {
                if let Some(key) = &item.key {
                    self.variable(key, |found| found.access(Access::Set), None);
                }
                self.visit_expr(&item.value);
            }
        }
        for keyword in &call.arguments.keywords {
            if let Some(name) = &keyword.arg {
                let place = usize::from(name.range.start())..usize::from(name.range.end());
                self.sink.add(Found::variable(name.as_str(), place).access(Access::Set));
            }
            self.visit_expr(&keyword.value);
        }
        true
    }

    fn prefixed_env(&mut self, call: &'a ExprCall) {
        let keywords = call.arguments.keywords.iter();
        let mut named = keywords
            .filter(|keyword| keyword.arg.as_ref().is_some_and(|name| name.as_str() == "prefix"));
        let prefix = call.arguments.args.first().or_else(|| named.next().map(|it| &it.value));
        let prefix = match prefix.map(plain_text) {
            None => "FLASK_".to_owned(),
            Some(Some(literal)) => format!("{}_", literal.value.to_str()),
            Some(None) => return self.sink.open_ended(""),
        };
        self.sink.open_ended(&prefix);
        self.sink.config_prefix(&prefix);
    }

    /// A variable by its name, or by something that only running the code would tell.
    fn variable(
        &mut self,
        key: &'a Expr,
        with: impl FnOnce(Found) -> Found,
        cast: Option<ValueType>,
    ) {
        match plain_text(key) {
            Some(literal) => {
                let found = Found::variable(literal.value.to_str(), self.content(literal));
                let found = match cast {
                    Some(cast) => found.value_type(cast),
                    None => found,
                };
                self.sink.add(with(found));
            }
            None if self.is_parameter(key) => {}
            None => {
                let beginning = beginning(key);
                self.sink.open_ended(&beginning);
                self.visit_expr(key);
            }
        }
    }

    /// Whether the name is handed in by the function's callers, which makes the function a wrapper.
    fn is_parameter(&mut self, key: &'a Expr) -> bool {
        let (Some(function), Expr::Name(name)) = (self.function, key) else { return false };
        let mut parameters = function.parameters.iter_non_variadic_params();
        let index = parameters.position(|it| it.parameter.name.as_str() == name.id.as_str());
        let Some(index) = index else { return false };
        let wrapper = Wrapper { parameter: name.id.as_str(), index };
        self.found_wrappers.insert(function.name.as_str(), wrapper);
        true
    }

    fn wrapper(&self, function: &Expr) -> Option<Wrapper<'a>> {
        let Expr::Name(name) = function else { return None };
        self.wrappers.get(name.id.as_str()).copied()
    }

    /// `env("A", "default")`, where `env` is a function of this file.
    fn wrapped(
        &mut self,
        call: &'a ExprCall,
        wrapper: Wrapper<'a>,
        cast: Option<ValueType>,
    ) -> bool {
        let arguments = &call.arguments;
        let named = |wanted: &str| {
            let is_it = |it: &&Keyword| it.arg.as_ref().is_some_and(|arg| arg.as_str() == wanted);
            arguments.keywords.iter().find(is_it).map(|it| &it.value)
        };
        let positional = arguments.args.get(wrapper.index);
        let Some(key) = positional.or_else(|| named(wrapper.parameter)) else { return false };
        let default = arguments.args.get(wrapper.index + 1).or_else(|| named("default"));
        match default {
            Some(default) => self.variable(key, |found| found.or(literal(default)), cast),
            None => self.variable(key, |found| found.access(Access::Optional), cast),
        }
        true
    }

    fn config_key(&mut self, keys: &[&'a Expr], access: Access, cast: Option<ValueType>) -> bool {
        let mut literals = Vec::new();
        for key in keys {
            let Some(literal) = plain_text(key) else { return false };
            literals.push(literal);
        }
        let Some(last) = literals.last() else { return false };
        let names: Vec<_> = literals.iter().map(|literal| literal.value.to_str()).collect();
        let found = Found::variable(&names.join("__"), self.content(last));
        let found = found.value_type(cast.unwrap_or_default()).access(access);
        self.sink.add(found.named(Namespace::FlaskConfig));
        true
    }

    fn option_variables(&mut self, value: &'a Expr) {
        let names: Vec<&Expr> = match value {
            Expr::List(list) => list.elts.iter().collect(),
            Expr::Tuple(tuple) => tuple.elts.iter().collect(),
            one => vec![one],
        };
        for literal in names.into_iter().filter_map(plain_text) {
            let found = Found::variable(literal.value.to_str(), self.content(literal));
            self.sink.add(found.access(Access::Optional));
        }
    }

    /// The bytes between the quotes.
    fn content(&self, literal: &ExprStringLiteral) -> std::ops::Range<usize> {
        content(self.text, literal)
    }

    fn is_alias(&self, targets: &[Expr], value: &Expr) -> bool {
        targets.iter().all(|target| matches!(target, Expr::Name(_)))
            && matches!(value, Expr::Attribute(_) | Expr::Name(_))
            && self.names.meaning(value) == Some(Meaning::Environ)
            && targets.iter().all(|target| self.names.meaning(target) == Some(Meaning::Environ))
    }
}

/// Methods of readers that read no single variable.
const NOT_READING: &[&str] = &[
    "read_env",
    "read_envfile",
    "seal",
    "dump",
    "prefixed",
    "parser_for",
    "add_parser",
    "get",
    "dict",
    "copy",
];

/// The bytes between the quotes of a text that is in one piece.
pub(super) fn content(text: &str, literal: &ExprStringLiteral) -> std::ops::Range<usize> {
    let whole = usize::from(literal.range.start())..usize::from(literal.range.end());
    let range = literal.as_single_part_string().map_or(literal.range, |part| part.content_range());
    let inside = usize::from(range.start())..usize::from(range.end());
    if text.get(inside.clone()).is_some() { inside } else { whole }
}

/// A text in one piece, without escapes that would make it another one in the file.
pub(super) fn plain_text(expr: &Expr) -> Option<&ExprStringLiteral> {
    match expr {
        Expr::StringLiteral(literal) if literal.as_single_part_string().is_some() => Some(literal),
        _ => None,
    }
}

/// What a name that is put together begins with.
fn beginning(expr: &Expr) -> String {
    match expr {
        Expr::FString(f_string) => {
            let first = f_string.value.elements().next().and_then(|element| element.as_literal());
            first.map_or(String::new(), |literal| literal.value.to_string())
        }
        Expr::BinOp(operation) => match plain_text(&operation.left) {
            Some(literal) => literal.value.to_str().to_owned(),
            None => String::new(),
        },
        _ => String::new(),
    }
}

/// A default that can be written into a YAML file.
pub(super) fn literal(expr: &Expr) -> Option<Literal> {
    match expr {
        Expr::StringLiteral(literal) => Some(Literal::new(ValueType::Text, literal.value.to_str())),
        Expr::BooleanLiteral(literal) => {
            Some(Literal::new(ValueType::Bool, if literal.value { "true" } else { "false" }))
        }
        Expr::NumberLiteral(literal) => match &literal.value {
            Number::Int(number) => Literal::number(&number.to_string()),
            Number::Float(number) => Literal::number(&number.to_string()),
            Number::Complex { .. } => None,
        },
        _ => None,
    }
}

fn cast_of(function: &Expr) -> Option<ValueType> {
    let Expr::Name(name) = function else { return None };
    match name.id.as_str() {
        "int" => Some(ValueType::Int),
        "float" => Some(ValueType::Float),
        "bool" | "strtobool" => Some(ValueType::Bool),
        _ => None,
    }
}

fn type_of_method(method: &str) -> Option<ValueType> {
    match method {
        "int" => Some(ValueType::Int),
        "float" => Some(ValueType::Float),
        "bool" => Some(ValueType::Bool),
        _ => None,
    }
}
