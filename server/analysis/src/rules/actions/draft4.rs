//! What is no JSON schema of draft 4, as Juju's fork of gojsonschema judges: the library behind Juju's
//! actions in charm v12 and Juju 4.0.
//!
//! Only the form of the keywords is judged. `default`, `format` and unknown keywords are free.

use std::collections::HashSet;

use syntax::{Entry, NodeRef, Scalar};

use crate::rules::juju_value::{Packed, is_juju_float, is_juju_text, juju_bool, juju_int};

/// The types of a value.
pub(super) const TYPES: [&str; 7] =
    ["array", "boolean", "integer", "number", "null", "object", "string"];

/// Something that is wrong with a keyword.
pub(super) struct Fault<'a> {
    /// The keyword's entry.
    pub(super) entry: Entry<'a>,
    /// What was found, what was expected.
    pub(super) message: String,
    /// What to write.
    pub(super) help: &'static str,
}

/// Looks through a schema and everything below it, each node once.
pub(super) struct Reader<'a> {
    /// What was found so far.
    pub(super) faults: Vec<Fault<'a>>,
    seen: HashSet<u32>,
    packed: Packed,
}

/// Deeper schemas are left alone; real ones are a few levels deep.
const DEEPEST: usize = 64;

impl<'a> Reader<'a> {
    /// Of schemas that reach Juju in this way.
    pub(super) fn new(packed: Packed) -> Self {
        Reader { faults: Vec::new(), seen: HashSet::new(), packed }
    }

    fn fault(&mut self, entry: Entry<'a>, message: impl Into<String>, help: &'static str) {
        self.faults.push(Fault { entry, message: message.into(), help });
    }

    /// Reads the keywords of a schema. `skip` are keys that mean something else there.
    pub(super) fn read(&mut self, schema: NodeRef<'a>, skip: &[&str], depth: usize) {
        let schema = schema.resolved();
        if depth > DEEPEST || !schema.is_mapping() || !self.seen.insert(schema.index()) {
            return;
        }
        for entry in schema.effective_entries() {
            let Some(keyword) = entry.key.text() else { continue };
            if !skip.contains(&keyword) && !entry.is_repaired() {
                self.keyword(schema, keyword, entry, depth);
            } else if entry.is_repaired() && !skip.contains(&keyword) {
                self.below(keyword, entry, depth);
            }
        }
    }

    fn keyword(&mut self, schema: NodeRef<'a>, keyword: &str, entry: Entry<'a>, depth: usize) {
        let value = entry.value.resolved();
        match keyword {
            "$ref" | "$schema" => {
                let message = format!("Juju takes no `{keyword}` in an action");
                self.fault(entry, message, "write the parameter out");
            }
            "type" => self.type_name(entry, value),
            "title" | "description" | "id" => {
                if !is_juju_text(self.packed, value) {
                    let message = format!("`{keyword}` is no text");
                    self.fault(entry, message, "write a text, or remove the key");
                }
            }
            "required" => self.required(entry, value),
            "enum" => {
                if !value.is_sequence() {
                    self.fault(entry, "`enum` is no list", "write the values between `[` and `]`");
                } else if has_repeats(value) {
                    self.fault(entry, "`enum` holds a value twice", "remove one of the two");
                }
            }
            "uniqueItems" => {
                if juju_bool(self.packed, value).is_none() || value.as_str().is_some() {
                    self.fault(
                        entry,
                        "`uniqueItems` is neither `true` nor `false`",
                        "write one of them",
                    );
                }
            }
            "minimum" | "maximum" => self.bound(schema, keyword, entry, value),
            "exclusiveMinimum" | "exclusiveMaximum" => {
                self.exclusive(schema, keyword, entry, value)
            }
            "multipleOf" => {
                if number(self.packed, value).is_none_or(|number| number <= 0.0) {
                    self.fault(
                        entry,
                        "`multipleOf` is no number above 0",
                        "write a number above 0",
                    );
                }
            }
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties"
            | "maxProperties" => self.count(schema, keyword, entry, value),
            "pattern" => {
                let fault = match value.as_str() {
                    None => Some("`pattern` is no text".to_owned()),
                    Some(pattern) => pattern_fault(pattern).map(|why| format!("`pattern` {why}")),
                };
                if let Some(message) = fault {
                    self.fault(entry, message, "write an expression that Go's RE2 knows");
                }
            }
            _ => self.below(keyword, entry, depth),
        }
    }

