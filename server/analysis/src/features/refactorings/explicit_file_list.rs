//! Writes the list of files that go into the image, as the extension would choose them today, so that it
//! can be added to.

use syntax::{Entry, Kind, NodeRef, TextRange, TextSize};

use super::Refactoring;
use crate::facts::{self, RockContent};
use crate::file_kind::FileKind;
use crate::finding::TextEdit;
use crate::image_files::default_files;
use crate::model::Rock;
use crate::rules::edits::{fill_absent, prepend_entry};
use crate::snapshot::Snapshot;

/// Offered on the lines of the extension, of `parts`, and of the part that would hold the list, while there
/// is none.
pub(super) fn offer(snapshot: &Snapshot, at: TextSize) -> Option<Refactoring> {
    if snapshot.kind != FileKind::Rockcraft {
        return None;
    }
    let rock = Rock::new(snapshot.root());
    let mut extensions = rock.extensions().into_iter();
    let (extension, framework) =
        extensions.find_map(|(node, name)| Some((node, facts::framework_by_extension(name)?)))?;
    let content = framework.rock.content.as_ref()?;
    let parts = rock.entry("parts");
    let part = parts.and_then(|parts| parts.value.get(content.part));
    if part.is_some_and(|part| part.value.get(content.key).is_some()) {
        return None;
    }
    let keys = [parts, part].into_iter().flatten().map(|entry| entry.key.range());
    let text = snapshot.document.text();
    let asked = text.line_of(at);
    let mut lines = keys.chain([extension.range()]).map(|place| text.line_of(place.start()));
    if !lines.any(|line| line == asked) {
        return None;
    }
    // Elsewhere the parts of the extension cannot be changed.
    let base = rock.entry("build-base").or_else(|| rock.entry("base"));
    let base = base.and_then(|base| base.value.resolved().as_str());
    if base.is_some_and(|base| !facts::allows_slash_in_part_names(base)) {
        return None;
    }
    let files = default_files(snapshot, framework);
    if files.is_empty() {
        return None;
    }
    let prefix = framework.rock.app_prefix;
    let items: Vec<String> = files.iter().map(|file| format!("{prefix}{file}")).collect();
    let edit = write(snapshot, parts, part, content, &items)?;
    let title = format!("List the files that go into the image ({})", files.join(", "));
    let edit = TextEdit { range: edit.0, insert: edit.1 };
    Some(Refactoring::rewrite(title, vec![edit]))
}

/// Where the list goes, and its text.
fn write(
    snapshot: &Snapshot,
    parts: Option<Entry<'_>>,
    part: Option<Entry<'_>>,
    content: &RockContent,
    items: &[String],
) -> Option<(TextRange, String)> {
    let list = |indent: usize| -> String {
        let blanks = " ".repeat(indent);
        items.iter().map(|item| format!("\n{blanks}- {item}")).collect()
    };
    let whole_part = |indent: usize| {
        let blanks = " ".repeat(indent);
        format!("\n{blanks}{}:{}", content.key, list(indent + 2))
    };
    let edit = match (parts, part) {
        (_, Some(part)) if is_block_mapping(part.value) => {
            let value = list(column(part.value.entries().next()?.key)? + 2);
            let edit = prepend_entry(part.value, content.key, "")?;
            // A list stands on the lines below its key, without the blank that other values have.
            (edit.range, edit.insert.replacen(": ", &format!(":{value}"), 1))
        }
        (_, Some(part)) => {
            let edit = fill_absent(part, &whole_part(column(part.key)? + 2))?;
            (edit.range, edit.insert)
        }
        (Some(parts), None) if is_block_mapping(parts.value) => {
            let value = whole_part(column(parts.value.entries().next()?.key)? + 2);
            let edit = prepend_entry(parts.value, content.part, "")?;
            (edit.range, edit.insert.replacen(": ", &format!(":{value}"), 1))
        }
        (Some(parts), None) => {
            let blanks = " ".repeat(column(parts.key)? + 2);
            let value =
                format!("\n{blanks}{}:{}", content.part, whole_part(column(parts.key)? + 4));
            let edit = fill_absent(parts, &value)?;
            (edit.range, edit.insert)
        }
        (None, None) => {
            let text = snapshot.document.text().as_str();
            let end = TextSize::of(text);
            let line_end = if text.ends_with('\n') { "" } else { "\n" };
            let part = content.part;
            (TextRange::empty(end), format!("{line_end}\nparts:\n  {part}:{}\n", whole_part(4)))
        }
    };
    Some(edit)
}

