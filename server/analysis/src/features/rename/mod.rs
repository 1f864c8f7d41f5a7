//! Another name for an option, endpoint, part, service, check, action, container, resource, storage or
//! anchor, in every place of the document that names it.
//!
//! Whether the tools would take the new name is not guessed: the document is checked with it, and an
//! error that was not there before is the reason to refuse. What belongs to an extension keeps its
//! name, as the extension looks for just that. What the application's code reads goes along, for a
//! person to confirm.

mod code;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use syntax::{TextRange, TextSize};

use code::Moved;

use super::definition::bringing_extension;
use super::environment::framework_of;
use super::names::{Mention, Thing, mention_at, mentions, script_mentions};
use crate::facts;
use crate::finding::{Finding, Severity, TextEdit};
use crate::model::{Charm, Section};
use crate::rules::check;
use crate::rules::edits::written;
use crate::snapshot::Snapshot;

/// Where options stand.
const OPTIONS: &[&str] = &["config", "options"];

/// A name that can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamable {
    /// Where it stands, in bytes of the document's text.
    pub range: TextRange,
    /// The name.
    pub name: String,
}

/// Changes to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEdits {
    /// The file's path from the document's directory; `None` for the document itself.
    pub file: Option<String>,
    /// The changes; they do not overlap and are in the order of the text.
    pub edits: Vec<TextEdit>,
    /// Whether it is the application's code, so that a person has to look at them first.
    pub is_code: bool,
}

/// The name under the cursor.
///
/// # Errors
///
/// Why nothing can be renamed there, in a sentence for the user.
pub fn prepare(snapshot: &Snapshot, offset: TextSize) -> Result<Renamable, String> {
    let mentions = mentions(snapshot.kind, &snapshot.document);
    let at = renamable(snapshot, &mentions, offset)?;
    Ok(Renamable { range: at.range, name: at.name.to_owned() })
}

/// What has to change for the thing under the cursor to be called `name`; nothing if it is already.
///
/// # Errors
///
/// Why it cannot have this name, in a sentence for the user.
pub fn rename(snapshot: &Snapshot, offset: TextSize, name: &str) -> Result<Vec<FileEdits>, String> {
    let mentions = mentions(snapshot.kind, &snapshot.document);
    let at = renamable(snapshot, &mentions, offset)?;
    if name == at.name {
        return Ok(Vec::new());
    }
    check_name(&mentions, &at, name)?;
    let same = mentions.iter().filter(|mention| mention.is_about_same_as(&at));
    // Of several declarations, such as a copy that is to become something else, only this one.
    let meant =
        same.filter(|mention| !at.declares || !mention.declares || mention.range == at.range);
    let mut edits: Vec<TextEdit> = meant.map(|mention| edit(snapshot, mention, name)).collect();
    if at.thing == Thing::Part {
        let ranges = script_mentions(snapshot, at.name).into_iter();
        edits.extend(ranges.map(|range| TextEdit { range, insert: name.to_owned() }));
    }
    let followers = options_of_endpoint(snapshot, &mentions, &at);
    edits.extend(
        followers.iter().map(|(option, suffix)| edit(snapshot, option, &format!("{name}{suffix}"))),
    );
    edits.sort_by_key(|edit| edit.range.start());
    edits.dedup_by_key(|edit| edit.range);
    let after = edited(snapshot, &edits);
    if let Some(finding) = new_error(snapshot, &after) {
        return Err(refusal(&finding));
    }
    let mut files = vec![FileEdits { file: None, edits, is_code: false }];
    if let Some(section) = section_with_variables(at.thing) {
        let mut moved = vec![Moved { section, from: at.name, to: name.to_owned() }];
        moved.extend(followers.iter().map(|(option, suffix)| Moved {
            section: OPTIONS,
            from: option.name,
            to: format!("{name}{suffix}"),
        }));
        files.extend(code::edits(snapshot, &after, &moved));
    }
    Ok(files)
}

/// Where the things stand whose names make the names of variables.
fn section_with_variables(thing: Thing) -> Option<&'static [&'static str]> {
    match thing {
        Thing::ConfigOption => Some(OPTIONS),
        Thing::Endpoint => Some(&["requires"]),
        _ => None,
    }
}

fn renamable<'t>(
    snapshot: &'t Snapshot,
    mentions: &[Mention<'t>],
    offset: TextSize,
) -> Result<Mention<'t>, String> {
    let at = mention_at(snapshot, mentions, offset).ok_or(
        "nothing here has a name that could be changed: put the cursor on the name of an option, \
         endpoint, part, service, action, container, resource, storage or anchor",
    )?;
    let (word, name) = (at.thing.word(), at.name);
    if at.thing == Thing::Extension {
        return Err(format!("`{name}` is the name of an extension, which the tools give"));
    }
    if bringing_extension(snapshot.kind, mentions, &at).is_some() {
        return Err(format!("{word} `{name}` belongs to the extension, which looks for this name"));
    }
    let same = || mentions.iter().filter(|mention| mention.is_about_same_as(&at));
    let declared = same().filter(|mention| mention.declares).count();
    if declared == 0 {
        return Err(format!("there is no {word} `{name}` in this file"));
    }
    let is_used = same().any(|mention| !mention.declares);
    if declared > 1 && is_used {
        return Err(format!("there are several {word}s with the name `{name}`"));
    }
    let text = snapshot.document.text();
    if same().any(|mention| text.slice(mention.touch).contains('\n')) {
        return Err(format!("the name of this {word} goes over several lines"));
    }
    Ok(at)
}

