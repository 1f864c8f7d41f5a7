//! Patterns that name files, written as in a `.gitignore`.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns that are read from one directory: `build/`, `charms/old-*`, `!charms/old-but-mine`.
#[derive(Debug, Clone)]
pub(crate) struct Globs {
    base: PathBuf,
    matcher: Gitignore,
}

impl Globs {
    /// `base` is absolute. `None` if one of the texts is no pattern.
    pub(crate) fn new<'a>(
        base: &Path,
        patterns: impl IntoIterator<Item = &'a str>,
    ) -> Option<Globs> {
        let mut builder = GitignoreBuilder::new(base);
        for pattern in patterns {
            builder.add_line(None, pattern).ok()?;
        }
        let matcher = builder.build().ok()?;
        Some(Globs { base: base.to_owned(), matcher })
    }

    /// Whether the absolute path itself is named, or excepted again. Nothing outside of the base is.
    pub(crate) fn name(&self, path: &Path, is_directory: bool) -> bool {
        match path.strip_prefix(&self.base) {
            Ok(below) => self.matcher.matched(below, is_directory).is_ignore(),
            Err(_) => false,
        }
    }

    /// Whether the file or a directory that it lies in is named.
    pub(crate) fn cover(&self, file: &Path) -> bool {
        match file.strip_prefix(&self.base) {
            Ok(below) => self.matcher.matched_path_or_any_parents(below, false).is_ignore(),
            Err(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn globs(patterns: &[&str]) -> Globs {
        Globs::new(Path::new("/shop"), patterns.iter().copied()).unwrap()
    }

    #[test]
    fn patterns_count_below_their_base_only() {
        let globs = globs(&["vendor/", "/charms/old-*", "!/charms/old-but-mine"]);
        let covers = |path: &str| globs.cover(Path::new(path));
        assert!(covers("/shop/vendor/a/charmcraft.yaml"));
        assert!(covers("/shop/deep/vendor/charmcraft.yaml"));
        assert!(covers("/shop/charms/old-one/charmcraft.yaml"));
        assert!(!covers("/shop/charms/old-but-mine/charmcraft.yaml"));
        assert!(!covers("/shop/other/charms/old-one/charmcraft.yaml"));
        assert!(!covers("/elsewhere/vendor/charmcraft.yaml"));
        assert!(globs.name(Path::new("/shop/vendor"), true));
        assert!(!globs.name(Path::new("/shop/vendor"), false));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        assert!(Globs::new(Path::new("/shop"), ["b", "[z-a]"]).is_none());
    }
}
