//! What a 12-factor extension asks of the charm that uses it, and of the files beside it.
//!
//! Options next to an extension are with the other rules about options.

mod action_of_extension;
mod bases;
mod charm_part_of_extension;
mod closed_config;
mod cos_custom_content;
mod crashing_paas_config;
mod endpoint_of_extension;
mod excluded_section;
mod experimental_extension;
mod items;
mod paas_config_value;
mod section_of_extension;
mod several_extensions;
mod unknown_extension;
mod unsupported_extension_base;
mod unsupported_json_logging;

pub(super) use bases::named_bases;
pub(crate) use crashing_paas_config::crashes as paas_config_crashes;

use super::{Context, Rule};
use crate::facts;
use crate::model::Extension;
use syntax::NodeRef;

pub(super) static RULES: &[&Rule] = &[
    &unknown_extension::RULE,
    &several_extensions::RULE,
    &unsupported_extension_base::RULE,
    &experimental_extension::RULE,
    &charm_part_of_extension::RULE,
    &excluded_section::RULE,
    &section_of_extension::RULE,
    &action_of_extension::RULE,
    &endpoint_of_extension::RULE,
    &cos_custom_content::RULE,
    &paas_config_value::RULE,
    &unsupported_json_logging::RULE,
    &crashing_paas_config::RULE,
];

const STOPS: &str = "`charmcraft pack` stops on this";

/// The entry of `extensions` that counts, and what it makes of the charm.
fn used<'a>(cx: &Context<'a>) -> Option<(NodeRef<'a>, Extension)> {
    let extension = cx.extension()?;
    let mut entries = cx.charm().extensions().into_iter();
    let (entry, _) = entries.find(|(_, name)| facts::framework_by_extension(name).is_some())?;
    Some((entry, extension))
}
