//! The packages that a requirements file names, as rockcraft 1.20 reads it: every line by itself, as a
//! requirement of PEP 508 (in the reading of Python's `packaging`). A line that is none is passed over in
//! silence, be it an option of pip, a hash, or a requirement with a comment behind it.

use std::sync::Arc;

use crate::memo::Memo;

static MEMO: Memo<Vec<String>> = Memo::new();

/// The names of a file's requirements, in small letters and otherwise as they are written.
pub fn names(text: &Arc<str>) -> Arc<Vec<String>> {
    MEMO.get(text, |text| lines(text).filter_map(name).collect())
}

/// Where Python's `splitlines` ends a line.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(|ch| {
        matches!(
            ch,
            '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    })
}

/// The name in a requirement, in small letters; `None` for a text that is no requirement.
pub fn name(requirement: &str) -> Option<String> {
    let mut rest = Rest(requirement);
    rest.blanks();
    let name = rest.identifier()?;
    rest.blanks();
    if rest.take("[") {
        rest.extras()?;
        rest.blanks();
    }
    if rest.take("@") {
        rest.blanks();
        rest.some(|ch| ch != ' ' && ch != '\t')?;
        let ends_with_url = rest.is_empty() || rest.blanks() && rest.is_empty();
        if !ends_with_url && !rest.0.starts_with(';') {
            return None;
        }
    } else if rest.take("(") {
        rest.specifiers()?;
        rest.take(")").then_some(())?;
    } else {
        rest.specifiers()?;
    }
    rest.blanks();
    if rest.take(";") {
        rest.marker(0)?;
    }
    rest.is_empty().then(|| name.to_ascii_lowercase())
}

/// Brackets around brackets in a marker; nobody writes as many.
const DEEPEST: usize = 50;

