//! Changes that are asked for: kinds, edits that come later, files that come and go, and the one command.

use serde_json::{Value, json};

use crate::client::{Client, Directory, range};

const CHARM: &str = "\
name: shop
type: charm
summary: A shop.
description: It sells things.
base: ubuntu@24.04
platforms:
  amd64:
extensions: [flask-framework]
requires:
  postgresql:
    interface: postgresql_client
    optional: true
";

const ALL: [&str; 3] = ["create", "rename", "delete"];

fn start(operations: &[&str], is_lazy: bool) -> Client {
    let mut action = json!({
        "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix", "refactor"] } },
    });
    if is_lazy {
        action["dataSupport"] = true.into();
        action["resolveSupport"] = json!({ "properties": ["edit"] });
    }
    let edit = json!({ "documentChanges": true, "resourceOperations": operations });
    Client::start(json!({
        "textDocument": { "codeAction": action },
        "workspace": { "workspaceEdit": edit },
        "window": { "showDocument": { "support": true } },
    }))
}

fn actions(client: &mut Client, uri: &str, line: u32, only: &str) -> Vec<Value> {
    let context = json!({ "diagnostics": [], "only": [only] });
    let at = range((line, 0), (line, 0));
    let params = json!({ "textDocument": { "uri": uri }, "range": at, "context": context });
    serde_json::from_value(client.call("textDocument/codeAction", params)).unwrap()
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|action| action["title"].as_str().unwrap()).collect()
}

fn titled(actions: Vec<Value>, title: &str) -> Value {
    let found = actions.iter().find(|action| action["title"] == title);
    found.unwrap_or_else(|| panic!("no `{title}` in {:#?}", titles(&actions))).clone()
}

#[test]
fn an_edit_may_come_when_it_is_wanted_and_only_for_the_text_it_was_meant_for() {
    let mut client = start(&ALL, true);
    let uri = "file:///nowhere/charmcraft.yaml";
    client.open_and_wait(uri, CHARM);
    let action = titled(actions(&mut client, uri, 8, "refactor"), "Add the integration `s3`");
    assert_eq!(action["kind"], "refactor.rewrite");
    assert!(action.get("edit").is_none(), "{action}");
    let whole = client.call("codeAction/resolve", action.clone());
    let edit = &whole["edit"]["documentChanges"][0];
    assert_eq!(edit["textDocument"], json!({ "uri": uri, "version": 1 }));
    let text = edit["edits"][0]["newText"].as_str().unwrap();
    assert!(text.starts_with("\n  s3:\n    interface: s3\n    optional: true"), "{text}");
    client.change(uri, 2, json!([{ "text": format!("# new\n{CHARM}") }]));
    client.published(uri, 2);
    let id = client.request("codeAction/resolve", action);
    assert_eq!(client.response(id)["error"]["code"], -32801);
}

#[test]
fn only_the_kinds_that_are_asked_for_come() {
    let mut client = start(&ALL, false);
    let directory = Directory::new(&[("config.yaml", "options:\n  a: {type: int}\n")]);
    let uri = directory.uri("charmcraft.yaml");
    client.open_and_wait(&uri, "name: shop\ntype: charm\n");
    let inline = actions(&mut client, &uri, 0, "refactor.inline");
    assert_eq!(titles(&inline), ["Move the content of `config.yaml` here and delete the file"]);
    let changes = inline[0]["edit"]["documentChanges"].as_array().unwrap();
    let text = changes[0]["edits"][0]["newText"].as_str().unwrap();
    assert_eq!(text, "\nconfig:\n  options:\n    a: {type: int}");
    assert_eq!(changes[1], json!({ "kind": "delete", "uri": directory.uri("config.yaml") }));
    assert_eq!(actions(&mut client, &uri, 0, "refactor.extract"), [] as [Value; 0]);
    assert_eq!(titles(&actions(&mut client, &uri, 0, "refactor.rewrite")), [] as [&str; 0]);
}

