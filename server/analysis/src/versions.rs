//! Versions of the tools that a project is for, as people write them: `4`, `4.5`, `4.5.0`.
//!
//! A short version stands for all that begin with it: `1.11` is neither before nor behind `1.11.3`, so nothing
//! is concluded from what was left open. Tags such as `dev0` are not read: nobody packs for them.

use std::fmt;

use serde::Deserialize;

use crate::finding::Judge;

/// One to three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Version {
    numbers: [u32; 3],
    /// How many of them are said, one at least.
    said: usize,
}

impl Version {
    /// From a text such as `4.5`; `None` for any other.
    pub fn from_text(text: &str) -> Option<Version> {
        let mut numbers = [0; 3];
        let mut said = 0;
        for number in text.split('.') {
            let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            *numbers.get_mut(said)? = is_number.then(|| number.parse().ok()).flatten()?;
            said += 1;
        }
        Some(Version { numbers, said })
    }

    /// Whether all that this stands for came out before all that the other stands for.
    pub fn is_before(&self, other: &Version) -> bool {
        let shared = self.said.min(other.said);
        self.numbers.iter().take(shared).lt(other.numbers.iter().take(shared))
    }

    /// Whether all that the other stands for came out with this or after it.
    pub fn is_at_most(&self, other: &Version) -> bool {
        // What the other leaves open may be nothing but zeros.
        let (own, other) = (self.numbers, other.numbers);
        own <= other
    }

    /// All three numbers.
    pub fn new(major: u32, minor: u32, patch: u32) -> Version {
        Version { numbers: [major, minor, patch], said: 3 }
    }

    /// The first number.
    pub fn major(&self) -> u32 {
        self.numbers[0]
    }
}

impl TryFrom<String> for Version {
    type Error = String;

    fn try_from(text: String) -> Result<Version, String> {
        Version::from_text(&text).ok_or(text)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<_> = self.numbers.iter().take(self.said).map(u32::to_string).collect();
        formatter.write_str(&numbers.join("."))
    }
}

/// The versions of the tools that a project is for; `None` for the newest that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Versions {
    /// Of charmcraft, which packs the charm.
    pub charmcraft: Option<Version>,
    /// Of rockcraft, which packs the rock.
    pub rockcraft: Option<Version>,
    /// Of Juju, which deploys the charm.
    pub juju: Option<Version>,
    /// Of paas-charm, the library that the charm runs on.
    pub paas_charm: Option<Version>,
}

impl Versions {
    /// The version of one tool.
    pub fn of(&self, tool: Judge) -> Option<Version> {
        match tool {
            Judge::Charmcraft => self.charmcraft,
            Judge::Rockcraft => self.rockcraft,
            Judge::Juju => self.juju,
            Judge::PaasCharm => self.paas_charm,
        }
    }

    /// Takes the version of a tool by its name; `false` if there is no such tool.
    pub fn set(&mut self, tool: &str, version: Version) -> bool {
        let place = match tool {
            "charmcraft" => &mut self.charmcraft,
            "rockcraft" => &mut self.rockcraft,
            "juju" => &mut self.juju,
            "paas-charm" => &mut self.paas_charm,
            _ => return false,
        };
        *place = Some(version);
        true
    }

    /// Whether a version of any tool is named.
    pub fn is_any(&self) -> bool {
        *self != Versions::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::from_text(text).unwrap()
    }

    #[test]
    fn versions_are_compared_by_numbers_as_far_as_both_go() {
        for (earlier, later) in
            [("3.9", "3.10"), ("1.11.2", "1.11.3"), ("3", "4.1"), ("4.0", "4.1.2")]
        {
            assert!(version(earlier).is_before(&version(later)), "{earlier} {later}");
            assert!(!version(later).is_before(&version(earlier)), "{later} {earlier}");
        }
        for (one, other) in [("1.11", "1.11.3"), ("4", "4.5.0"), ("4.5", "4.5")] {
            assert!(!version(one).is_before(&version(other)), "{one} {other}");
            assert!(!version(other).is_before(&version(one)), "{other} {one}");
        }
    }

    #[test]
    fn what_is_no_version() {
        for text in ["", "v4", "4.", ".4", "4.5.0.1", "4.x", "latest", "4.5-rc1", "99999999999"] {
            assert_eq!(Version::from_text(text), None, "{text}");
        }
        assert_eq!(version("04.5").to_string(), "4.5");
    }
}
