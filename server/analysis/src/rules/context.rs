//! What a rule looks at: the snapshot and the typed views of it, made once for all rules.

use std::cell::{Cell, OnceCell, RefCell};
use std::sync::Arc;

use syntax::{Document, Entry, NodeRef};

use crate::facts::{self, Framework};
use crate::finding::Judge;
use crate::model::{Charm, ConfigOption, Endpoint, Extension, Part, Rock, Section};
use crate::partner::{Partner, beside, partner};
use crate::rules::ignores::Ignores;
use crate::snapshot::Snapshot;

/// What a rule looks at.
pub struct Context<'a> {
    /// The document and what lies beside it.
    pub snapshot: &'a Snapshot,
    extension: OnceCell<Option<Extension>>,
    config_options: OnceCell<Vec<ConfigOption<'a>>>,
    endpoints: OnceCell<Vec<Endpoint<'a>>>,
    parts: OnceCell<Vec<Part<'a>>>,
    beside: RefCell<Vec<Beside>>,
    partner: OnceCell<Option<Partner>>,
    ignores: OnceCell<Ignores>,
    effort: Cell<u64>,
}

/// Bytes that may be searched for fixes in one check: enough for hundreds of them in a charm of 5,000
/// lines.
const EFFORT: u64 = 64 * 1024 * 1024;

/// The name of a file beside the document, and what it holds.
type Beside = (&'static str, Option<Arc<Document>>);

impl<'a> Context<'a> {
    /// Of one snapshot.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Context {
            snapshot,
            extension: OnceCell::new(),
            config_options: OnceCell::new(),
            endpoints: OnceCell::new(),
            parts: OnceCell::new(),
            beside: RefCell::default(),
            partner: OnceCell::new(),
            ignores: OnceCell::new(),
            effort: Cell::new(EFFORT),
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

    /// A top-level entry, of any kind of file.
    pub fn entry(&self, key: &str) -> Option<Entry<'a>> {
        self.root()?.get(key)
    }

    /// The parts, read once.
    pub fn parts(&self) -> &[Part<'a>] {
        self.parts.get_or_init(|| self.charm().parts())
    }

    /// The tool whose `pack` reads the file.
    pub fn tool(&self) -> Judge {
        Judge::of_pack_tool(self.snapshot.kind)
    }

    /// The framework of the first 12-factor extension that the file uses, charm or rock.
    pub fn framework(&self) -> Option<&'static Framework> {
        let names = self.charm().extensions().into_iter();
        names.map(|(_, name)| name).find_map(facts::framework_by_extension)
    }

    /// A YAML file beside the document, such as `metadata.yaml`, parsed once; `None` if there is none
    /// that can be read as UTF-8.
    pub fn beside(&self, name: &'static str) -> Option<Arc<Document>> {
        let known = self.beside.borrow().iter().find(|(known, _)| *known == name).cloned();
        if let Some((_, document)) = known {
            return document;
        }
        let document = beside(self.snapshot, name);
        self.beside.borrow_mut().push((name, document.clone()));
        document
    }

    /// [`partner`], read once.
    pub fn partner(&self) -> Option<&Partner> {
        self.partner.get_or_init(|| partner(self.snapshot)).as_ref()
    }

    /// The comments that silence findings, read once; none where they do not count.
    pub(crate) fn ignores(&self) -> &Ignores {
        self.ignores.get_or_init(|| match self.snapshot.settings.ignores {
            true => Ignores::of(self.document()),
            false => Ignores::default(),
        })
    }

    /// Whether a finding may have its fix worked out by a search through `place`. Of tens of thousands of
    /// findings in one file only the first get one: nobody looks at the others, and all together they
    /// would take minutes.
    pub fn may_search(&self, place: NodeRef<'_>) -> bool {
        let left = self.effort.get().checked_sub(u64::from(u32::from(place.range().len())));
        self.effort.set(left.unwrap_or(0));
        left.is_some()
    }
}
