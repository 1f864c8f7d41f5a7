//! `prime-prefix`: a list of the image's files names one outside of the application. Docs in
//! prime_prefix.md.

use syntax::{Style, TextSize};

use crate::facts::{self, Framework, RockContent};
use crate::project::ProjectFiles;
use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "prime-prefix",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("prime_prefix.md"),
    check,
};

/// One extension's list.
struct List<'a> {
    project: &'a dyn ProjectFiles,
    framework: &'static Framework,
    content: &'static RockContent,
}

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (_, extension) in cx.rock().extensions() {
        let Some(framework) = facts::framework_by_extension(extension) else { continue };
        let Some(content) = &framework.rock.content else { continue };
        let Some(part) = cx.rock().entry("parts").and_then(|parts| parts.value.get(content.part))
        else {
            continue;
        };
        if part.value.is_repaired() {
            continue;
        }
        let list = List { project: &*cx.snapshot.project, framework, content };
        if !part.value.resolved().is_mapping() {
            report_no_part(cx, &list, part, out);
        } else if let Some(field) = part.value.get(content.key) {
            check_list(&list, field, out);
        }
    }
}

/// A part that can hold no list at all: whatever it is, rockcraft 1.20 crashes on it.
fn report_no_part(cx: &Context<'_>, list: &List<'_>, part: Entry<'_>, out: &mut Findings<'_>) {
    let List { content: RockContent { part: name, key, .. }, framework, .. } = list;
    let range = place(part);
    let found = kind(part.value.resolved());
    let draft = out
        .report(range, format!("part `{name}` is {found}, expected a mapping"))
        .note("`rockcraft pack` crashes on this");
    if !part.value.resolved().is_null() {
        draft.help(format!("write `{key}:` below it, or remove it: the extension brings the part"));
        return;
    }
    let draft = draft.help(format!(
        "write `{key}:` below it with one `- {}<file>` for each file, or remove it",
        framework.rock.app_prefix
    ));
    if let Some(edit) = remove_entry(cx, &["parts", name]) {
        draft.fix(Fix::replace("Remove the empty part", Safety::Safe, edit.range, edit.insert));
    }
}

fn check_list(list: &List<'_>, field: Entry<'_>, out: &mut Findings<'_>) {
    let value = field.value.resolved();
    if !value.is_sequence() {
        report_no_list(list, field, out);
        return;
    }
    for entry in value.items() {
        let text = entry.resolved().as_str();
        if !text.is_some_and(|text| has_prefix(text, list.content.prefix))
            && !out.has_reported(entry.range())
        {
            report_entry(list, entry, text, out);
        }
    }
}

/// As rockcraft 1.20 looks at it: one dash and any blanks may come first.
fn has_prefix(entry: &str, prefix: &str) -> bool {
    path_of(entry).starts_with(prefix)
}

fn path_of(entry: &str) -> &str {
    entry.strip_prefix('-').unwrap_or(entry).trim_start_matches(' ')
}

fn report_no_list(list: &List<'_>, field: Entry<'_>, out: &mut Findings<'_>) {
    let List { content: RockContent { part, key, .. }, framework, .. } = list;
    let range = place(field);
    let found = kind(field.value.resolved());
    out.report(range, format!("`{key}` of part `{part}` is {found}, expected a list"))
        .note("`rockcraft pack` crashes on this")
        .help(format!(
            "write one `- {}<file>` for each file, or remove `{key}`",
            framework.rock.app_prefix
        ));
}

