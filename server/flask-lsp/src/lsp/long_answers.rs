//! Requests with long answers, which are written straight from their types to the client.
//!
//! The transport makes a tree of values of each answer and a text of the tree. Where an answer has thousands of
//! ranges, that takes several times as long as finding them. What is listed here goes past it, and keeps
//! all else: it waits its turn, and errors are told as any other's.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower_lsp_server::jsonrpc::{Error, Id, Request, Response, Result};
use tower_lsp_server::ls_types::request::{
    Completion, DocumentDiagnosticRequest, DocumentSymbolRequest, InlayHintRequest, Request as _,
    WorkspaceDiagnosticRequest, WorkspaceSymbolRequest,
};

use super::server::Backend;
use super::{custom, frames, stdio};

/// Whose answers are long.
pub(super) const METHODS: [&str; 7] = [
    DocumentDiagnosticRequest::METHOD,
    WorkspaceDiagnosticRequest::METHOD,
    DocumentSymbolRequest::METHOD,
    InlayHintRequest::METHOD,
    Completion::METHOD,
    WorkspaceSymbolRequest::METHOD,
    custom::ENVIRONMENT,
];

/// Writes the answer to a request with one of [`METHODS`]. What comes back is for the transport to say: an
/// error, or nothing.
pub(super) async fn answer(backend: Backend, request: Request) -> Option<Response> {
    let (method, id, params) = request.into_parts();
    // Without it nobody waits for an answer.
    let id = id?;
    match body(&backend, &method, &id, params).await {
        Ok(body) => {
            // A client that has closed the pipe has closed the other one as well, which ends the server.
            let _ = stdio::write(&frames::with_header(&body));
            None
        }
        Err(error) => Some(Response::from_error(id, error)),
    }
}

async fn body(backend: &Backend, method: &str, id: &Id, params: Option<Value>) -> Result<String> {
    match method {
        DocumentDiagnosticRequest::METHOD => text(id, backend.diagnostics(read(params)?)),
        WorkspaceDiagnosticRequest::METHOD => {
            text(id, backend.workspace_diagnostics(read(params)?).await)
        }
        DocumentSymbolRequest::METHOD => text(id, backend.document_symbols(&read(params)?)),
        InlayHintRequest::METHOD => text(id, backend.inlay_hints(&read(params)?)),
        Completion::METHOD => text(id, backend.completions(read(params)?)),
        WorkspaceSymbolRequest::METHOD => text(id, backend.workspace_symbols(read(params)?).await),
        custom::ENVIRONMENT => text(id, backend.environment(read(params)?).await?),
        _ => Err(Error::method_not_found()),
    }
}

fn read<P: DeserializeOwned>(params: Option<Value>) -> Result<P> {
    let params = params.ok_or_else(|| Error::invalid_params("Missing params field"))?;
    serde_json::from_value(params).map_err(|error| Error::invalid_params(error.to_string()))
}

/// What the transport would write.
#[derive(Serialize)]
struct Answer<'a, T> {
    jsonrpc: &'static str,
    result: T,
    id: &'a Id,
}

fn text<T: Serialize>(id: &Id, result: T) -> Result<String> {
    let answer = Answer { jsonrpc: "2.0", result, id };
    serde_json::to_string(&answer).map_err(|_| Error::internal_error())
}
