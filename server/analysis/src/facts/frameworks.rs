//! The six 12-factor frameworks: what the charmcraft extension adds to a charm, which options and
//! variables paas-charm knows, and what the rockcraft extension makes of an image.
//!
//! One file per framework under `schemas/frameworks/`. Each has two variants: the first for the
//! bases up to 24.04, the second for 26.04. What follows from these facts is derived in
//! `environment`.

use std::fmt;
use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;

use super::name_filter::NameFilter;
use super::table;

static FILES: [&str; 6] = [
    include_str!("../../../../schemas/frameworks/flask.json"),
    include_str!("../../../../schemas/frameworks/django.json"),
    include_str!("../../../../schemas/frameworks/fastapi.json"),
    include_str!("../../../../schemas/frameworks/go.json"),
    include_str!("../../../../schemas/frameworks/expressjs.json"),
    include_str!("../../../../schemas/frameworks/spring-boot.json"),
];

static FRAMEWORKS: LazyLock<Vec<Framework>> =
    LazyLock::new(|| FILES.iter().filter_map(|text| table(text)).collect());

/// All frameworks, Flask first.
pub fn frameworks() -> &'static [Framework] {
    &FRAMEWORKS
}

/// The framework of an entry of `extensions`, such as `flask-framework`.
pub fn framework_by_extension(extension: &str) -> Option<&'static Framework> {
    frameworks().iter().find(|framework| framework.extension == extension)
}

/// The framework of a short name, such as `flask`.
pub fn framework_by_name(name: &str) -> Option<&'static Framework> {
    frameworks().iter().find(|framework| framework.name == name)
}

/// One framework, with the facts that both variants share.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Framework {
    /// Tools and versions the facts are from.
    pub origin: &'static str,
    /// Short name, such as `spring-boot`.
    pub name: &'static str,
    /// Name as people write it, such as `Spring Boot`.
    pub title: &'static str,
    /// Entry of `extensions`, the same in charmcraft.yaml and rockcraft.yaml.
    pub extension: &'static str,
    /// Pebble service that the image must have.
    pub service: &'static str,
    /// Directory of the application in the image.
    pub app_dir: &'static str,
    /// Directory for the state of the charm in the workload.
    pub state_dir: &'static str,
    /// Whether the charm stays blocked without an endpoint for a database.
    pub needs_database: bool,
    /// Whether `framework_logging_format: json` is possible in paas-config.yaml.
    pub json_logging: bool,
    /// Variables that JSON logs add.
    pub json_logging_variables: Vec<VariableFact>,
    /// Beginnings of option names that `charmcraft pack` refuses.
    pub reserved_prefixes: Vec<&'static str>,
    /// Beginnings of option names that paas-charm never exports.
    pub ignored_prefixes: Vec<&'static str>,
    /// Actions the extension adds.
    pub actions: Vec<Action>,
    /// Endpoints the extension adds under `requires`.
    pub requires: Vec<Endpoint>,
    /// Endpoints the extension adds under `provides`.
    pub provides: Vec<Endpoint>,
    /// Options the extension adds for each endpoint with interface `oauth`.
    pub oauth_options: Vec<GeneratedOption>,
    /// The image.
    pub rock: Rock,
    /// Oldest first.
    pub variants: [Variant; 2],
}

impl Framework {
    /// The variant that charmcraft takes for a base such as `ubuntu@26.04`; the first one for no
    /// base and for a base that the extension does not support.
    pub fn variant_for_base(&self, base: Option<&str>) -> &Variant {
        let [first, second] = &self.variants;
        if base.is_some_and(|base| second.supports(base)) { second } else { first }
    }

    /// The prefix in the list that an option name starts with, for `charmcraft pack`.
    pub fn reserved_prefix_of(&self, option: &str) -> Option<&'static str> {
        self.reserved_prefixes.iter().copied().find(|prefix| option.starts_with(prefix))
    }

    /// The prefix that keeps paas-charm from exporting an option.
    pub fn ignored_prefix_of(&self, option: &str) -> Option<&'static str> {
        self.ignored_prefixes.iter().copied().find(|prefix| option.starts_with(prefix))
    }

    /// The part with this name that the rockcraft extension adds.
    pub fn rock_part(&self, name: &str) -> Option<&RockPart> {
        self.rock.parts.iter().find(|part| part.name == name)
    }
}

