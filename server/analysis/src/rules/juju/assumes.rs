//! The language of `assumes`: features, conditions on their versions, `any-of` and `all-of`.
//!
//! Reads one text or walks the tree; what to say about it is the rules' business.

/// A version as Juju compares it: up to four numbers, missing ones 0. Tags such as `beta` are read and
/// forgotten.
pub(super) type Version = [u32; 4];

/// What one text asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Feature<'a> {
    /// Name of the feature, such as `juju`.
    pub(super) name: &'a str,
    /// The condition on its version.
    pub(super) condition: Option<Condition>,
}

/// A bound of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    /// `>=`.
    AtLeast(Version),
    /// `<`.
    Below(Version),
}

/// What Juju 3.6 and 4.0 cannot read in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault<'a> {
    /// The name of the feature.
    Name(&'a str),
    /// A comparison other than `>=` and `<`.
    Comparison(&'a str),
    /// The version; the text behind the comparison.
    Version(&'a str),
    /// More behind the version.
    Several,
}

/// Reads a text such as `juju >= 3.6`, as Juju does: blanks around it and around the comparison do not
/// matter.
pub(super) fn read_feature(text: &str) -> Result<Feature<'_>, Fault<'_>> {
    let text = text.trim();
    let end = text.find(|ch: char| "<>=!~".contains(ch)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let name = name.trim_end();
    if !is_feature_name(name) {
        return Err(Fault::Name(name));
    }
    if rest.is_empty() {
        return Ok(Feature { name, condition: None });
    }
    let end = rest.find(|ch: char| !"<>=!~".contains(ch)).unwrap_or(rest.len());
    let (comparison, version) = rest.split_at(end);
    let bound = match comparison {
        ">=" => Condition::AtLeast,
        "<" => Condition::Below,
        _ => return Err(Fault::Comparison(comparison)),
    };
    let version = version.trim_start();
    if version.contains([',', '<', '>']) || version.contains(char::is_whitespace) {
        return Err(Fault::Several);
    }
    let read = read_version(version).ok_or(Fault::Version(version))?;
    Ok(Feature { name, condition: Some(bound(read)) })
}

/// Small letters, digits and hyphens, two at least; a letter first, no hyphen last.
pub(super) fn is_feature_name(name: &str) -> bool {
    let is_char = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.len() > 1
        && name.bytes().all(is_char)
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && !name.ends_with('-')
}

/// `3`, `3.6`, `3.6.1`, `3.6.1.2`, `3.6-beta1`, `3.6-beta1.2`; each number has 9 digits at most.
fn read_version(text: &str) -> Option<Version> {
    let mut version = [0; 4];
    let (numbers, tag) = text.split_once('-').map_or((text, None), |(it, tag)| (it, Some(tag)));
    let mut count = 0;
    for number in numbers.split('.') {
        *version.get_mut(count)? = read_number(number)?;
        count += 1;
    }
    let Some(tag) = tag else { return Some(version) };
    let after_letters = tag.trim_start_matches(|ch: char| ch.is_ascii_lowercase());
    let (patch, build) = after_letters
        .split_once('.')
        .map_or((after_letters, None), |(it, build)| (it, Some(build)));
    if count != 2 || after_letters.len() == tag.len() {
        return None;
    }
    if !patch.is_empty() {
        version[2] = read_number(patch)?;
    }
    if let Some(build) = build {
        version[3] = read_number(build)?;
    }
    Some(version)
}

fn read_number(text: &str) -> Option<u32> {
    let is_number = (1..=9).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_juju_reads() {
        let version = |text| match read_feature(text).unwrap().condition {
            Some(Condition::AtLeast(version) | Condition::Below(version)) => version,
            None => [0; 4],
        };
        assert_eq!(read_feature("k8s-api"), Ok(Feature { name: "k8s-api", condition: None }));
        assert_eq!(version("juju<4"), [4, 0, 0, 0]);
        assert_eq!(version("  juju  >=  3.4.0.1 "), [3, 4, 0, 1]);
        assert_eq!(version("juju >= 03"), [3, 0, 0, 0]);
        assert_eq!(version("juju >= 3.6-beta1"), [3, 6, 1, 0]);
        assert_eq!(version("juju >= 3.6-beta1.2"), [3, 6, 1, 2]);
        assert_eq!(version("juju >= 3.6-beta"), [3, 6, 0, 0]);
    }

    #[test]
    fn what_it_does_not() {
        for text in ["K8s-api", "k8s_api", "j", "", "juju-", "8s", "juju 3", "a b"] {
            assert!(matches!(read_feature(text), Err(Fault::Name(_))), "{text}");
        }
        for text in ["juju > 3", "juju <= 3", "juju == 3", "juju = 3", "juju ~= 3", "juju != 3"] {
            assert!(matches!(read_feature(text), Err(Fault::Comparison(_))), "{text}");
        }
        for text in [
            "juju >= v3",
            "juju >= 3.x",
            "juju >=",
            "juju >= 3.6.1-rc2",
            "juju >= 1.2.3.4.5",
            "juju >= 3-beta1",
            "juju >= 1234567890",
            "juju >= 3.6-Beta1",
        ] {
            assert!(matches!(read_feature(text), Err(Fault::Version(_))), "{text}");
        }
        assert_eq!(read_feature("juju >= 3, < 4"), Err(Fault::Several));
    }
}
