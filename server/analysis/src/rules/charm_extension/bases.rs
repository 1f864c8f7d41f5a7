//! The bases by which charmcraft 4.5.0 decides whether an extension can be used: `base`, those in the names
//! and under `build-for` of `platforms`, and those that `bases` builds on. `build-base` plays no part.

use std::borrow::Cow;

use crate::rules::prelude::*;

/// A base and the place that names it.
pub(in crate::rules) struct NamedBase<'a> {
    /// Such as `ubuntu@24.04`.
    pub(in crate::rules) name: Cow<'a, str>,
    pub(in crate::rules) place: NodeRef<'a>,
}

/// The different bases of a charm, in the order in which charmcraft reads them. Texts that are no base are
/// left out: others report them.
pub(in crate::rules) fn named_bases<'a>(cx: &Context<'a>) -> Vec<NamedBase<'a>> {
    let mut bases = Vec::new();
    if let Some(base) = cx.entry("base")
        && let Some(text) = base.value.resolved().as_str()
    {
        add(&mut bases, Cow::Borrowed(text), base.value);
    }
    if let Some(platforms) = cx.entry("platforms") {
        for platform in platforms.value.effective_entries() {
            add_platform(&mut bases, platform);
        }
    }
    if let Some(old) = cx.entry("bases") {
        for entry in old.value.resolved().items() {
            add_old(&mut bases, entry);
        }
    }
    bases
}

fn add<'a>(bases: &mut Vec<NamedBase<'a>>, name: Cow<'a, str>, place: NodeRef<'a>) {
    if name.contains('@') && bases.iter().all(|base| base.name != name) {
        bases.push(NamedBase { name, place });
    }
}

/// A base in the name hides those under `build-for`.
fn add_platform<'a>(bases: &mut Vec<NamedBase<'a>>, platform: Entry<'a>) {
    let in_front = |text: &'a str| text.split_once(':').map(|(base, _)| base);
    let named = platform.key.as_str().and_then(in_front).filter(|base| base.contains('@'));
    if let Some(base) = named {
        add(bases, Cow::Borrowed(base), platform.key);
        return;
    }
    let Some(build_for) = platform.value.get("build-for") else { return };
    let value = build_for.value.resolved();
    let alone = value.is_scalar().then_some(build_for.value);
    for item in value.items().chain(alone) {
        match item.resolved().as_str().and_then(in_front) {
            Some("devel") => add(bases, Cow::Borrowed("ubuntu@devel"), item),
            Some(base) => add(bases, Cow::Borrowed(base), item),
            None => {}
        }
    }
}

/// An entry of the old `bases`: what it builds on, or itself in the short form.
fn add_old<'a>(bases: &mut Vec<NamedBase<'a>>, entry: NodeRef<'a>) {
    let of = |base: NodeRef<'a>| {
        let text = |key: &str| base.get(key)?.value.resolved().text();
        Some(format!("{}@{}", text("name")?, text("channel")?))
    };
    let built_on = entry.get("build-on").map(|build_on| build_on.value.resolved());
    let alone = built_on.is_none().then_some(entry);
    for base in built_on.into_iter().flat_map(NodeRef::items).chain(alone) {
        if let Some(name) = of(base) {
            add(bases, Cow::Owned(name), base);
        }
    }
}