    /// Keywords that hold schemas.
    fn below(&mut self, keyword: &str, entry: Entry<'a>, depth: usize) {
        let value = entry.value.resolved();
        const MAPPING: &str = "write a mapping of schemas";
        match keyword {
            "properties" | "patternProperties" | "definitions" => {
                if !value.is_mapping() {
                    if !entry.is_repaired() {
                        self.fault(entry, format!("`{keyword}` is no mapping"), MAPPING);
                    }
                    return;
                }
                for inner in value.effective_entries() {
                    let pattern = inner.key.text().filter(|_| keyword == "patternProperties");
                    if let Some(why) = pattern.and_then(pattern_fault) {
                        let message = format!("the pattern {why}");
                        self.fault(inner, message, "write an expression that Go's RE2 knows");
                    }
                    self.schema(inner, inner.value, keyword, depth);
                }
            }
            "additionalProperties" | "additionalItems" => {
                let is_boolean = matches!(value.scalar(), Some(Scalar::Bool(_)));
                if !is_boolean {
                    self.schema(entry, value, keyword, depth);
                }
            }
            "items" if value.is_sequence() => {
                for item in value.items() {
                    self.schema(entry, item, keyword, depth);
                }
            }
            "items" | "not" => self.schema(entry, value, keyword, depth),
            "oneOf" | "anyOf" | "allOf" => {
                if !value.is_sequence() {
                    if !entry.is_repaired() {
                        let message = format!("`{keyword}` is no list");
                        self.fault(entry, message, "write a list of schemas");
                    }
                    return;
                }
                for item in value.items() {
                    self.schema(entry, item, keyword, depth);
                }
            }
            "dependencies" => {
                if !value.is_mapping() {
                    if !entry.is_repaired() {
                        self.fault(entry, "`dependencies` is no mapping", MAPPING);
                    }
                    return;
                }
                for inner in value.effective_entries() {
                    let list = inner.value.resolved();
                    let is_texts = list.is_sequence()
                        && list.items().all(|item| is_juju_text(self.packed, item.resolved()));
                    if !is_texts {
                        self.schema(inner, list, keyword, depth);
                    }
                }
            }
            _ => {}
        }
    }

    fn schema(&mut self, entry: Entry<'a>, value: NodeRef<'a>, keyword: &str, depth: usize) {
        let value = value.resolved();
        if value.is_mapping() {
            self.read(value, &[], depth + 1);
        } else if !entry.is_repaired() {
            let message = format!("`{keyword}` holds something that is no mapping");
            self.fault(entry, message, "write a mapping, such as `{type: string}`");
        }
    }

    fn type_name(&mut self, entry: Entry<'a>, value: NodeRef<'a>) {
        const HELP: &str =
            "write `string`, `integer`, `number`, `boolean`, `array`, `object` or `null`";
        if value.is_sequence() {
            if value.items().any(|item| !is_juju_text(self.packed, item.resolved())) {
                self.fault(entry, "`type` holds something that is no text", HELP);
            }
            return;
        }
        match value.as_str() {
            Some(name) if TYPES.contains(&name) => {}
            Some(name) => {
                self.fault(entry, format!("`{name}` is no type of a parameter"), HELP);
            }
            None => self.fault(entry, "`type` is no text", HELP),
        }
    }

    fn required(&mut self, entry: Entry<'a>, value: NodeRef<'a>) {
        if !value.is_sequence() {
            let help = "list the required parameters at the action: `required: [...]`";
            self.fault(entry, "`required` is no list", help);
        } else if value.items().any(|item| !is_juju_text(self.packed, item.resolved())) {
            let help = "write the names of parameters";
            self.fault(entry, "`required` holds something that is no text", help);
        } else if has_repeats(value) {
            self.fault(entry, "`required` names a parameter twice", "remove one of the two");
        }
    }

