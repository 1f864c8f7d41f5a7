//! Where source code reads its environment: names and places in Python, JavaScript, TypeScript, Go, Java
//! and Spring's property files.
//!
//! One file for each language answers what a text reads by name, and whether it reads in ways that leave
//! the names open. Nothing is run and no types are inferred: what is not plain is not listed, and a file that
//! does something unusual says so ([`FileUses::open_ended`]), so that nobody concludes from silence.
//! Whether a name exists is for others to say; [`index`] puts the files of an application together.

mod cursor;
mod go;
pub mod index;
mod java;
mod javascript;
mod mentions;
mod python;
mod python_names;
mod python_settings;
mod sink;
mod spring;
mod syntax_tree;
#[cfg(test)]
mod tests;

use memchr::memmem;
use syntax::TextRange;

pub use cursor::{Opening, opening};
pub use spring::{property_matches, variables_of_property};

use sink::Sink;

/// Longer texts are generated, and are not read.
pub const LARGEST: usize = 1024 * 1024;
/// Lines that are this long on average were written by a program that makes files small.
const LONGEST_AVERAGE_LINE: usize = 400;

/// What source files are read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Python 3.
    Python,
    /// JavaScript and TypeScript, with or without JSX.
    JavaScript,
    /// Go.
    Go,
    /// Java.
    Java,
    /// `application.properties` of Spring Boot, profiles included.
    SpringProperties,
    /// `application.yaml` of Spring Boot, profiles included.
    SpringYaml,
}

impl Language {
    /// By the name of a file, with or without directories.
    pub fn of_path(path: &str) -> Option<Language> {
        let name = path.rsplit(['/', '\\']).next()?;
        let (stem, extension) = name.rsplit_once('.')?;
        Some(match extension {
            "py" | "pyw" => Language::Python,
            "js" | "mjs" | "cjs" | "jsx" | "ts" | "mts" | "cts" | "tsx" => {
                if stem.ends_with(".min") || stem.ends_with(".d") {
                    return None;
                }
                Language::JavaScript
            }
            "go" => Language::Go,
            "java" => Language::Java,
            "properties" if is_spring_stem(stem) => Language::SpringProperties,
            "yaml" | "yml" if is_spring_stem(stem) => Language::SpringYaml,
            _ => return None,
        })
    }

    /// Without one of these texts in it a file reads nothing.
    fn needles(self) -> &'static [&'static str] {
        match self {
            Language::Python => &[
                "environ",
                "getenv",
                ".config",
                "from_prefixed_env",
                "BaseSettings",
                "env(",
                "env.",
                "config(",
                "envvar",
            ],
            Language::JavaScript => &["process", "env"],
            Language::Go => &["Getenv", "LookupEnv", "Environ", "env", "viper"],
            Language::Java => {
                &["getenv", "@Value", "Propert", "systemEnvironment", "@Configuration"]
            }
            Language::SpringProperties | Language::SpringYaml => &[""],
        }
    }
}

fn is_spring_stem(stem: &str) -> bool {
    let rest = stem.strip_prefix("application").or_else(|| stem.strip_prefix("bootstrap"));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// What the name of a [`Use`] is a name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Namespace {
    /// An environment variable.
    Variable,
    /// A key of Flask's `app.config`: a variable without its prefix, if `from_prefixed_env` is called.
    /// Two underscores lead one level down.
    FlaskConfig,
    /// A property of Spring, which several spellings of a variable can set.
    SpringProperty,
}

/// What is done with the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It is read, and nothing takes its place if it is not there.
    Required,
    /// It is read, or looked for, by code that can do without.
    Optional,
    /// It is set by the code itself, so nobody else has to.
    Set,
}

/// What the code takes a value for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ValueType {
    /// Text, or nothing that can be told.
    #[default]
    Text,
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// Yes or no.
    Bool,
}

/// One place that names what it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The whole name, also where it is put together from a prefix and a field.
    pub name: Box<str>,
    /// What it is a name of.
    pub namespace: Namespace,
    /// The name inside of its quotes, or the field it comes from; bytes of the text.
    pub range: TextRange,
    /// The line of the range, from 0.
    pub line: u32,
    /// What is done with it.
    pub access: Access,
    /// What it is taken for.
    pub value_type: ValueType,
    /// What stands in for it, as plain text.
    pub default: Option<Box<str>>,
}

/// Everything that one file says about its environment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileUses {
    /// In the order of the text.
    pub uses: Vec<Use>,
    /// Beginnings of names that are read without being written out; an empty one stands for every name.
    pub open_ended: Vec<Box<str>>,
    /// The prefixes that Flask's `from_prefixed_env` is called with, such as `FLASK_`.
    pub config_prefixes: Vec<Box<str>>,
    /// Words that could be variables of an option, whatever they are there for.
    pub mentions: Vec<Box<str>>,
}

impl FileUses {
    /// Whether there is nothing to know about the file.
    pub fn is_empty(&self) -> bool {
        *self == FileUses::default()
    }
}

/// Whether the text could read anything in this language; costs next to nothing.
pub fn may_read(language: Language, text: &str) -> bool {
    let has = |needle: &&str| memmem::find(text.as_bytes(), needle.as_bytes()).is_some();
    is_written_by_hand(text) && language.needles().iter().any(has)
}

/// Reads a source file. Half-typed and broken texts give what can be read of them.
pub fn scan(language: Language, text: &str) -> FileUses {
    let mut sink = Sink::new(text);
    if may_read(language, text) {
        match language {
            Language::Python => python::scan(text, &mut sink),
            Language::JavaScript => javascript::scan(text, &mut sink),
            Language::Go => go::scan(text, &mut sink),
            Language::Java => java::scan(text, &mut sink),
            Language::SpringProperties => spring::properties(text, &mut sink),
            Language::SpringYaml => spring::yaml(text, &mut sink),
        }
    }
    mentions::collect(text, &mut sink);
    sink.finish()
}

/// Reads a file of any other kind: only what it mentions is known.
pub fn scan_other(text: &str) -> FileUses {
    let mut sink = Sink::new(text);
    mentions::collect(text, &mut sink);
    sink.finish()
}

fn is_written_by_hand(text: &str) -> bool {
    if text.len() > LARGEST {
        return false;
    }
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1;
    text.len() < 20_000 || text.len() / lines <= LONGEST_AVERAGE_LINE
}
