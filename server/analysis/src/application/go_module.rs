//! Which binaries `go install ./...` makes of a module, as far as names of files tell.

use crate::project::{EntryKind, ProjectFiles};

/// The names of binaries, without duplicates, sorted: the module's own if its root holds a main package,
/// and the directories below `cmd`. Empty if there is no telling.
pub fn binaries(files: &dyn ProjectFiles) -> Vec<String> {
    let mut names: Vec<String> = files
        .list("cmd")
        .into_iter()
        .filter(|(_, kind)| *kind == EntryKind::Directory)
        .map(|(name, _)| name)
        .collect();
    if root_is_main(files) {
        let module = files.read("go.mod");
        names.extend(module.as_deref().and_then(own_binary).map(str::to_owned));
    }
    names.sort();
    names.dedup();
    names
}

fn root_is_main(files: &dyn ProjectFiles) -> bool {
    let sources = files.list("").into_iter().map(|(name, _)| name);
    let mut sources = sources.filter(|name| name.ends_with(".go") && !name.ends_with("_test.go"));
    let is_main = |text: &str| {
        text.lines().any(|line| line.split_whitespace().take(2).eq(["package", "main"]))
    };
    sources.any(|name| files.read(&name).is_some_and(|text| is_main(&text)))
}

/// The last name in the path of the module, versions left out: `shop` for `example.com/shop/v2`.
fn own_binary(go_mod: &str) -> Option<&str> {
    let path = go_mod.lines().find_map(|line| {
        let rest = line.trim_start().strip_prefix("module")?;
        rest.starts_with([' ', '\t', '"']).then(|| rest.split("//").next())?
    })?;
    let mut names = path.trim().trim_matches(['"', '`']).rsplit('/');
    let last = names.next()?;
    let is_version = last.strip_prefix('v').is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    let name = if is_version { names.next().unwrap_or(last) } else { last };
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::MemoryFiles;

    #[test]
    fn the_module_names_its_binary() {
        assert_eq!(own_binary("module example.com/shop\n\ngo 1.24\n"), Some("shop"));
        assert_eq!(own_binary("// shop\nmodule \"example.com/shop/v2\" // x\n"), Some("shop"));
        assert_eq!(own_binary("module shop\n"), Some("shop"));
        assert_eq!(own_binary("go 1.24\n"), None);
    }

    #[test]
    fn main_packages_make_binaries() {
        let files = MemoryFiles::new([
            ("go.mod", "module example.com/shop\n"),
            ("main.go", "// The shop.\npackage main // it is\n"),
            ("cmd/migrate/main.go", "package main\n"),
        ]);
        assert_eq!(binaries(&files), ["migrate", "shop"]);
        let library = MemoryFiles::new([
            ("go.mod", "module example.com/shop\n"),
            ("shop.go", "package shop\n"),
            ("x_test.go", "package main\n"),
        ]);
        assert!(binaries(&library).is_empty());
    }
}
