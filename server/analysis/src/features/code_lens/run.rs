//! What can be run for a charm or rock, above its extensions.

use serde_json::Value;

use super::{CodeLens, Command};
use crate::plan;
use crate::snapshot::Snapshot;

/// Pack for a charm; pack, upload and refresh for a rock.
pub(super) fn lenses(snapshot: &Snapshot) -> Vec<CodeLens> {
    let offered = plan::lenses(snapshot).into_iter();
    let lens = |(range, offer): (_, plan::Offer)| CodeLens {
        range,
        title: offer.title,
        command: Some(Command::Run { name: offer.action.command(), options: Value::Null }),
    };
    offered.map(lens).collect()
}