fn report_entry(list: &List<'_>, entry: NodeRef<'_>, text: Option<&str>, out: &mut Findings<'_>) {
    let List { content: RockContent { part, key, prefix }, framework, .. } = list;
    let message = match text {
        Some(text) => {
            format!("the `{key}` entry `{text}` of part `{part}` does not start with `{prefix}`")
        }
        None => format!("the `{key}` entry of part `{part}` is no text, expected a path"),
    };
    let draft = out.report(entry.range(), message).note(format!(
        "`rockcraft pack` stops on this: the files of the application lie below `/{}` in the image",
        framework.rock.app_prefix
    ));
    let Some(text) = text.filter(|text| !path_of(text).is_empty()) else {
        draft.help(format!("write `{}` and the path in the project", framework.rock.app_prefix));
        return;
    };
    let Some(path) = meant_path(list, text) else {
        let app_prefix = framework.rock.app_prefix;
        draft.help(format!("write one `{app_prefix}<file>` for each file of the application"));
        return;
    };
    let (wanted, safety) = with_prefix(list, text, path);
    let draft = draft.help(format!("write `{wanted}`"));
    if let Some(range) = start_of(entry, text, path) {
        // Only the start changes: the path itself may be written with escapes.
        let insert = wanted.get(..wanted.len() - path.len()).unwrap_or_default();
        draft.fix(Fix::replace(format!("Write `{wanted}`"), safety, range, insert));
    }
}

/// The entry as it must be. Certain, unless the author may have had a path in the image in mind, or
/// files by a pattern, which rockcraft 1.20 does not expand in this list.
fn with_prefix(list: &List<'_>, text: &str, path: &str) -> (String, Safety) {
    let app_prefix = list.framework.rock.app_prefix;
    let dash = if text.starts_with('-') { "-" } else { "" };
    let top = path.split('/').next().unwrap_or_default();
    let may_be_in_image =
        path_of(text).starts_with('/') || app_prefix.split('/').any(|it| it == top);
    let is_uncertain = path.len() < path_in_project(text).len()
        || may_be_in_image && list.project.entry(path).is_none()
        || path.starts_with("../")
        || path.contains(['*', '?', '[']);
    let safety = if is_uncertain { Safety::Unsafe } else { Safety::Safe };
    (format!("{dash}{app_prefix}{path}"), safety)
}

/// The path in the project that an entry means. Where nothing lies there, the end of the directory of
/// the application in the image may stand in front of one that is there. `None` where that end is
/// all: then the whole application may be meant, which rockcraft 1.20 does not take.
fn meant_path<'a>(list: &List<'_>, text: &'a str) -> Option<&'a str> {
    let path = path_in_project(text);
    if list.project.entry(path.trim_end_matches('/')).is_some() {
        return Some(path);
    }
    // `!` leaves files out in other formats; nothing here starts with it.
    if path.starts_with('!') {
        return None;
    }
    let others = facts::frameworks().iter().map(|framework| framework.rock.app_prefix);
    let of_other = others
        .filter_map(|prefix| path.strip_prefix(prefix))
        .find(|rest| !rest.is_empty() && list.project.entry(rest.trim_end_matches('/')).is_some());
    if of_other.is_some() {
        return of_other;
    }
    let in_image = list.framework.rock.app_prefix.trim_end_matches('/');
    let starts = in_image.match_indices('/').map(|(at, _)| at + 1);
    for end in std::iter::once(0).chain(starts).filter_map(|at| in_image.get(at..)) {
        match path.strip_prefix(end) {
            Some("" | "/") => return None,
            Some(rest) => {
                let rest = rest.strip_prefix('/').filter(|rest| list.project.entry(rest).is_some());
                if rest.is_some() {
                    return rest;
                }
            }
            None => {}
        }
    }
    Some(path)
}

/// The path without what stands in front of it: a dash, blanks, `./` or `/`.
fn path_in_project(text: &str) -> &str {
    let path = path_of(text);
    path.strip_prefix("./").unwrap_or(path).trim_start_matches('/')
}

