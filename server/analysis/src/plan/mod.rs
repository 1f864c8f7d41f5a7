//! How an application gets from its files to a cluster: which programs to run, where, with which
//! arguments.
//!
//! A [`Plan`] is made of what the charm and the rock say, and nothing is run here. Every name in it is
//! the one that the tools themselves write: charmcraft 4.5 and rockcraft 1.20. Whatever keeps a plan
//! from being complete is a [`Problem`] with a place and a way out. What only the disk can tell (is the
//! file there, is it old) is left to whoever runs the plan: [`Step::needs`] and [`Step::image`] say
//! what to look at.

mod builds;
mod failures;
mod freshness;
mod juju;
mod offers;
mod project;
mod shell;
mod steps;
#[cfg(test)]
mod tests;
mod words;

pub use failures::failures;
pub use freshness::Image;
pub use offers::{Offer, lenses, offers};
pub use shell::{shell_line, shell_script};

use crate::finding::PathSegment;
use crate::snapshot::Snapshot;

/// What the user wants done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Build the charm.
    PackCharm,
    /// Build the image.
    PackRock,
    /// Put the image into the registry.
    UploadRock,
    /// Deploy the packed charm with the uploaded image.
    Deploy,
    /// The same for an application that runs already.
    Refresh,
    /// Pack and upload the image, then refresh.
    UpdateImage,
    /// Set or reset an option of the running application.
    Config,
    /// Integrate an endpoint of the running application.
    Integrate,
}

impl Action {
    /// All of them.
    pub const ALL: [Action; 8] = [
        Action::PackCharm,
        Action::PackRock,
        Action::UploadRock,
        Action::Deploy,
        Action::Refresh,
        Action::UpdateImage,
        Action::Config,
        Action::Integrate,
    ];

    /// The one that a command line calls so.
    pub fn from_name(name: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|action| action.name() == name)
    }

    /// As a command line has it.
    pub fn name(self) -> &'static str {
        match self {
            Action::PackCharm => "pack-charm",
            Action::PackRock => "pack-rock",
            Action::UploadRock => "upload-rock",
            Action::Deploy => "deploy",
            Action::Refresh => "refresh",
            Action::UpdateImage => "update-image",
            Action::Config => "config",
            Action::Integrate => "integrate",
        }
    }

    /// As clients call it.
    pub fn command(self) -> &'static str {
        match self {
            Action::PackCharm => "flask-lsp.packCharm",
            Action::PackRock => "flask-lsp.packRock",
            Action::UploadRock => "flask-lsp.uploadRock",
            Action::Deploy => "flask-lsp.deploy",
            Action::Refresh => "flask-lsp.refresh",
            Action::UpdateImage => "flask-lsp.updateImage",
            Action::Config => "flask-lsp.config",
            Action::Integrate => "flask-lsp.integrate",
        }
    }

    /// What it does, for lists of actions.
    pub fn description(self) -> &'static str {
        match self {
            Action::PackCharm => "Build the charm",
            Action::PackRock => "Build the image",
            Action::UploadRock => "Put the image into the registry",
            Action::Deploy => "Deploy the packed charm with the uploaded image",
            Action::Refresh => "The same for an application that runs already",
            Action::UpdateImage => "Pack and upload the image, then refresh",
            Action::Config => "Set or reset an option of the running application",
            Action::Integrate => "Integrate an endpoint of the running application",
        }
    }

    /// As people say it, for titles.
    pub fn title(self) -> &'static str {
        match self {
            Action::PackCharm => "Pack the charm",
            Action::PackRock => "Pack the rock",
            Action::UploadRock => "Upload the rock",
            Action::Deploy => "Deploy the charm",
            Action::Refresh => "Refresh the application",
            Action::UpdateImage => "Update the image",
            Action::Config => "Configure the application",
            Action::Integrate => "Integrate the application",
        }
    }
}

