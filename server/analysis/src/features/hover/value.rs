//! Values: bases, plugins, packages, libraries, licences, architectures, names of things in the file,
//! and whatever the schemas say about the values of a closed set.

use super::super::cursor::{Cursor, ITEM, Place};
use super::super::markdown::{code, code_list, reference_link};
use super::{Target, paragraphs, thing};
use crate::facts::{self, Base, Library, Plugin, key_doc};
use crate::file_kind::FileKind;

/// What is known about the value or item under the cursor.
pub(super) fn value(target: &Target<'_>, cursor: &Cursor<'_>) -> Option<String> {
    let path = match (cursor.place, cursor.path.split_last()) {
        (Place::Value, Some(_)) => cursor.path.as_slice(),
        (Place::Item, Some((&ITEM, list))) => list,
        _ => return None,
    };
    let word = target.word;
    let kind = target.snapshot.kind;
    match path {
        ["base" | "build-base"] => facts::base(word).map(|base| base_page(base, kind)),
        ["parts", _, "plugin"] => facts::plugin(word).map(|plugin| plugin_page(plugin, kind)),
        ["parts", _, "stage-packages" | "build-packages" | "overlay-packages"]
        | ["parts", _, "stage-slices" | "build-slices"] => Some(package_page(word)),
        ["parts", _, "stage-snaps" | "build-snaps"] => Some(snap_page(word)),
        ["charm-libs", _, "lib"] => Some(library_page(word, facts::library(word))),
        ["license"] => license_page(word),
        ["platforms", _, "build-on" | "build-for"] | ["platforms", _] => {
            facts::is_architecture(word).then(|| architecture_page(word, kind))
        }
        [.., "architectures"] => {
            facts::is_architecture(word).then(|| architecture_page(word, kind))
        }
        _ => thing::named(target, path, word).or_else(|| of_set(kind, path, word)),
    }
}

/// A value of a closed set, as the schema describes it.
fn of_set(kind: FileKind, path: &[&str], word: &str) -> Option<String> {
    let doc = key_doc(kind, path)?;
    let meaning = doc.value_doc(word)?;
    let key = path.last().copied().unwrap_or_default();
    let of = format!("A value of {}: {}", code(key), doc.doc);
    Some(paragraphs([
        format!("**{}**: {meaning}", code(word)),
        of,
        reference_link(kind).to_owned(),
    ]))
}

fn base_page(base: &Base, kind: FileKind) -> String {
    let name = base.codename.map(|name| format!(" ({name})")).unwrap_or_default();
    let support = match base.end {
        Some(end) if base.has_ended() => format!("standard support ended on {end}"),
        Some(end) => format!("standard support until {end}"),
        None => "no end of support is published".to_owned(),
    };
    let need = base.in_tool(kind).build_base.map(|need| match need {
        facts::BuildBaseNeed::Any(good) => {
            format!("Needs a `build-base` beside it, such as {}.", code(good))
        }
        facts::BuildBaseNeed::Only(only) => format!("Needs `build-base: {only}` beside it."),
    });
    let head = match base.name {
        "bare" => "**`bare`**: an image with nothing in it but what the parts stage".to_owned(),
        _ => format!("**{}**{name}: {support}", code(base.name)),
    };
    let link = "[Releases of Ubuntu](https://releases.ubuntu.com)";
    paragraphs([head, need.unwrap_or_default(), link.to_owned()])
}

fn plugin_page(plugin: &Plugin, kind: FileKind) -> String {
    let keys = plugin.keys.iter().map(|key| key.name);
    let keys = match plugin.keys.len() {
        0 => "It has no keys of its own.".to_owned(),
        _ => format!("Keys of its own: {}", code_list(keys)),
    };
    let other = match plugin.only {
        Some(only) if only != kind => {
            format!("Only {} knows it.", only.canonical_name())
        }
        _ => String::new(),
    };
    let head = format!("**{}**: {}", code(plugin.name), plugin.summary);
    paragraphs([head, other, keys, reference_link(kind).to_owned()])
}

fn package_page(name: &str) -> String {
    // A channel or version may follow, as in `libpq5=16`.
    let bare = name.split(['=', '/', ':']).next().unwrap_or(name);
    let summary = facts::package(bare).map(|package| package.summary).unwrap_or_default();
    let summary = if summary.is_empty() { String::new() } else { format!(": {summary}") };
    match bare.split_once('_') {
        Some((deb, slice)) => paragraphs([
            format!("**{}**{summary}", code(name)),
            format!("The slice {} of the deb {}: some of its files.", code(slice), code(deb)),
            "[Slices](https://github.com/canonical/chisel-releases)".to_owned(),
        ]),
        None => paragraphs([
            format!("**{}**{summary}", code(name)),
            "A deb.".to_owned(),
            format!(
                "[{bare} in Ubuntu](https://packages.ubuntu.com/search?keywords={bare}&exact=1)"
            ),
        ]),
    }
}

fn snap_page(name: &str) -> String {
    let (snap, channel) = name.split_once('/').unwrap_or((name, ""));
    let channel = match channel {
        "" => "From the channel `latest/stable`.".to_owned(),
        channel => format!("From the channel {}.", code(channel)),
    };
    let link = format!("[{snap} in the Snap Store](https://snapcraft.io/{snap})");
    paragraphs([format!("**{}**: a snap", code(name)), channel, link])
}

fn library_page(name: &str, known: Option<&Library>) -> String {
    let (charm, library) = name.split_once('.').unwrap_or((name, ""));
    let charm = charm.replace('_', "-");
    let interface = known.and_then(|library| library.interface);
    let speaks =
        interface.map(|interface| format!("It implements the interface {}.", code(interface)));
    let version = known.and_then(|library| library.version);
    let version = version.map(|version| format!("Most charms take its API {}.", code(version)));
    let link = facts::library_page(name).map(|page| format!("[{library} on Charmhub]({page})"));
    paragraphs([
        format!("**{}**: a library of the charm {}", code(name), code(&charm)),
        speaks.unwrap_or_default(),
        version.unwrap_or_default(),
        link.unwrap_or_default(),
    ])
}

fn license_page(word: &str) -> Option<String> {
    if word.eq_ignore_ascii_case("proprietary") {
        return Some("**`proprietary`**: under no free licence".to_owned());
    }
    let license = facts::license(word)?;
    let link = format!("[{license} at SPDX](https://spdx.org/licenses/{license}.html)");
    Some(paragraphs([format!("**{}**: a licence, by its SPDX identifier", code(license)), link]))
}

/// An architecture by its Debian name.
pub(super) fn architecture_page(name: &str, kind: FileKind) -> String {
    let aliases: Vec<&str> = facts::architecture_aliases(name).collect();
    let others = match aliases.len() {
        0 => String::new(),
        _ => format!("; others call it {}", code_list(aliases)),
    };
    let head = format!("**{}**: an architecture by its Debian name{others}", code(name));
    paragraphs([head, reference_link(kind).to_owned()])
}