/// Where the start of the entry stands that comes before the path.
fn start_of(entry: NodeRef<'_>, text: &str, path: &str) -> Option<TextRange> {
    let quote = match entry.style()? {
        Style::Plain => 0,
        Style::SingleQuoted | Style::DoubleQuoted => 1,
        Style::Literal | Style::Folded => return None,
    };
    let before = text.len() - path.len();
    let is_verbatim = entry.source().get(quote..quote + before) == text.get(..before);
    let start = entry.range().start() + TextSize::try_from(quote).ok()?;
    is_verbatim.then_some(TextRange::at(start, TextSize::try_from(before).ok()?))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn flask_wants_its_directory_in_front_of_each_entry() {
        check(
            &RULE,
            "extensions: [flask-framework]
parts:
  flask-framework/install-app:
    prime:
      - flask/app/app.py
      - webapp
#       ^^^^^^ error[prime-prefix]: the `prime` entry `webapp` of part `flask-framework/install-app`
      - app/app.py
#       ^^^^^^^^^^ error[prime-prefix]: the `prime` entry `app/app.py`
      - ''
#       ^^ error[prime-prefix]: the `prime` entry `` of part
      - 7
#       ^ error[prime-prefix]: the `prime` entry of part `flask-framework/install-app` is no text
      - flask/application
      - -flask/app/.env
      - '-  flask/app/x'
      - flask/app/../x
  extra: {plugin: dump, source: ., prime: [webapp]}
",
        );
    }

    #[test]
    fn fastapi_wants_the_slash_and_go_looks_at_stage() {
        check(
            &RULE,
            "extensions: [fastapi-framework]
parts: {fastapi-framework/install-app: {prime: [app/x, app]}}
#                                                      ^^^ error[prime-prefix]: the `prime` entry `app`
",
        );
        check(
            &RULE,
            "extensions: [go-framework]
parts: {go-framework/assets: {stage: [app/x, templates], prime: [static]}}
#                                            ^^^^^^^^^ error[prime-prefix]: the `stage` entry
",
        );
    }

    #[test]
    fn a_part_without_content_is_marked() {
        let fixture = "extensions: [flask-framework]
parts:
  flask-framework/install-app:
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[prime-prefix]: part `flask-framework/install-app` is empty
  extra: {plugin: nil}
";
        check(&RULE, fixture);
        assert!(!fixed(&RULE, fixture, 0).contains("install-app:"));
        check(
            &RULE,
            "extensions: [go-framework]
parts: {go-framework/assets: [app/x]}
#                            ^^^^^^^ error[prime-prefix]: part `go-framework/assets` is a list
",
        );
        check(&RULE, "extensions: [flask-framework]\nparts: {extra: }\n");
    }

    #[test]
    fn a_list_is_needed() {
        check(
            &RULE,
            "extensions: [flask-framework]
parts:
  flask-framework/install-app:
    prime:
#   ^^^^^ error[prime-prefix]: `prime` of part `flask-framework/install-app` is empty
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]
parts: {flask-framework/install-app: {prime: flask/app}}
#                                            ^^^^^^^^^ error[prime-prefix]: `prime` of part
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]\nparts: {flask-framework/install-app: {prime: []}}\n",
        );
    }

    #[test]
    fn without_the_extension_the_part_is_like_any_other() {
        check(&RULE, "parts: {flask-framework/install-app: {prime: [webapp]}}\n");
        check(
            &RULE,
            "extensions: [go-framework]\nparts: {flask-framework/install-app: {prime: [webapp]}}\n",
        );
    }

    #[test]
    fn fix_puts_the_directory_behind_the_dash() {
        let with = |entry: &str, expected: &str| {
            let file = |entry: &str| {
                let part = "flask-framework/install-app";
                format!("extensions: [flask-framework]\nparts: {{{part}: {{prime: [{entry}]}}}}\n")
            };
            assert_eq!(fixed(&RULE, &file(entry), 0), file(expected));
        };
        with("webapp", "flask/app/webapp");
        with("'webapp'", "'flask/app/webapp'");
        with("\"a\\tb\"", "\"flask/app/a\\tb\"");
        with("-secret.txt", "-flask/app/secret.txt");
        with("'- secret.txt'", "'-flask/app/secret.txt'");
        with("./app.py", "flask/app/app.py");
        with("/app.py", "flask/app/app.py");
    }

    #[test]
    fn other_lines_may_be_half_typed() {
        check(
            &RULE,
            "extensions: [flask-framework]
parts:
  extra
  flask-framework/install-app:
    prime:
      - webapp
#       ^^^^^^ error[prime-prefix]: the `prime` entry `webapp`
",
        );
    }

    #[test]
    fn the_project_tells_which_path_is_meant() {
        let file = "//- rockcraft.yaml
extensions: [flask-framework]
parts: {flask-framework/install-app: {prime: [app/main.py]}}
";
        assert!(said(&RULE, file).contains("fix (Unsafe): Write `flask/app/app/main.py`"));
        let with_project = format!("{file}//- app/main.py\n");
        assert!(said(&RULE, &with_project).contains("fix (Safe): Write `flask/app/app/main.py`"));
        let in_image = format!("{file}//- main.py\n");
        assert!(said(&RULE, &in_image).contains("fix (Unsafe): Write `flask/app/main.py`"));
        assert_eq!(
            fixed(&RULE, &in_image, 0),
            "extensions: [flask-framework]
parts: {flask-framework/install-app: {prime: [flask/app/main.py]}}
"
        );
    }

    #[test]
    fn the_directory_in_the_image_alone_is_no_file() {
        let file = "//- rockcraft.yaml
extensions: [fastapi-framework]
parts: {fastapi-framework/install-app: {prime: [app]}}
";
        assert!(said(&RULE, file).contains("help: write one `app/<file>` for each file"));
        assert!(!said(&RULE, file).contains("fix"));
        let with_project = format!("{file}//- app/main.py\n");
        assert!(said(&RULE, &with_project).contains("fix (Safe): Write `app/app`"));
    }

    #[test]
    fn words() {
        let said =
            said(
                &RULE,
                "extensions: [flask-framework]
parts: {flask-framework/install-app: {prime: [app.py, -x, flask/x, '*.py', '', 7]}}",
            ) + &said(&RULE, "extensions: [go-framework]\nparts: {go-framework/assets: {stage: }}");
        expect![[r#"
            error (rockcraft): the `prime` entry `app.py` of part `flask-framework/install-app` does not start with `flask/app`
              note: `rockcraft pack` stops on this: the files of the application lie below `/flask/app/` in the image
              help: write `flask/app/app.py`
              fix (Safe): Write `flask/app/app.py`
            error (rockcraft): the `prime` entry `-x` of part `flask-framework/install-app` does not start with `flask/app`
              note: `rockcraft pack` stops on this: the files of the application lie below `/flask/app/` in the image
              help: write `-flask/app/x`
              fix (Safe): Write `-flask/app/x`
            error (rockcraft): the `prime` entry `flask/x` of part `flask-framework/install-app` does not start with `flask/app`
              note: `rockcraft pack` stops on this: the files of the application lie below `/flask/app/` in the image
              help: write `flask/app/flask/x`
              fix (Unsafe): Write `flask/app/flask/x`
            error (rockcraft): the `prime` entry `*.py` of part `flask-framework/install-app` does not start with `flask/app`
              note: `rockcraft pack` stops on this: the files of the application lie below `/flask/app/` in the image
              help: write `flask/app/*.py`
              fix (Unsafe): Write `flask/app/*.py`
            error (rockcraft): the `prime` entry `` of part `flask-framework/install-app` does not start with `flask/app`
              note: `rockcraft pack` stops on this: the files of the application lie below `/flask/app/` in the image
              help: write `flask/app/` and the path in the project
            error (rockcraft): the `prime` entry of part `flask-framework/install-app` is no text, expected a path
              note: `rockcraft pack` stops on this: the files of the application lie below `/flask/app/` in the image
              help: write `flask/app/` and the path in the project
            error (rockcraft): `stage` of part `go-framework/assets` is empty, expected a list
              note: `rockcraft pack` crashes on this
              help: write one `- app/<file>` for each file, or remove `stage`
        "#]].assert_eq(&said);
    }

    #[test]
    fn the_directory_of_another_framework_is_exchanged() {
        let rock = |entry: &str| {
            format!(
                "//- rockcraft.yaml\nextensions: [fastapi-framework]\nparts:\n  fastapi-framework/install-app:\n    prime: [{entry}]\n//- main.py\nx\n"
            )
        };
        assert!(fixed(&RULE, &rock("flask/app/main.py"), 0).ends_with("prime: [app/main.py]\n"));
        assert!(!said(&RULE, &rock("'!app/main.py'")).contains("fix ("));
    }
}