/// What can be said about a name without a look at the rest of the document.
fn check_name(mentions: &[Mention<'_>], at: &Mention<'_>, name: &str) -> Result<(), String> {
    let word = at.thing.word();
    if name.trim().is_empty() {
        return Err(format!("the new name of {word} `{}` is empty", at.name));
    }
    if name.trim() != name {
        return Err("the new name starts or ends with a blank".to_owned());
    }
    if name.chars().any(char::is_control) {
        return Err("the new name holds a character that cannot be seen".to_owned());
    }
    let is_anchor_char = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if at.thing == Thing::Anchor && !name.bytes().all(is_anchor_char) {
        return Err(format!("`{name}` holds more than letters, digits, `-` and `_`"));
    }
    let is_taken = |mention: &&Mention<'_>| {
        mention.declares && (mention.thing, mention.name) == (at.thing, name)
    };
    match mentions.iter().find(is_taken) {
        Some(_) => Err(format!("there is already {} `{name}`", with_article(word))),
        None => Ok(()),
    }
}

fn with_article(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {word}")
}

/// The name as it can stand in this place: the quotes stay where there are some.
fn edit(snapshot: &Snapshot, mention: &Mention<'_>, name: &str) -> TextEdit {
    let source = snapshot.document.text().slice(mention.touch);
    let insert = match source.chars().next() {
        _ if mention.thing == Thing::Anchor => name.to_owned(),
        Some('\'') => name.replace('\'', "''"),
        Some('"') => name.replace('\\', "\\\\").replace('"', "\\\""),
        _ => written(name).into_owned(),
    };
    TextEdit { range: mention.range, insert }
}

/// The options that an extension adds for an endpoint follow its name; where the file declares them
/// itself they have to go along. With what stands behind the endpoint's name in theirs.
fn options_of_endpoint<'m, 't>(
    snapshot: &Snapshot,
    mentions: &'m [Mention<'t>],
    at: &Mention<'t>,
) -> Vec<(&'m Mention<'t>, &'t str)> {
    let used = framework_of(snapshot).filter(|_| at.thing == Thing::Endpoint);
    let Some((framework, _)) = used else { return Vec::new() };
    let endpoints = Charm::new(snapshot.root()).endpoints(Section::Requires);
    let endpoint = endpoints.iter().find(|endpoint| endpoint.name() == Some(at.name));
    let integration = endpoint.and_then(|it| it.interface()).and_then(facts::integration);
    if !integration.is_some_and(|integration| integration.any_name) {
        return Vec::new();
    }
    let options = mentions.iter().filter(|mention| mention.thing == Thing::ConfigOption);
    let followers = options.filter_map(|option| {
        let suffix = option.name.strip_prefix(at.name)?;
        let follows = framework.oauth_options.iter().any(|it| it.suffix == suffix);
        follows.then_some((option, suffix))
    });
    followers.collect()
}

/// The snapshot with the edits made.
fn edited(snapshot: &Snapshot, edits: &[TextEdit]) -> Snapshot {
    let mut document = (*snapshot.document).clone();
    for edit in edits.iter().rev() {
        document.edit(edit.range, &edit.insert);
    }
    // What was found before helps here, and what is found here must not get into the way there.
    let clean_options = Arc::new((*snapshot.clean_options).clone());
    Snapshot { document: document.into(), clean_options, ..snapshot.clone() }
}

/// An error that there is after the edits and was not before.
fn new_error(before: &Snapshot, after: &Snapshot) -> Option<Finding> {
    let mut found: HashMap<&str, Vec<Finding>> = HashMap::new();
    for finding in errors(after) {
        found.entry(finding.rule.id).or_default().push(finding);
    }
    if found.is_empty() {
        return None;
    }
    let mut known: HashMap<&str, usize> = HashMap::new();
    for finding in errors(before) {
        *known.entry(finding.rule.id).or_default() += 1;
    }
    let more = found
        .into_iter()
        .filter(|(id, findings)| findings.len() > known.get(id).copied().unwrap_or(0));
    let mut new: Vec<Finding> = more.filter_map(|(_, mut findings)| findings.pop()).collect();
    new.sort_by_key(|finding| finding.range.start());
    new.into_iter().next()
}

fn errors(snapshot: &Snapshot) -> impl Iterator<Item = Finding> {
    check(snapshot).into_iter().filter(|finding| finding.severity == Severity::Error)
}

fn refusal(finding: &Finding) -> String {
    let note = finding.note.as_ref().map(|note| format!(" ({note})"));
    format!("{}{}", finding.message, note.unwrap_or_default())
}
