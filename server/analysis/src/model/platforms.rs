//! The entries of `platforms`, in a charm or a rock.
//!
//! A platform says where something is built and what for. In a charm a base may stand in its name
//! (`ubuntu@24.04:amd64`) or in front of every architecture; a rock has one base, at the top.
//! Nothing is judged here: names and architectures are as written.

use syntax::{Entry, NodeRef};

use super::section_entries;

/// An entry of `platforms`.
#[derive(Debug, Clone, Copy)]
pub struct Platform<'a> {
    /// The platform's name.
    pub key: NodeRef<'a>,
    /// Nothing, or a mapping with `build-on` and `build-for`.
    pub value: NodeRef<'a>,
}

/// One architecture of a platform, with the base that may stand before it.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The text, in the list or alone.
    pub node: NodeRef<'a>,
    /// What stands before the first colon.
    pub base: Option<&'a str>,
    /// What stands behind it, else the whole text.
    pub architecture: &'a str,
}

/// The platforms, in the order of the file; none where `platforms` is no mapping.
pub fn platforms(root: Option<NodeRef<'_>>) -> Vec<Platform<'_>> {
    let entries = section_entries(root, &["platforms"]);
    entries.into_iter().map(|Entry { key, value }| Platform { key, value }).collect()
}

impl<'a> Platform<'a> {
    /// The platform's name; `None` for a key that is no scalar.
    pub fn name(&self) -> Option<&'a str> {
        self.key.text()
    }

    /// The name as a base and what stands behind it; only a front with an `@` is a base here
    /// (craft-platforms 0.12).
    pub fn name_target(&self) -> Option<Target<'a>> {
        let name = self.name()?;
        let target = Target::of(self.key)?;
        let is_base = target.base.is_some_and(|base| base.contains('@'));
        Some(if is_base { target } else { Target { base: None, architecture: name, ..target } })
    }

    /// Whether there is nothing behind the name: then the name says it all.
    pub fn is_shorthand(&self) -> bool {
        self.value.resolved().is_null()
    }

    /// `build-on`, or `build_on`, which the tools take in places.
    pub fn build_on(&self) -> Option<Entry<'a>> {
        self.value.get("build-on").or_else(|| self.value.get("build_on"))
    }

    /// `build-for`, or `build_for`.
    pub fn build_for(&self) -> Option<Entry<'a>> {
        self.value.get("build-for").or_else(|| self.value.get("build_for"))
    }

    /// The bases that stand in the name or before an architecture. A charm's build is planned by the
    /// spellings with a hyphen alone, so the others do not count.
    pub fn bases(&self) -> impl Iterator<Item = &'a str> {
        let of_name = self.name_target();
        let fields = [self.value.get("build-on"), self.value.get("build-for")];
        let targets = fields.into_iter().flatten().flat_map(Target::all);
        of_name.into_iter().chain(targets).filter_map(|target| target.base)
    }

    /// Whether it is half typed.
    pub fn is_repaired(&self) -> bool {
        self.key.is_repaired() || self.value.is_repaired()
    }
}

impl<'a> Target<'a> {
    /// From a text; `None` for what the tools do not read as one.
    pub fn of(node: NodeRef<'a>) -> Option<Target<'a>> {
        let scalar = node.resolved();
        let text = scalar.text().filter(|_| !scalar.is_null() && scalar.as_bool().is_none())?;
        let split = text.split_once(':');
        let (base, architecture) = split.map_or((None, text), |(base, rest)| (Some(base), rest));
        Some(Target { node, base, architecture })
    }

    /// All of `build-on` or `build-for`: of a list, or of a text alone.
    pub fn all(field: Entry<'a>) -> impl Iterator<Item = Target<'a>> {
        let value = field.value.resolved();
        let alone = value.is_scalar().then_some(field.value);
        alone.into_iter().chain(value.items()).filter_map(Target::of)
    }
}
