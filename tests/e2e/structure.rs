//! Folds, selections, links and linked names.

use serde_json::{Value, json};

use crate::client::{Client, Directory, document, hover_at, range};

const URI: &str = "file:///nowhere/charmcraft.yaml";

#[test]
fn folds_are_whole_lines() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, "# a\n# b\nrequires:\n  ä:\n    interface: a\n\nname: b\n");
    let folds = client.call("textDocument/foldingRange", document(URI));
    let fold = |first, last| json!({ "startLine": first, "endLine": last });
    let comment = json!({ "startLine": 0, "endLine": 1, "kind": "comment" });
    assert_eq!(folds, json!([comment, fold(2, 4), fold(3, 4)]));
}

#[test]
fn selections_grow_from_each_place() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, "ä: 'b c'\nd: e\n");
    let at = |line, character| json!({ "line": line, "character": character });
    let positions = json!([at(0, 7), at(1, 0), at(99, 0)]);
    let params = json!({ "textDocument": { "uri": URI }, "positions": positions });
    let found = client.call("textDocument/selectionRange", params);
    let chain = |index: usize| -> Vec<Value> {
        let steps = std::iter::successors(Some(&found[index]), |step| step.get("parent"));
        steps.map(|step| step["range"].clone()).collect()
    };
    let whole = range((0, 0), (2, 0));
    let mapping = range((0, 0), (1, 4));
    let first = range((0, 0), (0, 8));
    let (word, inner) = (range((0, 6), (0, 7)), range((0, 4), (0, 7)));
    let quoted = range((0, 3), (0, 8));
    assert_eq!(chain(0), [word, inner, quoted, first, mapping.clone(), whole.clone()]);
    let (key, second) = (range((1, 0), (1, 1)), range((1, 0), (1, 4)));
    assert_eq!(chain(1), [key, second, mapping, whole.clone()]);
    assert_eq!(chain(2), [whole]);
}

#[test]
fn links_lead_to_pages_and_files() {
    let directory = Directory::new(&[("src/charm.py", "")]);
    let uri = directory.uri("charmcraft.yaml");
    let charm = "requires: {db: {interface: postgresql_client}}\n\
                 parts: {charm: {plugin: charm, charm-entrypoint: src/charm.py}}\n";
    let place = range((0, 27), (0, 44));
    let page = "https://charmhub.io/integrations/postgresql_client";
    for tooltip in [false, true] {
        let able = json!({ "textDocument": { "documentLink": { "tooltipSupport": tooltip } } });
        let mut client = Client::start(able);
        client.open_and_wait(&uri, charm);
        let links = client.call("textDocument/documentLink", document(&uri));
        assert_eq!((&links[0]["range"], &links[0]["target"]), (&place, &json!(page)));
        assert_eq!(links[0].get("tooltip").is_some(), tooltip);
        assert_eq!(links[1]["target"], directory.uri("src/charm.py"));
        let found = client.call("textDocument/definition", hover_at(&uri, 1, 52));
        assert_eq!(found[0]["uri"], directory.uri("src/charm.py"));
    }
}

#[test]
fn an_anchor_is_typed_together_with_its_aliases() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, "a: &x 1\nb: *x\n");
    let linked = client.call("textDocument/linkedEditingRange", hover_at(URI, 1, 5));
    assert_eq!(linked["ranges"], json!([range((0, 4), (0, 5)), range((1, 4), (1, 5))]));
    assert!(linked["wordPattern"].is_string());
    assert!(client.call("textDocument/linkedEditingRange", hover_at(URI, 1, 0)).is_null());
}
