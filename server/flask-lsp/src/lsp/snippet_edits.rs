//! Snippets in the edits of code actions, which the protocol has since 3.18 and our types of it do not.
//!
//! Whether a client takes them is read from the request itself. On the way out such an edit is one
//! with an annotation of a name that only we use; here it gets its real form.

use serde_json::{Value, json};
use tower_lsp_server::jsonrpc::Response;
use tower_lsp_server::ls_types::{AnnotatedTextEdit, TextEdit};

/// The requests whose answers can hold one.
pub(super) const METHODS: [&str; 2] = ["textDocument/codeAction", "codeAction/resolve"];

const MARK: &str = "flask-lsp.snippet";

/// Whether the client that sends `initialize` with these parameters takes them.
pub(super) fn are_taken(params: Option<&Value>) -> bool {
    let announced = params.and_then(|params| {
        params.pointer("/capabilities/workspace/workspaceEdit/snippetEditSupport")?.as_bool()
    });
    announced == Some(true)
}

/// An edit whose new text is a snippet, until [`written_out`] sees it.
pub(super) fn marked(text_edit: TextEdit) -> AnnotatedTextEdit {
    AnnotatedTextEdit { text_edit, annotation_id: MARK.to_owned() }
}

/// An answer with its snippets in the form of the protocol.
pub(super) fn written_out(answer: Response) -> Response {
    let (id, result) = answer.into_parts();
    let result = result.map(|mut result| {
        write_out(&mut result);
        result
    });
    Response::from_parts(id, result)
}

fn write_out(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(write_out),
        Value::Object(fields) if fields.get("annotationId").is_some_and(|it| it == MARK) => {
            let snippet = fields.remove("newText").unwrap_or_default();
            fields.remove("annotationId");
            fields.insert("snippet".to_owned(), json!({ "kind": "snippet", "value": snippet }));
        }
        Value::Object(fields) => fields.values_mut().for_each(write_out),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marked_edits_become_snippets() {
        let range =
            json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } });
        let edit = |annotation: &str| json!({ "range": range, "newText": "${1:a}", "annotationId": annotation });
        let mut edits = json!({ "edits": [edit("other"), edit(MARK)] });
        write_out(&mut edits);
        let snippet =
            json!({ "range": range, "snippet": { "kind": "snippet", "value": "${1:a}" } });
        assert_eq!(edits, json!({ "edits": [edit("other"), snippet] }));
    }

    #[test]
    fn a_client_that_does_not_say_so_takes_none() {
        let able = |value: Value| json!({ "capabilities": { "workspace": { "workspaceEdit": { "snippetEditSupport": value } } } });
        assert!(are_taken(Some(&able(true.into()))));
        assert!(!are_taken(Some(&able(false.into()))));
        assert!(!are_taken(Some(&able("yes".into()))));
        assert!(!are_taken(None));
    }
}
