//! The commands that pack, upload and deploy: from the client's words to a plan that may be run.
//!
//! A command is answered at once with its plan; everything that waits (for the disk, for the client,
//! for programs) happens in a task of its own, see [`super::runs`].

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use analysis::plan::{Action, Options, Problem, plan};
use serde_json::{Value, json};
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::{ExecuteCommandParams, ProgressToken, Uri};

use super::from_lsp;
use super::new_file::CREATE_MIGRATION_SCRIPT;
use super::runs;
use super::shared::Shared;
use super::state::View;
use crate::report::plan_json;
use crate::run::{self, Job};
use crate::{disk, run::Cancel};

/// A command as the client has given it.
#[derive(Clone)]
pub(super) struct Request {
    pub(super) uri: Uri,
    pub(super) action: Action,
    pub(super) options: Options,
    /// Whether it may be run without a question.
    pub(super) confirmed: bool,
    pub(super) token: Option<ProgressToken>,
}

/// A plan, the directory it belongs to, and everything that stands in its way.
pub(super) struct Prepared {
    pub(super) job: Job,
    /// What the plan says and what the disk says.
    pub(super) problems: Vec<Problem>,
    /// Files whose buffers are not what the tools would read.
    pub(super) unsaved: Vec<PathBuf>,
}

/// The names of all commands.
pub(super) fn names() -> Vec<String> {
    let actions = Action::ALL.iter().map(|action| action.command());
    actions.chain([CREATE_MIGRATION_SCRIPT]).map(str::to_owned).collect()
}

/// Starts what is asked for. The answer is the plan, with what becomes of it.
pub(super) fn execute(shared: &Arc<Shared>, params: ExecuteCommandParams) -> Result<Option<Value>> {
    let request = read(params)?;
    let Some(view) = shared.state().view(&request.uri) else {
        let message = format!("{} is not open, or no file of ours", request.uri.as_str());
        return Err(Error::invalid_params(message));
    };
    if !view.snapshot.settings.run.trusted {
        return Err(Error::invalid_params("nothing is run in a workspace that is not trusted"));
    }
    let Some(job) = shared.guarded("workspace/executeCommand", || job(&view, &request)).flatten()
    else {
        return Err(Error::invalid_params("the document is no file on the disk"));
    };
    let runs_client = shared.abilities().run_in_terminal;
    let status = if runs_client { "terminal" } else { "started" };
    let mut answer = plan_json(
        &job.plan,
        runs_client,
        |step| job.directory_of(step).display().to_string(),
        |file| job.directory.join(file).display().to_string(),
    );
    let may_start = !job.plan.is_stopped() || runs::can_be_completed(&request);
    answer["status"] = if may_start { status.into() } else { "refused".into() };
    tokio::spawn(runs::carry_out(shared.clone(), request, Cancel::default()));
    Ok(Some(answer))
}

/// The plan for the document as it is now; `None` if it is no file.
fn job(view: &View, request: &Request) -> Option<Job> {
    let path = from_lsp::path(&view.uri)?;
    let directory = path.parent()?;
    let plan = plan(&view.snapshot, request.action, &request.options, disk::architecture());
    let directory = disk::absolute(directory).map_or_else(|| directory.to_owned(), PathBuf::from);
    Some(Job { plan, directory })
}

/// Makes the plan and looks at the disk. Waits for the disk.
pub(super) fn prepare(shared: &Shared, request: &Request) -> Option<Prepared> {
    let (view, buffers) = {
        let state = shared.state();
        (state.view(&request.uri)?, state.buffers())
    };
    let job = job(&view, request)?;
    let mut problems = job.plan.problems.clone();
    problems.extend(run::check(&job));
    let directories: Vec<_> = job.plan.steps.iter().map(|step| job.directory_of(step)).collect();
    let is_near = |path: &Path| {
        let directory = path.parent().and_then(disk::absolute).map(PathBuf::from);
        directory.is_some_and(|it| {
            it == job.directory || directories.iter().any(|at| it.starts_with(at))
        })
    };
    let unsaved = buffers
        .iter()
        .filter(|(path, _)| is_near(path))
        .filter(|(path, buffer)| {
            disk::read(path).ok().as_deref() != Some(buffer.as_str().as_bytes())
        })
        .map(|(path, _)| path.to_path_buf())
        .collect();
    Some(Prepared { job, problems, unsaved })
}

fn read(params: ExecuteCommandParams) -> Result<Request> {
    let name = params.command.as_str();
    let action = Action::ALL.into_iter().find(|action| action.command() == name);
    let action = action.ok_or_else(|| Error::invalid_params(format!("no command `{name}`")))?;
    let uri = match params.arguments.first() {
        Some(Value::String(uri)) => Some(uri.as_str()),
        Some(document) => document.get("uri").and_then(Value::as_str),
        None => None,
    };
    let uri = uri.and_then(|uri| Uri::from_str(uri).ok());
    let uri =
        uri.ok_or_else(|| Error::invalid_params("the first argument is the document's URI"))?;
    let nothing = json!({});
    let options = params.arguments.get(1).filter(|it| !it.is_null()).unwrap_or(&nothing);
    let Some(given) = options.as_object() else {
        return Err(Error::invalid_params("the second argument is an object"));
    };
    let mut read = Options::default();
    let mut confirmed = false;
    for (key, value) in given {
        let text = || match value {
            Value::Null => Ok(None),
            Value::String(text) => Ok(Some(text.clone())),
            Value::Bool(_) | Value::Number(_) if key == "value" => Ok(Some(value.to_string())),
            _ => Err(Error::invalid_params(format!("`{key}` is no text"))),
        };
        let flag = || {
            value.as_bool().ok_or_else(|| Error::invalid_params(format!("`{key}` is no boolean")))
        };
        match key.as_str() {
            "app" => read.app = text()?,
            "model" => read.model = text()?,
            "registry" => read.registry = text()?,
            "platform" => read.platform = text()?,
            "rockVersion" => read.rock_version = text()?,
            "option" => read.option = text()?,
            "value" => read.value = text()?,
            "endpoint" => read.endpoint = text()?,
            "provider" => read.provider = text()?,
            "reset" => read.reset = flag()?,
            "force" => read.force = flag()?,
            "confirm" => confirmed = flag()?,
            _ => return Err(Error::invalid_params(format!("`{key}` is not known"))),
        }
    }
    let token = params.work_done_progress_params.work_done_token;
    Ok(Request { uri, action, options: read, confirmed, token })
}

/// The options as a client gives them back.
pub(super) fn options_json(options: &Options) -> Value {
    let mut json = serde_json::Map::new();
    for (key, value) in [
        ("option", &options.option),
        ("value", &options.value),
        ("endpoint", &options.endpoint),
        ("provider", &options.provider),
    ] {
        json.extend(value.as_ref().map(|value| (key.to_owned(), value.as_str().into())));
    }
    if options.reset {
        json.insert("reset".to_owned(), true.into());
    }
    Value::Object(json)
}
