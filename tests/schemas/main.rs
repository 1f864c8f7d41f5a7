//! The published JSON schemas: they are schemas, they need nothing but themselves, and they judge
//! files as the tools do.
//!
//! `accepted/` holds files that the tools take. `refused/` holds files that they do not take; the
//! first line of each is `# at: POINTER`, the place of the mistake. Verdicts of real tools in
//! `tests/golden`, or in the directories that FLASK_LSP_CASES names (separated by `:`), are compared
//! as well. There a schema must not complain about what is accepted; a good part of what is refused
//! it cannot see, such as other files and places that refer to each other.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use analysis::FileKind;
use analysis::facts::schema_text;
use jsonschema::Validator;
use serde_json::{Map, Number, Value};
use syntax::scalar::{Integer, Scalar};
use syntax::{Document, NodeRef};

const KINDS: [(&str, FileKind); 3] = [
    ("charmcraft", FileKind::Charmcraft),
    ("rockcraft", FileKind::Rockcraft),
    ("paas-config", FileKind::PaasConfig),
];

/// charmcraft packs these, Juju refuses them, and so do the schemas.
const REFUSED_BY_JUJU: &str = include_str!("refused-by-juju.txt");

/// Of the files that a tool refuses, how many in a hundred a schema has to refuse.
const LEAST_FOUND: usize = 70;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn schema(kind: FileKind) -> Value {
    serde_json::from_str(schema_text(kind)).unwrap()
}

/// The schema for a file of this name: `charmcraft.yaml`, or `charmcraft.<more>.yaml`.
fn validator(name: &str) -> Validator {
    let kind = KINDS.iter().find(|(kind, _)| name.split('.').next() == Some(kind)).unwrap().1;
    jsonschema::draft202012::new(&schema(kind)).unwrap()
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries.map(|entry| entry.path()).collect();
    files.sort();
    files
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// A document as the tools see it: YAML 1.1, merge keys merged, keys as text.
fn json(node: NodeRef<'_>) -> Value {
    let node = node.resolved();
    if node.is_mapping() {
        let entries = node.effective_entries().into_iter();
        let entry = |key: NodeRef<'_>, value| Some((key_text(key)?, json(value)));
        let map: Map<_, _> = entries.filter_map(|it| entry(it.key, it.value)).collect();
        return Value::Object(map);
    }
    if node.is_sequence() {
        return node.items().map(json).collect();
    }
    match node.scalar() {
        None | Some(Scalar::Null) => Value::Null,
        Some(Scalar::Bool(value)) => Value::Bool(value),
        Some(Scalar::Int(Integer::Small(value))) => {
            i64::try_from(value).map_or_else(|_| Value::String(value.to_string()), Value::from)
        }
        Some(Scalar::Float(value)) => Number::from_f64(value).map_or(Value::Null, Value::Number),
        Some(_) => Value::String(node.text().unwrap_or_default().to_owned()),
    }
}

fn key_text(key: NodeRef<'_>) -> Option<String> {
    let key = key.resolved();
    match key.scalar()? {
        Scalar::Text(text) => Some(text.into_owned()),
        scalar => scalar.python_text().or_else(|| key.text().map(str::to_owned)),
    }
}

fn read(path: &Path) -> Option<(String, Value)> {
    let text = String::from_utf8(fs::read(path).unwrap()).ok()?;
    let document = Document::new(text.clone());
    Some((text, document.root().map_or(Value::Null, json)))
}

fn complaints(validator: &Validator, value: &Value) -> Vec<(String, String)> {
    let errors = validator.iter_errors(value);
    errors.map(|error| (error.instance_path().to_string(), error.to_string())).collect()
}

#[test]
fn the_schemas_are_schemas_and_need_nothing_else() {
    for (name, kind) in KINDS {
        let schema = schema(kind);
        jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|error| {
            panic!("{name}: {} at {}", error, error.instance_path());
        });
        // Compiling fails on a reference that leads nowhere; without a network, outside as well.
        jsonschema::draft202012::new(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(schema["$id"].as_str().unwrap().ends_with(&format!("/{name}.schema.json")));
    }
}

#[test]
fn accepted_files_pass() {
    let files = files(&root().join("tests/schemas/accepted"));
    assert!(files.len() > 5);
    for path in files {
        let (_, value) = read(&path).unwrap();
        let complaints = complaints(&validator(name(&path)), &value);
        assert!(complaints.is_empty(), "{}: {complaints:?}", name(&path));
    }
}

#[test]
fn refused_files_fail_where_the_mistake_is() {
    let files = files(&root().join("tests/schemas/refused"));
    assert!(files.len() > 25);
    for path in files {
        let (text, value) = read(&path).unwrap();
        let place = text.lines().next().unwrap().strip_prefix("# at:").unwrap().trim();
        let complaints = complaints(&validator(name(&path)), &value);
        let at_place = complaints.iter().any(|(at, _)| at == place);
        assert!(at_place, "{}: {complaints:?}", name(&path));
    }
}

#[test]
fn verdicts_of_the_tools() {
    let golden = ["charmcraft", "rockcraft", "juju"].map(|tool| root().join("tests/golden").join(tool));
    let named = std::env::var("FLASK_LSP_CASES").unwrap_or_default();
    let named = named.split(':').filter(|path| !path.is_empty()).map(PathBuf::from);
    for directory in golden.into_iter().filter(|path| path.is_dir()).chain(named) {
        let (mut refused, mut found) = (0, 0);
        let mut wrong = Vec::new();
        for case in files(&directory) {
            let Some((name, accepted)) = verdict(&case) else { continue };
            let file = case.join(name);
            let Some((_, value)) = file.is_file().then(|| read(&file)).flatten() else { continue };
            let complaints = complaints(&validator(name), &value);
            match accepted {
                true if !complaints.is_empty() => {
                    wrong.push(format!("{}: {complaints:?}", case.display()))
                }
                true => {}
                false => {
                    refused += 1;
                    found += usize::from(!complaints.is_empty());
                }
            }
        }
        assert!(wrong.is_empty(), "accepted by the tools, but:\n{}", wrong.join("\n"));
        let least = refused * LEAST_FOUND / 100;
        assert!(found >= least, "{}: {found} of {refused} refused files", directory.display());
    }
}

/// The file that a case is about, and whether it is accepted in the end; experimental extensions count
/// as allowed.
fn verdict(case: &Path) -> Option<(&'static str, bool)> {
    let text = fs::read_to_string(case.join("verdict.json")).ok()?;
    let verdict: Value = serde_json::from_str(&text).unwrap();
    let ok = verdict["with_experimental"].get("ok").unwrap_or(&verdict["ok"]).as_bool().unwrap();
    let packs = verdict["pack_errors"].as_array().is_none_or(Vec::is_empty);
    let is_known = REFUSED_BY_JUJU.lines().any(|known| known == name(case));
    let is_rock = verdict["tool"].as_str().unwrap().starts_with("rockcraft");
    let file = if is_rock { "rockcraft.yaml" } else { "charmcraft.yaml" };
    Some((file, ok && packs && !is_known))
}
