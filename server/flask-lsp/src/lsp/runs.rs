//! Carries a command out: asks what is missing, checks, shows the plan, and runs it, in the client's
//! terminal where it has one, else here with progress, log and cancellation.
//!
//! All of it is one task for each command; no handler waits for it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use analysis::plan::{Action, Problem, Step, failures, shell_line};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tower_lsp_server::ls_types::notification::Notification;
use tower_lsp_server::ls_types::request::Request as LspRequest;
use tower_lsp_server::ls_types::{MessageActionItem, MessageType, ProgressToken, Uri};

use super::commands::{Prepared, Request, prepare};
use super::shared::Shared;
use crate::disk;
use crate::report::problem_text;
use crate::run::{self, Cancel, Ending, Failure, Job, Signals, Watcher};

/// How often lines are passed on.
const LOG_INTERVAL: Duration = Duration::from_millis(100);
/// More lines than this in one interval are counted.
const LOG_LINES: usize = 200;
/// How many lines a message about a failure shows.
const SHOWN_LINES: usize = 8;

const RUN: &str = "Run";
const CANCEL: &str = "Cancel";
const SAVED: &str = "I saved them, go on";

/// What runs, by the token of its progress.
#[derive(Default)]
pub(super) struct Runs {
    next: AtomicUsize,
    live: Mutex<HashMap<String, Cancel>>,
}

impl Runs {
    /// Ends one run.
    pub(super) fn cancel(&self, token: &ProgressToken) {
        if let Some(cancel) = self.live().get(&name(token)) {
            cancel.cancel();
        }
    }

    /// Ends all of them, and does not wait.
    pub(super) fn cancel_all(&self) {
        self.live().values().for_each(Cancel::cancel);
    }

    fn live(&self) -> MutexGuard<'_, HashMap<String, Cancel>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn name(token: &ProgressToken) -> String {
    match token {
        ProgressToken::Number(number) => number.to_string(),
        ProgressToken::String(text) => text.clone(),
    }
}

enum Progress {}

impl Notification for Progress {
    type Params = Value;
    const METHOD: &'static str = "$/progress";
}

enum RunInTerminal {}

impl LspRequest for RunInTerminal {
    type Params = Value;
    type Result = Value;
    const METHOD: &'static str = "flask-lsp/runInTerminal";
}

enum Input {}

impl LspRequest for Input {
    type Params = Value;
    type Result = Option<String>;
    const METHOD: &'static str = "flask-lsp/input";
}

/// Whether the user can be asked for what the command lacks.
pub(super) fn can_be_completed(request: &Request) -> bool {
    let options = &request.options;
    match request.action {
        Action::Config => options.option.is_some() && options.value.is_none() && !options.reset,
        Action::Integrate => options.endpoint.is_some() && options.provider.is_none(),
        _ => false,
    }
}

/// Everything from the command to its end.
pub(super) async fn carry_out(shared: Arc<Shared>, mut request: Request, cancel: Cancel) {
    if can_be_completed(&request) && !complete(&shared, &mut request).await {
        return;
    }
    let Some(prepared) = prepared_and_saved(&shared, &request).await else { return };
    let Prepared { job, problems, .. } = prepared;
    let text = |problem: &Problem| {
        problem_text(problem, |file| job.directory.join(file).display().to_string())
    };
    let stops: Vec<_> = problems.iter().filter(|problem| problem.stops).map(text).collect();
    if job.plan.steps.is_empty() || !stops.is_empty() {
        let message = format!("{}: {}", request.action.title(), stops.join("\n"));
        shared.client.show_message(MessageType::ERROR, message).await;
        return;
    }
    let warnings: Vec<_> = problems.iter().map(text).collect();
    let Some(lock) = job.lock() else {
        let message = "something else is run on this project; wait for its end, or cancel it";
        shared.client.show_message(MessageType::ERROR, message).await;
        return;
    };
    set_faults(&shared, &job, Vec::new());
    if shared.abilities().run_in_terminal {
        run_in_terminal(&shared, &job, &warnings).await;
    } else if confirmed(&shared, &request, &job, &warnings).await {
        run_here(&shared, &request, job, cancel).await;
    }
    drop(lock);
}

