//! Imports run one way: between packages (Cargo sees to that) and between the modules of a package.

use crate::{assert_none, read, sources};

/// The modules of each package, lowest first. A module imports from those before it; modules that
/// stand together form one layer and may import each other.
const LADDERS: &[(&str, &[&[&str]])] = &[
    (
        "syntax",
        &[
            &["text"],
            &["lenient"],
            &["outline"],
            &["scalar"],
            &["problem"],
            &["tree"],
            &["events"],
            &["pyyaml"],
            &["diagnose"],
            &["blocks", "repair"],
            &["document"],
        ],
    ),
    (
        "analysis",
        &[
            &["file_kind"],
            &["finding"],
            &["versions"],
            &["facts"],
            &["project"],
            &["memo"],
            &["application"],
            &["settings"],
            &["model"],
            &["environment"],
            &["charm_environment"],
            &["clean_options"],
            &["snapshot"],
            &["partner"],
            &["image_files"],
            &["expand"],
            &["rules"],
            &["plan"],
            &["features"],
        ],
    ),
    (
        "flask-lsp",
        &[&["disk"], &["application"], &["config"], &["report"], &["run"], &["lsp"], &["cli"]],
    ),
];

/// Imports that run the other way on purpose: module, what it imports, why.
const EXCEPTIONS: &[(&str, &str, &str)] =
    &[("finding", "rules", "a finding carries the static description of its rule")];

#[test]
fn modules_import_from_lower_modules_only() {
    let mut problems = Vec::new();
    for (package, ladder) in LADDERS {
        let height = |module: &str| ladder.iter().position(|layer| layer.contains(&module));
        for (path, code) in sources(package) {
            let module = module_of(&path);
            if ["lib", "main"].contains(&module.as_str()) {
                continue;
            }
            let Some(own_height) = height(&module) else {
                problems.push(format!("{path}: `{module}` has no place on the ladder"));
                continue;
            };
            for imported in imported_modules(package, &path, &code) {
                let excepted = EXCEPTIONS.iter().any(|(a, b, _)| (*a, *b) == (&module, &imported));
                if !excepted && height(&imported).is_some_and(|height| height > own_height) {
                    problems.push(format!("{path}: `{module}` imports from `{imported}` above it"));
                }
            }
        }
    }
    assert_none("imports that run upwards", &problems);
}

/// The top-level module that a file belongs to: `server/analysis/src/rules/mod.rs` is in `rules`.
fn module_of(path: &str) -> String {
    let inside = path.split("/src/").nth(1).unwrap();
    inside.split(['/', '.']).next().unwrap().to_owned()
}

/// Top-level modules named after `crate::`, or after as many `super::` as lead out of the module.
fn imported_modules(package: &str, path: &str, code: &str) -> Vec<String> {
    let inside = path.split("/src/").nth(1).unwrap();
    let depth = inside.matches('/').count() + usize::from(!inside.ends_with("mod.rs"));
    let outside = "super::".repeat(depth);
    let mut modules = Vec::new();
    for start in ["crate::", outside.as_str()] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back().unwrap_or(' ');
            if before.is_alphanumeric() || before == ':' || before == '_' {
                continue;
            }
            for name in first_names(&code[at + start.len()..]) {
                modules.extend(module_behind(package, &name));
            }
        }
    }
    modules
}

/// `a` of `a::b`, and `a`, `c` of `{a::b, c}`.
fn first_names(rest: &str) -> Vec<String> {
    let Some(group) = rest.strip_prefix('{') else {
        return vec![identifier(rest)];
    };
    let mut names = vec![identifier(group.trim_start())];
    let mut depth = 0;
    for (at, ch) in group.char_indices() {
        match ch {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(identifier(group[at + 1..].trim_start())),
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|ch| ch.is_alphanumeric() || *ch == '_').collect()
}

/// The module of this name, or the one that the root re-exports this name from.
fn module_behind(package: &str, name: &str) -> Option<String> {
    if name.starts_with(char::is_lowercase) {
        let file = crate::root().join(format!("server/{package}/src"));
        let exists = file.join(name).is_dir() || file.join(format!("{name}.rs")).is_file();
        return exists.then(|| name.to_owned());
    }
    if package == "flask-lsp" {
        return None;
    }
    let library = read(&format!("server/{package}/src/lib.rs"));
    let exports = library.split(';').filter_map(|item| item.trim().strip_prefix("pub use "));
    let names =
        |export: &&str| export.split(|ch: char| !ch.is_alphanumeric()).any(|one| one == name);
    exports.filter(names).map(identifier).next()
}

#[test]
fn the_architecture_names_every_module() {
    let architecture = read("ARCHITECTURE.md");
    let modules = LADDERS.iter().flat_map(|(_, ladder)| ladder.iter().copied().flatten());
    let problems: Vec<_> = modules
        .filter(|module| {
            let is_first_cell = |line: &str| {
                let cell = line.split('|').nth(1).unwrap_or_default();
                cell.split('`').any(|name| name == **module)
            };
            !architecture.lines().any(is_first_cell)
        })
        .map(|module| (*module).to_owned())
        .collect();
    assert_none("modules that ARCHITECTURE.md does not explain", &problems);
}

#[test]
fn groups_name_several_modules() {
    assert_eq!(first_names("{a::{b, c}, d, e::f};"), ["a", "d", "e"]);
    assert_eq!(first_names("text::Text;"), ["text"]);
    assert_eq!(module_behind("analysis", "Snapshot").as_deref(), Some("snapshot"));
    assert_eq!(module_of("server/analysis/src/rules/mod.rs"), "rules");
}
