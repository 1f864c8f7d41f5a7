//! Other servers that read these files, where they are installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

/// A server to measure.
pub(crate) struct Peer {
    /// With its version, where it tells.
    pub(crate) name: String,
    pub(crate) command: Vec<String>,
    /// What it hears when it asks for its configuration.
    pub(crate) settings: Value,
}

impl Peer {
    pub(crate) fn new(name: &str, command: Vec<String>) -> Peer {
        Peer { name: name.to_owned(), command, settings: Value::Null }
    }
}

pub(crate) fn found(further: &[String]) -> Vec<Peer> {
    let further = further.iter().map(|line| Peer::new(line, words(line)));
    craft_ls().into_iter().chain(yaml_language_server()).chain(further).collect()
}

fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

/// The command line that a variable names, else the program on the `PATH`.
fn command(variable: &str, program: &str) -> Option<Vec<String>> {
    if let Ok(line) = std::env::var(variable) {
        return Some(words(&line)).filter(|words| !words.is_empty());
    }
    let path = std::env::var_os("PATH")?;
    let mut candidates = std::env::split_paths(&path).map(|directory| directory.join(program));
    candidates.find(|path| path.is_file()).map(|path| vec![path.display().to_string()])
}

fn craft_ls() -> Option<Peer> {
    let command = command("CRAFT_LS", "craft-ls")?;
    let python = Path::new(&command[0]).with_file_name("python");
    let ask = "import importlib.metadata as it; print(it.version('craft-ls'))";
    let version = output(Command::new(python).args(["-c", ask]));
    Some(Peer::new(&format!("craft-ls {version}"), command))
}

fn yaml_language_server() -> Option<Peer> {
    let mut command =
        command("YAML_LANGUAGE_SERVER", "yaml-language-server").or_else(installed_for_a_test)?;
    if !command.iter().any(|word| word == "--stdio") {
        command.push("--stdio".to_owned());
    }
    let schema = |name: &str| {
        let path = root().join(format!("schemas/{name}.schema.json")).canonicalize().unwrap();
        format!("file://{}", path.display())
    };
    let settings = json!({ "yaml": {
        "schemas": {
            schema("charmcraft"): "**/charmcraft.yaml",
            schema("rockcraft"): "**/rockcraft.yaml",
        },
        "schemaStore": { "enable": false },
        "validate": true,
        "hover": true,
        "completion": true,
    } });
    let name = format!("yaml-language-server {}", node_version(&command)).trim_end().to_owned();
    Some(Peer { name, command, settings })
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Where `tests/schemas/yaml-language-server/run` has put it.
fn installed_for_a_test() -> Option<Vec<String>> {
    let versions = std::fs::read_dir(root().join("target/yaml-language-server")).ok()?;
    let programs = versions.flatten().map(|version| {
        version.path().join("node_modules/yaml-language-server/bin/yaml-language-server")
    });
    programs.filter(|path| path.is_file()).max().map(|path| vec![path.display().to_string()])
}

/// The version in the `package.json` above the program.
fn node_version(command: &[String]) -> String {
    let program = command.iter().map(Path::new).find_map(|word| word.canonicalize().ok());
    let package = program.and_then(|path| {
        let mut above = path.ancestors();
        above.find_map(|it| std::fs::read(it.join("package.json")).ok())
    });
    let package: Option<Value> = package.and_then(|text| serde_json::from_slice(&text).ok());
    package.and_then(|it| Some(it["version"].as_str()?.to_owned())).unwrap_or_default()
}

fn output(command: &mut Command) -> String {
    let output = command.output().map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&output).trim().to_owned()
}
