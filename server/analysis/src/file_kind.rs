//! Which files are ours: some by name, others by name where a charm lies beside them.

use serde::Deserialize;

/// What a file is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    /// `charmcraft.yaml`, and `charmcraft.yml`, which no tool reads.
    Charmcraft,
    /// `rockcraft.yaml`; also `rockcraft.yml`, and `rockfile.yaml`, as the how-to calls it.
    Rockcraft,
    /// `paas-config.yaml`, and `paas-config.yml`.
    PaasConfig,
    /// `metadata.yaml` beside a `charmcraft.yaml`: packed as it stands.
    Metadata,
    /// `config.yaml` beside a `charmcraft.yaml`: what else stands under `config` there.
    Config,
    /// `actions.yaml` beside a `charmcraft.yaml`: what else stands under `actions` there.
    Actions,
}

/// Every file name that is ours wherever it lies, with what it is read as.
pub const FILE_NAMES: &[(&str, FileKind)] = &[
    ("charmcraft.yaml", FileKind::Charmcraft),
    ("rockcraft.yaml", FileKind::Rockcraft),
    ("rockfile.yaml", FileKind::Rockcraft),
    ("paas-config.yaml", FileKind::PaasConfig),
    ("charmcraft.yml", FileKind::Charmcraft),
    ("rockcraft.yml", FileKind::Rockcraft),
    ("paas-config.yml", FileKind::PaasConfig),
];

/// The names of files that are ours beside a `charmcraft.yaml` only: elsewhere they are anybody's.
/// charmcraft 4.5.0 reads them into the charm.
pub const NAMES_BESIDE_CHARM: &[(&str, FileKind)] = &[
    ("metadata.yaml", FileKind::Metadata),
    ("config.yaml", FileKind::Config),
    ("actions.yaml", FileKind::Actions),
];

impl FileKind {
    /// Every kind.
    pub const ALL: &[FileKind] = &[
        FileKind::Charmcraft,
        FileKind::Rockcraft,
        FileKind::PaasConfig,
        FileKind::Metadata,
        FileKind::Config,
        FileKind::Actions,
    ];

    /// What a file of this name (without directories) is; `None` for files that are not ours, or not ours
    /// wherever they lie.
    pub fn from_name(name: &str) -> Option<FileKind> {
        FILE_NAMES.iter().find(|(known, _)| *known == name).map(|&(_, kind)| kind)
    }

    /// What a file of this name (without directories) is where `has_charm` says whether a `charmcraft.yaml`
    /// lies beside it. That is asked only if the answer depends on it.
    pub fn in_directory(name: &str, has_charm: impl FnOnce() -> bool) -> Option<FileKind> {
        let beside = || {
            let mut names = NAMES_BESIDE_CHARM.iter();
            let &(_, kind) = names.find(|(known, _)| *known == name)?;
            has_charm().then_some(kind)
        };
        FileKind::from_name(name).or_else(beside)
    }

    /// Whether files of this kind are ours only beside a `charmcraft.yaml`.
    pub fn needs_charm(self) -> bool {
        NAMES_BESIDE_CHARM.iter().any(|&(_, kind)| kind == self)
    }

    /// The only name that the tools read.
    pub fn canonical_name(self) -> &'static str {
        match self {
            FileKind::Charmcraft => "charmcraft.yaml",
            FileKind::Rockcraft => "rockcraft.yaml",
            FileKind::PaasConfig => "paas-config.yaml",
            FileKind::Metadata => "metadata.yaml",
            FileKind::Config => "config.yaml",
            FileKind::Actions => "actions.yaml",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_names_are_ours_beside_a_charm_only() {
        assert_eq!(FileKind::in_directory("config.yaml", || true), Some(FileKind::Config));
        assert_eq!(FileKind::in_directory("config.yaml", || false), None);
        assert_eq!(FileKind::in_directory("config.yml", || true), None);
        let unasked = || panic!("the answer does not depend on it");
        assert_eq!(FileKind::in_directory("rockcraft.yaml", unasked), Some(FileKind::Rockcraft));
        assert_eq!(FileKind::in_directory("compose.yaml", unasked), None);
        assert!(FileKind::Actions.needs_charm() && !FileKind::PaasConfig.needs_charm());
    }
}
