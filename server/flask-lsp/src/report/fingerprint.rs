//! A name for a finding that stays when lines above it come and go, for services that compare reports.
//!
//! It is made of the file, the rule and the path of keys to the place; findings that share all three are
//! counted. Messages are no part of it: they may name lines, and get better words in time.

use std::collections::HashMap;

use analysis::{Finding, PathSegment};

/// Names all findings of one report, each differently.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    seen: HashMap<u64, u32>,
}

impl Fingerprints {
    /// The name of the next finding; `file` is the name that the report has for its file.
    pub(super) fn next(&mut self, file: &str, finding: &Finding) -> String {
        let mut hash = Fnv::default();
        hash.add(file);
        hash.add(finding.rule.id);
        for segment in &finding.key_path {
            match segment {
                PathSegment::Key(key) => hash.add(key),
                PathSegment::Index(index) => hash.add(&format!("[{index}]")),
            }
        }
        let count = self.seen.entry(hash.0).or_default();
        *count += 1;
        format!("{:016x}:{count}", hash.0)
    }
}

/// FNV-1a with 64 bits: unlike the hashes of the standard library it is the same for ever.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// One part; `a`, `bc` and `ab`, `c` are not the same.
    fn add(&mut self, part: &str) {
        for byte in part.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::checked;
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let file = checked("rockcraft.yaml", text);
        let twice = file.findings.iter().filter(|finding| finding.rule.id == "duplicate-key");
        let mut fingerprints = Fingerprints::default();
        twice.map(|finding| fingerprints.next(&file.name, finding)).collect()
    }

    #[test]
    fn a_name_stays_when_lines_move_and_differs_inside_a_report() {
        let before = names("a: {b: 1, b: 2, b: 3}\nc: 1\nc: 2\n");
        let after = names("# more\n\nd: 1\na:\n  b: 1\n  b: 2\n  b: 3\nc: 1\nc: 2\n");
        assert_eq!(before, after);
        let mut unique = before.clone();
        unique.sort();
        unique.dedup();
        assert_eq!((unique.len(), before.len()), (3, 3));
    }

    #[test]
    fn the_hash_is_the_published_one() {
        let mut hash = Fnv::default();
        for byte in b"foobar" {
            hash.0 = (hash.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        assert_eq!(hash.0, 0x8594_4171_f739_67e8);
    }
}
