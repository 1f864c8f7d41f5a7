//! Settings, in all the ways that clients send them.

use serde_json::{Value, json};

use crate::client::{Client, TWICE, codes, document, range};

const URI: &str = "file:///nowhere/charmcraft.yaml";

fn level(level: &str) -> Value {
    json!({ "rules": { "duplicate-key": level } })
}

#[test]
fn options_of_initialize_count_from_the_first_document_on() {
    for options in [level("off"), json!({ "flask-lsp": level("off") })] {
        let params = json!({ "capabilities": {}, "initializationOptions": options });
        let mut client = Client::start_with(params);
        assert!(client.open_and_wait(URI, TWICE).is_empty());
    }
}

#[test]
fn pushed_settings_count_at_once_and_only_news_are_published() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, TWICE);
    let section = json!({ "settings": { "flask-lsp": level("hint") } });
    client.notify("workspace/didChangeConfiguration", section);
    assert_eq!(client.published(URI, 1)[0]["severity"], 4);
    let bare = json!({ "settings": level("warning") });
    client.notify("workspace/didChangeConfiguration", bare.clone());
    assert_eq!(client.published(URI, 1)[0]["severity"], 2);
    client.notify("workspace/didChangeConfiguration", bare);
    let other = json!({ "settings": { "yaml": { "validate": false } } });
    client.notify("workspace/didChangeConfiguration", other);
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    assert!(client.drain().is_empty());
}

#[test]
fn settings_are_fetched_from_clients_that_offer_them() {
    let mut client = Client::start(json!({ "workspace": { "configuration": true } }));
    let (id, params) = client.server_request("workspace/configuration");
    assert_eq!(params["items"], json!([{ "section": "flask-lsp" }]));
    // Nothing waits for the answer.
    assert_eq!(codes(&client.open_and_wait(URI, TWICE)), ["duplicate-key"]);
    client.reply(id, json!([level("off")]));
    assert!(client.published(URI, 1).is_empty());
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    let (id, _) = client.server_request("workspace/configuration");
    client.reply(id, json!([level("information")]));
    assert_eq!(client.published(URI, 1)[0]["severity"], 3);
}

/// What any checker of YAML says may be left to another one; what only the tools mind stays, and fixes stay.
#[test]
fn syntax_is_left_to_another_checker_where_the_client_says_so() {
    let said = |syntax: &Value, text: &str| {
        let options = json!({ "diagnostics": { "syntax": syntax } });
        let literals = json!({ "codeActionKind": { "valueSet": ["quickfix"] } });
        let can =
            json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": literals } } });
        let mut client =
            Client::start_with(json!({ "capabilities": can, "initializationOptions": options }));
        let published = client.open_and_wait(URI, text);
        let about = published.iter().filter(|found| {
            ["yaml-syntax", "duplicate-key"].contains(&found["code"].as_str().unwrap())
        });
        let words = about.map(|found| found["message"].as_str().unwrap());
        let words: Vec<_> = words.map(|text| text.lines().next().unwrap().to_owned()).collect();
        let params = json!({
            "textDocument": { "uri": URI },
            "range": range((0, 7), (0, 7)),
            "context": { "diagnostics": [] },
        });
        let actions = client.call("textDocument/codeAction", params);
        let titles = actions.as_array().unwrap().iter();
        let is_mended = titles.clone().any(|action| action["title"] == "Put the value in quotes");
        (words, is_mended)
    };
    let plain = "title: an: x\nname: x\nname: y\n";
    let of_the_tools = "title: &v a\nsummary: &v b\n";
    let both = [
        "a value without quotes holds `: `, which starts a new key",
        "the key `name` stands twice in this mapping",
    ];
    for syntax in [json!("on"), json!("auto"), json!(true), Value::Null] {
        assert_eq!(said(&syntax, plain), (both.map(str::to_owned).to_vec(), true));
    }
    for syntax in [json!("off"), json!(false)] {
        assert_eq!(said(&syntax, plain), (Vec::new(), true));
        let (words, _) = said(&syntax, of_the_tools);
        assert_eq!(words, ["the anchor `&v` stands twice in this file"]);
    }
}

/// The form of an editor: a version that is not filled in is an empty text, and what is chosen counts at once.
#[test]
fn versions_and_patterns_of_a_client_count_at_once() {
    let charm = "name: ab\ntype: charm\nsummary: b\ndescription: c\nbase: ubuntu@26.04\nplatforms: {amd64: }\n\
        parts: {x: {plugin: dump, source: .}}\n";
    let mut client = Client::start(json!({}));
    assert!(client.open_and_wait(URI, charm).is_empty());
    let mut say = |settings: Value| {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        client.published(URI, 1)
    };
    let older = json!({ "charmcraft": "4.0", "rockcraft": "", "juju": "", "paasCharm": "" });
    assert_eq!(codes(&say(json!({ "versions": older }))), ["newer-than-tool-version"]);
    assert!(say(json!({ "versions": { "charmcraft": "" }, "extendExclude": [] })).is_empty());
    assert_eq!(codes(&say(json!({ "versions": older }))), ["newer-than-tool-version"]);
    let excluded = json!({ "versions": older, "extendExclude": ["nowhere/", "charmcraft.yaml"] });
    assert!(say(excluded).is_empty());
}

#[test]
fn odd_answers_about_settings_do_no_harm() {
    for answer in [json!([null]), json!([]), json!(null), json!([[]]), json!(["?"])] {
        let mut client = Client::start(json!({ "workspace": { "configuration": true } }));
        let (id, _) = client.server_request("workspace/configuration");
        client.reply(id, answer);
        assert_eq!(codes(&client.open_and_wait(URI, TWICE)), ["duplicate-key"]);
    }
}

#[test]
fn settings_that_are_not_known_are_named_in_one_line() {
    let options = json!({ "colour": "red", "rules": { "no-such-rule": "off" } });
    let mut client =
        Client::start_with(json!({ "capabilities": {}, "initializationOptions": options }));
    let line = client.notification("window/logMessage");
    let text = line["message"].as_str().unwrap();
    assert!(text.contains("there is no setting `colour`; there are `rules`, "), "{text}");
    assert!(text.contains("there is no finding with the code `no-such-rule`; "), "{text}");
}

#[test]
fn files_are_watched_where_the_client_does_it() {
    let mut client = Client::start(json!({ "workspace": {
        "didChangeWatchedFiles": { "dynamicRegistration": true },
        "didChangeConfiguration": { "dynamicRegistration": true },
    } }));
    let (id, params) = client.server_request("client/registerCapability");
    let methods: Vec<_> = params["registrations"].as_array().unwrap().iter().collect();
    let methods: Vec<_> = methods.iter().map(|found| found["method"].as_str().unwrap()).collect();
    assert_eq!(methods, ["workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles"]);
    client.reply(id, Value::Null);
}

#[test]
fn refreshes_are_asked_of_those_who_can() {
    let mut client = Client::start(json!({
        "workspace": {
            "inlayHint": { "refreshSupport": true },
            "diagnostics": { "refreshSupport": true },
        },
        "textDocument": { "diagnostic": {} },
    }));
    client.open(URI, TWICE);
    let event = json!({ "changes": [{ "uri": "file:///nowhere/requirements.txt", "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", event);
    let (id, _) = client.server_request("workspace/diagnostic/refresh");
    client.reply(id, Value::Null);
    let (id, _) = client.server_request("workspace/inlayHint/refresh");
    client.reply(id, Value::Null);
}

#[test]
fn watched_files_and_saves_publish_news_only() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, TWICE);
    client.notify("textDocument/didSave", document(URI));
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    assert!(client.drain().is_empty());
}
