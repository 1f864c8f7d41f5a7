//! Adds a config option, to be renamed and described.

use syntax::TextSize;

use super::insertion::{NewEntry, add};
use super::layout::{is_on_key, is_within, top_entry};
use super::{Refactoring, TabStop};
use crate::facts;
use crate::file_kind::FileKind;
use crate::model::Charm;
use crate::snapshot::Snapshot;

/// The first name that is free is taken: this, then with a number behind it.
const NAME: &str = "new-option";

/// What its description and type are until somebody writes others.
const DESCRIPTION: &str = "What it is for";
const TYPE: &str = "string";

/// Offered within `config`; while there is none, on the lines that say what the charm is.
pub(super) fn offer(snapshot: &Snapshot, at: TextSize) -> Option<Refactoring> {
    let path: &[&str] = match snapshot.kind {
        FileKind::Charmcraft => &["config", "options"],
        FileKind::Config => &["options"],
        _ => return None,
    };
    let is_place = match top_entry(snapshot, path.first()?) {
        Some(config) => is_within(snapshot, at, config),
        None if snapshot.kind == FileKind::Config => false,
        // charmcraft takes one of the two.
        None if snapshot.project.entry("config.yaml").is_some() => false,
        None => is_on_key(snapshot, at, &["name", "type", "extensions"]),
    };
    if !is_place {
        return None;
    }
    let options = Charm::of(snapshot.kind, snapshot.root()).config_options();
    let is_free = |name: &String| options.iter().all(|option| option.name() != Some(name));
    let numbered = (2..).map(|number| format!("{NAME}-{number}"));
    let name = std::iter::once(NAME.to_owned()).chain(numbered).find(is_free)?;
    let fields = vec![("description", DESCRIPTION.to_owned()), ("type", TYPE.to_owned())];
    let entry = NewEntry { key: &name, fields };
    let edits = add(&snapshot.document, path, &entry)?;
    let types = facts::option_types().iter().map(|known| known.name);
    let tab_stops =
        vec![TabStop::free(&*name), TabStop::free(DESCRIPTION), TabStop::one_of(TYPE, types)];
    Some(Refactoring { tab_stops, ..Refactoring::rewrite("Add a config option", edits) })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::testing::changed;

    fn check(fixture: &str, expected: Expect) {
        expected.assert_eq(&changed(fixture, "Add a config option").unwrap());
    }

    #[test]
    fn nothing_is_added_between_lines_that_no_editor_shows() {
        let fixture = "config:\n  options:\u{2028}    $0a: {type: int}\n";
        assert_eq!(changed(fixture, "Add a config option"), None);
    }

    #[test]
    fn it_comes_last_and_looks_like_the_others() {
        check(
            "config:\n    options:\n        $0a: # first\n            type: int # a number\n        # b:\n        #     type: int\n\n# actions\nname: x\n",
            expect![[r#"
                config:
                    options:
                        a: # first
                            type: int # a number
                        # b:
                        #     type: int
                        new-option:
                            description: What it is for
                            type: string

                # actions
                name: x
            "#]],
        );
        check(
            "config: {options: {a$0: {type: int}}}\n",
            expect![[r#"
                config: {options: {new-option: {description: What it is for, type: string}, a: {type: int}}}
            "#]],
        );
    }

    #[test]
    fn a_config_of_its_own_has_options_too() {
        check(
            "//- config.yaml\noptions:\n  $0new-option: {type: int}\n",
            expect![[r#"
                options:
                  new-option: {type: int}
                  new-option-2:
                    description: What it is for
                    type: string
            "#]],
        );
    }

    #[test]
    fn sections_that_are_missing_are_added() {
        check(
            "$0name: x\n\ntype: charm",
            expect![[r#"
                name: x

                type: charm

                config:
                  options:
                    new-option:
                      description: What it is for
                      type: string"#]],
        );
        check(
            "name: x\nconfig:$0 # settings\ntype: charm\n",
            expect![[r#"
                name: x
                config: # settings
                  options:
                    new-option:
                      description: What it is for
                      type: string
                type: charm
            "#]],
        );
        check(
            "config:\n  options: {} # none\n$0\ntype: charm\n",
            expect![[r#"
                config:
                  options: # none
                    new-option:
                      description: What it is for
                      type: string

                type: charm
            "#]],
        );
        check(
            "config: {$0options: }\n",
            expect![[r#"
                config: {options: {new-option: {description: What it is for, type: string}}}
            "#]],
        );
    }

    #[test]
    fn names_are_not_taken_twice_and_line_ends_stay() {
        check(
            "config:\r\n  options:\r\n    new-option: {type: int}$0\r\n",
            expect![
                "config:\r\n  options:\r\n    new-option: {type: int}\r\n    new-option-2:\r\n      description: What it is for\r\n      type: string\r\n"
            ],
        );
    }

    #[test]
    fn a_text_over_several_lines_may_come_before() {
        check(
            "config:\n  options:\n    $0a:\n      description: |\n        One.\n\n        Two.\n\ntype: charm\n",
            expect![[r#"
                config:
                  options:
                    a:
                      description: |
                        One.

                        Two.
                    new-option:
                      description: What it is for
                      type: string

                type: charm
            "#]],
        );
    }

    #[test]
    fn it_is_not_offered_where_it_cannot_be_or_is_not_meant() {
        for fixture in [
            "//- rockcraft.yaml\n$0name: x\n",
            "//- charmcraft.yaml\n$0name: x\n//- config.yaml\noptions: {}\n",
            "name: x\nconfig: {}\nrequires:$0\n",
            "x: &a {}\n$0config: *a\n",
        ] {
            assert_eq!(changed(fixture, "Add a config option"), None, "{fixture}");
        }
    }
}
