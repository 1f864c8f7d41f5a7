//! Files that an edit of the client cannot make, since nothing in an edit says that a file is to be
//! executable: a command of the server writes them.

use std::path::{Path, PathBuf};

use analysis::features::refactorings::{MIGRATION_SCRIPT, migration_script};
use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::{Command, MessageType, ShowDocumentParams, Uri};

use super::server::Backend;
use super::state::View;
use super::{from_lsp, overlay};
use crate::disk;

/// Writes `migrate.sh`; its argument is the URI of the charm or rock.
pub(super) const CREATE_MIGRATION_SCRIPT: &str = "flask-lsp.createMigrationScript";

/// The command for the project of a document; `None` for one that is not on the disk, and where the
/// workspace is not trusted.
pub(super) fn command(view: &View, title: &str) -> Option<Command> {
    from_lsp::path(&view.uri).filter(|_| view.snapshot.settings.run.trusted)?;
    Some(Command {
        title: title.to_owned(),
        command: CREATE_MIGRATION_SCRIPT.to_owned(),
        arguments: Some(vec![view.uri.as_str().into()]),
    })
}

impl Backend {
    /// Writes `migrate.sh` and shows it.
    pub(super) fn create_migration_script(&self, arguments: &[Value]) -> Result<Option<Value>> {
        let uri = arguments.first().and_then(|uri| Uri::deserialize(uri).ok());
        let uri =
            uri.ok_or_else(|| Error::invalid_params("expected the URI of a charm or rock"))?;
        let view = self.shared().state().view_of_any(&uri);
        let view = view.ok_or_else(|| Error::invalid_params("expected a charm or rock"))?;
        if !view.snapshot.settings.run.trusted {
            let why = "nothing is written in a workspace that is not trusted";
            return Err(Error::invalid_params(why));
        }
        let made = write_migration_script(&view);
        self.surroundings_changed();
        let client = self.shared().client.clone();
        let can_show = self.shared().abilities().show_document;
        let answer = made.as_ref().ok().map(|uri| json!({ "uri": uri }));
        tokio::spawn(async move {
            match made {
                Ok(uri) if can_show => {
                    let params = ShowDocumentParams {
                        uri,
                        external: None,
                        take_focus: Some(true),
                        selection: None,
                    };
                    // A client that does not show it has it all the same.
                    let _ = client.show_document(params).await;
                }
                Ok(uri) => {
                    let words = format!("{} is written", uri.as_str());
                    client.show_message(MessageType::INFO, words).await;
                }
                Err(why) => client.show_message(MessageType::ERROR, why).await,
            }
        });
        Ok(answer)
    }
}

/// Writes the script and returns where it is, or why there is none. A file that is there stays.
fn write_migration_script(view: &View) -> std::result::Result<Uri, String> {
    let script = migration_script(&view.snapshot)
        .ok_or_else(|| format!("this project has no place for a new `{MIGRATION_SCRIPT}`"))?;
    let path = place(view, &script.path)
        .ok_or_else(|| "the file has to be saved before another is put beside it".to_owned())?;
    disk::create_executable(&path, &script.text)
        .map_err(|error| format!("cannot write `{}`: {}", path.display(), disk::reason(&error)))?;
    Uri::from_file_path(&path).ok_or_else(|| format!("`{}` has no address", path.display()))
}

fn place(view: &View, path: &str) -> Option<PathBuf> {
    let document = from_lsp::path(&view.uri)?;
    let directory: &Path = document.parent()?;
    Some(overlay::resolve(directory, path))
}
