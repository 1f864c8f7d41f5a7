//! Small pieces of Markdown that hover and completion share.

use std::fmt::Write as _;

use crate::facts::Framework;
use crate::file_kind::FileKind;

/// A table row by row, made to be read as text too.
pub(super) struct Table {
    text: String,
}

impl Table {
    pub(super) fn new(heads: &[&str]) -> Table {
        let mut table = Table { text: String::new() };
        table.row(heads);
        table.text += "|";
        for _ in heads {
            table.text += " --- |";
        }
        table.text += "\n";
        table
    }

    pub(super) fn row(&mut self, cells: &[&str]) {
        self.text += "|";
        for cell in cells {
            let line = cell.lines().next().unwrap_or_default().trim();
            // A bar would end the cell, in code too.
            let _ = write!(self.text, " {} |", line.replace('|', "\\|"));
        }
        self.text += "\n";
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// A name as code.
pub(super) fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}

/// Names as code, separated by commas.
pub(super) fn code_list<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    texts.into_iter().map(|text| code(text.as_ref())).collect::<Vec<_>>().join(", ")
}

/// A command to type.
pub(super) fn shell(command: &str) -> String {
    format!("```shell\n{command}\n```")
}

/// The link to the page about an extension.
pub(super) fn extension_link(framework: &Framework, kind: FileKind) -> String {
    let extension = framework.extension;
    match kind {
        FileKind::Rockcraft => format!(
            "[{extension} in Rockcraft](https://documentation.ubuntu.com/rockcraft/stable/reference/extensions/{extension})"
        ),
        _ => format!(
            "[{extension} in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/{extension}-extension/)"
        ),
    }
}

/// The link to the reference of a file's keys.
pub(super) fn reference_link(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Rockcraft => {
            "[rockcraft.yaml reference](https://documentation.ubuntu.com/rockcraft/stable/reference/rockcraft.yaml)"
        }
        FileKind::Charmcraft => {
            "[charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)"
        }
        FileKind::Metadata => {
            "[metadata.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/metadata-yaml-file/)"
        }
        FileKind::Config => {
            "[config.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/config-yaml-file/)"
        }
        FileKind::Actions => {
            "[actions.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/actions-yaml-file/)"
        }
        FileKind::PaasConfig => {
            "[12-factor reference](https://documentation.ubuntu.com/12-factor/latest/reference/)"
        }
    }
}
