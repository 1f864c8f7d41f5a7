//! Go: `os.Getenv`, `os.LookupEnv` and what sets variables; struct tags of caarlos0/env, sethvargo's and
//! kelseyhightower's envconfig; `BindEnv` of viper; functions of the same file that wrap a lookup.

use std::collections::HashMap;

use tree_sitter::{Node, Tree};

use super::Access;
use super::ValueType;
use super::sink::{Found, Literal, Sink};
use super::syntax_tree::{children, field, parse, source, unquoted, walk};

pub(super) fn scan(text: &str, sink: &mut Sink<'_>) {
    let Some(tree) = parse(tree_sitter_go::LANGUAGE, text) else { return };
    let packages = packages(text, &tree);
    let prefixes = processed_prefixes(text, &tree, &packages);
    let mut reader = Reader { text, packages, prefixes, wrappers: Vec::new(), sink };
    walk(&tree, |node| {
        match node.kind() {
            "call_expression" => reader.call(node),
            "field_declaration" => reader.tagged_field(node),
            _ => {}
        }
        true
    });
    if !reader.wrappers.is_empty() {
        walk(&tree, |node| {
            if node.kind() == "call_expression" {
                reader.wrapped(node);
            }
            true
        });
    }
}

/// The last names of the packages that matter, by the names that the file has for them.
type Packages<'s> = HashMap<&'s str, &'s str>;

fn packages<'s>(text: &'s str, tree: &Tree) -> Packages<'s> {
    let mut packages = HashMap::new();
    walk(tree, |node| {
        if node.kind() != "import_spec" {
            return !matches!(node.kind(), "function_declaration" | "method_declaration");
        }
        let path = field(node, "path").and_then(|path| unquoted(text, path));
        let Some((path, _)) = path else { return false };
        // The last step of a path may be a version.
        let mut steps = path.rsplit('/').filter(|step| !is_version(step));
        let package = steps.next().unwrap_or(path);
        let package = package.split(".v").next().unwrap_or(package).trim_start_matches("go-");
        let name = field(node, "name").map_or(package, |name| source(text, name));
        packages.insert(name, package);
        false
    });
    packages
}

fn is_version(step: &str) -> bool {
    let number = step.strip_prefix('v').unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// What `envconfig.Process("app", ...)` puts before the names of a struct.
fn processed_prefixes(text: &str, tree: &Tree, packages: &Packages<'_>) -> Vec<String> {
    let mut prefixes = Vec::new();
    walk(tree, |node| {
        if node.kind() != "call_expression" {
            return true;
        }
        let Some((package, function)) = called(text, node, packages) else { return true };
        if package == "envconfig" && matches!(function, "Process" | "MustProcess") {
            let first = arguments(node).into_iter().next();
            let prefix = first.and_then(|first| unquoted(text, first));
            prefixes.extend(prefix.map(|(prefix, _)| match prefix {
                "" => String::new(),
                prefix => format!("{}_", prefix.to_ascii_uppercase()),
            }));
        }
        true
    });
    prefixes
}

/// Package and name of a called function.
fn called<'s>(
    text: &'s str,
    call: Node<'_>,
    packages: &Packages<'s>,
) -> Option<(&'s str, &'s str)> {
    let function = field(call, "function")?;
    match function.kind() {
        "selector_expression" => {
            let owner = source(text, field(function, "operand")?);
            Some((*packages.get(owner)?, source(text, field(function, "field")?)))
        }
        // `import . "os"`
        "identifier" => Some((*packages.get(".")?, source(text, function))),
        _ => None,
    }
}

