//! Renaming, and why it is refused.

use serde_json::{Value, json};

use crate::client::{Client, Directory, hover_at, range};

const URI: &str = "file:///nowhere/charmcraft.yaml";
const CHARM: &str = "\
extensions: [flask-framework]
config:
  options:
    ä: {type: string}
containers: {web: {resource: image}}
resources: {image: {type: oci-image}}
";

fn able() -> Value {
    json!({
        "textDocument": { "rename": { "prepareSupport": true } },
        "workspace": { "workspaceEdit": { "documentChanges": true } },
    })
}

fn rename_at(line: u32, character: u32, name: &str) -> Value {
    let mut params = hover_at(URI, line, character);
    params["newName"] = name.into();
    params
}

#[test]
fn a_resource_is_renamed_in_both_places() {
    for document_changes in [true, false] {
        let mut able = able();
        able["workspace"]["workspaceEdit"]["documentChanges"] = document_changes.into();
        let mut client = Client::start(able);
        client.open_and_wait(URI, CHARM);
        let found = client.call("textDocument/prepareRename", hover_at(URI, 4, 30));
        let use_range = range((4, 29), (4, 34));
        assert_eq!(found, json!({ "range": use_range, "placeholder": "image" }));
        let edit = client.call("textDocument/rename", rename_at(4, 30, "web-image"));
        let edits = match document_changes {
            true => {
                let document = &edit["documentChanges"][0];
                assert_eq!(document["textDocument"], json!({ "uri": URI, "version": 1 }));
                &document["edits"]
            }
            false => &edit["changes"][URI],
        };
        let change = |range: &Value| json!({ "range": range, "newText": "web-image" });
        assert_eq!(*edits, json!([change(&use_range), change(&range((5, 12), (5, 17)))]));
    }
}

#[test]
fn a_refusal_says_why() {
    let mut client = Client::start(able());
    client.open_and_wait(URI, CHARM);
    let refused = [
        ("textDocument/prepareRename", hover_at(URI, 0, 20), "extension"),
        ("textDocument/prepareRename", hover_at(URI, 1, 0), "nothing here has a name"),
        ("textDocument/rename", rename_at(3, 4, "flask-a"), "`flask-`"),
        ("textDocument/rename", rename_at(99, 0, "a"), "nothing here has a name"),
    ];
    for (method, params, reason) in refused {
        let id = client.request(method, params);
        let error = client.response(id)["error"].take();
        assert_eq!(error["code"], -32803, "{error}");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(reason), "{message}");
    }
}

#[test]
fn other_files_have_no_names_of_ours() {
    let mut client = Client::start(able());
    let other = "file:///nowhere/compose.yaml";
    client.open(other, "a: &x 1\n");
    assert!(client.call("textDocument/prepareRename", hover_at(other, 0, 4)).is_null());
}

#[test]
fn the_code_goes_along_where_the_client_asks_first() {
    let charm_text = "extensions: [flask-framework]\nconfig: {options: {token: {type: string}}}\n";
    let directory = Directory::new(&[
        ("rockcraft.yaml", "extensions: [flask-framework]\n"),
        ("charm/charmcraft.yaml", charm_text),
        ("app.py", "import os\ntoken = os.environ['FLASK_TOKEN']\n"),
    ]);
    let charm = directory.uri("charm/charmcraft.yaml");
    for asks_first in [true, false] {
        let mut able = able();
        if asks_first {
            able["workspace"]["workspaceEdit"]["changeAnnotationSupport"] = json!({});
        }
        able["workspace"]["codeLens"] = json!({ "refreshSupport": true });
        let mut client = Client::start(able);
        client.open_and_wait(&charm, charm_text);
        let (id, _) = client.server_request("workspace/codeLens/refresh");
        client.reply(id, Value::Null);
        let mut params = hover_at(&charm, 1, 20);
        params["newName"] = "api-key".into();
        let edit = client.call("textDocument/rename", params);
        let documents = edit["documentChanges"].as_array().unwrap();
        assert_eq!(documents[0]["edits"][0]["newText"], "api-key");
        assert_eq!(documents.len(), if asks_first { 2 } else { 1 }, "{edit:#}");
        if asks_first {
            let app = json!({ "uri": directory.uri("app.py"), "version": null });
            assert_eq!(documents[1]["textDocument"], app);
            let change = &documents[1]["edits"][0];
            assert_eq!(change["range"], range((1, 20), (1, 31)));
            assert_eq!(change["newText"], "FLASK_API_KEY");
            let id = change["annotationId"].as_str().unwrap();
            assert_eq!(edit["changeAnnotations"][id]["needsConfirmation"], true);
        }
        client.drain();
    }
}
