//! What a rule looks at: the snapshot and the typed views of it, made once for all rules.

use std::cell::{Cell, OnceCell, RefCell};
use std::sync::Arc;

use syntax::{Document, Entry, NodeRef, TextRange};

use crate::charm_environment::{Verdict, verdicts};
use crate::clean_options::{CheckedText, CleanOption};
use crate::environment::{OptionKnown, PaasConfigInput, compare_as_variables};
use crate::facts::{self, Framework};
use crate::file_kind::FileKind;
use crate::finding::{Finding, Judge};
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
    options_by_variable: OnceCell<Vec<ConfigOption<'a>>>,
    unchecked_options: OnceCell<Vec<ConfigOption<'a>>>,
    clean_options: OnceCell<Option<Vec<Option<CleanOption>>>>,
    knows_clean_options: bool,
    endpoints: OnceCell<Vec<Endpoint<'a>>>,
    parts: OnceCell<Vec<Part<'a>>>,
    verdicts: OnceCell<Vec<Verdict<'a>>>,
    /// What the verdicts have found out about each option.
    known_options: OnceCell<Vec<Option<OptionKnown>>>,
    option_ranges: OnceCell<Vec<TextRange>>,
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
        Context::with(snapshot, false)
    }

    /// Of a snapshot that all rules look at, and only where something may be found.
    pub(super) fn for_all_rules(snapshot: &'a Snapshot) -> Self {
        Context::with(snapshot, true)
    }

    fn with(snapshot: &'a Snapshot, knows_clean_options: bool) -> Self {
        Context {
            snapshot,
            extension: OnceCell::new(),
            config_options: OnceCell::new(),
            options_by_variable: OnceCell::new(),
            unchecked_options: OnceCell::new(),
            clean_options: OnceCell::new(),
            knows_clean_options,
            endpoints: OnceCell::new(),
            parts: OnceCell::new(),
            verdicts: OnceCell::new(),
            known_options: OnceCell::new(),
            option_ranges: OnceCell::new(),
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

    /// The document as a `charmcraft.yaml`, or as one of the files beside it that hold a part of it.
    pub fn charm(&self) -> Charm<'a> {
        Charm::of(self.snapshot.kind, self.root())
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

    /// The config options whose names become the same variable as `name`: dashes folded, in capitals.
    pub fn options_like(&self, name: &str) -> &[ConfigOption<'a>] {
        let compare = |option: &ConfigOption<'_>, name: &str| {
            compare_as_variables(option.name().unwrap_or_default(), name)
        };
        let sorted = self.options_by_variable.get_or_init(|| {
            let named = self.config_options().iter().filter(|option| option.name().is_some());
            let mut named: Vec<_> = named.copied().collect();
            named.sort_by(|left, right| compare(left, right.name().unwrap_or_default()));
            named
        });
        let start = sorted.partition_point(|option| compare(option, name).is_lt());
        let from = sorted.get(start..).unwrap_or_default();
        let count = from.partition_point(|option| compare(option, name).is_eq());
        from.get(..count).unwrap_or_default()
    }

    /// The config options, except those in which the last check of the document found nothing, and which
    /// are what they were.
    ///
    /// This is for rules that look at one option at a time, report inside of it only, and depend on
    /// nothing but the option, the extension and what else stands outside of `config.options`, and on
    /// files beside as [`Context::beside`] gives them. Whoever compares options with each other, or with
    /// the application, takes all of them.
    pub fn unchecked_options(&self) -> &[ConfigOption<'a>] {
        self.unchecked_options.get_or_init(|| {
            let options = self.config_options();
            let Some(known) = self.known_clean_options() else { return options.to_vec() };
            let options = options.iter().zip(known);
            options.filter(|(_, known)| known.is_none()).map(|(option, _)| *option).collect()
        })
    }

    /// The config options that are not among [`Context::unchecked_options`], in the order of the text.
    pub fn clean_options(&self) -> impl Iterator<Item = &ConfigOption<'a>> {
        let options =
            self.config_options().iter().zip(self.known_clean_options().into_iter().flatten());
        options.filter(|(_, known)| known.is_some()).map(|(option, _)| option)
    }

    /// What is known of each option that is clean; `None` if nothing is known, or if they are not in the
    /// order of the text.
    fn known_clean_options(&self) -> Option<&[Option<CleanOption>]> {
        let known = self.clean_options.get_or_init(|| {
            let ranges = self.knows_clean_options.then(|| self.option_ranges())?;
            self.snapshot.clean_options.known(&self.checked_text(ranges))
        });
        known.as_deref()
    }

    /// Keeps in mind which options need not be looked at again. The findings are all that there are, those
    /// that comments ask to ignore too.
    pub(super) fn remember_clean_options(&self, findings: &[Finding]) {
        let clean_options = &self.snapshot.clean_options;
        let saw_file_beside = self.beside.borrow().iter().any(|(_, document)| document.is_some());
        if !self.knows_clean_options || saw_file_beside {
            return clean_options.forget();
        }
        let ranges = self.option_ranges();
        // What aliases lead to stands elsewhere, and so do the findings about it.
        let (text, may_have_aliases) = (self.document().text(), self.document().may_have_aliases());
        let mut found: Vec<_> = findings.iter().map(|finding| finding.range.start()).collect();
        found.sort_unstable();
        let environment = self.known_options.get().map(Vec::as_slice).unwrap_or_default();
        let mut found = found.into_iter().peekable();
        clean_options.remember(&self.checked_text(ranges), |index, option| {
            // Options come in the order of the text, too.
            while found.next_if(|found| *found < option.start()).is_some() {}
            let is_clean = found.peek().is_none_or(|next| *next > option.end())
                && !(may_have_aliases && text.slice(option).contains('*'));
            let environment = environment.get(index).copied().flatten();
            is_clean.then_some(CleanOption { environment })
        });
    }

    fn option_ranges(&self) -> &[TextRange] {
        self.option_ranges.get_or_init(|| {
            let options = self.config_options().iter();
            options.map(|option| option.key.range().cover(option.value.range())).collect()
        })
    }

    fn checked_text<'c>(&'c self, options: &'c [TextRange]) -> CheckedText<'c> {
        CheckedText {
            text: self.document().text().as_str(),
            settings: &self.snapshot.settings,
            is_readable: self.document().problems().is_empty(),
            options,
        }
    }

    /// The endpoints of all sections, `requires` first, read once.
    pub fn endpoints(&self) -> &[Endpoint<'a>] {
        self.endpoints.get_or_init(|| {
            let sections = [Section::Requires, Section::Provides, Section::Peers];
            sections.into_iter().flat_map(|section| self.charm().endpoints(section)).collect()
        })
    }

    /// What paas-charm makes of the options and endpoints, judged once; nothing for a charm without a
    /// 12-factor extension.
    pub fn verdicts(&self) -> &[Verdict<'a>] {
        self.verdicts.get_or_init(|| {
            let Some(extension) = self.extension() else { return Vec::new() };
            let paas_config = || {
                let file = self.beside(FileKind::PaasConfig.canonical_name())?;
                let sets_port = file.root()?.get("port").is_some();
                Some(PaasConfigInput { sets_port, ..PaasConfigInput::default() })
            };
            // On older bases nothing but the environment as a whole depends on that file.
            let paas_config = extension.variant.port_paas_config.then(paas_config).flatten();
            let options = self.config_options();
            let mut known = match self.known_clean_options() {
                Some(known) => known.iter().map(|known| known.as_ref()?.environment).collect(),
                None => vec![None; options.len()],
            };
            let (endpoints, paas_charm) =
                (self.endpoints(), self.snapshot.settings.versions.paas_charm);
            let verdicts =
                verdicts(extension, options, endpoints, paas_config, paas_charm, &mut known);
            let _ = self.known_options.set(known);
            verdicts
        })
    }

    /// A top-level entry, of any kind of file.
    pub fn entry(&self, key: &str) -> Option<Entry<'a>> {
        self.root()?.get(key)
    }

    /// What stands under a key at the top of `charmcraft.yaml`, in whichever file the document is: in
    /// `config.yaml` beside it the whole file is what else stands under `config`.
    pub fn section(&self, key: &str) -> Option<NodeRef<'a>> {
        match (self.snapshot.kind, key) {
            (FileKind::Config, "config") | (FileKind::Actions, "actions") => self.root(),
            (FileKind::Config | FileKind::Actions, _) => None,
            _ => Some(self.entry(key)?.value),
        }
    }

    /// Whether the document is a bundle, which charmcraft packs no more: what a charm must have it needs not.
    pub fn is_bundle(&self) -> bool {
        let says_so = || self.entry("type")?.value.resolved().as_str();
        self.snapshot.kind == FileKind::Charmcraft && says_so() == Some("bundle")
    }

    /// Whether charmcraft 4.5.0 takes the charm's `name`, `summary` or `description` from the document. Of
    /// `metadata.yaml` it looks only at what `charmcraft.yaml` does not say.
    pub fn is_read_by_charmcraft(&self, key: &str) -> bool {
        let charm = || self.beside(FileKind::Charmcraft.canonical_name());
        let says_so =
            || charm().is_some_and(|it| it.root().is_some_and(|it| it.get(key).is_some()));
        self.snapshot.kind != FileKind::Metadata || !says_so()
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
