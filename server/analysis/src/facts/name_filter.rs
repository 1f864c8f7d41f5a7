//! Telling fast that a name is none of a hundred.
//!
//! Nearly every option of a charm is called what nobody has a word about, and each is asked for several
//! times. What a filter holds is for the caller to look up; it never says no to a name that it was given.

/// A set of names that says of nearly every other name at once that it is none of them. Dashes count as
/// underscores and small letters as capitals.
#[derive(Debug, Default)]
pub(crate) struct NameFilter([u64; 16]);

impl NameFilter {
    /// Of these names.
    pub(crate) fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> NameFilter {
        let mut filter = NameFilter::default();
        for name in names {
            let (word, bit) = Self::place(name);
            filter.0[word] |= bit;
        }
        filter
    }

    /// Whether this may be one of the names; no `false` is wrong. Only ASCII is looked at.
    pub(crate) fn may_hold(&self, name: &str) -> bool {
        let (word, bit) = Self::place(name);
        !name.is_ascii() || self.0[word] & bit != 0
    }

    fn place(name: &str) -> (usize, u64) {
        let bytes = name.as_bytes();
        let letter = |at: usize| match bytes.get(at) {
            Some(b'-') => usize::from(b'_'),
            Some(byte) => usize::from(byte.to_ascii_uppercase()),
            None => 0,
        };
        let (middle, last) = (bytes.len() / 2, bytes.len().wrapping_sub(1));
        let mixed = letter(0) * 7 + letter(middle) * 61 + letter(last) * 113 + bytes.len() * 331;
        ((mixed / 64) % 16, 1 << (mixed % 64))
    }
}
