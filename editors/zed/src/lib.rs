//! Tells Zed how to start flask-lsp: the program of the setting `lsp.flask-lsp.binary`, else the one on
//! `PATH`. Fetches nothing.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, LanguageServerId, Result, serde_json};

struct FlaskLsp;

impl zed::Extension for FlaskLsp {
    fn new() -> Self {
        FlaskLsp
    }

    fn language_server_command(
        &mut self,
        server: &LanguageServerId,
        worktree: &zed::Worktree,
    ) -> Result<zed::Command> {
        let binary = LspSettings::for_worktree(server.as_ref(), worktree)?.binary;
        let (path, arguments) = binary.map_or((None, None), |it| (it.path, it.arguments));
        let command = path.or_else(|| worktree.which("flask-lsp")).ok_or(
            "flask-lsp is not on the PATH; install it, or name it in the setting lsp.flask-lsp.binary.path",
        )?;
        let args = arguments.unwrap_or_else(|| vec!["--stdio".to_owned()]);
        Ok(zed::Command { command, args, env: worktree.shell_env() })
    }

    fn language_server_workspace_configuration(
        &mut self,
        server: &LanguageServerId,
        worktree: &zed::Worktree,
    ) -> Result<Option<serde_json::Value>> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree)?.settings;
        Ok(settings.map(|settings| serde_json::json!({ "flask-lsp": settings })))
    }
}

zed::register_extension!(FlaskLsp);