/// What differs with the base.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Variant {
    /// 1 or 2.
    pub version: u8,
    /// Version of paas-charm that goes with it, such as `1.12`.
    pub paas_charm: &'static str,
    /// Bases on which charmcraft uses this variant.
    pub bases: Vec<VariantBase>,
    /// Container the extension adds.
    pub container: &'static str,
    /// Image resource the extension adds.
    pub resource: &'static str,
    /// Port the application listens on by default.
    pub port: u16,
    /// Option that changes the port.
    #[serde(default)]
    pub port_option: Option<&'static str>,
    /// Whether `port`, `metrics-port` and `metrics-path` stand in paas-config.yaml.
    #[serde(default)]
    pub port_paas_config: bool,
    /// Beginning of the variables made from the user's options.
    pub option_prefix: &'static str,
    /// Beginning of the variables made from the extension's options; empty where they have none.
    pub own_option_prefix: &'static str,
    /// Options the extension adds.
    pub options: Vec<ExtensionOption>,
    /// Variables that are there without any option.
    pub variables: Vec<FrameworkVariable>,
    /// Names that paas-charm drops from the user's options; dash and underscore count as the same.
    pub shadowed: Vec<&'static str>,
    /// Shadowed names that reach the framework all the same.
    pub aliases: Vec<Alias>,
    /// Endpoints the extension adds under `peers`.
    pub peers: Vec<Endpoint>,
    /// Entries of `charm-libs` the extension adds.
    pub charm_libs: Vec<CharmLib>,
    /// The part `charm` the extension adds.
    pub charm_part: CharmPart,
    /// The names of options to which something happens; made by whoever asks for it first.
    #[serde(skip)]
    pub(crate) special_names: OnceLock<NameFilter>,
}

impl Variant {
    /// Whether charmcraft uses this variant on the base.
    pub fn supports(&self, base: &str) -> bool {
        self.bases.iter().any(|supported| supported.base == base)
    }

    /// The extension's option of this name.
    pub fn option(&self, name: &str) -> Option<&ExtensionOption> {
        self.options.iter().find(|option| option.name == name)
    }
}

/// A base that an extension supports.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariantBase {
    /// Such as `ubuntu@24.04`.
    pub base: &'static str,
    /// Whether charmcraft wants `CHARMCRAFT_ENABLE_EXPERIMENTAL_EXTENSIONS` for it.
    pub experimental: bool,
}

/// A config option that the extension adds.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionOption {
    /// Name under `config.options`.
    pub name: &'static str,
    /// One of the option types.
    #[serde(rename = "type")]
    pub option_type: &'static str,
    /// Absent where the option has none.
    #[serde(default)]
    pub default: Option<DefaultValue>,
    /// One or two sentences.
    pub description: &'static str,
    /// Which values paas-charm takes, where the type does not say it.
    #[serde(default)]
    pub accepts: Option<&'static str>,
    /// Variables it sets; empty for settings of the web server.
    #[serde(default)]
    pub variables: Vec<&'static str>,
}

/// A default of an option; prints as it is written in YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum DefaultValue {
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Int(i64),
    /// Text.
    Text(&'static str),
}

impl fmt::Display for DefaultValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DefaultValue::Bool(value) => value.fmt(f),
            DefaultValue::Int(value) => value.fmt(f),
            DefaultValue::Text(value) => value.fmt(f),
        }
    }
}

/// A variable and its meaning.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariableFact {
    /// Complete name.
    pub name: &'static str,
    /// Whether it is set in every case.
    pub always: bool,
    /// One sentence.
    pub description: &'static str,
}

/// A variable that paas-charm sets without any option.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameworkVariable {
    /// Complete name.
    pub name: &'static str,
    /// Whether it is set in every case.
    pub always: bool,
    /// One sentence.
    pub description: &'static str,
    /// Whether an option of the user that has the same variable wins.
    #[serde(default)]
    pub yields: bool,
    /// Interface whose integration takes the variable away.
    #[serde(default)]
    pub until: Option<&'static str>,
    /// A value for development on one's own machine, where there is one that makes sense.
    #[serde(default)]
    pub local: Option<String>,
}