fn arguments(call: Node<'_>) -> Vec<Node<'_>> {
    field(call, "arguments").map(children).unwrap_or_default()
}

struct Reader<'s, 'k, 't> {
    text: &'s str,
    packages: Packages<'s>,
    prefixes: Vec<String>,
    /// Functions of the file that hand a parameter to a lookup, with the number of the parameter.
    wrappers: Vec<(&'s str, usize)>,
    sink: &'k mut Sink<'t>,
}

impl<'s> Reader<'s, '_, '_> {
    fn call(&mut self, call: Node<'_>) {
        let Some((package, function)) = called(self.text, call, &self.packages) else { return };
        match (package, function) {
            ("os" | "syscall", "Getenv") => self.variable(call, 0, Access::Required),
            ("os", "LookupEnv") => self.variable(call, 0, Access::Optional),
            ("os", "Setenv") => self.variable(call, 0, Access::Set),
            ("os", "Unsetenv") => self.variable(call, 0, Access::Optional),
            ("os" | "syscall", "Environ") | ("os", "ExpandEnv") => self.sink.open_ended(""),
            ("viper", "AutomaticEnv") => self.sink.open_ended(""),
            ("viper", "BindEnv") => {
                let names = arguments(call).len();
                (1..names).for_each(|index| self.variable(call, index, Access::Optional));
                if names == 1 {
                    self.sink.open_ended("");
                }
            }
            // The fields without a tag have names of their own.
            ("envconfig", "Process" | "MustProcess") => match self.prefixes.as_slice() {
                [prefix] => self.sink.open_ended(&prefix.clone()),
                _ => self.sink.open_ended(""),
            },
            _ => {}
        }
    }

    fn variable(&mut self, call: Node<'_>, index: usize, access: Access) {
        let Some(argument) = arguments(call).into_iter().nth(index) else { return };
        match unquoted(self.text, argument) {
            Some((name, place)) => {
                let found = Found::variable(name, place).access(access);
                let found = match self.conversion(call) {
                    Some(value_type) => found.value_type(value_type),
                    None => found,
                };
                self.sink.add(found);
            }
            None if self.is_parameter(argument) => {}
            None => {
                let left = field(argument, "left").and_then(|left| unquoted(self.text, left));
                self.sink.open_ended(left.map_or("", |(beginning, _)| beginning));
            }
        }
    }

    /// Whether the name is handed in by the function's callers, which makes the function a wrapper.
    fn is_parameter(&mut self, key: Node<'_>) -> bool {
        if key.kind() != "identifier" {
            return false;
        }
        let mut around = key.parent();
        while let Some(node) = around.filter(|it| it.kind() != "function_declaration") {
            around = node.parent();
        }
        let Some(function) = around else { return false };
        let Some((name, list)) = field(function, "name").zip(field(function, "parameters")) else {
            return false;
        };
        let wanted = source(self.text, key);
        let parameters = children(list).into_iter().flat_map(|declaration| {
            let names = children(declaration).into_iter().filter(|it| it.kind() == "identifier");
            names.map(|name| source(self.text, name)).collect::<Vec<_>>()
        });
        let index = parameters.into_iter().position(|parameter| parameter == wanted);
        let Some(index) = index else { return false };
        self.wrappers.push((source(self.text, name), index));
        true
    }

    /// `getenv("A", "default")`, where `getenv` is a function of this file.
    fn wrapped(&mut self, call: Node<'_>) {
        let Some(function) = field(call, "function").map(|it| source(self.text, it)) else {
            return;
        };
        let known = self.wrappers.iter().find(|(name, _)| *name == function);
        let Some(&(_, index)) = known else { return };
        let arguments = arguments(call);
        let Some(key) = arguments.get(index) else { return };
        let Some((name, place)) = unquoted(self.text, *key) else {
            return if !self.is_parameter(*key) {
                self.sink.open_ended("");
            };
        };
        let found = Found::variable(name, place);
        let found = match self.conversion(call) {
            Some(value_type) => found.value_type(value_type),
            None => found,
        };
        let default = arguments.get(index + 1).and_then(|it| match it.kind() {
            "true" | "false" => Some(Literal::new(ValueType::Bool, it.kind())),
            "int_literal" | "float_literal" => Literal::number(source(self.text, *it)),
            _ => Some(Literal::new(ValueType::Text, unquoted(self.text, *it)?.0)),
        });
        self.sink.add(found.or(default));
    }

    /// `strconv.Atoi(call)` and its relatives.
    fn conversion(&self, call: Node<'_>) -> Option<ValueType> {
        let outer = call.parent().filter(|it| it.kind() == "argument_list")?.parent()?;
        match called(self.text, outer, &self.packages)? {
            ("strconv", "Atoi" | "ParseInt" | "ParseUint") => Some(ValueType::Int),
            ("strconv", "ParseFloat") => Some(ValueType::Float),
            ("strconv", "ParseBool") => Some(ValueType::Bool),
            _ => None,
        }
    }

    /// `` Port int `env:"APP_PORT" envDefault:"8080"` ``
    fn tagged_field(&mut self, declaration: Node<'_>) {
        let Some(tag) = field(declaration, "tag") else { return };
        let Some((content, place)) = unquoted(self.text, tag) else { return };
        let value_type =
            field(declaration, "type").map_or(ValueType::Text, |it| match source(self.text, it) {
                "int" | "int8" | "int16" | "int32" | "int64" | "uint" | "uint8" | "uint16"
                | "uint32" | "uint64" => ValueType::Int,
                "float32" | "float64" => ValueType::Float,
                "bool" => ValueType::Bool,
                _ => ValueType::Text,
            });
        let pairs = tag_pairs(content);
        let value = |key: &str| pairs.iter().find(|pair| pair.key == key);
        if value("envPrefix").is_some_and(|pair| !pair.value.is_empty()) {
            self.sink.open_ended("");
        }
        let default = ["envDefault", "default"].iter().find_map(|key| value(key));
        for key in ["env", "envconfig"] {
            let Some(pair) = value(key) else { continue };
            let mut parts = pair.value.split(',').map(str::trim);
            let name = parts.next().unwrap_or_default();
            let options: Vec<_> = parts.collect();
            if options.iter().any(|option| option.starts_with("prefix=")) {
                self.sink.open_ended("");
            }
            if name.is_empty() || name == "-" {
                continue;
            }
            let start = place.start + pair.value_start;
            let whole = match (key, self.prefixes.as_slice()) {
                ("envconfig", [prefix]) => format!("{prefix}{}", name.to_ascii_uppercase()),
                _ => name.to_owned(),
            };
            let inline = options.iter().find_map(|option| option.strip_prefix("default="));
            let default = default.map(|pair| pair.value).or(inline);
            let is_required = value("required").is_some_and(|pair| pair.value == "true")
                || options.iter().any(|option| matches!(*option, "required" | "notEmpty"));
            let found = Found::variable(&whole, start..start + name.len()).value_type(value_type);
            let literal = default.map(|default| Literal::new(ValueType::Text, default));
            self.sink.add(if is_required { found } else { found.or(literal) });
        }
    }
}

/// `key:"value"` of a struct tag.
struct TagPair<'s> {
    key: &'s str,
    value: &'s str,
    /// Where the value begins in the tag.
    value_start: usize,
}

fn tag_pairs(tag: &str) -> Vec<TagPair<'_>> {
    let mut pairs = Vec::new();
    let mut at = 0;
    while let Some(rest) = tag.get(at..) {
        let Some((before, after)) = rest.split_once(":\"") else { break };
        let Some(length) = after.find('"') else { break };
        let value_start = at + before.len() + 2;
        let value = after.get(..length).unwrap_or_default();
        pairs.push(TagPair { key: before.trim(), value, value_start });
        at = value_start + length + 1;
    }
    pairs
}
