//! Facts, models, rules and editor features as plain data.