/// What is still to be read. A method that answers `None` has found no requirement.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn take(&mut self, start: &str) -> bool {
        let after = self.0.strip_prefix(start);
        self.0 = after.unwrap_or(self.0);
        after.is_some()
    }

    /// A word of letters in any case.
    fn take_word(&mut self, word: &str) -> bool {
        let is_next = self.0.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word));
        if is_next {
            self.0 = self.0.get(word.len()..).unwrap_or_default();
        }
        is_next
    }

    fn take_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.take_word(word))
    }

    /// As many characters as fit, but at least one.
    fn some(&mut self, fits: impl Fn(char) -> bool) -> Option<&'a str> {
        let end = self.0.find(|ch| !fits(ch)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        (!taken.is_empty()).then_some(taken)
    }

    fn blanks(&mut self) -> bool {
        self.some(|ch| ch == ' ' || ch == '\t').is_some()
    }

    fn digits(&mut self) -> Option<&'a str> {
        self.some(|ch| ch.is_ascii_digit())
    }

    /// Letters, digits, and `-`, `_`, `.` between them.
    fn identifier(&mut self) -> Option<&'a str> {
        let run = |ch: char| ch.is_ascii_alphanumeric() || "-_.".contains(ch);
        let end = self.0.find(|ch| !run(ch)).unwrap_or(self.0.len());
        let name = self.0.get(..end)?.trim_end_matches(['-', '.']);
        name.starts_with(|ch: char| ch.is_ascii_alphanumeric()).then_some(())?;
        self.0 = self.0.get(name.len()..)?;
        Some(name)
    }

    /// After the opening bracket.
    fn extras(&mut self) -> Option<()> {
        self.blanks();
        if self.take("]") {
            return Some(());
        }
        loop {
            self.identifier()?;
            self.blanks();
            if self.take("]") {
                return Some(());
            }
            self.take(",").then_some(())?;
            self.blanks();
        }
    }

    /// Any number of them, none included, with commas between.
    fn specifiers(&mut self) -> Option<()> {
        self.blanks();
        while self.0.starts_with(['=', '!', '~', '<', '>']) {
            self.specifier()?;
            self.blanks();
            if !self.take(",") {
                break;
            }
            self.blanks();
        }
        Some(())
    }

    fn specifier(&mut self) -> Option<()> {
        if self.take("===") {
            self.spaces();
            self.some(|ch| !ch.is_whitespace() && !";),".contains(ch));
            return Some(());
        }
        let operator = ["==", "!=", "~=", "<=", ">=", "<", ">"];
        let operator = *operator.iter().find(|operator| self.0.starts_with(**operator))?;
        self.take(operator);
        self.spaces();
        let is_exact = matches!(operator, "==" | "!=");
        let release = self.release()?;
        if operator == "~=" && release < 2 {
            return None;
        }
        if is_exact && self.take(".*") {
            return Some(());
        }
        self.pre_and_post_releases();
        if is_exact && self.take("+") {
            self.local_label()?;
        }
        Some(())
    }

    fn spaces(&mut self) {
        self.0 = self.0.trim_start();
    }

    /// `v1!2.0.1`: how many numbers stand in the release.
    fn release(&mut self) -> Option<usize> {
        self.take_word("v");
        self.digits()?;
        if self.take("!") {
            self.digits()?;
        }
        let mut numbers = 1;
        while self.0.strip_prefix('.').is_some_and(starts_with_digit) {
            self.take(".");
            self.digits();
            numbers += 1;
        }
        Some(numbers)
    }

    /// `rc1`, `.post2`, `.dev3`, each in its many spellings.
    fn pre_and_post_releases(&mut self) {
        self.suffix(&["alpha", "beta", "preview", "pre", "a", "b", "c", "rc"]);
        if self.0.strip_prefix('-').is_some_and(starts_with_digit) {
            self.take("-");
            self.digits();
        } else {
            self.suffix(&["post", "rev", "r"]);
        }
        self.suffix(&["dev"]);
    }

    /// One of the words, with a separator before and a number behind it; nothing if it is not there.
    fn suffix(&mut self, words: &[&str]) {
        let before = self.0;
        self.separator();
        if !self.take_any(words) {
            self.0 = before;
            return;
        }
        let word_end = self.0;
        self.separator();
        if self.digits().is_none() {
            // A separator without a number belongs to what follows, if to anything.
            let separator = word_end.starts_with(['-', '_', '.']);
            let is_followed = separator && {
                let mut after = Rest(word_end.get(1..).unwrap_or_default());
                after.take_any(&["post", "rev", "r", "dev"])
            };
            self.0 = if is_followed { word_end } else { self.0 };
        }
    }

    fn separator(&mut self) {
        let _ = self.take("-") || self.take("_") || self.take(".");
    }

    fn local_label(&mut self) -> Option<()> {
        loop {
            self.some(|ch| ch.is_ascii_alphanumeric())?;
            let next = self.0.strip_prefix(['-', '_', '.']);
            if !next.is_some_and(|next| next.starts_with(|ch: char| ch.is_ascii_alphanumeric())) {
                return Some(());
            }
            self.separator();
        }
    }

    /// Comparisons with `and` and `or` between them.
    fn marker(&mut self, depth: usize) -> Option<()> {
        loop {
            self.blanks();
            if self.0.starts_with('(') && depth < DEEPEST {
                self.take("(");
                self.marker(depth + 1)?;
                self.take(")").then_some(())?;
            } else {
                self.marker_value()?;
                self.blanks();
                self.marker_operator()?;
                self.blanks();
                self.marker_value()?;
            }
            self.blanks();
            if !self.connective() {
                return Some(());
            }
        }
    }

    fn connective(&mut self) -> bool {
        for word in ["and", "or"] {
            let after = self.0.strip_prefix(word);
            if after.is_some_and(|after| !after.starts_with(is_word_char)) {
                return self.take(word);
            }
        }
        false
    }

    fn marker_operator(&mut self) -> Option<()> {
        let symbols = ["===", "==", "~=", "!=", "<=", ">=", "<", ">"];
        if symbols.iter().any(|symbol| self.take(symbol)) {
            return Some(());
        }
        if self.take("not") {
            self.blanks().then_some(())?;
        }
        let is_in = self.take("in") && !self.0.starts_with(is_word_char);
        is_in.then_some(())
    }

    fn marker_value(&mut self) -> Option<()> {
        for quote in ['\'', '"'] {
            if let Some(after) = self.0.strip_prefix(quote) {
                self.0 = after.split_once(quote)?.1;
                return Some(());
            }
        }
        let word = self.some(|ch| is_word_char(ch) || ch == '.')?;
        MARKER_NAMES.contains(&word).then_some(())
    }
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|ch: char| ch.is_ascii_digit())
}