/// An option name that paas-charm shadows and still reads.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Alias {
    /// Name of the option.
    pub option: &'static str,
    /// Variable it sets.
    pub variable: &'static str,
    /// Whether `port` of paas-config.yaml wins over it.
    #[serde(default)]
    pub paas_config: bool,
}

/// An action that the extension adds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Name under `actions`.
    pub name: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// Parameters, all of them text and required.
    #[serde(default)]
    pub parameters: Vec<&'static str>,
}

/// An endpoint that the extension adds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// Name of the endpoint.
    pub name: &'static str,
    /// Its interface.
    pub interface: &'static str,
    /// Its `limit`, where it has one.
    #[serde(default)]
    pub limit: Option<u8>,
    /// One sentence.
    pub description: &'static str,
}

/// An option that the extension adds for an `oauth` endpoint: `<endpoint><suffix>`, of type string.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeneratedOption {
    /// Follows the name of the endpoint, dash included.
    pub suffix: &'static str,
    /// Default; `{endpoint}` stands for the name of the endpoint.
    pub default: &'static str,
    /// One sentence.
    pub description: &'static str,
}

/// An entry of `charm-libs`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CharmLib {
    /// `<charm>.<library>`.
    pub lib: &'static str,
    /// Text, as charmcraft wants it.
    pub version: &'static str,
}

/// The part `charm` of the extension, as far as it is data.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CharmPart {
    /// `charm` or `uv`.
    pub plugin: &'static str,
    /// Directory.
    pub source: &'static str,
    /// Snaps for the build.
    pub build_snaps: Vec<&'static str>,
    /// `uv-groups`.
    #[serde(default)]
    pub groups: Vec<&'static str>,
}

/// What the rockcraft extension does.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rock {
    /// Spelling of `run-user` that the extension adds; the other spelling in the file is refused.
    pub run_user_key: &'static str,
    /// Where the files of the application lie in the image, without a leading slash.
    pub app_prefix: &'static str,
    /// Services the extension adds, its own first.
    pub services: Vec<&'static str>,
    /// Whether the command of its own service marks the arguments that can be replaced: `[ ... ]`.
    #[serde(default)]
    pub optional_arguments: bool,
    /// Parts the extension adds.
    pub parts: Vec<RockPart>,
    /// The list that says which files go in; absent where there is no such list.
    #[serde(default)]
    pub content: Option<RockContent>,
    /// What the extension looks for beside rockcraft.yaml.
    pub project: RockProject,
    /// Files and directories of the project that go in by default, if they exist.
    pub default_files: Vec<&'static str>,
    /// Whether what holds the application object goes in as well by default.
    pub adds_application: bool,
    /// How the files are chosen, in a sentence or two.
    pub content_rule: &'static str,
    /// Bases; the first entry whose `series` has the build base counts, else the last.
    pub variants: Vec<RockVariant>,
}

impl Rock {
    /// The variant that rockcraft takes for a build base such as `ubuntu@24.04` (the base, where no
    /// build base is given; never with a colon).
    pub fn variant_for_series(&self, series: Option<&str>) -> Option<&RockVariant> {
        let named =
            |variant: &&RockVariant| series.is_some_and(|series| variant.series.contains(&series));
        self.variants.iter().find(named).or(self.variants.last())
    }

    /// The variant for a base and a build base as they are written.
    pub fn variant_for(&self, base: &str, build_base: Option<&str>) -> Option<&RockVariant> {
        let series = build_base.filter(|text| !text.is_empty()).unwrap_or(base);
        // A base may be written with the deprecated colon.
        let has_colon = series.matches(':').count() == 1 && !series.contains('@');
        let series = if has_colon { series.replace(':', "@") } else { series.to_owned() };
        self.variant_for_series(Some(&series))
    }
}

/// What the rockcraft extension looks for in the directory of rockcraft.yaml.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RockProject {
    /// Whether it looks for a command of the service, and so trips over a service that is empty.
    pub reads_command: bool,
    /// Where the application object of a Python framework is looked for.
    #[serde(default)]
    pub entry_points: Option<EntryPoints>,
    /// Which requirements the files of a Python framework name.
    #[serde(default)]
    pub requirements: Option<Requirements>,
    /// The file that a Go module has.
    #[serde(default)]
    pub go_module: Option<&'static str>,
    /// The description of a Node package.
    #[serde(default)]
    pub package_json: Option<&'static str>,
    /// The build tools of a Java framework; one of them is used.
    #[serde(default)]
    pub build_tools: Vec<BuildTool>,
}

