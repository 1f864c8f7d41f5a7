//! `flask-lsp.toml` in an editor: the same one as on the command line, and live.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::client::{Client, TWICE, codes};

/// A directory with a charm, and the charm's address.
fn project(name: &str) -> (PathBuf, String) {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("e2e-config-{name}"));
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(root.join("charm")).unwrap();
    fs::write(root.join("charm/charmcraft.yaml"), TWICE).unwrap();
    let uri = format!("file://{}/charm/charmcraft.yaml", root.display());
    (root, uri)
}

fn changed(client: &mut Client, root: &Path) {
    let uri = format!("file://{}/flask-lsp.toml", root.display());
    let event = json!({ "changes": [{ "uri": uri, "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", event);
}

#[test]
fn the_file_counts_and_its_changes_count_at_once() {
    let (root, uri) = project("live");
    fs::write(root.join("flask-lsp.toml"), "[rules]\nduplicate-key = 'hint'\n").unwrap();
    let mut client = Client::start(json!({}));
    assert_eq!(client.open_and_wait(&uri, TWICE)[0]["severity"], 4);
    fs::write(root.join("flask-lsp.toml"), "[rules]\nduplicate-key = 'warning'\n").unwrap();
    changed(&mut client, &root);
    assert_eq!(client.published(&uri, 1)[0]["severity"], 2);
    fs::write(root.join("flask-lsp.toml"), "exclude = ['charm/']\n").unwrap();
    changed(&mut client, &root);
    assert!(client.published(&uri, 1).is_empty());
    fs::remove_file(root.join("flask-lsp.toml")).unwrap();
    changed(&mut client, &root);
    assert_eq!(client.published(&uri, 1)[0]["severity"], 1);
}

#[test]
fn versions_of_tools_count_from_the_file_and_from_the_client() {
    let (root, uri) = project("versions");
    let charm = "extensions: [flask-framework]\nbase: ubuntu@24.04\n\
        requires:\n  login: {interface: oauth, limit: 1, optional: true}\n";
    let newer = |found: &[Value]| {
        codes(found).iter().filter(|code| **code == "newer-than-tool-version").count()
    };
    fs::write(root.join("flask-lsp.toml"), "versions.charmcraft = '4.3.0'\n").unwrap();
    let mut client = Client::start(json!({}));
    let found = client.open_and_wait(&uri, charm);
    assert_eq!(newer(&found), 1, "{found:?}");
    // Those of the client and of the file come together.
    let section = json!({ "settings": { "flask-lsp": { "versions": { "paasCharm": "1.7" } } } });
    client.notify("workspace/didChangeConfiguration", section);
    let found = client.published(&uri, 1);
    assert_eq!(newer(&found), 2, "{found:?}");
}

#[test]
fn the_settings_of_the_client_stand_over_the_file() {
    let (root, uri) = project("over");
    let text = "inlay-hints = false\n[rules]\nduplicate-key = 'off'\nyaml-syntax = 'off'\n";
    fs::write(root.join("flask-lsp.toml"), text).unwrap();
    let options = json!({ "rules": { "duplicate-key": "hint" } });
    let params = json!({ "capabilities": {}, "initializationOptions": options });
    let mut client = Client::start_with(params);
    assert_eq!(client.open_and_wait(&uri, &format!("{TWICE}a: [\n"))[0]["severity"], 4);
    let section = json!({ "settings": { "flask-lsp": { "rules": {} } } });
    client.notify("workspace/didChangeConfiguration", section);
    assert!(client.published(&uri, 1).is_empty());
}

#[test]
fn mistakes_in_the_file_are_shown_once_and_a_broken_one_counts_as_it_was() {
    let (root, uri) = project("broken");
    let good = "[rules]\nduplicate-key = 'hint'\n";
    fs::write(root.join("flask-lsp.toml"), format!("exclud = []\n{good}")).unwrap();
    let mut client = Client::start(json!({}));
    client.open(&uri, TWICE);
    let shown = client.notification("window/showMessage");
    assert_eq!(shown["type"], 2);
    let text = shown["message"].as_str().unwrap();
    let expected = "flask-lsp.toml:1:1: there is no setting `exclud`; did you mean `exclude`?";
    assert!(text.ends_with(expected), "{text}");
    assert_eq!(client.published(&uri, 1)[0]["severity"], 4);
    changed(&mut client, &root);
    assert!(client.drain().is_empty());

    fs::write(root.join("flask-lsp.toml"), format!("exclude = [\n{good}")).unwrap();
    changed(&mut client, &root);
    let shown = client.notification("window/showMessage");
    assert!(shown["message"].as_str().unwrap().contains(": is not TOML: "), "{shown}");
    assert!(client.drain().is_empty());
}

#[test]
fn all_files_of_a_workspace_have_the_configuration_of_their_place() {
    let (root, uri) = project("workspace");
    fs::create_dir_all(root.join("other")).unwrap();
    fs::write(root.join("other/charmcraft.yaml"), TWICE).unwrap();
    fs::write(root.join("other/flask-lsp.toml"), "exclude = ['*.yaml']\n").unwrap();
    fs::write(root.join("flask-lsp.toml"), "[rules]\nduplicate-key = 'hint'\n").unwrap();
    let folder = json!({ "uri": format!("file://{}", root.display()), "name": "shop" });
    let mut client = Client::start_with(json!({
        "capabilities": { "textDocument": { "diagnostic": {} } },
        "workspaceFolders": [folder],
    }));
    let answer = client.call("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let items = answer["items"].as_array().unwrap();
    let of = |uri: &str| -> Vec<Value> {
        let item = items.iter().find(|item| item["uri"] == uri).unwrap();
        item["items"].as_array().unwrap().clone()
    };
    assert_eq!(of(&uri).iter().find(|one| one["code"] == "duplicate-key").unwrap()["severity"], 4);
    assert!(codes(&of(&uri.replace("/charm/", "/other/"))).is_empty());
}