#[test]
fn files_are_made_and_deleted_where_the_client_can() {
    let directory = Directory::new(&[("config.yaml", "options: {}\n")]);
    let uri = directory.uri("charmcraft.yaml");
    let extension = 7;
    let mut client = start(&ALL, false);
    client.open_and_wait(&uri, CHARM);
    let offered = actions(&mut client, &uri, extension, "refactor");
    let action = titled(offered, "Create `paas-config.yaml`");
    let changes = &action["edit"]["documentChanges"];
    let settings = directory.uri("paas-config.yaml");
    assert_eq!(changes[0], json!({ "kind": "create", "uri": settings }));
    let text = changes[1]["edits"][0]["newText"].as_str().unwrap();
    assert!(text.contains("\nframework_logging_format: none\n"), "{text}");
    let mut client = start(&["rename"], false);
    client.open_and_wait(&uri, CHARM);
    let offered = actions(&mut client, &uri, extension, "refactor");
    let of_files = |title: &&str| title.starts_with("Create") || title.starts_with("Move");
    let offered = titles(&offered).into_iter().filter(of_files).collect::<Vec<_>>();
    assert_eq!(offered, [] as [&str; 0]);
}

#[test]
fn the_migration_script_is_executable_and_never_written_over() {
    let directory = Directory::new(&[
        ("rockcraft.yaml", "name: shop\nextensions: [flask-framework]\n"),
        ("requirements.txt", "flask\nalembic\n"),
        ("charm/charmcraft.yaml", CHARM),
    ]);
    let uri = directory.uri("charm/charmcraft.yaml");
    let mut client = start(&[], false);
    client.open_and_wait(&uri, CHARM);
    let postgresql = 9;
    let offered = actions(&mut client, &uri, postgresql, "refactor");
    let action = titled(offered, "Create `migrate.sh`");
    assert!(action.get("edit").is_none(), "{action}");
    let command = &action["command"];
    let run = json!({ "command": command["command"], "arguments": command["arguments"] });
    let script = directory.uri("migrate.sh");
    let result = client.call("workspace/executeCommand", run.clone());
    assert_eq!(result, json!({ "uri": script }));
    let (id, shown) = client.server_request("window/showDocument");
    assert_eq!((&shown["uri"], &shown["takeFocus"]), (&script.clone().into(), &true.into()));
    client.reply(id, json!({ "success": true }));
    let path = script.strip_prefix("file://").unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.ends_with("\npython3 -m alembic upgrade head\n"), "{text}");
    assert!(text.contains("${POSTGRESQL_DB_CONNECT_STRING:-}"), "{text}");
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(
            &std::fs::metadata(path).unwrap().permissions(),
        );
        assert_eq!(mode & 0o100, 0o100);
    }
    std::fs::write(path, "mine").unwrap();
    assert_eq!(client.call("workspace/executeCommand", run), Value::Null);
    let told = client.notification("window/showMessage");
    assert_eq!(told["type"], 1, "{told}");
    assert_eq!(std::fs::read_to_string(path).unwrap(), "mine");
    let offered = actions(&mut client, &uri, postgresql, "refactor");
    assert!(!titles(&offered).contains(&"Create `migrate.sh`"), "{offered:#?}");
}

#[test]
fn commands_that_there_are_not_are_refused() {
    let mut client = start(&ALL, false);
    for (command, arguments) in [
        ("flask-lsp.nothing", json!([])),
        ("flask-lsp.createMigrationScript", json!([])),
        ("flask-lsp.createMigrationScript", json!([5])),
        ("flask-lsp.createMigrationScript", json!(["file:///nowhere/app.py"])),
    ] {
        let params = json!({ "command": command, "arguments": arguments });
        let id = client.request("workspace/executeCommand", params);
        assert_eq!(client.response(id)["error"]["code"], -32602, "{command}");
    }
}

