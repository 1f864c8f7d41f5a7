//! What is built, on which system and for which machines: `base`, `build-base`, `platforms`, and
//! `bases`, their old form in a charm.
//!
//! Whether a platform can be built on the machine at hand is not known here.

mod base_in_platform;
mod base_not_for_bases;
mod bases_beside_platforms;
mod bases_shape;
mod colon_base;
mod common;
mod conflicting_bases;
mod convert_bases;
mod deprecated_bases;
mod ended_base;
mod incomplete_platform;
mod missing_base;
mod missing_build_base;
mod missing_platforms;
mod old_bases;
mod platform_shape;
mod repeated_architecture;
mod several_build_targets;
mod target_unlike_name;
mod unknown_architecture;
mod unknown_base;
mod unknown_platform_key;
mod unusable_platform_name;

use super::{Context, Rule};
use crate::finding::Fix;
use crate::snapshot::Snapshot;

/// `bases` written as `base` and `platforms`; `None` where they cannot say the same.
pub(crate) fn modern_platforms(snapshot: &Snapshot) -> Option<Fix> {
    convert_bases::conversion(&Context::new(snapshot))
}

pub(super) static RULES: &[&Rule] = &[
    &missing_base::RULE,
    &unknown_base::RULE,
    &colon_base::RULE,
    &ended_base::RULE,
    &missing_build_base::RULE,
    &missing_platforms::RULE,
    &unusable_platform_name::RULE,
    &platform_shape::RULE,
    &unknown_platform_key::RULE,
    &incomplete_platform::RULE,
    &unknown_architecture::RULE,
    &repeated_architecture::RULE,
    &several_build_targets::RULE,
    &target_unlike_name::RULE,
    &conflicting_bases::RULE,
    &base_in_platform::RULE,
    &bases_shape::RULE,
    &base_not_for_bases::RULE,
    &bases_beside_platforms::RULE,
    &deprecated_bases::RULE,
];
