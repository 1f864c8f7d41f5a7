//! The systems that charms and rocks are built on and for, and the architectures.
//!
//! Answers which tool takes which base for what, what a wrong spelling stands for, and when standard
//! support ends. It knows no clock: what has ended is what had ended when the facts were recorded.

use std::sync::LazyLock;

use serde::Deserialize;

use super::table;
use crate::file_kind::FileKind;

static FILE: LazyLock<File> =
    LazyLock::new(|| table(include_str!("../../../../schemas/bases.json")));

#[derive(Default, Deserialize)]
struct File {
    recorded: &'static str,
    suggested: &'static str,
    architectures: Vec<Architecture>,
    bases: Vec<Base>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Architecture {
    name: &'static str,
    /// What other tools call it, in small letters.
    aliases: Vec<&'static str>,
    /// Names that may mean it, in small letters.
    #[serde(default)]
    guesses: Vec<&'static str>,
}

/// What a base can be given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BaseUse {
    /// `base`.
    Base,
    /// `build-base`.
    BuildBase,
    /// `bases`, the old form of a charm.
    Bases,
}

/// A base such as `ubuntu@24.04`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Base {
    /// The exact text.
    pub name: &'static str,
    /// Ubuntu's name for the release, in small letters.
    #[serde(default)]
    pub codename: Option<&'static str>,
    /// Last day of standard support, as `2029-05-31`; absent where none is published or it never ends.
    #[serde(default)]
    pub end: Option<&'static str>,
    #[serde(default)]
    charmcraft: ToolUse,
    #[serde(default)]
    rockcraft: ToolUse,
}

/// What one tool does with a base.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct ToolUse {
    /// What it can be given for; empty where the tool does not take it.
    pub uses: Vec<BaseUse>,
    /// Which `build-base` it needs beside it.
    #[serde(default)]
    pub build_base: Option<BuildBaseNeed>,
    /// Whether the old spelling with a colon is taken too.
    #[serde(default)]
    pub colon: bool,
}

/// Which `build-base` a base needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BuildBaseNeed {
    /// Any; this one is a good choice.
    Any(&'static str),
    /// This one and no other.
    Only(&'static str),
}

impl Base {
    /// What the tool that packs such a file does with it.
    pub fn in_tool(&self, kind: FileKind) -> &ToolUse {
        match kind {
            FileKind::Rockcraft => &self.rockcraft,
            _ => &self.charmcraft,
        }
    }

    /// Whether standard support had ended when the facts were recorded, and so has ended for certain.
    pub fn has_ended(&self) -> bool {
        self.end.is_some_and(|end| end < FILE.recorded)
    }

    fn series(&self) -> &'static str {
        self.name.split_once('@').map_or(self.name, |(_, series)| series)
    }
}

/// The base that new projects are best started with.
pub fn suggested_base() -> &'static str {
    FILE.suggested
}

/// The base of exactly this name, whichever tool takes it.
pub fn base(name: &str) -> Option<&'static Base> {
    FILE.bases.iter().find(|base| base.name == name)
}

/// The bases that the tool for such a file takes for this use.
pub fn bases(kind: FileKind, usage: BaseUse) -> impl Iterator<Item = &'static Base> {
    FILE.bases.iter().filter(move |base| base.in_tool(kind).uses.contains(&usage))
}

/// Whether the tool takes exactly this name for this use, spellings with a colon included.
pub fn is_base(name: &str, kind: FileKind, usage: BaseUse) -> bool {
    bases(kind, usage).any(|base| base.name == name) || colon_base(name, kind).is_some()
}

/// The base that a deprecated spelling such as `ubuntu:22.04` stands for, where the tool takes it.
pub fn colon_base(name: &str, kind: FileKind) -> Option<&'static Base> {
    let (distribution, series) = name.split_once(':')?;
    FILE.bases.iter().find(|base| {
        base.in_tool(kind).colon && base.name.split_once('@') == Some((distribution, series))
    })
}

/// The base that another spelling must stand for: a bare series (`24.04`), another separator
/// (`ubuntu:24.04`, `ubuntu-24.04`), a code name (`noble`), other letters in front of the series.
/// `None` where the series itself is not one that the tool takes.
pub fn meant_base(text: &str, kind: FileKind, usage: BaseUse) -> Option<&'static Base> {
    let text = text.trim().to_ascii_lowercase();
    let digits = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let (front, series) = text.split_at(digits);
    let distribution = front.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let word = text.rsplit(['@', ':', '/', ' ', '-']).next().unwrap_or_default();
    bases(kind, usage).find(|base| {
        let own = base.name.split_once('@').map_or("", |(distribution, _)| distribution);
        let is_series = !series.is_empty() && series == base.series();
        let is_named = !word.is_empty() && (Some(word) == base.codename || word == base.series());
        let fits = distribution.is_empty() || is_like(distribution, own);
        fits && is_series || is_named && series.is_empty()
    })
}

/// Whether a word has mostly the letters of another: `ubunut`, `ubunto`.
fn is_like(word: &str, other: &str) -> bool {
    let first = |text: &str| text.bytes().next();
    let common = word.bytes().filter(|&byte| other.bytes().any(|it| it == byte)).count();
    first(word) == first(other) && word.len().abs_diff(other.len()) <= 2 && common + 1 >= word.len()
}

/// All architectures, by their Debian names.
pub fn architectures() -> impl Iterator<Item = &'static str> {
    FILE.architectures.iter().map(|architecture| architecture.name)
}

/// Whether this is an architecture's Debian name; `all` is none.
pub fn is_architecture(name: &str) -> bool {
    architectures().any(|architecture| architecture == name)
}

/// What other tools call an architecture.
pub fn architecture_aliases(name: &str) -> impl Iterator<Item = &'static str> {
    let known = FILE.architectures.iter().find(|architecture| architecture.name == name);
    known.into_iter().flat_map(|architecture| architecture.aliases.iter().copied())
}

/// The architecture that others call so: `x86_64`, `aarch64`, or its own name in other letters.
pub fn architecture_by_alias(name: &str) -> Option<&'static str> {
    let name = name.trim();
    let is_meant = |architecture: &&Architecture| {
        let mut names = architecture.aliases.iter().chain([&architecture.name]);
        names.any(|known| known.eq_ignore_ascii_case(name))
    };
    FILE.architectures.iter().find(is_meant).map(|architecture| architecture.name)
}

/// The architecture that a name such as `arm` or `x86` may mean.
pub fn architecture_by_guess(name: &str) -> Option<&'static str> {
    let is_meant = |architecture: &&Architecture| {
        architecture.guesses.iter().any(|known| known.eq_ignore_ascii_case(name.trim()))
    };
    FILE.architectures.iter().find(is_meant).map(|architecture| architecture.name)
}
