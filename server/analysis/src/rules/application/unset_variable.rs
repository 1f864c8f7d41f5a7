//! `unset-variable`: the application reads a variable that nothing sets. Docs in unset_variable.md.

use std::collections::BTreeMap;

use super::given::{integration_of, is_given};
use crate::application::uses::index::Place;
use crate::application::uses::{Access, Namespace, ValueType};
use crate::environment::{OptionFate, option_fate};
use crate::facts::Integration;
use crate::finding::TextEdit;
use crate::model::Extension;
use crate::rules::edits::{append_entry, append_lines, written};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unset-variable",
    severity: Severity::Information,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Charmcraft],
    docs: include_str!("unset_variable.md"),
    check,
};

/// What would set the variable.
enum Missing<'a> {
    Option(String),
    Endpoint(&'a Integration),
}

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(uses) = cx.snapshot.uses.as_deref() else { return };
    let Some(extension) = cx.extension() else { return };
    let mut unset: BTreeMap<&str, (Missing<'_>, Vec<Place<'_>>)> = BTreeMap::new();
    for place in uses.places() {
        let name = &*place.found.name;
        if place.found.namespace != Namespace::Variable || place.is_test {
            continue;
        }
        if let Some((_, places)) = unset.get_mut(name) {
            places.push(place);
        } else if let Some(missing) = missing(cx, extension, name) {
            unset.insert(name, (missing, vec![place]));
        }
    }
    unset.retain(|name, _| !uses.sets(name));
    // In a broken file the option may stand in the line that got lost.
    if unset.is_empty() || !cx.document().problems().is_empty() || others_may_set(cx) {
        return;
    }
    let rock = cx.partner().map_or("", |partner| partner.document.text().as_str());
    for (name, (missing, places)) in unset {
        // Services in the rock have an environment of their own.
        if !rock.contains(name) {
            report(cx, extension, name, &missing, &places, out);
        }
    }
}

/// What is missing for a variable that looks as if the charm had to set it.
fn missing<'a>(cx: &Context<'_>, extension: Extension, name: &str) -> Option<Missing<'a>> {
    let Extension { framework, variant } = extension;
    let rest = name.strip_prefix(variant.option_prefix).filter(|rest| !rest.is_empty());
    let integration = integration_of(extension, name);
    if rest.is_none() && integration.is_none() || is_given(cx, extension, name) {
        return None;
    }
    if let Some(integration) = integration {
        // Where the endpoint is there in some form, other rules say what is wrong with it.
        let is_there = cx.endpoints().iter().any(|endpoint| {
            endpoint.interface() == Some(integration.interface)
                || endpoint.name() == integration.endpoint
        });
        return (!is_there).then_some(Missing::Endpoint(integration));
    }
    let rest = rest?;
    let is_usual = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let option = rest.to_ascii_lowercase().replace('_', "-");
    let is_usual = rest.bytes().all(is_usual)
        && option.starts_with(|letter: char| letter.is_ascii_lowercase())
        && !option.contains("--")
        && !option.ends_with('-');
    let reaches = matches!(
        option_fate(framework, variant, &option, None),
        OptionFate::Exported(variable) if variable == name
    );
    (is_usual && reaches).then_some(Missing::Option(option))
}

/// Whether the charm has code that changes the environment itself.
fn others_may_set(cx: &Context<'_>) -> bool {
    let code = cx.snapshot.project.read("src/charm.py");
    code.is_some_and(|code| code.contains("environ"))
}

