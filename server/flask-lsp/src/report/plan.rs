//! Plans as JSON, for scripts and editors, and what stands in their way as text.

use analysis::PathSegment;
use analysis::plan::{Plan, Problem, Step};
use serde_json::{Value, json};

/// A plan as JSON. `directory_of` and `file_of` turn paths from the document's directory into those
/// that the reader knows; `is_open` says whether it may hold what no log may show.
pub(crate) fn plan_json(
    plan: &Plan,
    is_open: bool,
    directory_of: impl Fn(&Step) -> String,
    file_of: impl Fn(&str) -> String,
) -> Value {
    let steps = plan.steps.iter().map(|step| {
        let environment: serde_json::Map<_, _> =
            step.environment.iter().map(|&(name, value)| (name.to_owned(), value.into())).collect();
        json!({
            "what": step.what,
            "tool": step.tool,
            "command": if is_open { step.arguments() } else { step.shown() },
            "directory": directory_of(step),
            "environment": environment,
            "needs": step.needs,
            "produces": step.produces,
        })
    });
    let problems = plan.problems.iter().map(|problem| {
        let path = problem.key_path.iter().map(|segment| match segment {
            PathSegment::Key(key) => Value::from(key.as_str()),
            PathSegment::Index(index) => Value::from(*index),
        });
        json!({
            "stops": problem.stops,
            "file": problem.file.as_deref().map(&file_of),
            "keyPath": path.collect::<Vec<_>>(),
            "message": problem.message,
            "help": problem.help,
        })
    });
    json!({
        "version": 1,
        "action": plan.action.name(),
        "steps": steps.collect::<Vec<_>>(),
        "problems": problems.collect::<Vec<_>>(),
    })
}

/// A problem in a line or two.
pub(crate) fn problem_text(problem: &Problem, file_of: impl Fn(&str) -> String) -> String {
    let mut text = String::new();
    if let Some(file) = &problem.file {
        text.push_str(&file_of(file));
        for segment in &problem.key_path {
            match segment {
                PathSegment::Key(key) => {
                    text.extend([if text.contains(": ") { "." } else { ": " }, key])
                }
                PathSegment::Index(index) => text.push_str(&format!("[{index}]")),
            }
        }
        text.push_str(": ");
    }
    text.push_str(&problem.message);
    if let Some(help) = &problem.help {
        text.push_str("\n  help: ");
        text.push_str(help);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_its_place() {
        let problem = Problem::stop("`x` is no int").at("charm.yaml", &["config", "options"]);
        let text = problem_text(&problem.help("write a number"), |file| format!("./{file}"));
        assert_eq!(text, "./charm.yaml: config.options: `x` is no int\n  help: write a number");
        assert_eq!(problem_text(&Problem::warning("old"), str::to_owned), "old");
    }
}
