//! `bases`, the form that charms had before `base` and `platforms`.
//!
//! A list of what is built: each entry is a base alone (the short form), or says on which bases it is
//! built and on which it runs (the long form). What is of another kind is left out here.

use crate::rules::prelude::*;

/// How an entry is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `name`, `channel` and perhaps `architectures`.
    Short,
    /// `build-on` and `run-on`, each a list of the short form.
    Long,
}

/// What a base in an entry is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The short form: built on it and run on it.
    Both,
    BuildOn,
    RunOn,
}

/// One entry of the list.
pub(super) struct OldEntry<'a> {
    pub(super) node: NodeRef<'a>,
    pub(super) form: Form,
    /// Those it is built on come first.
    pub(super) bases: Vec<OldBase<'a>>,
}

/// A mapping with `name`, `channel` and perhaps `architectures`.
pub(super) struct OldBase<'a> {
    pub(super) node: NodeRef<'a>,
    pub(super) role: Role,
}

/// The entries that are mappings and not half typed; none where `bases` is no list.
pub(super) fn entries<'a>(cx: &Context<'a>) -> Vec<OldEntry<'a>> {
    let Some(bases) = cx.entry("bases") else { return Vec::new() };
    let items = bases.value.resolved().items();
    let mappings = items.filter(|item| item.resolved().is_mapping() && !item.is_repaired());
    mappings.map(entry).collect()
}

fn entry(node: NodeRef<'_>) -> OldEntry<'_> {
    // charmcraft 4.5.0 decides by this key alone.
    if node.get("build-on").is_none() {
        let bases = vec![OldBase { node, role: Role::Both }];
        return OldEntry { node, form: Form::Short, bases };
    }
    let of = |key: &str, role: Role| {
        let items = node.get(key).into_iter().flat_map(|field| field.value.resolved().items());
        items.filter(|item| item.resolved().is_mapping()).map(move |node| OldBase { node, role })
    };
    let bases = of("build-on", Role::BuildOn).chain(of("run-on", Role::RunOn)).collect();
    OldEntry { node, form: Form::Long, bases }
}

impl<'a> OldBase<'a> {
    /// The text of `name`.
    pub(super) fn name(&self) -> Option<&'a str> {
        self.node.get("name")?.value.resolved().as_str()
    }

    /// The text of `channel`, with its place.
    pub(super) fn channel(&self) -> Option<(NodeRef<'a>, &'a str)> {
        let value = self.node.get("channel")?.value;
        Some((value, value.resolved().as_str()?))
    }

    /// The entries of `architectures`.
    pub(super) fn architectures(&self) -> impl Iterator<Item = NodeRef<'a>> {
        let field = self.node.get("architectures");
        field.into_iter().flat_map(|field| field.value.resolved().items())
    }
}
