//! Names as Juju sees them: the charm's, its endpoints', and which of them are its own.

use std::borrow::Cow;

use syntax::{NodeRef, Scalar};

use super::Context;
use super::juju_value::{Packed, juju_bool};
use crate::file_kind::FileKind;
use crate::model::Endpoint;

/// Whether Juju keeps the name of an endpoint, an interface or an action for itself.
pub(super) fn is_reserved(name: &str) -> bool {
    name == "juju" || name.starts_with("juju-")
}

/// Whether the charm may use reserved names, by a name that starts with `juju-`.
pub(super) fn may_use_reserved(cx: &Context<'_>) -> bool {
    let is_own = |node: NodeRef<'_>| {
        let name = node.get("name").and_then(|entry| entry.value.resolved().as_str());
        name.map(|name| name.starts_with("juju-"))
    };
    let beside = |name| cx.beside(name)?.root().and_then(is_own);
    // A name in metadata.yaml counts where charmcraft.yaml has none.
    let here = match cx.snapshot.kind {
        FileKind::Charmcraft | FileKind::Metadata => cx.root().and_then(is_own),
        _ => beside(FileKind::Charmcraft.canonical_name()),
    };
    here.or_else(|| beside(FileKind::Metadata.canonical_name())).unwrap_or(false)
}

/// The name of an endpoint in the packed charm: charmcraft 4.5.0 turns numbers into text.
pub(super) fn endpoint_name<'a>(endpoint: &Endpoint<'a>) -> Option<Cow<'a, str>> {
    match endpoint.key.scalar()? {
        Scalar::Int(_) | Scalar::Float(_) => endpoint.key.scalar()?.python_text().map(Cow::Owned),
        _ => endpoint.name().map(Cow::Borrowed),
    }
}

/// Whether the charm is a subordinate by this value: charmcraft 4.5.0 reads 1 and a few texts as true, too.
pub(super) fn is_subordinate(packed: Packed, value: NodeRef<'_>) -> bool {
    if packed == Packed::AsItStands {
        return juju_bool(packed, value) == Some(true);
    }
    match value.scalar() {
        Some(Scalar::Bool(value)) => value,
        Some(Scalar::Float(number)) => number == 1.0,
        Some(Scalar::Int(_)) => {
            value.scalar().and_then(|scalar| scalar.python_text()).is_some_and(|text| text == "1")
        }
        Some(Scalar::Text(text)) => {
            ["1", "t", "y", "yes", "on", "true"].iter().any(|word| text.eq_ignore_ascii_case(word))
        }
        _ => false,
    }
}