fn is_word_char(ch: char) -> bool {
    ch.is_alphanumeric() || ch == '_'
}

/// What a marker can ask for; the dotted spellings are older than PEP 508.
const MARKER_NAMES: &[&str] = &[
    "python_version",
    "python_full_version",
    "os_name",
    "os.name",
    "sys_platform",
    "sys.platform",
    "platform_release",
    "platform_system",
    "platform_version",
    "platform.version",
    "platform_machine",
    "platform.machine",
    "platform_python_implementation",
    "platform.python_implementation",
    "python_implementation",
    "implementation_name",
    "implementation_version",
    "extra",
    "extras",
    "dependency_groups",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// As `packaging` 26.3 reads them.
    const REQUIREMENTS: &[(&str, &str)] = &[
        ("Flask", "flask"),
        ("  flask \t", "flask"),
        ("flask[async, dotenv]>=3,<4", "flask"),
        ("flask[]", "flask"),
        ("flask (>=2.0)", "flask"),
        ("flask>=2,", "flask"),
        ("flask ~= 2.0.post1", "flask"),
        ("flask==2.*", "flask"),
        ("flask==1!2.0rc1.dev2+ubuntu.1", "flask"),
        ("flask===whatever", "flask"),
        ("flask<3; python_version < '3.12' and (os_name == \"nt\" or extra == 'x')", "flask"),
        ("flask;'linux' not in sys_platform", "flask"),
        ("flask @ https://example.com/flask.whl", "flask"),
        ("flask@git+https://example.com/flask ; os.name=='nt'", "flask"),
        ("Flask_SQLAlchemy", "flask_sqlalchemy"),
        ("zope.interface", "zope.interface"),
        ("3to2", "3to2"),
    ];

    const OTHERS: &[&str] = &[
        "",
        "# flask",
        "flask  # the framework",
        "flask==3.0 \\",
        "flask = 3",
        "flask=3.0",
        "flask 3.0",
        "flask>=2.*",
        "flask~=2",
        "flask==",
        "flask==2.0.x",
        "flask>=3.0+local",
        "flask[async",
        "flask[async dotenv]",
        "flask>=2 <3",
        "flask; python >= '3'",
        "flask; python_version",
        "flask; python_version > 3",
        "flask @",
        "flask@https://example.com/x;os_name=='nt' and",
        "-r base.txt",
        "--hash=sha256:00",
        "./flask",
        "https://example.com/flask.whl",
        "flask-",
        "_flask",
    ];

    #[test]
    fn requirements_have_a_name() {
        for (requirement, expected) in REQUIREMENTS {
            assert_eq!(name(requirement).as_deref(), Some(*expected), "{requirement}");
        }
    }

    #[test]
    fn what_is_no_requirement_has_none() {
        for line in OTHERS {
            assert_eq!(name(line), None, "{line}");
        }
    }

    #[test]
    fn every_line_stands_by_itself() {
        let text: Arc<str> = "Flask\r\n-r more.txt\ngevent # green\x0cgunicorn\n".into();
        assert_eq!(*names(&text), ["flask", "gunicorn"]);
    }

    #[test]
    fn many_brackets_are_no_requirement() {
        assert_eq!(name(&format!("flask; {}", "(".repeat(100_000))), None);
    }
}
