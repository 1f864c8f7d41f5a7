//! What a charm without an extension says about its workload: storage, devices, extra bindings,
//! resources and containers. charmcraft looks at none of it; Juju does.

mod container_mount;
mod device_count;
mod device_type;
mod fields;
mod storage_field;
mod storage_location;
mod storage_range;
mod storage_size;
mod storage_type;
mod unknown_container_resource;
mod wrong_container;
mod wrong_extra_binding;
mod wrong_resource;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &storage_type::RULE,
    &storage_range::RULE,
    &storage_size::RULE,
    &storage_location::RULE,
    &storage_field::RULE,
    &device_type::RULE,
    &device_count::RULE,
    &wrong_extra_binding::RULE,
    &wrong_resource::RULE,
    &wrong_container::RULE,
    &unknown_container_resource::RULE,
    &container_mount::RULE,
];
