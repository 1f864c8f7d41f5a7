//! What a project that nobody has looked at yet can make the server read, write, run or print:
//! the claims of docs/security.md that no other test holds.

#![cfg(unix)]

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::client::{Client, Directory, TWICE, codes, document};

const ROCK: &str = "name: shop\nbase: ubuntu@24.04\nversion: '1.0'\nsummary: A shop.\n\
     description: It sells things.\nplatforms:\n  amd64:\nextensions: [flask-framework]\n";

/// Says in a file beside it that it was run.
const SPY: &str = "#!/bin/sh\n: > \"$(dirname \"$0\")/was-run\"\n";

/// A rock whose project does what it can to have a program of its own run as rockcraft.
fn hostile_project() -> Directory {
    let project = Directory::new(&[("rockcraft.yaml", ROCK), ("requirements.txt", "flask\n")]);
    project.write("app.py", "import flask\napp = flask.Flask(__name__)\n");
    for name in ["rockcraft", "evil"] {
        project.write(name, SPY);
        let made = Command::new("chmod").args(["+x", &path(&project, name)]).status();
        assert!(made.unwrap().success());
    }
    let evil = path(&project, "evil");
    project.write(
        "flask-lsp.toml",
        &format!("trusted = true\n[run]\ntools = {{ rockcraft = '{evil}' }}\nconfirm = false\n"),
    );
    project
}

fn path(project: &Directory, name: &str) -> String {
    project.uri(name).strip_prefix("file://").unwrap().to_owned()
}

