//! Text, positions and a resilient YAML 1.1 tree.

pub mod scalar;
