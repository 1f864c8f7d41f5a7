//! What paas-charm makes of the options and endpoints of a 12-factor charm once it runs.
//!
//! Nothing is judged here: the rules put into words, place and mend what `environment` remarks, so that
//! they never disagree with hover and `flask-lsp env`. Charms without an extension get none of them.

mod database_endpoint_name;
mod database_endpoint_swapped;
mod django_needs_database;
mod duplicate_database_interface;
mod endpoint_interface_mismatch;
mod endpoint_name_not_recognised;
mod endpoint_optional_defaults_to_false;
mod endpoint_without_limit;
mod extension_paas_charm_mismatch;
mod fixes;
mod ignored_option_prefix;
mod interface_not_supported;
mod multiple_oauth;
mod oauth_endpoint_dash;
mod oauth_scopes_without_openid;
mod option_name_breaks_model;
mod option_names_fold_together;
mod option_overwritten_by_framework;
mod option_overwritten_by_integration;
mod option_shadowed_by_framework;
mod optional_false_not_enforced;
mod optional_not_boolean;
mod required_option_never_reaches_model;
mod spring_two_sql_databases;
mod tracing_without_limit;

use super::{Context, Rule};
use crate::charm_environment::{About, Verdict};
use crate::environment::Reason;
use crate::model::{ConfigOption, Endpoint, Section};

pub(super) static RULES: &[&Rule] = &[
    &database_endpoint_name::RULE,
    &duplicate_database_interface::RULE,
    &database_endpoint_swapped::RULE,
    &django_needs_database::RULE,
    &tracing_without_limit::RULE,
    &multiple_oauth::RULE,
    &oauth_scopes_without_openid::RULE,
    &oauth_endpoint_dash::RULE,
    &endpoint_name_not_recognised::RULE,
    &endpoint_interface_mismatch::RULE,
    &interface_not_supported::RULE,
    &endpoint_optional_defaults_to_false::RULE,
    &optional_false_not_enforced::RULE,
    &optional_not_boolean::RULE,
    &endpoint_without_limit::RULE,
    &spring_two_sql_databases::RULE,
    &option_name_breaks_model::RULE,
    &required_option_never_reaches_model::RULE,
    &option_shadowed_by_framework::RULE,
    &ignored_option_prefix::RULE,
    &option_names_fold_together::RULE,
    &option_overwritten_by_framework::RULE,
    &option_overwritten_by_integration::RULE,
    &extension_paas_charm_mismatch::RULE,
];

const CRASHES: &str = "paas-charm crashes in every hook, before anything is integrated";

/// The verdicts about options of the file that are not half typed. Names that YAML does not read as text
/// are another fault.
fn options<'c, 'a>(
    cx: &'c Context<'a>,
) -> impl Iterator<Item = (&'c Reason, ConfigOption<'a>)> + use<'c, 'a> {
    let about = |verdict: &'c Verdict<'a>| match verdict.about {
        About::Option(option) => Some((&verdict.reason, option)),
        _ => None,
    };
    let whole = |(_, option): &(&'c Reason, ConfigOption<'a>)| {
        !option.value.is_repaired() && !option.key.is_repaired() && option.key.as_str().is_some()
    };
    cx.verdicts().iter().filter_map(about).filter(whole)
}

/// The verdicts about endpoints that are not half typed; the same goes for their names. charmcraft crashes on
/// those below `requires` that are no mapping, so nothing gets as far as paas-charm.
pub(super) fn endpoints<'c, 'a>(
    cx: &'c Context<'a>,
) -> impl Iterator<Item = (&'c Reason, Endpoint<'a>)> + use<'c, 'a> {
    let about = |verdict: &'c Verdict<'a>| match verdict.about {
        About::Endpoint(endpoint) => Some((&verdict.reason, endpoint)),
        _ => None,
    };
    let whole = |(_, endpoint): &(&'c Reason, Endpoint<'a>)| {
        !endpoint.value.is_repaired()
            && !endpoint.key.is_repaired()
            && endpoint.key.as_str().is_some()
            && (endpoint.section != Section::Requires || endpoint.value.resolved().is_mapping())
    };
    cx.verdicts().iter().filter_map(about).filter(whole)
}