/// Asks for a value or a provider. Whether there is one now.
async fn complete(shared: &Arc<Shared>, request: &mut Request) -> bool {
    let Some(view) = shared.state().view(&request.uri) else { return false };
    let options = &mut request.options;
    let plan = analysis::plan::plan(&view.snapshot, request.action, options, disk::architecture());
    let option = options.option.clone().or_else(|| options.endpoint.clone()).unwrap_or_default();
    let prompt = match request.action {
        Action::Config => format!("The value of `{option}`"),
        _ => format!("The application to integrate `{option}` with"),
    };
    let answer = if request.action == Action::Integrate && !plan.providers.is_empty() {
        choose(shared, MessageType::INFO, prompt, &plan.providers).await
    } else if shared.abilities().input {
        let is_secret = request.action == Action::Config;
        let params = json!({ "prompt": prompt, "secret": is_secret });
        shared.client.send_request::<Input>(params).await.ok().flatten()
    } else {
        let line = match request.action {
            Action::Config => format!("juju config APPLICATION {option}=VALUE"),
            _ => "juju integrate APPLICATION OTHER".to_owned(),
        };
        let message = format!("This editor cannot ask for it; in a shell: {line}");
        shared.client.show_message(MessageType::INFO, message).await;
        None
    };
    let Some(answer) = answer else { return false };
    match request.action {
        Action::Config => options.value = Some(answer),
        _ => options.provider = Some(answer),
    }
    true
}

/// The plan, once all buffers are saved. `None` if the user gives up.
async fn prepared_and_saved(shared: &Arc<Shared>, request: &Request) -> Option<Prepared> {
    loop {
        let task = {
            let shared = shared.clone();
            let request = request.clone();
            move || prepare(&shared, &request)
        };
        let prepared = tokio::task::spawn_blocking(task).await.ok().flatten()?;
        if prepared.unsaved.is_empty() {
            return Some(prepared);
        }
        let names = prepared.unsaved.iter().map(|path| format!("`{}`", path.display()));
        let names = names.collect::<Vec<_>>().join(", ");
        let message = format!("Save {names} first: the tools read what is on the disk");
        let answers = [SAVED.to_owned(), CANCEL.to_owned()];
        let answer = choose(shared, MessageType::WARNING, message, &answers).await;
        if answer.as_deref() != Some(SAVED) {
            return None;
        }
    }
}

async fn choose(
    shared: &Arc<Shared>,
    kind: MessageType,
    message: String,
    answers: &[String],
) -> Option<String> {
    let item =
        |title: &String| MessageActionItem { title: title.clone(), properties: HashMap::new() };
    let items = answers.iter().map(item).collect();
    let answer = shared.client.show_message_request(kind, message, Some(items)).await.ok()??;
    answers.contains(&answer.title).then_some(answer.title)
}

/// Shows the plan, unless the user has seen it or does not want to.
async fn confirmed(
    shared: &Arc<Shared>,
    request: &Request,
    job: &Job,
    warnings: &[String],
) -> bool {
    let asks = || {
        let view = shared.state().view(&request.uri);
        view.is_none_or(|view| view.snapshot.settings.run.confirm)
    };
    if request.confirmed || !asks() {
        return true;
    }
    let mut message = format!("{}?", request.action.title());
    for step in &job.plan.steps {
        message.push_str(&format!("\n{}", shown(job, step)));
    }
    for warning in warnings {
        message.push_str(&format!("\n{warning}"));
    }
    let answers = [RUN.to_owned(), CANCEL.to_owned()];
    choose(shared, MessageType::INFO, message, &answers).await.as_deref() == Some(RUN)
}

/// The command of a step as a person may see it.
fn shown(job: &Job, step: &Step) -> String {
    format!("{} (in {})", shell_line(step, &step.shown()), job.directory_of(step).display())
}

