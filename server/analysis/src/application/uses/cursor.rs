//! Where somebody is about to write the name of a variable, in a line that may not be finished.
//!
//! The line alone is looked at, from its beginning to the cursor, so a broken file is as good as a sound one.
//! A comment or a text that happens to look like a call gets an offer too; nobody is hurt by that.

use syntax::{TextRange, TextSize};

use super::{Language, Namespace};

/// A name that is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// What kind of name is expected.
    pub namespace: Namespace,
    /// What of the name is there already, behind the cursor too; bytes of the text.
    pub word: TextRange,
    /// What has to follow the name to close what was opened before it.
    pub close: &'static str,
}

/// What stands before a name, and what kind of name.
const OPENINGS: &[(Language, &str, Namespace)] = &[
    (Language::Python, "environ[", Namespace::Variable),
    (Language::Python, "environ.get(", Namespace::Variable),
    (Language::Python, "environ.pop(", Namespace::Variable),
    (Language::Python, "environ.setdefault(", Namespace::Variable),
    (Language::Python, "getenv(", Namespace::Variable),
    (Language::Python, "env(", Namespace::Variable),
    (Language::Python, "env.str(", Namespace::Variable),
    (Language::Python, "env.int(", Namespace::Variable),
    (Language::Python, "env.bool(", Namespace::Variable),
    (Language::Python, "env.float(", Namespace::Variable),
    (Language::Python, "env.list(", Namespace::Variable),
    (Language::Python, "env.url(", Namespace::Variable),
    (Language::Python, "env.db(", Namespace::Variable),
    (Language::Python, "decouple.config(", Namespace::Variable),
    (Language::Python, "app.config[", Namespace::FlaskConfig),
    (Language::Python, "app.config.get(", Namespace::FlaskConfig),
    (Language::JavaScript, "process.env[", Namespace::Variable),
    (Language::Go, "os.Getenv(", Namespace::Variable),
    (Language::Go, "os.LookupEnv(", Namespace::Variable),
    (Language::Java, "System.getenv(", Namespace::Variable),
    (Language::Java, "System.getenv().get(", Namespace::Variable),
    (Language::Java, "System.getenv().getOrDefault(", Namespace::Variable),
];

/// The name that is being written at `offset`; `None` where none is.
pub fn opening(language: Language, text: &str, offset: TextSize) -> Option<Opening> {
    let at = usize::from(offset);
    let before = text.get(..at)?;
    let line_start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let line = before.get(line_start..)?;
    let rest_of_line = text.get(at..)?.split(['\n', '\r']).next().unwrap_or_default();
    let word_start = line.len() - trailing(line, is_part_of_name);
    let word_end = at + rest_of_line.chars().take_while(|ch| is_part_of_name(*ch)).count();
    let (head, _) = line.split_at_checked(word_start)?;
    let word = TextRange::new(size(line_start + word_start), size(word_end));
    let behind = text.get(word_end..)?.chars().next();
    member(language, head, word)
        .or_else(|| placeholder(language, head, word, behind))
        .or_else(|| quoted(language, head, word, behind))
}

/// `process.env.NAME`, `const { NAME } = process.env` is another matter.
fn member(language: Language, head: &str, word: TextRange) -> Option<Opening> {
    let is_member = language == Language::JavaScript
        && (head.ends_with("process.env.") || head.ends_with("process.env?."));
    is_member.then_some(Opening { namespace: Namespace::Variable, word, close: "" })
}

/// `${NAME}` in Spring's files and annotations.
fn placeholder(
    language: Language,
    head: &str,
    word: TextRange,
    behind: Option<char>,
) -> Option<Opening> {
    let is_spring = match language {
        Language::SpringProperties | Language::SpringYaml => true,
        Language::Java => head.contains("@Value"),
        _ => false,
    };
    if !is_spring || !head.ends_with("${") {
        return None;
    }
    let close = if matches!(behind, Some('}' | ':')) { "" } else { "}" };
    Some(Opening { namespace: Namespace::Variable, word, close })
}

fn quoted(
    language: Language,
    head: &str,
    word: TextRange,
    behind: Option<char>,
) -> Option<Opening> {
    let quote = head.chars().next_back().filter(|ch| matches!(ch, '"' | '\'' | '`'))?;
    if quote != '"' && matches!(language, Language::Go | Language::Java) {
        return None;
    }
    let before_quote = head.strip_suffix(quote)?.trim_end();
    let fits = |(of, opening, _): &&(Language, &str, Namespace)| {
        *of == language && ends_with_word(before_quote, opening)
    };
    let (_, _, namespace) = OPENINGS.iter().find(fits)?;
    let close = match (behind == Some(quote), quote) {
        (true, _) => "",
        (false, '"') => "\"",
        (false, '\'') => "'",
        (false, _) => "`",
    };
    Some(Opening { namespace: *namespace, word, close })
}

/// Whether a text ends so, and not as the end of a longer word.
fn ends_with_word(text: &str, end: &str) -> bool {
    let Some(before) = text.strip_suffix(end) else { return false };
    let longer = |ch: char| ch.is_alphanumeric() || ch == '_';
    // `current_app.config[` and `settings.env(` go on to the left.
    end.starts_with("app.") || !before.ends_with(longer)
}

/// Names of variables are ASCII.
fn is_part_of_name(ch: char) -> bool {
    ch.is_ascii_alphanumeric() || ch == '_'
}

/// The length of the longest end of a text that is made of such characters, in bytes.
fn trailing(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.len() - text.trim_end_matches(is_part).len()
}

fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}
