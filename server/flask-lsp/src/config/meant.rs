//! The name that was most likely meant by another one.

/// The candidate that is clearly near: few letters differ, or it begins or ends with what was written.
pub(crate) fn meant<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let distance = |candidate: &&str| strsim::damerau_levenshtein(candidate, written);
    let nearest = candidates.into_iter().min_by_key(distance)?;
    let is_near = distance(&nearest) <= nearest.len().div_ceil(3);
    let is_part = written.len() > 2 && (nearest.starts_with(written) || written.ends_with(nearest));
    (is_near || is_part).then_some(nearest)
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let names = ["exclude", "duplicate-key", "rules"];
        assert_eq!(meant("excluded", names), Some("exclude"));
        assert_eq!(meant("extend-exclude", names), Some("exclude"));
        assert_eq!(meant("duplicated-key", names), Some("duplicate-key"));
        assert_eq!(meant("something-else-entirely", names), None);
        assert_eq!(meant("", names), None);
    }
}
