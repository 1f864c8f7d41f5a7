//! The texts that everything starts from: recorded projects, the corpus, and what PyYAML was asked.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::random::Random;

pub(crate) struct Seed {
    /// The name under which it is read.
    pub(crate) file: &'static str,
    pub(crate) text: String,
}

/// `paas-config.yaml` before the name that it ends in.
pub(crate) const FILES: [&str; 6] = [
    "charmcraft.yaml",
    "rockcraft.yaml",
    "paas-config.yaml",
    "metadata.yaml",
    "config.yaml",
    "actions.yaml",
];

/// The nearest directory above this package that has the tests.
pub(crate) fn tests() -> PathBuf {
    let mut above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    above.find_map(|it| Some(it.join("tests")).filter(|it| it.join("golden").is_dir())).unwrap()
}

pub(crate) fn all() -> &'static [Seed] {
    static SEEDS: OnceLock<Vec<Seed>> = OnceLock::new();
    SEEDS.get_or_init(|| {
        let mut seeds = Vec::new();
        for directory in ["golden", "corpus", "projects"] {
            collect(&tests().join(directory), &mut seeds);
        }
        let recorded = std::fs::read(tests().join("pyyaml/recorded.json")).unwrap();
        let recorded: serde_json::Value = serde_json::from_slice(&recorded).unwrap();
        let texts = recorded["records"].as_array().unwrap().iter();
        seeds.extend(texts.filter_map(|record| {
            Some(Seed { file: FILES[0], text: record["text"].as_str()?.to_owned() })
        }));
        assert!(seeds.len() > 2_000, "{}", seeds.len());
        seeds
    })
}

pub(crate) fn any(random: &mut Random) -> &'static Seed {
    &all()[random.below(all().len())]
}

fn collect(directory: &Path, seeds: &mut Vec<Seed>) {
    let entries = std::fs::read_dir(directory).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, seeds);
            continue;
        }
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let Some(file) = FILES.into_iter().find(|file| name.ends_with(file)) else { continue };
        seeds.extend(std::fs::read_to_string(&path).ok().map(|text| Seed { file, text }));
    }
}

/// A text of at most about `most` bytes: a whole seed if that is short, else some of its lines.
pub(crate) fn draw(random: &mut Random, most: usize) -> (&'static str, String) {
    let seed = any(random);
    if seed.text.len() <= most && !random.one_in(4) {
        return (seed.file, seed.text.clone());
    }
    let most = 1 + random.below(most.min(seed.text.len()));
    (seed.file, some_lines(random, &seed.text, most).to_owned())
}

/// Whole lines from a random one on, at least one.
pub(crate) fn some_lines<'t>(random: &mut Random, text: &'t str, most: usize) -> &'t str {
    let near = random.below(text.len());
    let start =
        text.as_bytes()[..near].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let rest = &text[start..];
    let enough = rest.as_bytes().get(most..).unwrap_or_default();
    let end = enough.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| most + at + 1);
    &rest[..end]
}
