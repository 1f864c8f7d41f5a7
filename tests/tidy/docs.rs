//! The rule reference under `docs/` is generated from the rules' pages, and so is the schema of the
//! configuration. `UPDATE=1` rewrites it.

use std::fmt::Write;
use std::fs;

use analysis::rules::{JudgedBy, all};
use analysis::{Judge, Rule};

use crate::{assert_none, files_below, read, root};

/// A claim about security without the test that it names is a claim without a test.
#[test]
fn the_tests_that_hold_the_security_claims_exist() {
    let mut code: String =
        files_below("tests").iter().filter(|it| it.ends_with(".rs")).map(|it| read(it)).collect();
    code.extend(files_below("server").iter().filter(|it| it.ends_with(".rs")).map(|it| read(it)));
    let page = read("docs/security.md");
    let holders = page.lines().filter_map(|line| line.strip_suffix(" |")?.rsplit_once(" | "));
    let words = holders.flat_map(|(_, holder)| holder.split('`').skip(1).step_by(2));
    let tests: Vec<_> = words.filter(|word| word.contains('_') && !word.contains('.')).collect();
    assert!(tests.len() > 15, "{tests:?}");
    let missing: Vec<_> = tests
        .iter()
        .filter(|name| !code.contains(&format!("fn {name}")))
        .map(|name| (*name).to_owned())
        .collect();
    assert_none("tests that docs/security.md names", &missing);
}

/// The table of features names the tests that show each line: these have to be there, and to be run.
#[test]
fn the_tests_that_show_the_features_are_run() {
    let readme = read("README.md");
    let table =
        readme.split("## What works today").nth(1).and_then(|rest| rest.split("\n## ").next());
    let rows: Vec<_> = table.unwrap().lines().filter(|line| line.starts_with("| ")).collect();
    let rows: Vec<_> =
        rows.into_iter().filter(|row| !row.contains("---") && !row.contains("shown by")).collect();
    assert!(rows.len() > 25, "{rows:?}");
    let mut problems = Vec::new();
    for row in rows {
        let shown_by = row.trim_end_matches([' ', '|']).rsplit(" | ").next().unwrap();
        let links = shown_by
            .split(", ")
            .filter_map(|link| link.strip_prefix("[`")?.strip_suffix(')')?.split_once("`]("));
        let links: Vec<_> = links.collect();
        if links.is_empty() {
            problems.push(format!("no test: {row}"));
        }
        let missing = links.into_iter().filter(|(name, path)| !is_run(name, path));
        problems.extend(missing.map(|(name, path)| format!("{name} in {path}")));
    }
    assert_none("tests that README.md names", &problems);
}

/// Whether a test is one of those that `cargo test` runs, or a script one that CI runs.
fn is_run(name: &str, path: &str) -> bool {
    let Some(module) = path.strip_suffix(".rs") else {
        return root().join(path).is_file() && read(".ci/run").contains(path);
    };
    let (directory, file) = module.rsplit_once('/').unwrap();
    let is_part = file == "main"
        || path.contains("/src/")
        || root().join(directory).join("main.rs").is_file()
            && read(&format!("{directory}/main.rs")).contains(&format!("mod {file};"))
        || path.starts_with("server/") && directory.ends_with("/tests");
    let code = fs::read_to_string(root().join(path)).unwrap_or_default();
    is_part && code.contains(&format!("#[test]\nfn {name}()"))
}

#[test]
fn the_reference_is_up_to_date() {
    let mut expected = vec![("docs/rules.md".to_owned(), overview())];
    expected.extend(all().iter().map(|rule| (format!("docs/rules/{}.md", rule.id), page(rule))));
    expected.push(("schemas/flask-lsp.schema.json".to_owned(), configuration_schema()));
    let updates = std::env::var_os("UPDATE").is_some();
    if updates {
        fs::create_dir_all(root().join("docs/rules")).unwrap();
    }
    let mut problems = Vec::new();
    for (path, text) in &expected {
        let file = root().join(path);
        if fs::read_to_string(&file).is_ok_and(|current| current == *text) {
            continue;
        }
        if updates {
            fs::write(file, text).unwrap();
        } else {
            problems.push(format!("{path} differs"));
        }
    }
    for path in files_below("docs/rules") {
        if expected.iter().any(|(known, _)| *known == path) {
            continue;
        }
        if updates {
            fs::remove_file(root().join(&path)).unwrap();
        } else {
            problems.push(format!("{path} belongs to no rule"));
        }
    }
    assert_none("run `UPDATE=1 cargo test --test tidy`", &problems);
}

/// It holds the codes of all rules.
fn configuration_schema() -> String {
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_flask-lsp"));
    String::from_utf8(program.args(["schema", "flask-lsp"]).output().unwrap().stdout).unwrap()
}

fn overview() -> String {
    let mut text = "# Rules\n\n\
        Generated from the rules' pages; `flask-lsp explain CODE` prints the same text.\n\n\
        A comment `# flask-lsp: ignore[code]` on the line, or alone on the line above, silences a finding;\n\
        `# flask-lsp: ignore-file[code]` above the first key silences it in the whole file.\n\n\
        | code | severity | who minds | what it does |\n| --- | --- | --- | --- |\n"
        .to_owned();
    for rule in all() {
        let summary = rule.summary();
        let first = summary.split_inclusive(". ").next().unwrap_or_default().trim_end();
        let first = first.replace('|', "\\|");
        let id = rule.id;
        let severity = rule.severity.name();
        writeln!(text, "| [`{id}`](rules/{id}.md) | {severity} | {} | {first} |", judges(rule))
            .unwrap();
    }
    text
}

fn page(rule: &Rule) -> String {
    let (title, body) = rule.docs.split_once('\n').unwrap();
    let files: Vec<_> =
        rule.files.iter().map(|kind| format!("`{}`", kind.canonical_name())).collect();
    format!(
        "{title}\n\n{}; who minds: {}; looks at {}\n{body}",
        rule.severity.name(),
        judges(rule),
        files.join(", ")
    )
}

fn judges(rule: &Rule) -> String {
    let judges = match rule.judge {
        JudgedBy::One(judge) => vec![judge],
        JudgedBy::Nobody => return "nobody, it is advice".to_owned(),
        JudgedBy::PackTool => {
            let mut judges: Vec<_> =
                rule.files.iter().map(|kind| Judge::of_pack_tool(*kind)).collect();
            judges.dedup();
            judges.sort_by_key(|judge| judge.name());
            judges.dedup();
            judges
        }
    };
    let names: Vec<_> = judges.into_iter().map(|judge| format!("`{}`", judge.name())).collect();
    names.join(", ")
}
