//! JavaScript and TypeScript: `process.env` under any name, by member, index, destructuring or `in`, also
//! through a function of the same file.
//!
//! Everything is read with the grammar of TSX, which reads plain JavaScript as well. `import.meta.env` belongs
//! to bundlers and is none of ours.

use std::collections::HashMap;

use tree_sitter::{Node, Tree};

use super::sink::{Found, Literal, Sink};
use super::syntax_tree::{children, field, parse, source, unquoted, walk};
use super::{Access, ValueType};

pub(super) fn scan(text: &str, sink: &mut Sink<'_>) {
    let Some(tree) = parse(tree_sitter_typescript::LANGUAGE_TSX, text) else { return };
    let names = Names::of(text, &tree);
    let mut reader = Reader { text, names, wrappers: Vec::new(), sink };
    walk(&tree, |node| reader.look(node));
    let Reader { names, wrappers, sink, .. } = reader;
    if !wrappers.is_empty() {
        let mut reader = Reader { text, names, wrappers, sink };
        walk(&tree, |node| {
            if node.kind() == "call_expression" {
                reader.wrapped(node);
            }
            true
        });
    }
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Process,
    Env,
}

/// The names of a file that lead to the environment.
struct Names<'s> {
    text: &'s str,
    names: HashMap<&'s str, Meaning>,
}

impl<'s> Names<'s> {
    fn of(text: &'s str, tree: &Tree) -> Names<'s> {
        let mut names = Names { text, names: HashMap::from([("process", Meaning::Process)]) };
        walk(tree, |node| {
            match node.kind() {
                "import_statement" => names.import(node),
                "variable_declarator" => names.declare(node),
                _ => {}
            }
            true
        });
        names
    }

    /// `import process, { env as e } from "node:process"`
    fn import(&mut self, node: Node<'_>) {
        let module = field(node, "source").and_then(|source| unquoted(self.text, source));
        if !module.is_some_and(|(module, _)| is_process_module(module)) {
            return;
        }
        let Some(clause) = children(node).into_iter().find(|it| it.kind() == "import_clause")
        else {
            return;
        };
        for part in children(clause) {
            match part.kind() {
                "identifier" => {
                    self.names.insert(source(self.text, part), Meaning::Process);
                }
                "namespace_import" => {
                    let name = children(part).into_iter().next();
                    let name = name.map(|name| source(self.text, name));
                    self.names.extend(name.map(|name| (name, Meaning::Process)));
                }
                "named_imports" => children(part).into_iter().for_each(|one| self.specifier(one)),
                _ => {}
            }
        }
    }

    fn specifier(&mut self, specifier: Node<'_>) {
        let Some(name) = field(specifier, "name") else { return };
        let bound = field(specifier, "alias").unwrap_or(name);
        if source(self.text, name) == "env" {
            self.names.insert(source(self.text, bound), Meaning::Env);
        }
    }

    /// `const e = process.env`, `const { env } = process`, `const p = require("process")`
    fn declare(&mut self, node: Node<'_>) {
        let Some((name, value)) = field(node, "name").zip(field(node, "value")) else { return };
        let meaning = self.meaning(value);
        match (name.kind(), meaning) {
            ("identifier", Some(meaning)) => {
                self.names.insert(source(self.text, name), meaning);
            }
            ("object_pattern", Some(Meaning::Process)) => {
                for part in children(name) {
                    let bound = match part.kind() {
                        "shorthand_property_identifier_pattern" => Some(part),
                        "pair_pattern" => {
                            let is_env = |key: Node<'_>| source(self.text, key) == "env";
                            let is_env = field(part, "key").is_some_and(is_env);
                            field(part, "value").filter(|_| is_env)
                        }
                        _ => None,
                    };
                    let Some(bound) = bound else { continue };
                    let name = source(self.text, bound);
                    if name == "env" || part.kind() == "pair_pattern" {
                        self.names.insert(name, Meaning::Env);
                    }
                }
            }
            _ => {}
        }
    }

    fn meaning(&self, node: Node<'_>) -> Option<Meaning> {
        match node.kind() {
            "identifier" => self.names.get(source(self.text, node)).copied(),
            "member_expression" => {
                let owner = field(node, "object")?;
                let is_env = source(self.text, field(node, "property")?) == "env";
                let is_global = source(self.text, owner) == "globalThis"
                    && source(self.text, field(node, "property")?) == "process";
                if is_global {
                    return Some(Meaning::Process);
                }
                let is_process = || self.meaning(owner) == Some(Meaning::Process);
                (is_env && is_process()).then_some(Meaning::Env)
            }
            "parenthesized_expression"
            | "non_null_expression"
            | "as_expression"
            | "satisfies_expression" => self.meaning(children(node).into_iter().next()?),
            "call_expression" => {
                let is_require = source(self.text, field(node, "function")?) == "require";
                let argument = children(field(node, "arguments")?).into_iter().next()?;
                let (module, _) = unquoted(self.text, argument)?;
                (is_require && is_process_module(module)).then_some(Meaning::Process)
            }
            _ => None,
        }
    }
}

fn is_process_module(module: &str) -> bool {
    matches!(module, "process" | "node:process")
}

struct Reader<'s, 'k, 't> {
    text: &'s str,
    names: Names<'s>,
    /// Functions of the file that hand a parameter to a lookup, with the number of the parameter.
    wrappers: Vec<(&'s str, usize)>,
    sink: &'k mut Sink<'t>,
}

impl<'s> Reader<'s, '_, '_> {
    /// Whether to go on below the node.
    fn look(&mut self, node: Node<'_>) -> bool {
        match node.kind() {
            "member_expression" | "subscript_expression" => {
                let Some(owner) = field(node, "object") else { return true };
                if self.names.meaning(owner) != Some(Meaning::Env) {
                    // `process.env` itself, where nothing is taken out of it.
                    if self.names.meaning(node) == Some(Meaning::Env) && !self.is_harmless(node) {
                        self.sink.open_ended("");
                    }
                    return self.names.meaning(node).is_none();
                }
                self.taken(node);
                node.kind() == "subscript_expression" && self.key_of(node).is_none()
            }
            "binary_expression" => {
                let parts = field(node, "left").zip(field(node, "right"));
                let Some((left, right)) = parts else { return true };
                let is_in = field(node, "operator").is_some_and(|it| it.kind() == "in");
                if !is_in || self.names.meaning(right) != Some(Meaning::Env) {
                    return true;
                }
                match unquoted(self.text, left) {
                    Some((name, place)) => {
                        self.sink.add(Found::variable(name, place).access(Access::Optional));
                    }
                    None => self.sink.open_ended(""),
                }
                false
            }
            "variable_declarator" => {
                let Some((name, value)) = field(node, "name").zip(field(node, "value")) else {
                    return true;
                };
                if self.names.meaning(value) != Some(Meaning::Env) {
                    return true;
                }
                if name.kind() == "object_pattern" {
                    children(name).into_iter().for_each(|part| self.destructured(part));
                }
                false
            }
            "identifier" => {
                let is_env = self.names.meaning(node) == Some(Meaning::Env);
                if is_env && !self.is_harmless(node) {
                    self.sink.open_ended("");
                }
                true
            }
            "import_statement" => false,
            _ => true,
        }
    }

