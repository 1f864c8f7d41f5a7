//! `[project] dependencies` of `pyproject.toml`, as rockcraft 1.20 reads them. Dependencies of other
//! tools (`[tool.poetry]`) are no dependencies to it.

use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::requirements;
use crate::memo::Memo;

static MEMO: Memo<Pyproject> = Memo::new();

/// What the file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pyproject {
    /// Names of the packages, in small letters; empty where there are no dependencies.
    Names(Vec<String>),
    /// It is no TOML from this line on, counted from 1.
    Broken(usize),
    /// `project` is no table, or `dependencies` no list of texts: rockcraft crashes.
    Misshapen(&'static str),
}

/// The texts of the dependencies; none where rockcraft could not read them.
pub fn dependencies(text: &str) -> Vec<String> {
    let Ok(table) = DeTable::parse(text) else { return Vec::new() };
    let project = table.get_ref().get("project").map(|project| project.get_ref());
    let Some(DeValue::Table(project)) = project else { return Vec::new() };
    let list = project.get("dependencies").map(|list| list.get_ref());
    let Some(DeValue::Array(list)) = list else { return Vec::new() };
    let texts = list.iter().filter_map(|item| match item.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        _ => None,
    });
    texts.collect()
}

/// Reads the file.
pub fn read(text: &Arc<str>) -> Arc<Pyproject> {
    MEMO.get(text, parse)
}

fn parse(text: &str) -> Pyproject {
    // Python's `tomllib` takes a byte order mark for a stray character.
    if text.starts_with('\u{feff}') {
        return Pyproject::Broken(1);
    }
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            let breaks = text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
            return Pyproject::Broken(breaks + 1);
        }
    };
    let Some(project) = table.get("project") else { return Pyproject::Names(Vec::new()) };
    let DeValue::Table(project) = project.get_ref() else {
        return Pyproject::Misshapen("`project` is no table");
    };
    let Some(dependencies) = project.get("dependencies") else {
        return Pyproject::Names(Vec::new());
    };
    let DeValue::Array(dependencies) = dependencies.get_ref() else {
        return Pyproject::Misshapen("`project.dependencies` is no list");
    };
    let mut names = Vec::new();
    for dependency in dependencies.iter() {
        let DeValue::String(dependency) = dependency.get_ref() else {
            return Pyproject::Misshapen("`project.dependencies` holds something else than text");
        };
        names.extend(requirements::name(dependency));
    }
    Pyproject::Names(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_of_the_project_are_named() {
        let text = "[project]\ndependencies = ['Flask>=3', \"gevent # no\"]\n[tool.poetry]\ndependencies.django = '5'\n";
        assert_eq!(parse(text), Pyproject::Names(vec!["flask".to_owned()]));
        assert_eq!(parse("[tool.black]\nx = 1\n"), Pyproject::Names(Vec::new()));
        assert_eq!(parse(""), Pyproject::Names(Vec::new()));
    }

    #[test]
    fn the_line_that_is_no_toml_is_known() {
        assert_eq!(parse("[project\n"), Pyproject::Broken(1));
        assert_eq!(parse("[project]\nname = 'a'\nname = 'b'\n"), Pyproject::Broken(3));
        assert_eq!(parse("\u{feff}[project]\n"), Pyproject::Broken(1));
    }

    #[test]
    fn other_shapes_are_told_apart_from_broken_ones() {
        for text in ["project = 1\n", "project.dependencies = 1\n", "project.dependencies = [1]\n"]
        {
            assert!(matches!(parse(text), Pyproject::Misshapen(_)), "{text}");
        }
    }
}