    fn bound(&mut self, schema: NodeRef<'a>, keyword: &str, entry: Entry<'a>, value: NodeRef<'a>) {
        let Some(bound) = number(self.packed, value) else {
            let message = format!("`{keyword}` is no number");
            self.fault(entry, message, "write a number without quotes");
            return;
        };
        let most =
            schema.get("maximum").and_then(|most| number(self.packed, most.value.resolved()));
        if keyword == "minimum" && most.is_some_and(|most| bound > most) {
            self.fault(entry, "`minimum` is above `maximum`", "exchange the two");
        }
    }

    fn exclusive(
        &mut self,
        schema: NodeRef<'a>,
        keyword: &str,
        entry: Entry<'a>,
        value: NodeRef<'a>,
    ) {
        let bound = if keyword == "exclusiveMinimum" { "minimum" } else { "maximum" };
        if !matches!(value.scalar(), Some(Scalar::Bool(_))) {
            let message = format!("`{keyword}` is neither `true` nor `false`, as in draft 4");
            let help = "write the bound as `minimum` or `maximum`, and `true` here";
            self.fault(entry, message, help);
        } else if schema.get(bound).is_none() {
            let message = format!("`{keyword}` stands without `{bound}`");
            self.fault(entry, message, "write the bound beside it");
        }
    }

    fn count(&mut self, schema: NodeRef<'a>, keyword: &str, entry: Entry<'a>, value: NodeRef<'a>) {
        let whole = |value: NodeRef<'_>| match value.as_str() {
            Some(_) => None,
            None => juju_int(self.packed, value).filter(|count| *count >= 0),
        };
        let Some(count) = whole(value) else {
            let message = format!("`{keyword}` is no whole number from 0 on");
            self.fault(entry, message, "write a whole number");
            return;
        };
        let other = match keyword {
            "minLength" => "maxLength",
            "minProperties" => "maxProperties",
            _ => return,
        };
        let most = schema.get(other).and_then(|most| whole(most.value.resolved()));
        if most.is_some_and(|most| count > most) {
            self.fault(entry, format!("`{keyword}` is above `{other}`"), "exchange the two");
        }
    }
}

fn number(packed: Packed, value: NodeRef<'_>) -> Option<f64> {
    if !is_juju_float(packed, value) {
        return None;
    }
    value.scalar()?.python_text()?.parse().ok()
}

/// Whether a list of scalars holds one twice; lists and mappings in it are not compared.
fn has_repeats(list: NodeRef<'_>) -> bool {
    let mut seen = HashSet::new();
    let mut scalars = list.items().filter_map(|item| {
        let value = item.resolved();
        let is_text = value.as_str().is_some();
        Some((is_text, value.scalar()?.python_text()?))
    });
    scalars.any(|scalar| !seen.insert(scalar))
}

/// Why Go does not take a regular expression; `None` where that cannot be told for sure, since Rust's
/// reader knows more forms than Go's in some places and fewer in others.
fn pattern_fault(pattern: &str) -> Option<&'static str> {
    use regex_syntax::ast::ErrorKind;

    let error = regex_syntax::ast::parse::Parser::new().parse(pattern).err()?;
    Some(match error.kind() {
        ErrorKind::UnsupportedLookAround => "looks around (`(?=`, `(?!`, `(?<=`), which Go cannot",
        ErrorKind::UnsupportedBackreference => "refers back to a group, which Go cannot",
        ErrorKind::ClassUnclosed if !pattern.contains("[[:") => "has a `[` that is never closed",
        ErrorKind::GroupUnclosed => "has a `(` that is never closed",
        ErrorKind::GroupUnopened => "has a `)` without `(`",
        // Go takes a brace without numbers for itself.
        ErrorKind::RepetitionMissing if !pattern.contains('{') => {
            "repeats nothing: `*`, `+` or `?` needs something before it"
        }
        ErrorKind::ClassRangeInvalid => "has a range that runs backwards",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::pattern_fault;

    #[test]
    fn what_go_takes_is_left_alone() {
        for pattern in
            [r"^[a-z]+$", r"\Qa*\E", r"(?i)x", r"a{2,3}", r"[[:alpha:]]", r"(?P<n>a)", "{"]
        {
            assert_eq!(pattern_fault(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn what_go_refuses_is_said() {
        for pattern in [r"(?!a)b", r"(?<=a)b", r"(a)\1", "[a", "(a", "a)", "*a", "[z-a]"] {
            assert!(pattern_fault(pattern).is_some(), "{pattern}");
        }
    }
}