fn flask_lsp(project: &Directory, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flask-lsp"));
    command.args(arguments).current_dir(path(project, "")).env("PATH", ":.:/nowhere");
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

fn was_run(project: &Directory) -> bool {
    Path::new(&path(project, "was-run")).exists()
}

#[test]
fn a_project_names_no_program_to_run() {
    let project = hostile_project();
    let (code, _, stderr) = flask_lsp(&project, &["run", "pack-rock"]);
    assert_eq!(code, Some(1), "{stderr}");
    assert!(stderr.contains("there is no `rockcraft` on PATH"), "{stderr}");
    let (_, _, stderr) = flask_lsp(&project, &["--check"]);
    for key in ["trusted", "run.tools"] {
        let told = format!("`{key}` is for the settings of an editor, not for this file");
        assert!(stderr.contains(&told), "{stderr}");
    }
    assert!(!was_run(&project));
}

#[test]
fn a_project_does_not_make_itself_trusted() {
    let project = hostile_project();
    let uri = project.uri("rockcraft.yaml");
    let options = json!({ "trusted": false });
    let mut client = Client::start_with(json!({
        "rootUri": project.root(), "initializationOptions": options, "capabilities": {}
    }));
    client.open_and_wait(&uri, ROCK);
    for command in ["packRock", "updateImage", "createMigrationScript"] {
        let params = json!({ "command": format!("flask-lsp.{command}"), "arguments": [uri] });
        let id = client.request("workspace/executeCommand", params);
        let error = client.response(id)["error"]["message"].to_string();
        assert!(error.contains("not trusted"), "{error}");
    }
    assert!(!was_run(&project));
    // What is wrong with the file is said.
    assert!(
        client.drain().iter().all(|message| message["method"] != "textDocument/publishDiagnostics")
    );
}

/// Opening, asking for everything and closing starts no program and writes no file.
#[test]
fn looking_at_a_project_runs_and_writes_nothing() {
    let project = hostile_project();
    let names = |project: &Directory| {
        let entries = std::fs::read_dir(path(project, "")).unwrap();
        let mut names: Vec<_> = entries.map(|it| it.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = names(&project);
    let uri = project.uri("rockcraft.yaml");
    let mut client = Client::spawn_with(|command| {
        command.env("PATH", format!(".:{}", path(&project, ""))).current_dir(path(&project, ""));
    });
    client.call("initialize", json!({ "rootUri": project.root(), "capabilities": {} }));
    client.notify("initialized", json!({}));
    client.open_and_wait(&uri, ROCK);
    for method in ["documentSymbol", "codeLens", "documentLink", "foldingRange"] {
        client.call(&format!("textDocument/{method}"), document(&uri));
    }
    client.call("workspace/diagnostic", json!({ "previousResultIds": [] }));
    client.notify("textDocument/didSave", document(&uri));
    client.drain();
    assert!(!was_run(&project));
    assert_eq!(names(&project), before);
}

/// Files of ours are looked for in the project itself; a link out of it is no way to have others checked.
#[test]
fn links_to_directories_are_not_followed_in_search_of_files() {
    let outside = Directory::new(&[("charmcraft.yaml", TWICE)]);
    let project = Directory::new(&[("inside/charmcraft.yaml", TWICE)]);
    symlink(path(&outside, ""), path(&project, "out")).unwrap();
    // And one that goes round in circles.
    symlink(".", path(&project, "inside/again")).unwrap();
    let (code, stdout, stderr) = flask_lsp(&project, &["--check", "--format", "concise"]);
    assert_eq!(code, Some(1), "{stderr}");
    assert_eq!(stdout.lines().count(), 1, "{stdout}");
    assert!(stdout.starts_with("inside/charmcraft.yaml:2"), "{stdout}");
    let mut client = Client::start_with(json!({ "rootUri": project.root(), "capabilities": {} }));
    let report = client.call("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let uris: Vec<_> = report["items"].as_array().unwrap().iter().map(|it| &it["uri"]).collect();
    assert_eq!(uris, [&Value::from(project.uri("inside/charmcraft.yaml"))]);
}

/// A link to nothing looks like a file that is still to be made, anywhere on the disk.
#[test]
fn no_file_is_made_through_a_link() {
    let outside = Directory::new(&[("other", "")]);
    let charm = "name: shop\ntype: charm\nextensions: [flask-framework]\nrequires:\n  postgresql:\n\
         \u{20}   interface: postgresql_client\n    limit: 1\n";
    let project = Directory::new(&[
        ("rockcraft.yaml", ROCK),
        ("requirements.txt", "flask\nalembic\n"),
        ("charm/charmcraft.yaml", charm),
    ]);
    symlink(path(&outside, "new"), path(&project, "migrate.sh")).unwrap();
    let uri = project.uri("charm/charmcraft.yaml");
    let mut client = Client::start(json!({}));
    client.open_and_wait(&uri, charm);
    let params = json!({ "command": "flask-lsp.createMigrationScript", "arguments": [uri] });
    client.call("workspace/executeCommand", params);
    let told = client.notification("window/showMessage");
    let words = told["message"].as_str().unwrap();
    assert!(words.starts_with("cannot write `") && words.ends_with("File exists"), "{told}");
    assert!(!Path::new(&path(&outside, "new")).exists());
    client.drain();
}

/// A device or a pipe in place of a file would block the server, or never end.
#[test]
fn pipes_and_devices_in_place_of_files_are_not_opened() {
    let project = Directory::new(&[("charm/requirements.txt", "paas-charm\n")]);
    symlink("/dev/zero", path(&project, "rockcraft.yaml")).unwrap();
    symlink("/dev/zero", path(&project, "flask-lsp.toml")).unwrap();
    for name in ["requirements.txt", "charm/paas-config.yaml"] {
        let made = Command::new("mkfifo").arg(path(&project, name)).status();
        assert!(made.unwrap().success());
    }
    let uri = project.uri("charm/charmcraft.yaml");
    let mut client = Client::start_with(json!({ "rootUri": project.root(), "capabilities": {} }));
    let text = format!("{TWICE}extensions: [flask-framework]\n");
    assert!(codes(&client.open_and_wait(&uri, &text)).contains(&"duplicate-key"));
    client.call("flask-lsp/expand", document(&uri));
    client.call("flask-lsp/environment", document(&uri));
    client.drain();
}

/// Names in a configuration and words of a file go to standard error, too.
#[test]
fn nothing_of_a_project_steers_the_terminal() {
    let name = "p\u{1b}[2J\u{9b}\u{202e}";
    let toml = "\"k\\u001b]0;\\u0007\" = 1\n[rules]\n\"\\u001b[31m\" = 'off'\nduplicate-key = \"\\u001b[8m\"\n";
    let charm = format!("{TWICE}\"x\\e[2J\": \"\\e]52;c;aGk=\\a\"\nextensions: [\"\\e[5m\"]\n");
    let project = Directory::new(&[
        (&format!("{name}/charmcraft.yaml"), &charm),
        (&format!("{name}/flask-lsp.toml"), toml),
    ]);
    let file = format!("{name}/charmcraft.yaml");
    for arguments in [
        &["--check"][..],
        &["--check", "--diff"],
        &["--check", "--show-env", name],
        &["env", &file],
        &["expand", &file],
        &["--check", "--show-config", &file],
        &["run", "pack-charm", &file],
        &["--check", "missing\u{1b}[2J"],
    ] {
        let (_, stdout, stderr) = flask_lsp(&project, arguments);
        let steers = |ch: char| (ch.is_control() && ch != '\n') || ch == '\u{202e}';
        assert!(!stdout.contains(steers), "{arguments:?}: {stdout:?}");
        assert!(!stderr.contains(steers), "{arguments:?}: {stderr:?}");
    }
}
