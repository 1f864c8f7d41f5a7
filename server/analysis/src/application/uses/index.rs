//! The files of one application together: who reads which variable.
//!
//! An index never changes; a new one takes its place when a file does. Paths are relative to the application's
//! directory, with `/` between names.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use super::{Access, FileUses, Language, Namespace, Use, property_matches, scan, scan_other};

/// What the code of an application reads.
#[derive(Debug, Clone, Default)]
pub struct ApplicationUses {
    root: Arc<str>,
    files: BTreeMap<Arc<str>, Arc<FileUses>>,
    source_files: usize,
    is_complete: bool,
    /// Uses by [`key`] of the variables that they could mean.
    by_key: HashMap<Box<str>, Vec<(Arc<str>, usize)>>,
    /// The [`key`]s of all words that look like variables, used or not.
    mentioned: BTreeSet<Box<str>>,
    /// The [`key`]s that the names begin with which are put together, each once.
    open: BTreeSet<Box<str>>,
}

/// A place in the code that names a variable.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The file, from the application's directory.
    pub file: &'a str,
    /// What stands there.
    pub found: &'a Use,
    /// Whether the file only tests the application.
    pub is_test: bool,
}

impl PartialEq for ApplicationUses {
    fn eq(&self, other: &ApplicationUses) -> bool {
        self.root == other.root
            && self.files == other.files
            && self.source_files == other.source_files
            && self.is_complete == other.is_complete
    }
}

impl ApplicationUses {
    /// Of the files that say anything. `root` is the application's directory, from that of the charm;
    /// `source_files` is the number of files that were read as code, and `is_complete` whether all were.
    pub fn new(
        root: &str,
        files: impl IntoIterator<Item = (Arc<str>, Arc<FileUses>)>,
        source_files: usize,
        is_complete: bool,
    ) -> ApplicationUses {
        let files = files.into_iter().filter(|(_, uses)| !uses.is_empty()).collect();
        let root = root.into();
        let mut uses = ApplicationUses {
            root,
            files,
            source_files,
            is_complete,
            ..ApplicationUses::default()
        };
        uses.by_key = uses.keyed();
        uses.mentioned = uses.by_key.keys().cloned().collect();
        for file in uses.files.values() {
            let (beginnings, words): (Vec<_>, Vec<_>) =
                file.mentions.iter().partition(|word| word.ends_with(['_', '.', '-']));
            uses.mentioned.extend(words.into_iter().map(|word| key(word).into()));
            let beginnings = file.open_ended.iter().chain(beginnings);
            uses.open.extend(beginnings.map(|prefix| key(prefix).into()));
        }
        uses
    }

    /// Of the texts of all files of an application, by their names.
    pub fn of_texts<'a>(
        root: &str,
        texts: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> ApplicationUses {
        let mut source_files = 0;
        let files = texts.into_iter().map(|(name, text)| {
            let uses = match Language::of_path(name) {
                Some(language) => {
                    source_files += 1;
                    scan(language, text)
                }
                None => scan_other(text),
            };
            (Arc::from(name), Arc::new(uses))
        });
        let files: Vec<_> = files.collect();
        ApplicationUses::new(root, files, source_files, true)
    }

    /// The same with one file read anew.
    #[must_use]
    pub fn with_file(&self, path: &str, uses: FileUses) -> ApplicationUses {
        let mut files = self.files.clone();
        files.insert(path.into(), Arc::new(uses));
        ApplicationUses::new(&self.root, files, self.source_files.max(1), self.is_complete)
    }

    /// The application's directory, from that of the charm: `..` or nothing.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// The path of a file from the charm's directory.
    pub fn path_from_charm(&self, file: &str) -> String {
        match self.root.as_ref() {
            "" => file.to_owned(),
            root => format!("{root}/{file}"),
        }
    }

    /// Whether every file was read.
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// How many files were read as code.
    pub fn source_files(&self) -> usize {
        self.source_files
    }

    /// One file of the application.
    pub fn file(&self, path: &str) -> Option<&FileUses> {
        self.files.get(path).map(Arc::as_ref)
    }

