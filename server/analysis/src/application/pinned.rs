//! Which versions of a package a Python project admits: what stands behind its name in
//! `requirements.txt`, or in `[project] dependencies` of `pyproject.toml`, as pip and uv read it.
//!
//! Only the major version that a requirement ends or starts with is of interest here. Included files, constraints and lock files are not followed.

use std::sync::Arc;

use super::{pyproject, requirements};

/// What is asked for a package in the text of a `requirements.txt`: the part behind the name, such as
/// `>=1.0,<2`. `None` if it is not named.
pub fn in_requirements(text: &str, package: &str) -> Option<String> {
    requirements::lines(text).find_map(|line| {
        let code = line.split_once(" #").map_or(line, |(code, _)| code);
        specifier(code, package)
    })
}

/// The same for the text of a `pyproject.toml`.
pub fn in_pyproject(text: &Arc<str>, package: &str) -> Option<String> {
    pyproject::dependencies(text).iter().find_map(|line| specifier(line, package))
}

fn specifier(requirement: &str, package: &str) -> Option<String> {
    let requirement = requirement.trim();
    let is_of_name = |ch: char| ch.is_ascii_alphanumeric() || "-_.".contains(ch);
    let end = requirement.find(|ch| !is_of_name(ch)).unwrap_or(requirement.len());
    let (name, rest) = requirement.split_at_checked(end)?;
    let same = |(left, right): (u8, u8)| {
        let fold = |byte: u8| if b"_.".contains(&byte) { b'-' } else { byte.to_ascii_lowercase() };
        fold(left) == fold(right)
    };
    if name.len() != package.len() || !name.bytes().zip(package.bytes()).all(same) {
        return None;
    }
    let rest = rest.trim_start();
    let without_extras = match rest.strip_prefix('[') {
        Some(extras) => extras.split_once(']')?.1,
        None => rest,
    };
    let versions = without_extras.split(';').next().unwrap_or_default();
    Some(versions.trim().trim_matches(['(', ')']).trim().to_owned())
}

/// Whether every version that fits is below `major`; not for a requirement that leaves it open.
pub fn is_below(specifier: &str, major: u64) -> bool {
    clauses(specifier).any(|(operator, version)| {
        let Some(first) = first_number(version) else { return false };
        let mut others = version.split('.').skip(1).map(str::trim);
        // `<2` and `<2.0` end in front of 2; so does nothing that is larger by a digit.
        let is_round = first == major && others.all(|number| number.parse() == Ok(0_u64));
        let has_end = ["===", "==", "~=", "<=", "<"].contains(&operator);
        has_end && (first < major || operator == "<" && is_round)
    })
}

/// Whether no version that fits is below `major`; not for a requirement that leaves it open.
pub fn is_from(specifier: &str, major: u64) -> bool {
    clauses(specifier).any(|(operator, version)| {
        let has_start = ["===", "==", "~=", ">=", ">"].contains(&operator);
        has_start && first_number(version).is_some_and(|first| first >= major)
    })
}

/// Operator and version of each clause.
fn clauses(specifier: &str) -> impl Iterator<Item = (&str, &str)> {
    specifier.split(',').filter_map(|clause| {
        let clause = clause.trim();
        let version = clause.trim_start_matches(['=', '~', '<', '>', '!']);
        Some((clause.strip_suffix(version)?, version.trim()))
    })
}

fn first_number(version: &str) -> Option<u64> {
    version.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_the_name_is_found() {
        let of = |text| in_requirements(text, "paas-charm");
        assert_eq!(of("ops\npaas-charm>=1.0,<2 # why\n").as_deref(), Some(">=1.0,<2"));
        assert_eq!(
            of("Paas_Charm [x] == 1.12.3 ; python_version > '3'").as_deref(),
            Some("== 1.12.3")
        );
        assert_eq!(of("paas.charm (~=1.12)").as_deref(), Some("~=1.12"));
        assert_eq!(of("paas-charm").as_deref(), Some(""));
        assert_eq!(of("paas-charmer==1\n# paas-charm==1\n-r other.txt\n"), None);
        let text: Arc<str> = "[project]\ndependencies = ['ops', 'paas-charm~=1.0']\n".into();
        assert_eq!(in_pyproject(&text, "paas-charm").as_deref(), Some("~=1.0"));
        assert_eq!(in_pyproject(&"[project\n".into(), "paas-charm"), None);
    }

    #[test]
    fn upper_bounds_are_told_from_open_ends() {
        for below in ["==1.12.3", "~=1.12", "<2", "<2.0.0", ">=1,<2", "<=1.99", "==1.*", "=== 1.0"]
        {
            assert!(is_below(below, 2), "{below}");
        }
        for open in ["", ">=1.12", "<3", "<2.1", "==2.0", "~=2.0", "!=1.0", "@ git+https://x", "<x"]
        {
            assert!(!is_below(open, 2), "{open}");
        }
    }

    #[test]
    fn lower_bounds_are_told_from_open_starts() {
        for from in [">=2", "==2.1", "~= 2.0", ">=2.0,<3", "<4,>3", "===2", "==2.*"] {
            assert!(is_from(from, 2), "{from}");
        }
        for open in ["", ">=1.12", "<3", ">1.99", "!=2.0", "@ git+https://x@2.0", ">=x", "2"] {
            assert!(!is_from(open, 2), "{open}");
        }
    }
}
