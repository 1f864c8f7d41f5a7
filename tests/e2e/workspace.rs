//! Symbols of the whole workspace, open or not, in folders that come and go.

use serde_json::{Value, json};

use crate::client::{Client, Directory};

fn names(client: &mut Client, query: &str) -> Vec<String> {
    let found = client.call("workspace/symbol", json!({ "query": query }));
    let found: Vec<Value> = serde_json::from_value(found).unwrap();
    found.iter().map(|symbol| symbol["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn symbols_are_found_in_open_and_closed_files_of_all_folders() {
    let shop = Directory::new(&[
        ("charm/charmcraft.yaml", "name: shop\nconfig: {options: {old-token: }}\n"),
        ("rockcraft.yaml", "services: {token-cron: }\n"),
    ]);
    let other = Directory::new(&[("charmcraft.yaml", "requires: {tokens: }\n")]);
    let folder = |directory: &Directory| json!({ "uri": directory.root(), "name": "a" });
    let mut client = Client::start_with(json!({
        "capabilities": {}, "workspaceFolders": [folder(&shop)],
    }));
    assert_eq!(names(&mut client, "token"), ["token-cron", "old-token"]);

    let charm = shop.uri("charm/charmcraft.yaml");
    client.open_and_wait(&charm, "name: shop\nconfig: {options: {token: }}\n");
    let event = json!({ "added": [folder(&other)], "removed": [] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    assert_eq!(names(&mut client, "token"), ["token", "tokens", "token-cron"]);

    let found = client.call("workspace/symbol", json!({ "query": "token" }));
    assert_eq!(found[0]["location"]["uri"], charm);
    assert_eq!(found[0]["containerName"], "shop (option, charmcraft.yaml)");
    let event = json!({ "added": [], "removed": [folder(&shop), folder(&other)] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    assert_eq!(names(&mut client, "tkn"), ["token"]);
}
