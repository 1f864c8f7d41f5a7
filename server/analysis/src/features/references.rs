//! Every place that names the thing under the cursor, in the document and in the other half of the
//! pair; and the same within the document for editors to highlight.

use syntax::{TextRange, TextSize};

use super::code::Code;
use super::definition::in_partner;
use super::names::{Mention, Thing, mention_at, mentions, script_mentions};
use super::target::Target;
use crate::file_kind::FileKind;
use crate::snapshot::Snapshot;

/// A place that is highlighted along with the cursor's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Highlight {
    /// The name, in bytes of the document's text.
    pub range: TextRange,
    /// Whether the thing comes into being here, rather than being used.
    pub declares: bool,
}

/// The places that name what stands at `offset`, in the order of the text; those in other files
/// last. Empty where nothing with a name stands there.
pub fn references(snapshot: &Snapshot, offset: TextSize, include_declaration: bool) -> Vec<Target> {
    let mentions = mentions(snapshot.kind, &snapshot.document);
    let Some(at) = mention_at(snapshot, &mentions, offset) else { return Vec::new() };
    let same = mentions.iter().filter(|mention| mention.is_about_same_as(&at));
    let wanted = same.filter(|mention| include_declaration || !mention.declares);
    let mut places: Vec<_> = wanted.map(Mention::target).collect();
    if at.thing == Thing::Part {
        let ranges = script_mentions(snapshot, at.name).into_iter();
        places.extend(ranges.map(|range| Target::here(range, range)));
        places.sort_by_key(|place| place.range.start());
    }
    if at.thing == Thing::Extension {
        places.extend(in_partner(snapshot, &at));
    }
    places.extend(places_in_code(snapshot, &at));
    places
}

/// Where the application's code reads what an option or endpoint of the charm gives it.
fn places_in_code(snapshot: &Snapshot, at: &Mention<'_>) -> Vec<Target> {
    let path: &[&str] = match at.thing {
        Thing::ConfigOption => &["config", "options", at.name],
        Thing::Endpoint => &["requires", at.name],
        _ => return Vec::new(),
    };
    if snapshot.kind != FileKind::Charmcraft {
        return Vec::new();
    }
    let reads = Code::of(snapshot).and_then(|code| code.reads_at(path));
    reads.map(|reads| reads.targets()).unwrap_or_default()
}

/// The places in the document that name what stands at `offset`, in the order of the text.
pub fn highlights(snapshot: &Snapshot, offset: TextSize) -> Vec<Highlight> {
    let mentions = mentions(snapshot.kind, &snapshot.document);
    let Some(at) = mention_at(snapshot, &mentions, offset) else { return Vec::new() };
    let same = mentions.iter().filter(|mention| mention.is_about_same_as(&at));
    same.map(|mention| Highlight { range: mention.range, declares: mention.declares }).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::features::test_support::snapshot_at;

    /// The text with the places between `«` and `»`, uses between `‹` and `›`.
    fn draw(fixture: &str) -> String {
        let (snapshot, offset) = snapshot_at(fixture);
        let mut text = snapshot.document.text().as_str().to_owned();
        for highlight in highlights(&snapshot, offset).iter().rev() {
            let [open, close] = if highlight.declares { ["«", "»"] } else { ["‹", "›"] };
            text.insert_str(highlight.range.end().into(), close);
            text.insert_str(highlight.range.start().into(), open);
        }
        text
    }

    #[test]
    fn a_part_is_found_wherever_the_cursor_is_on_it() {
        let all = expect![[r#"
            adopt-info: ‹app›
            parts:
              «app»:
                plugin: nil
              web: {after: ["‹app›"]}
        "#]];
        let text = "adopt-info: app\nparts:\n  app:\n    plugin: nil\n  web: {after: [\"app\"]}\n";
        for (at, _) in text.match_indices("app") {
            let mut fixture = text.to_owned();
            fixture.insert_str(at + 1, "$0");
            all.assert_eq(&draw(&fixture));
        }
    }

    #[test]
    fn things_of_another_kind_with_the_same_name_are_left_out() {
        expect![[r#"
            containers:
              app: {resource: ‹app›}
            resources:
              «app»: {type: oci-image}
        "#]]
        .assert_eq(&draw(
            "containers:\n  app: {resource: app}\nresources:\n  ap$0p: {type: oci-image}\n",
        ));
    }

    #[test]
    fn anchors_are_not_what_they_stand_at() {
        expect![[r#"
            parts:
              a: &«base»
                plugin: nil
              b: *‹base›
              base: {plugin: nil}
        "#]]
        .assert_eq(&draw(
            "parts:\n  a: &ba$0se\n    plugin: nil\n  b: *base\n  base: {plugin: nil}\n",
        ));
    }

    #[test]
    fn the_declaration_is_left_out_where_only_uses_are_wanted() {
        let (snapshot, offset) =
            snapshot_at("parts:\n  app$0: {plugin: nil}\n  web: {after: [app]}\n");
        let lines = |targets: Vec<Target>| -> Vec<u32> {
            let text = snapshot.document.text();
            targets.iter().map(|target| text.line_of(target.range.start())).collect()
        };
        assert_eq!(lines(references(&snapshot, offset, true)), [1, 2]);
        assert_eq!(lines(references(&snapshot, offset, false)), [2]);
    }

    #[test]
    fn an_option_is_used_by_the_code_that_reads_its_variable() {
        use crate::features::test_support::snapshot_with_code;

        let charm = "extensions: [go-framework]\nconfig: {options: {token: {type: string}}}\nrequires: {s3: s3}\n";
        let main = "package a\nimport \"os\"\nvar a, b = os.Getenv(\"APP_TOKEN\"), os.Getenv(\"S3_BUCKET\")\n";
        let snapshot = snapshot_with_code(charm, &[("main.go", main)]);
        let read = |key: &str| -> Vec<String> {
            let offset = TextSize::new(charm.find(key).unwrap() as u32);
            let places = references(&snapshot, offset, false);
            let ranges = places.iter().map(|place| std::ops::Range::<usize>::from(place.range));
            ranges.map(|range| main[range].to_owned()).collect()
        };
        assert_eq!(read("token"), ["APP_TOKEN"]);
        assert_eq!(read("s3"), ["S3_BUCKET"]);
    }

    #[test]
    fn an_extension_is_used_by_both_files() {
        let (snapshot, offset) = snapshot_at(
            "//- charmcraft.yaml\nextensions: [go-frame$0work]\n//- rockcraft.yaml\nextensions: [go-framework]\n",
        );
        let places = references(&snapshot, offset, true);
        let files: Vec<_> = places.iter().map(|place| place.file.as_deref()).collect();
        assert_eq!(files, [None, Some("rockcraft.yaml")]);
    }
}
