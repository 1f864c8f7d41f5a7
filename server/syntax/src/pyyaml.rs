//! Where PyYAML refuses what our parser accepts.
//!
//! Every check looks at one node or one line, never at the order of blocks, so that a text cut into
//! blocks gives the same problems as the whole.

use crate::events::Parsed;
use crate::problem::Problem;

/// What PyYAML minds in a text that parsed. Ranges are relative to `text`.
pub(crate) fn check(_text: &str, _parsed: &Parsed) -> Vec<Problem> {
    Vec::new()
}
