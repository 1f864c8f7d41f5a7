//! After any edits a check says what it says of the text alone, although it looks again only at what changed.

use std::sync::Arc;

use analysis::{Snapshot, check};

use super::text_target;
use crate::input::Input;

text_target!(Rechecks, "rechecks", runs: 200, text: 300, edits: 4);

pub(crate) fn run(input: &Input) {
    let Some(mut snapshot) = Snapshot::alone(&input.file, &input.text) else { return };
    check(&snapshot);
    let mut text = input.text.clone();
    for edit in &input.edits {
        edit.apply(&mut text);
        Arc::make_mut(&mut snapshot.document).edit(edit.range(), &edit.insert);
        let Some(fresh) = Snapshot::alone(&input.file, &text) else { return };
        let (kept, new) = (check(&snapshot), check(&fresh));
        assert_eq!(format!("{kept:#?}"), format!("{new:#?}"), "after {edit:?}");
    }
}
