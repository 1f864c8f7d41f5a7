//! Names as Juju sees them: the charm's, its endpoints', and which of them are its own.

use std::borrow::Cow;

use syntax::{NodeRef, Scalar};

use super::Context;
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
    // A name in metadata.yaml counts where charmcraft.yaml has none.
    let here = cx.root().and_then(is_own);
    here.or_else(|| cx.beside("metadata.yaml")?.root().and_then(is_own)).unwrap_or(false)
}

/// The name of an endpoint in the packed charm: charmcraft 4.5.0 turns numbers into text.
pub(super) fn endpoint_name<'a>(endpoint: &Endpoint<'a>) -> Option<Cow<'a, str>> {
    match endpoint.key.scalar()? {
        Scalar::Int(_) | Scalar::Float(_) => endpoint.key.scalar()?.python_text().map(Cow::Owned),
        _ => endpoint.name().map(Cow::Borrowed),
    }
}

/// Whether charmcraft 4.5.0 reads `subordinate` as true: besides the boolean, 1 and a few texts.
pub(super) fn is_subordinate(value: NodeRef<'_>) -> bool {
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