    /// Every place that names something, by file and then in the order of the text.
    pub fn places(&self) -> impl Iterator<Item = Place<'_>> {
        self.files.iter().flat_map(|(file, uses)| {
            let is_test = is_test(file);
            uses.uses.iter().map(move |found| Place { file, found, is_test })
        })
    }

    /// Where the code names this variable, in whatever way its language has for it: by file and then in the
    /// order of the text. `<KEY>` at its end stands for any key of a secret.
    pub fn uses_of(&self, variable: &str) -> Vec<Place<'_>> {
        if let Some(stem) = variable.strip_suffix(ANY_KEY) {
            let is_key = |place: &Place<'_>| {
                self.variables_of(place.found)
                    .iter()
                    .any(|one| one.strip_prefix(stem).is_some_and(|key| !key.is_empty()))
            };
            return self.places().filter(is_key).collect();
        }
        let Some(candidates) = self.by_key.get(key(variable).as_str()) else { return Vec::new() };
        let places = candidates.iter().filter_map(|(file, index)| {
            let (file, uses) = self.files.get_key_value(file)?;
            let found = uses.uses.get(*index)?;
            let means_it = match found.namespace {
                Namespace::SpringProperty => property_matches(&found.name, variable),
                _ => self.variables_of(found).iter().any(|one| one == variable),
            };
            means_it.then(|| Place { file, found, is_test: is_test(file) })
        });
        let mut places: Vec<_> = places.collect();
        places.sort_by_key(|place| (place.file, place.found.range.start()));
        places
    }

    /// The variables that a use could mean; a property of Spring can be set by several.
    pub fn variables_of(&self, found: &Use) -> Vec<String> {
        match found.namespace {
            Namespace::Variable => vec![found.name.to_string()],
            Namespace::FlaskConfig => {
                self.config_prefixes().map(|prefix| format!("{prefix}{}", found.name)).collect()
            }
            Namespace::SpringProperty => super::variables_of_property(&found.name).into(),
        }
    }

    /// The prefixes that `from_prefixed_env` is called with, somewhere in the application.
    pub fn config_prefixes(&self) -> impl Iterator<Item = &str> {
        let all = self.files.values().flat_map(|uses| &uses.config_prefixes);
        let mut prefixes: Vec<&str> = all.map(|prefix| &**prefix).collect();
        prefixes.sort_unstable();
        prefixes.dedup();
        prefixes.into_iter()
    }

    /// Whether the code itself gives the variable a value.
    pub fn sets(&self, variable: &str) -> bool {
        let set = |place: &Place<'_>| place.found.access == Access::Set;
        self.uses_of(variable).iter().any(set)
    }

    /// Whether code reads names that nobody can know, so that it may read any variable.
    pub fn may_read_all(&self) -> bool {
        self.open.iter().any(|prefix| prefix.is_empty())
    }

    /// Whether the variable could be read by code that does not spell it out, or stands in any file for
    /// whatever reason.
    pub fn may_read(&self, variable: &str) -> bool {
        let stem = variable.strip_suffix(ANY_KEY);
        let key = key(stem.unwrap_or(variable));
        let mut from_here =
            self.mentioned.range::<str, _>((Bound::Included(key.as_str()), Bound::Unbounded));
        let is_mentioned = from_here.next().is_some_and(|word| match stem {
            Some(_) => word.starts_with(key.as_str()),
            None => **word == *key,
        });
        is_mentioned || self.open.iter().any(|prefix| key.starts_with(&**prefix))
    }

    fn keyed(&self) -> HashMap<Box<str>, Vec<(Arc<str>, usize)>> {
        let mut keyed: HashMap<Box<str>, Vec<_>> = HashMap::new();
        for (file, uses) in &self.files {
            for (index, found) in uses.uses.iter().enumerate() {
                let mut keys: Vec<_> =
                    self.variables_of(found).iter().map(|variable| key(variable)).collect();
                keys.push(key(&found.name));
                keys.sort_unstable();
                keys.dedup();
                for key in keys {
                    keyed.entry(key.into()).or_default().push((file.clone(), index));
                }
            }
        }
        keyed
    }
}

/// Stands for any key of a secret.
const ANY_KEY: &str = "<KEY>";

/// Equal for all spellings of a name.
fn key(name: &str) -> String {
    let letters = name.chars().filter(|ch| !matches!(ch, '_' | '-' | '.'));
    letters.map(|ch| ch.to_ascii_uppercase()).collect()
}

