//! Java: `System.getenv`, Spring's `@Value`, `Environment` and `@ConfigurationProperties`.

use tree_sitter::{Node, Tree};

use super::sink::{Found, Literal, Sink};
use super::spring::{self, placeholders};
use super::syntax_tree::{children, field, parse, source, unquoted, walk};
use super::{Access, Namespace, ValueType};

pub(super) fn scan(text: &str, sink: &mut Sink<'_>) {
    let Some(tree) = parse(tree_sitter_java::LANGUAGE, text) else { return };
    let mut reader = Reader { text, imports_getenv: imports_getenv(text, &tree), sink };
    walk(&tree, |node| {
        match node.kind() {
            "method_invocation" => reader.call(node),
            "annotation" => reader.annotation(node),
            _ => {}
        }
        true
    });
}

/// Whether there is an `import static java.lang.System.getenv`, or of all of `System`.
fn imports_getenv(text: &str, tree: &Tree) -> bool {
    let mut imports = false;
    walk(tree, |node| {
        if node.kind() == "import_declaration" {
            let import = source(text, node);
            imports |= import.contains("static")
                && (import.contains("System.getenv") || import.contains("System.*"));
        }
        node.kind() == "program"
    });
    imports
}

struct Reader<'s, 'k, 't> {
    text: &'s str,
    imports_getenv: bool,
    sink: &'k mut Sink<'t>,
}

impl<'s> Reader<'s, '_, '_> {
    fn call(&mut self, call: Node<'_>) {
        let Some(name) = field(call, "name").map(|name| source(self.text, name)) else { return };
        let owner = field(call, "object").map(|owner| source(self.text, owner));
        let is_system = match owner {
            Some(owner) => matches!(owner, "System" | "java.lang.System"),
            None => self.imports_getenv,
        };
        match name {
            "getenv" if is_system => match arguments(call).into_iter().next() {
                Some(key) => self.variable(call, key, Access::Required),
                None => self.map(call),
            },
            "getProperty" | "getRequiredProperty" | "containsProperty"
                if owner.is_some_and(is_environment) =>
            {
                self.property(call, name);
            }
            _ => {}
        }
    }

    /// What is done with the map that `System.getenv()` returns.
    fn map(&mut self, call: Node<'_>) {
        let method = call.parent().filter(|parent| parent.kind() == "method_invocation");
        let method = method.filter(|method| field(*method, "object") == Some(call));
        let name = method.and_then(|method| field(method, "name"));
        let name = name.map(|name| source(self.text, name)).unwrap_or_default();
        let key = method.and_then(|method| arguments(method).into_iter().next());
        match (name, method, key) {
            ("get", Some(method), Some(key)) => self.variable(method, key, Access::Required),
            ("getOrDefault" | "containsKey", Some(method), Some(key)) => {
                self.variable(method, key, Access::Optional);
            }
            _ => self.sink.open_ended(""),
        }
    }

    fn variable(&mut self, call: Node<'_>, key: Node<'_>, access: Access) {
        let Some((name, place)) = unquoted(self.text, key) else {
            let left = field(key, "left").and_then(|left| unquoted(self.text, left));
            return self.sink.open_ended(left.map_or("", |(beginning, _)| beginning));
        };
        let found = Found::variable(name, place).access(access);
        let found = match self.conversion(call) {
            Some(value_type) => found.value_type(value_type),
            None => found,
        };
        let default = arguments(call).into_iter().nth(1);
        self.sink.add(match default {
            Some(default) => found.or(self.literal(default)),
            None => found,
        });
    }

    /// `Integer.parseInt(call)` and its relatives.
    fn conversion(&self, call: Node<'_>) -> Option<ValueType> {
        let outer = call.parent().filter(|it| it.kind() == "argument_list")?.parent()?;
        match source(self.text, field(outer, "name")?) {
            "parseInt" | "parseLong" => Some(ValueType::Int),
            "parseDouble" | "parseFloat" => Some(ValueType::Float),
            "parseBoolean" => Some(ValueType::Bool),
            _ => None,
        }
    }

    /// `environment.getProperty("app.greeting", "Hello")`
    fn property(&mut self, call: Node<'_>, method: &str) {
        let arguments = arguments(call);
        let Some(key) = arguments.first() else { return };
        let Some((name, place)) = unquoted(self.text, *key) else {
            return self.sink.open_ended("");
        };
        let found = Found::variable(name, place).named(Namespace::SpringProperty);
        self.sink.add(match (method, arguments.last().filter(|_| arguments.len() > 1)) {
            (_, Some(default)) => found.or(self.literal(*default)),
            ("getRequiredProperty", None) => found,
            _ => found.access(Access::Optional),
        });
    }