#[test]
fn a_finding_can_be_ignored_where_it_is() {
    let mut client = start(&ALL, true);
    let uri = "file:///nowhere/charmcraft.yaml";
    let text = "name: ä\r\nname: \u{1f980} # fish\r\n";
    client.open_and_wait(uri, text);
    let offered = actions(&mut client, uri, 1, "quickfix");
    let action = titled(offered, "Ignore `duplicate-key` here");
    assert_eq!(action["diagnostics"][0]["code"], "duplicate-key");
    assert!(action.get("isPreferred").is_none());
    let edit = &action["edit"]["documentChanges"][0]["edits"][0];
    assert_eq!(edit["newText"], "  # flask-lsp: ignore[duplicate-key]");
    assert_eq!(edit["range"], range((1, 15), (1, 15)));
}

#[test]
fn a_new_option_has_tab_stops_where_the_client_takes_them() {
    let text = format!("{CHARM}config:\n  options:\n    size:\n      type: int\n");
    let uri = "file:///nowhere/charmcraft.yaml";
    let line = 13;
    let added = |takes_snippets: bool| {
        let mut client = Client::start(json!({
            "textDocument": { "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["refactor"] } },
            } },
            "workspace": { "workspaceEdit": {
                "documentChanges": true, "snippetEditSupport": takes_snippets,
            } },
        }));
        client.open_and_wait(uri, &text);
        let offered = actions(&mut client, uri, line, "refactor");
        let action = titled(offered, "Add a config option");
        action["edit"]["documentChanges"][0]["edits"].clone()
    };
    let body = "\n      description: ${2:What it is for}\n      type: ${3|string,int,float,boolean,secret|}\n";
    let snippet = json!({ "kind": "snippet", "value": format!("    ${{1:new-option}}:{body}") });
    assert_eq!(added(true), json!([{ "range": range((16, 0), (16, 0)), "snippet": snippet }]));
    let plain = "\n    new-option:\n      description: What it is for\n      type: string";
    assert_eq!(added(false), json!([{ "range": range((15, 15), (15, 15)), "newText": plain }]));
}

#[test]
fn the_form_changes_and_the_meaning_stays() {
    let mut client = start(&ALL, false);
    let uri = "file:///nowhere/charmcraft.yaml";
    let text = "name: ünit\r\ntype: charm\r\nbases:\r\n  - name: ubuntu\r\n    channel: '22.04'\r\n\
                parts: {a: {plugin: nil}}\r\nassumes: [k8s-api]\r\n";
    client.open_and_wait(uri, text);
    for (line, character, title, expected) in [
        (0, 8, "Put the text in quotes", "'ünit'"),
        (2, 1, "Write `base` and `platforms`", "base: ubuntu@22.04\r\nplatforms:\r\n  amd64:"),
        (6, 1, "Write `assumes` over several lines", "\r\n  - k8s-api"),
    ] {
        let at = range((line, character), (line, character));
        let context = json!({ "diagnostics": [], "only": ["refactor", "quickfix"] });
        let params = json!({ "textDocument": { "uri": uri }, "range": at, "context": context });
        let offered = client.call("textDocument/codeAction", params);
        let action = titled(serde_json::from_value(offered).unwrap(), title);
        let edits = &action["edit"]["documentChanges"][0]["edits"];
        assert_eq!(edits[0]["newText"], expected, "{title}");
    }
}

#[test]
fn what_keeps_a_file_from_moving_is_said_to_those_who_show_it() {
    let metadata = "name: shop\nseries: [focal]\n";
    let directory = Directory::new(&[("metadata.yaml", metadata)]);
    let uri = directory.uri("charmcraft.yaml");
    for shows in [true, false] {
        let mut client = Client::start(json!({ "textDocument": { "codeAction": {
            "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["refactor"] } },
            "disabledSupport": shows,
        } } }));
        client.open_and_wait(&uri, "type: charm\nparts: {a: {plugin: nil}}\n");
        let offered = actions(&mut client, &uri, 0, "refactor.inline");
        let reasons: Vec<_> = offered.iter().map(|it| &it["disabled"]["reason"]).collect();
        let reason = "`series` has no place in a `charmcraft.yaml`";
        assert_eq!(reasons, if shows { vec![reason] } else { vec![] });
    }
}
