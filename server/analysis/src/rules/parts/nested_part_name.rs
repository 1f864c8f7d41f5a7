//! `nested-part-name`: one part's name lies below another's, as `x/y` below `x`. Docs in
//! nested_part_name.md.

use std::collections::HashMap;

use super::view::{extension_parts, stops};
use crate::model::Part;
use crate::rules::edits::rename_key;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "nested-part-name",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("nested_part_name.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let of_extension = extension_parts(cx);
    let has_slash = |part: &Part<'_>| part.name().is_some_and(|name| name.contains('/'));
    if of_extension.is_empty() && !cx.parts().iter().any(has_slash) {
        return;
    }
    let named = || cx.parts().iter().filter_map(|part| Some((part.key.as_str()?, part.key)));
    let names: HashMap<&str, NodeRef<'_>> = named().collect();
    for (name, key) in named() {
        let mut above = name.match_indices('/').filter_map(|(end, _)| name.get(..end));
        let outer = above.find_map(|outer| names.get_key_value(outer));
        // A part of the extension cannot be renamed, so the one above it has to.
        let inner = of_extension.iter().find(|other| lies_below(other, name));
        if key.is_repaired() || out.has_reported(key.range()) {
            continue;
        }
        let note = format!("{}: a part has a directory of its name", stops(cx));
        match (outer, inner) {
            (Some((outer, outer_key)), _) => {
                let message = format!("part name `{name}` lies below that of part `{outer}`");
                let free = name.replace('/', "-");
                let draft = out
                    .report(key.range(), message)
                    .note(note)
                    .help("give one of the two another name")
                    .label(outer_key.range(), "the other part");
                if !names.contains_key(free.as_str()) {
                    draft.fix(rename_key(key, "part", &free));
                }
            }
            (None, Some(inner)) => {
                let message = format!(
                    "part name `{name}` lies above that of part `{inner}` of the extension"
                );
                out.report(key.range(), message).note(note).help("give the part another name");
            }
            (None, None) => {}
        }
    }
}

/// Whether one name is the beginning of the other, up to a `/`.
fn lies_below(name: &str, other: &str) -> bool {
    name.strip_prefix(other).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn names_below_names_are_marked() {
        check(
            &RULE,
            "parts:
  x: {plugin: nil}
  x/y: {plugin: nil}
# ^^^ error[nested-part-name]: part name `x/y` lies below that of part `x`
  xy/z: {plugin: nil}
  xy/w: {plugin: nil}
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml
base: ubuntu@24.04
extensions: [flask-framework]
parts:
  flask-framework: {plugin: nil}
# ^^^^^^^^^^^^^^^ error[nested-part-name]: part name `flask-framework` lies above that of part `flask-framework/
  flask-framework/runtime: {}
# ^^^^^^^^^^^^^^^^^^^^^^^ error[nested-part-name]: part name `flask-framework/runtime` lies below
",
        );
    }

    #[test]
    fn a_half_typed_name_is_left_alone() {
        check(&RULE, "parts:\n  x: {plugin: nil}\n  x/y\n");
    }

    #[test]
    fn fix_writes_a_dash() {
        assert_eq!(
            fixed(&RULE, "parts: {x: {plugin: nil}, x/y: {plugin: nil}}", 0),
            "parts: {x: {plugin: nil}, x-y: {plugin: nil}}"
        );
    }

    #[test]
    fn words() {
        let said = said(&RULE, "parts: {x: {plugin: nil}, x/y: {plugin: nil}}");
        expect![[r#"
            error (charmcraft): part name `x/y` lies below that of part `x`
              note: `charmcraft pack` stops on this: a part has a directory of its name
              help: give one of the two another name
              fix (Unsafe): Rename the part to `x-y`
        "#]]
        .assert_eq(&said);
    }
}
