//! Where the application object of a Python project is, found as rockcraft 1.20 finds it.
//!
//! Files are looked at in a fixed order, once for variables and, if no file has one, once more for
//! functions that make the object. A file with a syntax error ends the search when it is reached.

use std::sync::Arc;

use super::python::{self, PythonFile};
use crate::facts::EntryPoints;
use crate::project::ProjectFiles;

/// How a search ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Search {
    /// The object is in this file.
    Found {
        /// Path in the project.
        path: String,
    },
    /// No file has it.
    Missing,
    /// This file was reached, and Python cannot read it from a line on, counted from 1.
    Broken {
        /// Path in the project.
        path: String,
        /// First line that is no Python.
        line: usize,
    },
    /// A file is there that cannot be read, as it is no text or too large: there is no telling.
    Unknown,
}

/// Searches the files that the facts name. `module` is the rock's name as a module.
pub fn find(files: &dyn ProjectFiles, wanted: &EntryPoints, module: Option<&str>) -> Search {
    let mut read: Vec<(String, Arc<PythonFile>)> = Vec::new();
    for path in wanted.paths(module) {
        if files.entry(&path).is_none() {
            continue;
        }
        let Some(file) = files.read(&path).and_then(|text| python::read(&text)) else {
            return Search::Unknown;
        };
        if let Some(line) = file.broken_at {
            return Search::Broken { path, line };
        }
        if has_one(&file.variables, &wanted.variables) {
            return Search::Found { path };
        }
        read.push((path, file));
    }
    let mut files = read.into_iter();
    let found = files.find(|(_, file)| has_one(&file.functions, &wanted.factories));
    found.map_or(Search::Missing, |(path, _)| Search::Found { path })
}

fn has_one(names: &[String], wanted: &[&str]) -> bool {
    names.iter().any(|name| wanted.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts;
    use crate::project::MemoryFiles;

    fn search(framework: &str, files: &[(&str, &str)]) -> Search {
        let framework = facts::framework_by_name(framework).unwrap();
        let wanted = framework.rock.project.entry_points.as_ref().unwrap();
        find(&MemoryFiles::new(files.iter().copied()), wanted, Some("my_shop"))
    }

    fn found(path: &str) -> Search {
        Search::Found { path: path.to_owned() }
    }

    #[test]
    fn variables_in_any_file_come_before_factories() {
        let factory = ("app.py", "def create_app(): ...\n");
        let variable = ("src/main.py", "application = 1\n");
        assert_eq!(search("flask", &[factory, variable]), found("src/main.py"));
        assert_eq!(search("flask", &[factory]), found("app.py"));
        assert_eq!(search("fastapi", &[factory, variable]), Search::Missing);
    }

    #[test]
    fn the_first_file_in_order_wins() {
        let files = [("main.py", "app = 1\n"), ("app/__init__.py", "app = 1\n")];
        assert_eq!(search("flask", &files), found("main.py"));
        assert_eq!(search("fastapi", &files[1..]), found("app/__init__.py"));
    }

    #[test]
    fn the_package_named_like_the_rock_is_searched() {
        assert_eq!(search("flask", &[("my_shop/app.py", "app = 1\n")]), found("my_shop/app.py"));
        let wsgi = ("my_shop/mysite/wsgi.py", "application = 1\n");
        assert_eq!(search("django", &[wsgi]), found("my_shop/mysite/wsgi.py"));
        assert_eq!(search("django", &[("my_shop/wsgi.py", "application = 1\n")]), Search::Missing);
    }

    #[test]
    fn a_broken_file_counts_only_if_it_is_reached() {
        let broken = ("main.py", "x = 1\ndef f(:\n");
        let sound = ("app.py", "app = 1\n");
        assert_eq!(search("flask", &[broken, sound]), found("app.py"));
        let factory = ("app.py", "def create_app(): ...\n");
        let at = Search::Broken { path: "main.py".to_owned(), line: 2 };
        assert_eq!(search("flask", &[broken, factory]), at);
    }
}
