//! What a rule looks at: the snapshot and the typed views of it, made once for all rules.

use std::cell::OnceCell;

use syntax::{Document, NodeRef};

use crate::model::{Charm, ConfigOption, Endpoint, Extension, Rock, Section};
use crate::snapshot::Snapshot;

/// What a rule looks at.
pub struct Context<'a> {
    /// The document and what lies beside it.
    pub snapshot: &'a Snapshot,
    extension: OnceCell<Option<Extension>>,
    config_options: OnceCell<Vec<ConfigOption<'a>>>,
    endpoints: OnceCell<Vec<Endpoint<'a>>>,
}

impl<'a> Context<'a> {
    /// Of one snapshot.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Context {
            snapshot,
            extension: OnceCell::new(),
            config_options: OnceCell::new(),
            endpoints: OnceCell::new(),
        }
    }

    /// The document.
    pub fn document(&self) -> &'a Document {
        &self.snapshot.document
    }

    /// The document's root node.
    pub fn root(&self) -> Option<NodeRef<'a>> {
        self.document().root()
    }

    /// The document as a `charmcraft.yaml`.
    pub fn charm(&self) -> Charm<'a> {
        Charm::new(self.root())
    }

    /// The document as a `rockcraft.yaml`.
    pub fn rock(&self) -> Rock<'a> {
        Rock::new(self.root())
    }

    /// [`Charm::extension`], looked up once.
    pub fn extension(&self) -> Option<Extension> {
        *self.extension.get_or_init(|| self.charm().extension())
    }

    /// [`Charm::config_options`], read once.
    pub fn config_options(&self) -> &[ConfigOption<'a>] {
        self.config_options.get_or_init(|| self.charm().config_options())
    }

    /// The endpoints of all sections, `requires` first, read once.
    pub fn endpoints(&self) -> &[Endpoint<'a>] {
        self.endpoints.get_or_init(|| {
            let sections = [Section::Requires, Section::Provides, Section::Peers];
            sections.into_iter().flat_map(|section| self.charm().endpoints(section)).collect()
        })
    }
}