    /// `process.env.A`, `process.env["A"]`
    fn taken(&mut self, node: Node<'_>) {
        let Some((name, place)) = self.key_of(node) else {
            if field(node, "index").is_some_and(|index| self.is_parameter(index)) {
                return;
            }
            let beginning = field(node, "index").map_or("", |index| self.beginning(index));
            return self.sink.open_ended(beginning);
        };
        let found = Found::variable(name, place);
        let mut outer = node;
        while let Some(parent) = outer.parent().filter(|parent| {
            matches!(parent.kind(), "parenthesized_expression" | "non_null_expression")
        }) {
            outer = parent;
        }
        self.sink.add(self.with_surroundings(found, outer));
    }

    /// Whether the name is handed in by the function's callers, which makes the function a wrapper.
    fn is_parameter(&mut self, key: Node<'_>) -> bool {
        if key.kind() != "identifier" {
            return false;
        }
        let Some((name, parameters)) = self.function_around(key) else { return false };
        let wanted = source(self.text, key);
        let index = parameters.iter().position(|parameter| *parameter == wanted);
        let Some(index) = index else { return false };
        self.wrappers.push((name, index));
        true
    }

    /// Name and parameters of the innermost function that has a name.
    fn function_around(&self, node: Node<'_>) -> Option<(&'s str, Vec<&'s str>)> {
        let is_function = |node: &Node<'_>| {
            matches!(node.kind(), "function_declaration" | "arrow_function" | "function_expression")
        };
        let mut around = node.parent()?;
        while !is_function(&around) {
            around = around.parent()?;
        }
        let name = match field(around, "name") {
            Some(name) => name,
            None => {
                let declarator = around.parent().filter(|it| it.kind() == "variable_declarator")?;
                field(declarator, "name")?
            }
        };
        let parameters = match field(around, "parameters") {
            Some(parameters) => children(parameters),
            None => vec![field(around, "parameter")?],
        };
        let names = parameters.into_iter().map(|parameter| match parameter.kind() {
            "required_parameter" | "optional_parameter" => field(parameter, "pattern"),
            _ => Some(parameter),
        });
        let names = names.map(|name| name.map_or("", |name| source(self.text, name)));
        Some((source(self.text, name), names.collect()))
    }