/// Has the client run the plan, with everything in it.
async fn run_in_terminal(shared: &Arc<Shared>, job: &Job, warnings: &[String]) {
    for warning in warnings {
        shared.client.show_message(MessageType::WARNING, warning).await;
    }
    let steps = job.plan.steps.iter().map(|step| {
        let variables: serde_json::Map<_, _> =
            step.environment.iter().map(|&(name, value)| (name.to_owned(), value.into())).collect();
        json!({
            "title": step.what,
            "args": step.arguments(),
            "cwd": job.directory_of(step).display().to_string(),
            "env": variables,
        })
    });
    let params = json!({
        "title": job.plan.action.title(),
        "steps": steps.collect::<Vec<_>>(),
    });
    // What became of it the user has seen in the terminal.
    let _ = shared.client.send_request::<RunInTerminal>(params).await;
}

/// Runs the plan and tells the client about it.
async fn run_here(shared: &Arc<Shared>, request: &Request, job: Job, cancel: Cancel) {
    let client = &shared.client;
    let number = shared.runs.next.fetch_add(1, Ordering::Relaxed);
    let mut token = request.token.clone();
    if token.is_none() && shared.abilities().work_done_progress {
        let own = ProgressToken::String(format!("flask-lsp/run/{number}"));
        token = client.create_work_done_progress(own.clone()).await.is_ok().then_some(own);
    }
    let key = token.as_ref().map_or_else(|| format!("run {number}"), name);
    shared.runs.live().insert(key.clone(), cancel.clone());
    let progress = async |value: Value| {
        if let Some(token) = &token {
            let params = json!({ "token": token, "value": value });
            client.send_notification::<Progress>(params).await;
        }
    };
    let title = request.action.title();
    progress(json!({ "kind": "begin", "title": title, "cancellable": true, "percentage": 0 }))
        .await;

    let job = Arc::new(job);
    let (sender, mut events) = mpsc::unbounded_channel();
    let relay = Arc::new(Relay::new(cancel.clone(), sender.clone()));
    let since = Instant::now();
    std::thread::spawn({
        let job = job.clone();
        move || {
            let watcher: Arc<dyn Watcher> = relay.clone();
            let ending = run::run(&job, &cancel, &watcher);
            relay.flush();
            let signal = relay.signals.received();
            let _ = sender.send(Event::End(ending));
            if let Some(signal) = signal {
                run::end_by(signal);
            }
        }
    });
    let count = job.plan.steps.len();
    let mut step = 0;
    let mut ending = Ending::Cancelled;
    while let Some(event) = events.recv().await {
        match event {
            Event::Step(number) => {
                step = number;
                let Some(it) = job.plan.steps.get(number - 1) else { continue };
                client.log_message(MessageType::INFO, format!("$ {}", shown(&job, it))).await;
                progress(report(&job, step, count, Duration::ZERO)).await;
            }
            Event::Lines(lines) => client.log_message(MessageType::LOG, lines).await,
            Event::Second(elapsed) => progress(report(&job, step, count, elapsed)).await,
            Event::End(how) => {
                ending = how;
                break;
            }
        }
    }
    shared.runs.live().remove(&key);
    let took = since.elapsed().as_secs();
    let last = match &ending {
        Ending::Done => format!("{title}: done in {took} s"),
        Ending::Cancelled => format!("{title}: cancelled, nothing of it runs any more"),
        Ending::Failed(failure) => format!("{title}: {}", failure.message),
    };
    progress(json!({ "kind": "end", "message": last })).await;
    match ending {
        Ending::Failed(failure) => tell_failure(shared, &request.uri, &job, &failure).await,
        Ending::Done | Ending::Cancelled => client.show_message(MessageType::INFO, last).await,
    }
}

fn report(job: &Job, step: usize, count: usize, elapsed: Duration) -> Value {
    let what = job.plan.steps.get(step.saturating_sub(1)).map_or("", |step| step.what.as_str());
    let seconds = elapsed.as_secs();
    let clock = format!("{}:{:02}", seconds / 60, seconds % 60);
    json!({
        "kind": "report",
        "cancellable": true,
        "message": format!("{step}/{count} {what} ({clock})"),
        "percentage": step.saturating_sub(1) * 100 / count.max(1),
    })
}