    fn annotation(&mut self, annotation: Node<'_>) {
        let Some(name) = field(annotation, "name").map(|name| source(self.text, name)) else {
            return;
        };
        match name.rsplit('.').next().unwrap_or(name) {
            "Value" => {
                for (text, place) in self.texts_of(annotation, &["value"]) {
                    let mut found = Vec::new();
                    placeholders(text, place.start, &mut found);
                    spring::expressions(text, place.start, &mut found);
                    let value_type = self.type_of_annotated(annotation);
                    found.into_iter().for_each(|one| self.sink.add(one.value_type(value_type)));
                }
            }
            "ConfigurationProperties" => {
                for (prefix, _) in self.texts_of(annotation, &["value", "prefix"]) {
                    self.configuration_class(annotation, prefix);
                }
            }
            "ConditionalOnProperty" | "ConditionalOnExpression" => self.sink.open_ended(""),
            _ => {}
        }
    }

    /// The texts that an annotation gets, by itself or under one of the names.
    fn texts_of(
        &self,
        annotation: Node<'_>,
        names: &[&str],
    ) -> Vec<(&'s str, std::ops::Range<usize>)> {
        let arguments = field(annotation, "arguments").map(children).unwrap_or_default();
        let texts = arguments.into_iter().filter_map(|argument| match argument.kind() {
            "element_value_pair" => {
                let key = source(self.text, field(argument, "key")?);
                names.contains(&key).then(|| field(argument, "value")).flatten()
            }
            _ => Some(argument),
        });
        texts.filter_map(|text| unquoted(self.text, text)).collect()
    }

    /// The fields of a class or record below a prefix; what is nested in them is left open.
    fn configuration_class(&mut self, annotation: Node<'_>, prefix: &str) {
        let beginning = spring::variable_of_property(prefix);
        self.sink.open_ended(&format!("{beginning}_"));
        let class = annotation.parent().and_then(|modifiers| modifiers.parent());
        let Some(class) = class else { return };
        let members: Vec<_> = match class.kind() {
            "record_declaration" => field(class, "parameters").map(children).unwrap_or_default(),
            "class_declaration" => field(class, "body").map(children).unwrap_or_default(),
            _ => return,
        };
        for member in members {
            let is_static = || {
                let modifiers = children(member).into_iter().find(|it| it.kind() == "modifiers");
                modifiers.is_some_and(|it| source(self.text, it).contains("static"))
            };
            let named = match member.kind() {
                "formal_parameter" => Some(member),
                "field_declaration" if !is_static() => field(member, "declarator"),
                _ => None,
            };
            let Some(name) = named.and_then(|named| field(named, "name")) else { continue };
            let property = format!("{prefix}.{}", spring::dashed(source(self.text, name)));
            let found = Found::variable(&property, name.byte_range());
            let value_type = field(member, "type").map_or(ValueType::Text, |it| self.type_of(it));
            let found = found.named(Namespace::SpringProperty).access(Access::Optional);
            self.sink.add(found.value_type(value_type));
        }
    }

    /// Of the field or parameter that an annotation stands before.
    fn type_of_annotated(&self, annotation: Node<'_>) -> ValueType {
        let member = annotation.parent().and_then(|modifiers| modifiers.parent());
        let of = member.and_then(|member| field(member, "type"));
        of.map_or(ValueType::Text, |of| self.type_of(of))
    }

    fn type_of(&self, node: Node<'_>) -> ValueType {
        match source(self.text, node) {
            "int" | "long" | "short" | "Integer" | "Long" => ValueType::Int,
            "float" | "double" | "Float" | "Double" => ValueType::Float,
            "boolean" | "Boolean" => ValueType::Bool,
            _ => ValueType::Text,
        }
    }

    fn literal(&self, node: Node<'_>) -> Option<Literal> {
        match node.kind() {
            "string_literal" => Some(Literal::new(ValueType::Text, unquoted(self.text, node)?.0)),
            "true" | "false" => Some(Literal::new(ValueType::Bool, node.kind())),
            _ => Literal::number(source(self.text, node)),
        }
    }
}

/// The names that people give an `Environment` of Spring.
fn is_environment(owner: &str) -> bool {
    let last = owner.rsplit('.').next().unwrap_or(owner).trim_end_matches("()");
    last.eq_ignore_ascii_case("env")
        || last.to_ascii_lowercase().ends_with("environment") && last != "Environment"
}

fn arguments(call: Node<'_>) -> Vec<Node<'_>> {
    field(call, "arguments").map(children).unwrap_or_default()
}
