//! The application's code: what reads a variable, and what an editor shows in the code itself.

use serde_json::{Value, json};

use crate::client::{Client, Directory, change_params, document, hover_at, range};

const CHARM: &str = "\
name: shop
extensions: [flask-framework]
config:
  options:
    token:
      type: string
      description: The token of the payment service.
requires:
  s3:
    interface: s3
    limit: 1
";

const APP: &str = "\
import os

é = os.environ[\"FLASK_TOKEN\"]
bucket = os.getenv(\"S3_BUCKET\")
path = os.environ[\"PATH\"]
";

fn project() -> Directory {
    Directory::new(&[
        ("rockcraft.yaml", "name: shop\nextensions: [flask-framework]\n"),
        ("charm/charmcraft.yaml", CHARM),
        ("charm/src/charm.py", APP),
        ("app.py", APP),
        ("other/settings.py", "import os\nos.environ['FLASK_TOKEN']\n"),
        ("node_modules/x/index.js", "process.env.FLASK_TOKEN"),
        (".gitignore", "ignored/\n"),
        ("ignored/old.py", APP),
    ])
}

/// A client that is told when lenses are different.
fn start() -> Client {
    Client::start(json!({ "workspace": { "codeLens": { "refreshSupport": true } } }))
}

fn wait_for_the_code(client: &mut Client) {
    let (id, _) = client.server_request("workspace/codeLens/refresh");
    client.reply(id, Value::Null);
}

fn references(client: &mut Client, uri: &str, at: (u32, u32)) -> Vec<(String, u64)> {
    let mut params = hover_at(uri, at.0, at.1);
    params["context"] = json!({ "includeDeclaration": false });
    let found = client.call("textDocument/references", params);
    let places = found.as_array().unwrap().iter();
    places
        .map(|place| {
            let uri = place["uri"].as_str().unwrap();
            let name = uri.rsplit('/').next().unwrap().to_owned();
            (name, place["range"]["start"]["line"].as_u64().unwrap())
        })
        .collect()
}

fn place(name: &str, line: u64) -> (String, u64) {
    (name.to_owned(), line)
}

#[test]
fn references_of_an_option_lead_into_the_code() {
    let directory = project();
    let charm = directory.uri("charm/charmcraft.yaml");
    let mut client = start();
    client.open_and_wait(&charm, CHARM);
    wait_for_the_code(&mut client);
    let found = references(&mut client, &charm, (4, 6));
    assert_eq!(found, [place("app.py", 2), place("settings.py", 1)]);
    assert_eq!(references(&mut client, &charm, (8, 3)), [place("app.py", 3)]);

    let hover = client.call("textDocument/hover", hover_at(&charm, 4, 6));
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.contains("app.py:3") && text.contains("other/settings.py:2"), "{text}");

    let lenses = client.call("textDocument/codeLens", document(&charm));
    let titles: Vec<_> =
        lenses.as_array().unwrap().iter().map(|it| it["command"]["title"].clone()).collect();
    assert!(titles.contains(&json!("2 uses in the app")), "{titles:?}");
    assert!(titles.contains(&json!("1 use in the app")), "{titles:?}");
}

#[test]
fn an_open_buffer_counts_instead_of_the_file() {
    let directory = project();
    let (charm, app) = (directory.uri("charm/charmcraft.yaml"), directory.uri("app.py"));
    let mut client = start();
    client.open_and_wait(&charm, CHARM);
    wait_for_the_code(&mut client);
    client.open(&app, &format!("# moved down\n{APP}"));
    wait_for_the_code(&mut client);
    assert!(references(&mut client, &charm, (4, 6)).contains(&place("app.py", 3)));
    let edit = json!([{ "range": range((0, 0), (1, 0)), "text": "" }]);
    client.notify("textDocument/didChange", change_params(&app, 2, edit));
    wait_for_the_code(&mut client);
    assert!(references(&mut client, &charm, (4, 6)).contains(&place("app.py", 2)));
    let edit = json!([{ "text": "nothing = 1\n" }]);
    client.notify("textDocument/didChange", change_params(&app, 3, edit));
    wait_for_the_code(&mut client);
    assert_eq!(references(&mut client, &charm, (4, 6)), [place("settings.py", 1)]);
    client.notify("textDocument/didClose", document(&app));
    wait_for_the_code(&mut client);
    assert_eq!(references(&mut client, &charm, (4, 6)).len(), 2);
}

#[test]
fn a_file_written_by_others_is_read_when_the_client_says_so() {
    let directory = project();
    let charm = directory.uri("charm/charmcraft.yaml");
    let mut client = start();
    client.open_and_wait(&charm, CHARM);
    wait_for_the_code(&mut client);
    directory.write("new.py", APP);
    let changes = json!({ "changes": [{ "uri": directory.uri("new.py"), "type": 1 }] });
    client.notify("workspace/didChangeWatchedFiles", changes);
    // Once for the event itself, once for what was read.
    wait_for_the_code(&mut client);
    wait_for_the_code(&mut client);
    assert_eq!(references(&mut client, &charm, (4, 6)).len(), 3);
}

#[test]
fn a_name_in_the_code_says_what_sets_it_and_leads_there() {
    let directory = project();
    let app = directory.uri("app.py");
    let mut client = start();
    client.open(&app, APP);
    wait_for_the_code(&mut client);
    let hover = client.call("textDocument/hover", hover_at(&app, 2, 18));
    assert_eq!(hover["range"], range((2, 16), (2, 27)));
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.contains("option token of charm/charmcraft.yaml"), "{text}");
    assert!(client.call("textDocument/hover", hover_at(&app, 4, 20)).is_null());

    let found = client.call("textDocument/definition", hover_at(&app, 2, 18));
    let charm = directory.uri("charm/charmcraft.yaml");
    assert_eq!(found, json!([{ "uri": charm, "range": range((4, 4), (4, 9)) }]));
    assert!(client.call("textDocument/definition", hover_at(&app, 0, 0)).is_null());
    let found = references(&mut client, &app, (2, 18));
    assert_eq!(found, [place("app.py", 2), place("settings.py", 1)]);
}

#[test]
fn names_are_offered_in_code_that_is_half_typed() {
    let directory = project();
    let app = directory.uri("app.py");
    let mut client = start();
    client.open(&app, "import os\ndef f(:\n    é = os.environ[\"FLA\n");
    wait_for_the_code(&mut client);
    let items = client.call("textDocument/completion", hover_at(&app, 2, 23));
    let first = &items[0];
    assert_eq!(first["label"], "FLASK_TOKEN");
    let edit = json!({ "range": range((2, 20), (2, 23)), "newText": "FLASK_TOKEN\"" });
    assert_eq!(first["textEdit"], edit);
    assert_eq!(client.call("textDocument/completion", hover_at(&app, 0, 3)), json!([]));
}

#[test]
fn code_that_belongs_to_no_charm_has_no_answers() {
    let directory = Directory::new(&[("app.py", APP)]);
    let app = directory.uri("app.py");
    let mut client = start();
    client.open(&app, APP);
    client.notify(
        "textDocument/didChange",
        change_params(&app, 2, json!([{ "range": range((9, 9), (1, 1)), "text": "x" }])),
    );
    for method in ["textDocument/hover", "textDocument/definition", "textDocument/completion"] {
        assert!(client.call(method, hover_at(&app, 2, 18)).is_null(), "{method}");
    }
    client.notify("textDocument/didClose", document(&app));
}