/// Where the application object is looked for: in all files for variables, then for factories.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryPoints {
    /// `WSGI` or `ASGI`.
    pub kind: &'static str,
    /// Names of variables that count.
    pub variables: Vec<&'static str>,
    /// Names of functions that count.
    pub factories: Vec<&'static str>,
    /// Files in the order in which they are looked at; `{module}` stands for the rock's name with
    /// underscores for dashes, in small letters.
    files: Vec<&'static str>,
}

impl EntryPoints {
    /// The files in the order in which they are looked at, without those of the rock's own package if
    /// the rock has no name that could be one.
    pub fn paths(&self, module: Option<&str>) -> impl Iterator<Item = String> {
        self.files.iter().filter_map(move |file| match module {
            Some(module) => Some(file.replace("{module}", module)),
            None => (!file.contains("{module}")).then(|| (*file).to_owned()),
        })
    }
}

/// What a requirements file must say.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Requirements {
    /// One of these must be there; requirements of all count.
    #[serde(borrow)]
    pub files: Vec<&'static str>,
    /// One of these must be among them; empty where rockcraft does not look.
    pub packages: Vec<&'static str>,
    /// Whether a line counts that holds the name anywhere, if only in a comment.
    pub anywhere: bool,
    /// A file that counts for no requirement and must be readable, unless the service has a command.
    #[serde(default)]
    pub also_read: Option<&'static str>,
}

/// A build tool of a Java framework.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuildTool {
    /// Plugin of the part that builds, and the beginning of its keys.
    pub plugin: &'static str,
    /// The file by which rockcraft knows that the tool is used.
    pub file: &'static str,
    /// The script that brings the tool along.
    pub wrapper: &'static str,
}

/// A part that the rockcraft extension adds.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RockPart {
    /// Such as `flask-framework/install-app`.
    pub name: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// What its `stage-packages` take on an Ubuntu base.
    pub ubuntu: Packages,
    /// The same on a bare base.
    pub bare: Packages,
    /// Plugin the extension chooses; absent where the files of the project decide.
    #[serde(default)]
    pub plugin: Option<&'static str>,
    /// Keys of the plugin that the extension sets.
    #[serde(default)]
    pub plugin_keys: Vec<&'static str>,
    /// First entry of the extension's `stage-packages` on an Ubuntu base.
    #[serde(default)]
    pub ubuntu_package: Option<&'static str>,
    /// The same on a bare base.
    #[serde(default)]
    pub bare_package: Option<&'static str>,
    /// When the extension adds the part.
    #[serde(default)]
    pub added: Added,
}

/// When an extension adds a part. At other times, what the file says about it is all there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Added {
    /// Whatever the file says.
    #[default]
    Always,
    /// If the file does not define the part.
    UnlessDefined,
    /// If the list of files starts with a file, or there is no list and one of the default files exists.
    WithFiles,
    /// If the file gives the part an `override-build`.
    WithBuildScript,
    /// On a bare base; on others unless `npm-include-node` is given.
    WithoutIncludedNode,
}

/// Debs and slices do not mix in one `stage-packages`, and the extension's entries come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Packages {
    /// Debs only.
    Debs,
    /// Slices only.
    Slices,
    /// One kind or the other.
    Either,
    /// The extension does not add the part on such a base.
    Absent,
}

/// The list that says which files of the application go into the image.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RockContent {
    /// Part that holds the list.
    pub part: &'static str,
    /// `prime` or `stage`.
    pub key: &'static str,
    /// What rockcraft wants each entry to start with, after an optional dash and blanks.
    pub prefix: &'static str,
}

/// Bases on which rockcraft offers the extension.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RockVariant {
    /// Values of `base`.
    #[serde(borrow)]
    pub bases: Vec<&'static str>,
    /// Build bases that lead here; empty for all that no other variant names.
    pub series: Vec<&'static str>,
    /// Whether rockcraft wants `ROCKCRAFT_ENABLE_EXPERIMENTAL_EXTENSIONS`.
    pub experimental: bool,
}
