//! Every table parses, and what one table names exists in the other.

use super::*;