    /// `required("A", "default")`, where `required` is a function of this file.
    fn wrapped(&mut self, call: Node<'_>) {
        let Some(function) = field(call, "function").map(|it| source(self.text, it)) else {
            return;
        };
        let known = self.wrappers.iter().find(|(name, _)| *name == function);
        let Some(&(_, index)) = known else { return };
        let arguments = field(call, "arguments").map(children).unwrap_or_default();
        let Some(key) = arguments.get(index) else { return };
        match unquoted(self.text, *key) {
            Some((name, place)) => {
                let found = Found::variable(name, place).access(Access::Optional);
                let found = match self.conversion(call) {
                    Some(value_type) => found.value_type(value_type),
                    None => found,
                };
                let default = arguments.get(index + 1).and_then(|it| self.literal(*it));
                self.sink.add(found.or(default));
            }
            None if key.kind() == "identifier" && self.is_parameter(*key) => {}
            None => self.sink.open_ended(self.beginning(*key)),
        }
    }

    fn key_of(&self, node: Node<'_>) -> Option<(&'s str, std::ops::Range<usize>)> {
        match field(node, "property") {
            Some(property) => Some((source(self.text, property), property.byte_range())),
            None => unquoted(self.text, field(node, "index")?),
        }
    }

    /// What the expression around a name says about it.
    fn with_surroundings(&self, found: Found, node: Node<'_>) -> Found {
        let Some(parent) = node.parent() else { return found };
        let is_field = |name| field(parent, name).is_some_and(|it| it.id() == node.id());
        match parent.kind() {
            "assignment_expression" if is_field("left") => found.access(Access::Set),
            "augmented_assignment_expression" if is_field("left") => found.access(Access::Set),
            "binary_expression" if is_field("left") => {
                let operator = field(parent, "operator").map_or("", |operator| operator.kind());
                if !matches!(operator, "??" | "||") {
                    return found;
                }
                let converted = self.conversion(parent);
                let found = match converted {
                    Some(value_type) => found.value_type(value_type),
                    None => found,
                };
                found.or(field(parent, "right").and_then(|right| self.literal(right)))
            }
            _ => match self.conversion(node) {
                Some(value_type) => found.value_type(value_type),
                None => found,
            },
        }
    }

    /// `Number(node)`, `parseInt(node, 10)`
    fn conversion(&self, node: Node<'_>) -> Option<ValueType> {
        let arguments = node.parent().filter(|parent| parent.kind() == "arguments")?;
        let function = field(arguments.parent()?, "function")?;
        match source(self.text, function) {
            "Number" | "parseInt" | "Number.parseInt" => Some(ValueType::Int),
            "parseFloat" | "Number.parseFloat" => Some(ValueType::Float),
            "Boolean" => Some(ValueType::Bool),
            _ => None,
        }
    }

    fn destructured(&mut self, part: Node<'_>) {
        let key = match part.kind() {
            "shorthand_property_identifier_pattern" => Some(part),
            "object_assignment_pattern" => field(part, "left"),
            "pair_pattern" => field(part, "key"),
            _ => return self.sink.open_ended(""),
        };
        let Some(key) = key else { return };
        let (name, place) = match key.kind() {
            "computed_property_name" => return self.sink.open_ended(""),
            "string" => match unquoted(self.text, key) {
                Some(inside) => inside,
                None => return,
            },
            _ => (source(self.text, key), key.byte_range()),
        };
        let default = match part.kind() {
            "object_assignment_pattern" => field(part, "right"),
            _ => field(part, "value").and_then(|value| field(value, "right")),
        };
        let found = Found::variable(name, place);
        self.sink.add(match default {
            Some(default) => found.or(self.literal(default)),
            None => found,
        });
    }

    fn literal(&self, node: Node<'_>) -> Option<Literal> {
        match node.kind() {
            "string" => Some(Literal::new(ValueType::Text, unquoted(self.text, node)?.0)),
            "number" => Literal::number(source(self.text, node)),
            "true" | "false" => Some(Literal::new(ValueType::Bool, node.kind())),
            _ => None,
        }
    }

    /// Of a name that is put together: `` `APP_${x}` `` or `"APP_" + x`.
    fn beginning(&self, index: Node<'_>) -> &'s str {
        let first = match index.kind() {
            "template_string" => children(index).into_iter().next(),
            "binary_expression" => field(index, "left"),
            _ => None,
        };
        let Some(first) = first else { return "" };
        match first.kind() {
            "string_fragment" => source(self.text, first),
            "string" => unquoted(self.text, first).map_or("", |(inside, _)| inside),
            _ => "",
        }
    }

    /// Whether the environment is only given a name or looked into here, which others see to.
    fn is_harmless(&self, node: Node<'_>) -> bool {
        let Some(parent) = node.parent() else { return false };
        let is_field = |name| field(parent, name).is_some_and(|it| it.id() == node.id());
        match parent.kind() {
            "variable_declarator" => true,
            "member_expression" | "subscript_expression" => is_field("object"),
            "import_specifier" | "shorthand_property_identifier_pattern" | "pair_pattern" => true,
            _ => false,
        }
    }
}
