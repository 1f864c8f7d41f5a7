//! From what a program wrote before it failed to the key that it means.
//!
//! Only known messages are understood; what is left is shown as it came.

use super::project::{Half, Project};
use super::{Problem, Step};
use crate::facts::{self, ToolError};
use crate::finding::PathSegment;
use crate::snapshot::Snapshot;

/// The places that a failed step complains about, each once, in the order of its last lines.
pub fn failures(snapshot: &Snapshot, step: &Step, lines: &[String]) -> Vec<Problem> {
    let project = Project::of(snapshot);
    let half = match step.tool {
        "rockcraft" | "skopeo" => project.rock.as_ref(),
        _ => project.charm.as_ref(),
    };
    let mut problems: Vec<Problem> = Vec::new();
    for line in lines {
        let known = facts::tool_errors().iter().filter(|error| error.tools.contains(&step.tool));
        let Some((error, found)) =
            known.into_iter().find_map(|error| Some((error, captures(&error.says, line)?)))
        else {
            continue;
        };
        let problem = problem(half, error, &found, step, line);
        if !problems.iter().any(|other| other.key_path == problem.key_path) {
            problems.push(problem);
        }
    }
    problems
}

fn problem(
    half: Option<&Half>,
    error: &ToolError,
    found: &[(char, &str)],
    step: &Step,
    line: &str,
) -> Problem {
    let said = line.trim().trim_start_matches("- ");
    let mut problem = Problem::stop(format!("`{}` failed on this: {said}", step.tool));
    problem.help = error.help.map(str::to_owned);
    problem.file = half.map(Half::file);
    problem.key_path = error.path.iter().flat_map(|step| keys(step, found)).collect();
    let root = half.and_then(Half::root);
    let is_there = |key: &str| root.is_some_and(|root| root.get_path(&[key]).is_some());
    let has_path = || {
        let keys = problem.key_path.iter().map_while(|segment| match segment {
            PathSegment::Key(key) => Some(key.as_str()),
            PathSegment::Index(_) => None,
        });
        let keys: Vec<_> = keys.take(2).collect();
        root.is_some_and(|root| root.get_path(&keys).is_some())
    };
    if let Some(key) = error.otherwise.filter(|key| is_there(key))
        && !has_path()
    {
        problem.key_path = vec![PathSegment::Key(key.to_owned())];
    }
    problem
}

/// The keys that one step of a path stands for: `parts.app.prime[3]` has four.
fn keys(step: &str, found: &[(char, &str)]) -> Vec<PathSegment> {
    let Some(number) = step.strip_prefix('{').and_then(|rest| rest.chars().next()) else {
        return vec![PathSegment::Key(step.to_owned())];
    };
    let text = found.iter().find(|(known, _)| *known == number).map_or("", |(_, text)| text);
    let mut keys = Vec::new();
    for part in text.split('.').filter(|part| !part.is_empty()) {
        let (name, indexes) = part.split_once('[').unwrap_or((part, ""));
        keys.push(PathSegment::Key(name.to_owned()));
        let indexes = indexes.split(['[', ']']).filter_map(|index| index.parse().ok());
        keys.extend(indexes.map(PathSegment::Index));
    }
    keys
}

/// What stands for `{1}` and `{2}` where the line says so; `None` if it does not.
fn captures<'l>(says: &str, line: &'l str) -> Option<Vec<(char, &'l str)>> {
    let mut pieces = says.split('{');
    let first = pieces.next()?;
    let mut rest = line.get(line.find(first)? + first.len()..)?;
    let mut found = Vec::new();
    for piece in pieces {
        let number = piece.chars().next()?;
        let literal = piece.get(2..)?;
        let end = if literal.is_empty() { rest.len() } else { rest.find(literal)? };
        found.push((number, rest.get(..end)?));
        rest = rest.get(end + literal.len()..)?;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Action, Options, plan};

    fn places(tool: Action, lines: &[&str]) -> Vec<String> {
        let text = "name: shop\nversion: '1'\nbase: ubuntu@24.04\nplatforms: {amd64: }\n\
                    extensions: [flask-framework]\nparts: {app: {plugin: nil}}\n";
        let snapshot = Snapshot::alone("rockcraft.yaml", text).unwrap();
        let plan = plan(&snapshot, tool, &Options::default(), "amd64");
        let lines: Vec<_> = lines.iter().map(|line| (*line).to_owned()).collect();
        let found = failures(&snapshot, plan.steps.first().unwrap(), &lines);
        let place = |problem: Problem| {
            let keys = problem.key_path.iter().map(|segment| match segment {
                PathSegment::Key(key) => key.clone(),
                PathSegment::Index(index) => index.to_string(),
            });
            keys.collect::<Vec<_>>().join("/")
        };
        found.into_iter().map(place).collect()
    }

    #[test]
    fn fields_are_places() {
        let lines = [
            "Bad rockcraft.yaml content:",
            "- field 'summary' required in top-level configuration",
            "- extra field 'x' not permitted in 'parts.app' configuration",
            "- input should be a string (in field 'parts.app.after[1]', input: 1)",
        ];
        let found = places(Action::PackRock, &lines);
        assert_eq!(found, ["summary", "parts/app/x", "parts/app/after/1"]);
    }

    #[test]
    fn a_part_of_the_extension_is_the_extension() {
        let of_part = |part: &str| format!("Failed to run the build script for part '{part}'.");
        assert_eq!(places(Action::PackRock, &[&of_part("app")]), ["parts/app"]);
        assert_eq!(places(Action::PackRock, &[&of_part("flask-framework/x")]), ["extensions"]);
    }

    #[test]
    fn only_the_tool_that_failed_is_understood() {
        let line = "dial tcp 127.0.0.1:32000: connect: connection refused";
        assert_eq!(places(Action::UploadRock, &[line]), ["name"]);
        assert!(places(Action::PackRock, &[line, "Packing..."]).is_empty());
    }

    #[test]
    fn all_messages_can_be_read() {
        assert!(facts::tool_errors().len() > 20);
        for error in facts::tool_errors() {
            let line = error.says.replace("{1}", "a").replace("{2}", "b");
            assert!(captures(&error.says, &line).is_some(), "{}", error.says);
        }
    }
}
