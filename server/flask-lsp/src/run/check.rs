//! What only the disk can tell about a plan before it is run: programs that are missing, files that
//! are missing, images older than the application.

use std::path::Path;

use analysis::facts;
use analysis::plan::{Image, Problem, Step};

use super::Job;
use crate::disk;

/// What stands in the way of running the plan now, besides what the plan itself says.
pub(crate) fn check(job: &Job) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut written: Vec<String> = Vec::new();
    for step in &job.plan.steps {
        let directory = job.directory_of(step);
        problems.extend(missing_program(step));
        if !disk::is_directory(&directory) {
            problems
                .push(Problem::stop(format!("there is no directory `{}`", directory.display())));
            continue;
        }
        let is_there = |file: &String| disk::exists(&directory.join(file));
        let missing = step.needs.iter().filter(|file| !written.contains(*file) && !is_there(file));
        problems.extend(missing.map(|file| missing_file(file)));
        if let Some(image) = &step.image
            && !written.contains(&image.file)
        {
            problems.extend(stale(&directory, image));
        }
        written.extend(step.produces.iter().cloned());
    }
    problems.dedup();
    problems
}

fn missing_program(step: &Step) -> Option<Problem> {
    let program = step.command.first()?.text.as_str();
    if disk::program(program).is_some() {
        return None;
    }
    let known = facts::tools().tool(step.tool).filter(|known| known.program == program);
    let help = match known {
        Some(known) => format!("install it: `{}`", known.install),
        None => "the settings name it: a program on PATH or an absolute path".to_owned(),
    };
    Some(Problem::stop(format!("there is no `{program}` on PATH")).help(help))
}

fn missing_file(file: &str) -> Problem {
    let help = match file.rsplit_once('.') {
        Some((_, "rock")) => "pack the rock first: `rockcraft pack`",
        Some((_, "charm")) => "pack the charm first: `charmcraft pack`",
        _ => "something has to write it first",
    };
    Problem::stop(format!("there is no `{file}`")).help(help)
}

fn stale(directory: &Path, image: &Image) -> Option<Problem> {
    let newer = disk::newer_file(directory, &image.file, &image.sources, &image.except)?;
    let message = format!("`{}` is older than `{newer}`, which goes into it", image.file);
    Some(Problem::warning(message).help("pack the rock again: `rockcraft pack`"))
}