/// The last lines in a message, and what is understood of them where it belongs.
async fn tell_failure(shared: &Arc<Shared>, uri: &Uri, job: &Job, failure: &Failure) {
    let Some(step) = job.plan.steps.get(failure.step) else { return };
    let view = shared.state().view(uri);
    let problems =
        view.map(|view| failures(&view.snapshot, step, &failure.last_lines)).unwrap_or_default();
    let mut message = format!("{}: {}", step.what, failure.message);
    let first = failure.last_lines.len().saturating_sub(SHOWN_LINES);
    for line in failure.last_lines.iter().skip(first) {
        message.push_str(&format!("\n{line}"));
    }
    for help in problems.iter().filter_map(|problem| problem.help.as_ref()) {
        message.push_str(&format!("\nhelp: {help}"));
    }
    set_faults(shared, job, problems);
    shared.client.show_message(MessageType::ERROR, message).await;
}

/// Shows faults in the documents that they are about, and takes back those of the last run.
fn set_faults(shared: &Arc<Shared>, job: &Job, problems: Vec<Problem>) {
    let mut by_file: Vec<(PathBuf, Vec<Problem>)> = Vec::new();
    for problem in problems {
        let Some(file) = problem.file.as_ref().filter(|_| !problem.key_path.is_empty()) else {
            continue;
        };
        let path = resolved(&job.directory.join(file));
        match by_file.iter_mut().find(|(known, _)| *known == path) {
            Some((_, problems)) => problems.push(problem),
            None => by_file.push((path, vec![problem])),
        }
    }
    let directories: Vec<_> = job.plan.steps.iter().map(|step| job.directory_of(step)).collect();
    let changed = shared.state().set_run_faults(&directories, |path| {
        let path = resolved(path);
        let found = by_file.iter().find(|(known, _)| *known == path);
        found.map(|(_, problems)| problems.clone()).unwrap_or_default()
    });
    if changed {
        shared.tell_surroundings_changed();
    }
}

fn resolved(path: &Path) -> PathBuf {
    let directory = path.parent().and_then(crate::disk::absolute).map(PathBuf::from);
    match (directory, path.file_name()) {
        (Some(directory), Some(name)) => directory.join(name),
        _ => path.to_owned(),
    }
}

/// What a run tells the task that talks to the client.
enum Event {
    Step(usize),
    Lines(String),
    Second(Duration),
    End(Ending),
}

/// Looks on at a run and passes on what the client can bear.
struct Relay {
    cancel: Cancel,
    signals: Signals,
    sender: mpsc::UnboundedSender<Event>,
    pending: Mutex<Pending>,
}

struct Pending {
    lines: Vec<String>,
    left_out: usize,
    flushed: Instant,
    second: u64,
}

impl Relay {
    fn new(cancel: Cancel, sender: mpsc::UnboundedSender<Event>) -> Relay {
        let pending =
            Pending { lines: Vec::new(), left_out: 0, flushed: Instant::now(), second: 0 };
        let signals = Signals::watch();
        Relay { cancel, signals, sender, pending: Mutex::new(pending) }
    }

    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn flush(&self) {
        let mut pending = self.pending();
        pending.flushed = Instant::now();
        let mut lines = std::mem::take(&mut pending.lines);
        let left_out = std::mem::take(&mut pending.left_out);
        if left_out > 0 {
            lines.push(format!("({left_out} more lines)"));
        }
        if !lines.is_empty() {
            let _ = self.sender.send(Event::Lines(lines.join("\n")));
        }
    }
}

impl Watcher for Relay {
    fn step(&self, number: usize, _step: &Step) {
        self.flush();
        self.pending().second = 0;
        let _ = self.sender.send(Event::Step(number));
    }

    fn line(&self, line: &str) {
        let mut pending = self.pending();
        if pending.lines.len() < LOG_LINES {
            pending.lines.push(line.to_owned());
        } else {
            pending.left_out += 1;
        }
    }

    fn tick(&self, elapsed: Duration) {
        if self.signals.received().is_some() {
            self.cancel.cancel();
        }
        let mut pending = self.pending();
        if elapsed.as_secs() > pending.second {
            pending.second = elapsed.as_secs();
            let _ = self.sender.send(Event::Second(elapsed));
        }
        let is_due = pending.flushed.elapsed() >= LOG_INTERVAL;
        drop(pending);
        if is_due {
            self.flush();
        }
    }
}
