//! Which files are ours, by name.

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
}

/// Every file name that is ours, with what it is read as.
pub const FILE_NAMES: &[(&str, FileKind)] = &[
    ("charmcraft.yaml", FileKind::Charmcraft),
    ("rockcraft.yaml", FileKind::Rockcraft),
    ("rockfile.yaml", FileKind::Rockcraft),
    ("paas-config.yaml", FileKind::PaasConfig),
    ("charmcraft.yml", FileKind::Charmcraft),
    ("rockcraft.yml", FileKind::Rockcraft),
    ("paas-config.yml", FileKind::PaasConfig),
];

impl FileKind {
    /// What a file of this name (without directories) is; `None` for files that are not ours.
    pub fn from_name(name: &str) -> Option<FileKind> {
        FILE_NAMES.iter().find(|(known, _)| *known == name).map(|&(_, kind)| kind)
    }

    /// The only name that the tools read.
    pub fn canonical_name(self) -> &'static str {
        match self {
            FileKind::Charmcraft => "charmcraft.yaml",
            FileKind::Rockcraft => "rockcraft.yaml",
            FileKind::PaasConfig => "paas-config.yaml",
        }
    }
}