/// Whether a file is there to test the application, by the customs of its language.
pub fn is_test(path: &str) -> bool {
    let (directories, name) = path.rsplit_once('/').unwrap_or(("", path));
    let is_of_tests = |directory: &str| {
        matches!(directory, "tests" | "test" | "__tests__" | "spec" | "testdata" | "e2e")
    };
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    directories.split('/').any(is_of_tests)
        || stem == "conftest"
        || stem.starts_with("test_")
        || ["_test", ".test", ".spec", "Test", "Tests"].iter().any(|end| stem.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(files: &[(&str, &str)]) -> ApplicationUses {
        ApplicationUses::of_texts("..", files.iter().copied())
    }

    fn places(uses: &ApplicationUses, variable: &str) -> Vec<String> {
        let places = uses.uses_of(variable);
        places.iter().map(|place| format!("{}:{}", place.file, place.found.line + 1)).collect()
    }

    #[test]
    fn a_variable_is_found_in_every_file_that_names_it() {
        let uses = index(&[
            ("b/views.py", "from os import environ\n\nx = environ['FLASK_TOKEN']\n"),
            ("app.py", "import os\nx = os.getenv('FLASK_TOKEN', os.environ['OTHER'])\n"),
        ]);
        assert_eq!(places(&uses, "FLASK_TOKEN"), ["app.py:2", "b/views.py:3"]);
        assert_eq!(places(&uses, "OTHER"), ["app.py:2"]);
        assert!(places(&uses, "FLASKTOKEN").is_empty());
    }

    #[test]
    fn keys_of_flasks_config_are_variables_once_the_environment_is_loaded() {
        let views = ("views.py", "x = current_app.config['TOKEN']\ny = app.config['A']['B']\n");
        assert!(places(&index(&[views]), "FLASK_TOKEN").is_empty());
        let uses = index(&[views, ("app.py", "app.config.from_prefixed_env()\n")]);
        assert_eq!(places(&uses, "FLASK_TOKEN"), ["views.py:1"]);
        assert_eq!(places(&uses, "FLASK_A__B"), ["views.py:2"]);
        let uses = index(&[views, ("app.py", "app.config.from_prefixed_env(prefix='SHOP')\n")]);
        assert!(places(&uses, "FLASK_TOKEN").is_empty());
        assert_eq!(places(&uses, "SHOP_TOKEN"), ["views.py:1"]);
    }

    #[test]
    fn properties_of_spring_are_found_by_every_variable_that_sets_them() {
        let java = "class A { @Value(\"${app.page-size:10}\") int size; }\n";
        let uses = index(&[
            ("A.java", java),
            ("src/main/resources/application.properties", "spring.datasource.url=jdbc:x\n"),
        ]);
        assert_eq!(places(&uses, "APP_PAGE_SIZE"), ["A.java:1"]);
        assert_eq!(places(&uses, "APP_PAGESIZE"), ["A.java:1"]);
        assert_eq!(places(&uses, "spring.datasource.url").len(), 1);
        assert!(places(&uses, "APP_PAGE").is_empty());
    }

    #[test]
    fn every_key_of_a_secret_belongs_to_its_option() {
        let uses = index(&[("app.py", "import os\nx = os.environ['FLASK_LDAP_HOST']\n")]);
        assert_eq!(places(&uses, "FLASK_LDAP_<KEY>"), ["app.py:2"]);
        assert!(places(&uses, "FLASK_LDAP_HOST_<KEY>").is_empty());
    }

    #[test]
    fn what_is_not_spelled_out_may_be_read() {
        let may_read = |text: &str| index(&[("app.py", text)]).may_read("FLASK_TOKEN");
        assert!(!may_read("import os\nx = os.environ['OTHER']\n"));
        assert!(may_read("import os\nx = dict(os.environ)\n"));
        assert!(may_read("import os\nx = os.environ[f'FLASK_{name}']\n"));
        assert!(!may_read("import os\nx = os.environ[f'DB_{name}']\n"));
        assert!(may_read("# set FLASK_TOKEN before\n"));
        assert!(may_read("PREFIX = 'FLASK_'\n"));
        assert!(may_read("app.config.from_prefixed_env()\n"));
    }

    #[test]
    fn an_index_with_a_file_read_anew_equals_a_fresh_one() {
        let old = index(&[("a.py", "import os\nos.getenv('A')\n"), ("b.py", "x = 1\n")]);
        let text = "import os\nos.getenv('B')\n";
        let new = old.with_file("a.py", scan(Language::Python, text));
        let fresh = index(&[("a.py", text), ("b.py", "x = 1\n")]);
        assert_eq!(new, fresh);
        assert_eq!(new.by_key, fresh.by_key);
        assert_eq!(places(&new, "A"), [""; 0]);
    }

    #[test]
    fn tests_are_told_by_their_names() {
        for path in
            ["tests/a.py", "a/test_b.py", "a_test.go", "src/a.spec.ts", "src/test/java/A.java"]
        {
            assert!(is_test(path), "{path}");
        }
        for path in ["app.py", "contest.py", "latest/a.go", "Attestation.java"] {
            assert!(!is_test(path), "{path}");
        }
    }
}
