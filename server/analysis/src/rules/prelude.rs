//! What every rule needs.

pub(super) use super::shape::place;
pub(super) use super::{Context, Findings, JudgedBy, Rule};
pub(super) use crate::file_kind::FileKind;
pub(super) use crate::finding::{Fix, Judge, Safety, Severity};
pub(super) use syntax::{Entry, NodeRef, TextRange};
