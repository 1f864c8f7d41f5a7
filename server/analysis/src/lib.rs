//! Facts, models, rules and editor features as plain data.

pub mod environment;
pub mod facts;