/// What the user said besides the action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Name of the application in the model; else the charm's name.
    pub app: Option<String>,
    /// The model; else the one juju is switched to.
    pub model: Option<String>,
    /// Where images go: `host[:port][/path]`.
    pub registry: Option<String>,
    /// The platform to build for, where there are several.
    pub platform: Option<String>,
    /// Version of the rock, where `rockcraft.yaml` leaves it to a part.
    pub rock_version: Option<String>,
    /// Option to set or reset.
    pub option: Option<String>,
    /// Its new value.
    pub value: Option<String>,
    /// Whether the option goes back to its default.
    pub reset: bool,
    /// Endpoint to integrate.
    pub endpoint: Option<String>,
    /// The application on the other side, with or without `:endpoint`.
    pub provider: Option<String>,
    /// Whether to go on where the tools are known to refuse.
    pub force: bool,
}

/// Everything to do, in order; the first step that fails is the last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What it is for.
    pub action: Action,
    /// The steps; empty if there is a problem that keeps the plan from being made.
    pub steps: Vec<Step>,
    /// What stands in the way.
    pub problems: Vec<Problem>,
    /// Where an integration lacks the other side: charms that could be it, the best known first.
    pub providers: Vec<String>,
}

/// One program to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it does, as an imperative: `Pack the rock`.
    pub what: String,
    /// The tool, as settings call it.
    pub tool: &'static str,
    /// The program and its arguments, each one word whatever is in it.
    pub command: Vec<Word>,
    /// Where to run it: from the directory of the document, `""` for that one itself.
    pub directory: &'static str,
    /// Variables to set.
    pub environment: Vec<(&'static str, &'static str)>,
    /// Files it reads, from [`Step::directory`], unless an earlier step writes them.
    pub needs: Vec<String>,
    /// Files it writes, from [`Step::directory`].
    pub produces: Vec<String>,
    /// The image it takes along, to find out whether it is older than the application.
    pub image: Option<Image>,
}

/// One word of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As the program gets it.
    pub text: String,
    /// The part at the end of `text` that no log may show.
    pub secret: Option<String>,
}

/// Something that stands in the way of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Whether the plan cannot be run because of it.
    pub stops: bool,
    /// The file it is about, from the directory of the document.
    pub file: Option<String>,
    /// Where in the file; empty for all of it.
    pub key_path: Vec<PathSegment>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// The plan for an action on the project of a document, on a machine of an architecture such as
/// `amd64`.
pub fn plan(snapshot: &Snapshot, action: Action, options: &Options, architecture: &str) -> Plan {
    steps::Planner::new(snapshot, options, architecture).plan(action)
}

impl Plan {
    /// Whether something keeps it from being run.
    pub fn is_stopped(&self) -> bool {
        self.steps.is_empty() || self.problems.iter().any(|problem| problem.stops)
    }

    /// What no log may show.
    pub fn secrets(&self) -> Vec<String> {
        let words = self.steps.iter().flat_map(|step| &step.command);
        words.filter_map(|word| word.secret.clone()).collect()
    }
}

impl Step {
    /// The arguments as they may be shown and logged.
    pub fn shown(&self) -> Vec<String> {
        self.command.iter().map(Word::shown).collect()
    }

    /// The program and its arguments.
    pub fn arguments(&self) -> Vec<String> {
        self.command.iter().map(|word| word.text.clone()).collect()
    }
}

impl Word {
    /// The word with `***` for its secret.
    pub fn shown(&self) -> String {
        let secret = self.secret.as_deref().unwrap_or_default();
        match self.text.strip_suffix(secret) {
            Some(open) if !secret.is_empty() => format!("{open}***"),
            _ => self.text.clone(),
        }
    }
}

impl<T: Into<String>> From<T> for Word {
    fn from(text: T) -> Word {
        Word { text: text.into(), secret: None }
    }
}

impl Problem {
    /// One that keeps the plan from being run.
    pub fn stop(message: impl Into<String>) -> Problem {
        Problem { stops: true, ..Problem::warning(message) }
    }

    /// One that the user may live with.
    pub fn warning(message: impl Into<String>) -> Problem {
        Problem {
            stops: false,
            file: None,
            key_path: Vec::new(),
            message: message.into(),
            help: None,
        }
    }

    /// The same with what to do.
    pub fn help(self, help: impl Into<String>) -> Problem {
        Problem { help: Some(help.into()), ..self }
    }

    /// The same with a place.
    pub fn at(self, file: impl Into<String>, key_path: &[&str]) -> Problem {
        let key_path = key_path.iter().map(|key| PathSegment::Key((*key).to_owned())).collect();
        Problem { file: Some(file.into()), key_path, ..self }
    }
}