fn report(
    cx: &Context<'_>,
    extension: Extension,
    name: &str,
    missing: &Missing<'_>,
    places: &[Place<'_>],
    out: &mut Findings<'_>,
) {
    let section = match missing {
        Missing::Option(_) => options(cx).or_else(|| cx.entry("config")),
        Missing::Endpoint(_) => cx.entry("requires"),
    };
    let extension_item = cx.charm().extensions().into_iter().find(|(_, name)| {
        crate::facts::framework_by_extension(name)
            .is_some_and(|framework| framework.name == extension.framework.name)
    });
    let marked = section.map(|entry| entry.key).or(extension_item.map(|(node, _)| node));
    let Some(range) = marked.map(NodeRef::range) else { return };
    let is_needed = places.iter().any(|place| place.found.access == Access::Required);
    let severity = if is_needed { Severity::Information } else { Severity::Hint };
    let (help, fix) = match missing {
        Missing::Option(option) => {
            let title = format!("Add the option `{option}`");
            let edit = add_option(cx, option, places);
            (format!("add an option `{option}` under `config.options`"), (title, edit))
        }
        Missing::Endpoint(integration) => {
            let Some(endpoint) = integration.endpoint else { return };
            let title = format!("Add the endpoint `{endpoint}`");
            let interface = integration.interface;
            let help = format!(
                "add an endpoint `{endpoint}` with `interface: {interface}` under `requires`"
            );
            (help, (title, add_endpoint(cx, endpoint, interface)))
        }
    };
    let draft = out
        .report(range, format!("the application reads `{name}`, which nothing sets"))
        .severity(severity)
        .note(note(places))
        .help(help);
    if let (title, Some(edit)) = fix {
        draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
    }
}

fn note(places: &[Place<'_>]) -> String {
    let Some(first) = places.first() else { return String::new() };
    let place = format!("it is read in `{}:{}`", first.file, first.found.line + 1);
    match places.len() - 1 {
        0 => place,
        1 => format!("{place} and 1 more place"),
        more => format!("{place} and {more} more places"),
    }
}

fn options<'a>(cx: &Context<'a>) -> Option<Entry<'a>> {
    cx.root()?.get_path(&["config", "options"])
}

/// The option in the style of the others: its type and default are those that the code takes it for.
fn add_option(cx: &Context<'_>, option: &str, places: &[Place<'_>]) -> Option<TextEdit> {
    let typed = places.iter().find(|place| place.found.value_type != ValueType::Text);
    let found = typed.or(places.first())?.found;
    let option_type = match found.value_type {
        ValueType::Text => "string",
        ValueType::Int => "int",
        ValueType::Float => "float",
        ValueType::Bool => "boolean",
    };
    let mut fields = vec![format!("type: {option_type}")];
    if let Some(default) = &found.default {
        fields.extend(default_of(found.value_type, default).map(|it| format!("default: {it}")));
    }
    let head = format!("{}:", written(option));
    if let Some(options) = options(cx) {
        return add(options.value, &head, &fields);
    }
    match cx.entry("config") {
        Some(config) => {
            let mut lines = vec![format!("  {head}")];
            lines.extend(fields.iter().map(|field| format!("    {field}")));
            lines.insert(0, "options:".to_owned());
            append_lines(config.value, &lines.iter().map(String::as_str).collect::<Vec<_>>())
        }
        None => {
            let mut lines = vec!["config:".to_owned(), "  options:".to_owned()];
            lines.push(format!("    {head}"));
            lines.extend(fields.iter().map(|field| format!("      {field}")));
            append_lines(cx.root()?, &lines.iter().map(String::as_str).collect::<Vec<_>>())
        }
    }
}

/// A default as YAML; `None` for one that does not fit the type.
fn default_of(value_type: ValueType, default: &str) -> Option<String> {
    match value_type {
        ValueType::Text => {
            let is_short = default.len() <= 80 && !default.contains(['\n', '\r']);
            is_short.then(|| written(default).into_owned())
        }
        ValueType::Int => default.parse::<i64>().ok().map(|_| default.to_owned()),
        ValueType::Float => default.parse::<f64>().ok().map(|_| default.to_owned()),
        ValueType::Bool => match default.to_ascii_lowercase().as_str() {
            "true" | "1" => Some("true".to_owned()),
            "false" | "0" => Some("false".to_owned()),
            _ => None,
        },
    }
}

fn add_endpoint(cx: &Context<'_>, endpoint: &str, interface: &str) -> Option<TextEdit> {
    let fields = [format!("interface: {interface}"), "optional: true".into(), "limit: 1".into()];
    let head = format!("{endpoint}:");
    match cx.entry("requires") {
        Some(section) => add(section.value, &head, &fields),
        None => {
            let mut lines = vec!["requires:".to_owned(), format!("  {head}")];
            lines.extend(fields.iter().map(|field| format!("    {field}")));
            append_lines(cx.root()?, &lines.iter().map(String::as_str).collect::<Vec<_>>())
        }
    }
}

