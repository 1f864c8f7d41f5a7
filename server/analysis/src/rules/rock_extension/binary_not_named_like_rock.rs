//! `binary-not-named-like-rock`: the service of a Go rock runs a binary that nothing builds. Docs in
//! binary_not_named_like_rock.md.

use crate::application::go_module;
use crate::rules::prelude::*;
use crate::rules::shape::listed;

use super::framework::{Used, given_field, has_command, is_there, part, used_in_project};

pub(super) static RULE: Rule = Rule {
    id: "binary-not-named-like-rock",
    severity: Severity::Warning,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Rockcraft],
    docs: include_str!("binary_not_named_like_rock.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(rock) = cx.entry("name").and_then(|name| name.value.resolved().as_str()) else {
        return;
    };
    for Used { name, framework } in used_in_project(cx) {
        if framework.rock.project.go_module.is_none() || has_command(cx, framework) {
            continue;
        }
        let built = framework.rock.parts.iter().filter(|part| part.plugin == Some("go"));
        let parts: Vec<_> = built.filter_map(|fact| part(cx, fact.name)).collect();
        let own_build = ["plugin", "source", "override-build"];
        let builds_itself =
            parts.iter().any(|part| own_build.iter().any(|key| given_field(*part, key).is_some()));
        // The file says in its own way what is built.
        if builds_itself || is_there(cx, rock) {
            continue;
        }
        let binaries = go_module::binaries(&*cx.snapshot.project);
        let [first, ..] = binaries.as_slice() else { continue };
        let organized = parts.iter().find_map(|part| given_field(*part, "organize"));
        if let Some(source) = organized.and_then(|organize| source_of(organize, rock)) {
            check_source(source, &binaries, out);
            continue;
        }
        if binaries.iter().any(|binary| binary == rock) {
            continue;
        }
        let is_are = if binaries.len() == 1 { "is" } else { "are" };
        out.report(
            name.range(),
            format!("the service runs `{rock}`, but what the module builds {is_are} {}", listed(&binaries, "and")),
        )
        .note("the service would not start: the extension runs the binary named like the rock")
        .help(format!(
            "add to part `go-framework/install-app`: `organize: {{bin/{first}: usr/local/bin/{rock}}}`"
        ));
    }
}

/// What becomes the binary that the service runs. Without such an entry the extension adds its own.
fn source_of<'a>(organize: Entry<'a>, rock: &str) -> Option<NodeRef<'a>> {
    let target = |entry: &Entry<'_>| {
        let target = entry.value.resolved().as_str().unwrap_or_default();
        target.trim_start_matches('/').strip_prefix("usr/local/bin/") == Some(rock)
    };
    let entries = organize.value.effective_entries().into_iter();
    entries.filter(target).map(|entry| entry.key).next()
}

/// A source that nothing builds is passed over in silence.
fn check_source(source: NodeRef<'_>, binaries: &[String], out: &mut Findings<'_>) {
    let Some(path) = source.as_str() else { return };
    let Some(binary) = path.trim_start_matches('/').strip_prefix("bin/") else { return };
    let is_plain = !binary.contains(['*', '?', '[', '/', '$']);
    if !is_plain || binaries.iter().any(|known| known == binary) || source.is_repaired() {
        return;
    }
    let is_are = if binaries.len() == 1 { "is" } else { "are" };
    let draft = out
        .report(
            source.range(),
            format!(
                "nothing builds `{path}`: what the module builds {is_are} {}",
                listed(binaries, "and")
            ),
        )
        .note("the service would not start: rockcraft passes over what is not there");
    match binaries {
        [only] => {
            let written = format!("bin/{only}");
            let title = format!("Write `{written}`");
            draft.help(format!("write `{written}`")).fix(Fix::replace(
                title,
                Safety::Unsafe,
                source.range(),
                written,
            ));
        }
        _ => {
            draft.help("write the one that is the application");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    const MODULE: &str = "//- go.mod\nmodule example.com/shop\n//- main.go\npackage main\n";

    fn about(head: &str, files: &str) -> String {
        said(&RULE, &format!("//- rockcraft.yaml\nextensions: [go-framework]\n{head}{files}"))
    }

    #[test]
    fn the_extension_is_marked() {
        check(
            &RULE,
            &format!(
                "//- rockcraft.yaml
name: web-shop
extensions: [go-framework]
#            ^^^^^^^^^^^^ warning[binary-not-named-like-rock]: the service runs `web-shop`
{MODULE}"
            ),
        );
    }

    #[test]
    fn one_binary_of_the_name_is_enough() {
        assert_eq!(about("name: shop\n", MODULE), "");
        assert_eq!(about("name: web\n", &format!("{MODULE}//- cmd/web/main.go\n")), "");
        assert_eq!(about("name: web\n", &format!("{MODULE}//- web/main.go\n")), "");
        assert_eq!(about("name: web\n", "//- go.mod\nmodule x\n"), "");
    }

    #[test]
    fn a_file_that_says_what_is_built_is_left_alone() {
        let organize =
            "parts: {go-framework/install-app: {organize: {bin/shop: usr/local/bin/web}}}\n";
        assert_eq!(about(&format!("name: web\n{organize}"), MODULE), "");
        assert_eq!(about("name: web\nservices: {go: {command: shop}}\n", MODULE), "");
    }

    #[test]
    fn organize_counts_where_it_makes_the_binary_that_runs() {
        let organize = |entry: &str| {
            about(
                &format!(
                    "name: web\nparts: {{go-framework/install-app: {{organize: {{{entry}}}}}}}\n"
                ),
                MODULE,
            )
        };
        assert_eq!(organize("bin/shop: /usr/local/bin/web"), "");
        assert!(organize("bin/shop: usr/local/bin/other").contains("the service runs `web`"));
        assert!(organize("bin/server: usr/local/bin/web").contains("nothing builds `bin/server`"));
        assert_eq!(organize("bin/*: usr/local/bin/web"), "");
        let fixture = format!(
            "//- rockcraft.yaml\nname: web\nextensions: [go-framework]\nparts: {{go-framework/install-app: {{organize: {{bin/server: usr/local/bin/web}}}}}}\n{MODULE}"
        );
        assert!(fixed(&RULE, &fixture, 0).contains("{bin/shop: usr/local/bin/web}"));
    }

    #[test]
    fn words() {
        let all = about("name: web\n", MODULE)
            + &about("name: web\n", &format!("{MODULE}//- cmd/api/main.go\n"));
        expect![[r#"
            warning (nobody): the service runs `web`, but what the module builds is `shop`
              note: the service would not start: the extension runs the binary named like the rock
              help: add to part `go-framework/install-app`: `organize: {bin/shop: usr/local/bin/web}`
            warning (nobody): the service runs `web`, but what the module builds are `api` and `shop`
              note: the service would not start: the extension runs the binary named like the rock
              help: add to part `go-framework/install-app`: `organize: {bin/api: usr/local/bin/web}`
        "#]]
        .assert_eq(&all);
    }
}