fn is_block_mapping(value: NodeRef<'_>) -> bool {
    value.kind() == Kind::Mapping { flow: false }
}

fn column(key: NodeRef<'_>) -> Option<usize> {
    crate::rules::edits::column(key.document_text(), key.range().start())
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    /// The text after the change that is offered at the cursor, if one is.
    fn changed(rock: &str, files: &[&str]) -> Option<String> {
        let mut fixture = format!("//- rockcraft.yaml\n{rock}");
        for file in files {
            fixture += &format!("//- {file}\napp = 1\n");
        }
        testing::changed(&fixture, "List the files")
    }

    const FILES: [&str; 3] = ["app.py", "static/site.css", "README.md"];

    #[test]
    fn a_part_is_added_at_the_end() {
        let text = changed("name: shop\nextensions: [$0flask-framework]\n", &FILES).unwrap();
        assert_eq!(
            text,
            "name: shop
extensions: [flask-framework]

parts:
  flask-framework/install-app:
    prime:
      - flask/app/app.py
      - flask/app/static
"
        );
    }

    #[test]
    fn a_part_is_added_to_others() {
        let text = changed(
            "extensions: [flask-framework]\n$0parts:\n    other:\n        plugin: nil\n",
            &FILES,
        );
        assert_eq!(
            text.unwrap(),
            "extensions: [flask-framework]
parts:
    flask-framework/install-app:
      prime:
        - flask/app/app.py
        - flask/app/static
    other:
        plugin: nil
"
        );
        let empty = changed("extensions: [flask-framework]\nparts:$0\n", &FILES).unwrap();
        assert!(empty.ends_with("parts:\n  flask-framework/install-app:\n    prime:\n      - flask/app/app.py\n      - flask/app/static\n"), "{empty}");
    }

    #[test]
    fn a_list_is_added_to_the_part() {
        let text = changed(
            "extensions: [flask-framework]\nparts:\n  $0flask-framework/install-app:\n    permissions: []\n",
            &FILES,
        );
        assert!(text.unwrap().ends_with(
            "install-app:\n    prime:\n      - flask/app/app.py\n      - flask/app/static\n    permissions: []\n"
        ));
        let empty = changed(
            "extensions: [flask-framework]\nparts:\n  $0flask-framework/install-app:\n",
            &FILES,
        );
        assert!(empty.unwrap().ends_with(
            "install-app:\n    prime:\n      - flask/app/app.py\n      - flask/app/static\n"
        ));
    }

    #[test]
    fn fastapi_ships_what_holds_the_application() {
        let text = changed(
            "name: my-shop\nextensions: [$0fastapi-framework]\n",
            &["my_shop/main.py", "migrate.sh"],
        )
        .unwrap();
        assert!(text.ends_with("- app/migrate.sh\n      - app/my_shop\n"), "{text}");
    }

    #[test]
    fn nothing_is_offered_where_there_is_nothing_to_say() {
        let given = "extensions: [$0flask-framework]\nparts: {flask-framework/install-app: {prime: [flask/app/x]}}\n";
        assert_eq!(changed(given, &FILES), None);
        assert_eq!(changed("extensions: [$0flask-framework]\n", &["README.md"]), None);
        assert_eq!(changed("name: $0x\nextensions: [flask-framework]\n", &FILES), None);
        assert_eq!(changed("extensions: [$0expressjs-framework]\n", &["app/package.json"]), None);
        assert_eq!(changed("$0name: x\n", &FILES), None);
    }
}