/// An entry behind the others, in lines or in braces as they are.
fn add(mapping: NodeRef<'_>, head: &str, fields: &[String]) -> Option<TextEdit> {
    let mut lines = vec![head.to_owned()];
    lines.extend(fields.iter().map(|field| format!("  {field}")));
    append_lines(mapping, &lines.iter().map(String::as_str).collect::<Vec<_>>()).or_else(|| {
        append_entry(mapping, head.trim_end_matches(':'), &format!("{{{}}}", fields.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    const CHARM: &str = "//- charmcraft.yaml
extensions: [flask-framework]
config:
  options:
# ^^^^^^^ hint[unset-variable]: the application reads `FLASK_LIMIT`, which nothing sets
# ^^^^^^^ information[unset-variable]: the application reads `FLASK_TOKEN`, which nothing sets
    title: {type: string}
    ldap:
      type: secret
requires:
#^^^^^^^ information[unset-variable]: the application reads `REDIS_DB_CONNECT_STRING`, which nothing sets
  s3: {interface: s3}
//- ../app.py
import os
token = os.environ['FLASK_TOKEN'], os.environ['FLASK_TOKEN']
redis = os.environ['REDIS_DB_CONNECT_STRING']
limit = int(os.environ.get('FLASK_LIMIT', '10'))
known = os.environ['FLASK_TITLE'], os.environ['S3_BUCKET'], os.environ['FLASK_LDAP_HOST']
known = os.environ['FLASK_DEBUG'], os.environ['FLASK_SECRET_KEY'], os.environ['FLASK_BASE_URL']
other = os.environ['PATH'], os.environ['FLASK_APP'], os.environ['FLASK_RUN_PORT']
os.environ['FLASK_OWN'] = 'x'
own = os.environ['FLASK_OWN']
//- ../tests/test_app.py
import os
os.environ['FLASK_ONLY_IN_TESTS']
";

    #[test]
    fn what_nothing_sets_is_marked_where_it_could_be_set() {
        check(&RULE, CHARM);
        expect![[r#"
            hint (nobody): the application reads `FLASK_LIMIT`, which nothing sets
              note: it is read in `app.py:4`
              help: add an option `limit` under `config.options`
              fix (Unsafe): Add the option `limit`
            information (nobody): the application reads `FLASK_TOKEN`, which nothing sets
              note: it is read in `app.py:2` and 1 more place
              help: add an option `token` under `config.options`
              fix (Unsafe): Add the option `token`
            information (nobody): the application reads `REDIS_DB_CONNECT_STRING`, which nothing sets
              note: it is read in `app.py:3`
              help: add an endpoint `redis` with `interface: redis` under `requires`
              fix (Unsafe): Add the endpoint `redis`
        "#]]
        .assert_eq(&said(&RULE, CHARM));
    }

    #[test]
    fn without_a_section_the_extension_is_marked() {
        check(
            &RULE,
            "//- charmcraft.yaml
name: notes
extensions: [go-framework]
#            ^^^^^^^^^^^^ information[unset-variable]: the application reads `APP_TOKEN`
//- ../main.go
package main
import \"os\"
var token = os.Getenv(\"APP_TOKEN\")
",
        );
    }

    #[test]
    fn the_option_gets_the_type_and_default_of_the_code() {
        let app = "import os\nlimit = int(os.environ.get('FLASK_LIMIT', '10'))\n";
        let fix = |charm: &str| {
            fixed(&RULE, &format!("//- charmcraft.yaml\n{charm}//- ../app.py\n{app}"), 0)
        };
        expect![[r#"
            extensions: [flask-framework]
            config:
              options:
                title:
                  type: string
                limit:
                  type: int
                  default: 10
            name: a
        "#]]
        .assert_eq(&fix(
            "extensions: [flask-framework]\nconfig:\n  options:\n    title:\n      type: string\nname: a\n",
        ));
        expect![[r#"
            extensions: [flask-framework]
            config: {options: {title: {type: string}, limit: {type: int, default: 10}}}
        "#]]
        .assert_eq(&fix(
            "extensions: [flask-framework]\nconfig: {options: {title: {type: string}}}\n",
        ));
        expect![[r#"
            extensions: [flask-framework]
            config:
              options:
                limit:
                  type: int
                  default: 10
        "#]]
        .assert_eq(&fix("extensions: [flask-framework]\n"));
    }

    #[test]
    fn what_others_may_set_is_no_finding() {
        let app = "//- ../app.py\nimport os\nx = os.environ['FLASK_TOKEN']\n";
        for files in [
            "//- ../rockcraft.yaml\nservices: {flask: {environment: {FLASK_TOKEN: x}}}\n",
            "//- src/charm.py\nclass A:\n    def _environment(self): ...\n",
        ] {
            check(
                &RULE,
                &format!("//- charmcraft.yaml\nextensions: [flask-framework]\n{app}{files}"),
            );
        }
        let broken = "extensions: [flask-framework]\nconfig:\n  options:\n    tok\n    a: {}\n";
        check(&RULE, &format!("//- charmcraft.yaml\n{broken}{app}"));
        check(&RULE, &format!("//- charmcraft.yaml\nname: a\n{app}"));
    }
}
