//! What a Python file defines at its top level, and whether CPython 3.12 can read it at all.
//!
//! The names that rockcraft 1.20 takes into account, no others: plain assignments and `from` imports
//! count as variables; annotated assignments, tuples, plain imports and whatever stands inside of `if`
//! or `try` do not. The only file that calls the parser; [`super::uses`] looks at the same trees.

use std::sync::Arc;

use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_python_ast::{Expr, Mod, PythonVersion, Stmt};
use ruff_python_parser::{Mode, ParseOptions, Parsed, parse_unchecked};

use crate::memo::Memo;

static MEMO: Memo<PythonFile> = Memo::new();

/// Larger files are no entry points.
const LARGEST: usize = 1024 * 1024;
/// The parser takes quadratic time for f-strings inside of each other.
const MOST_BRACES: usize = 1000;
/// CPython 3.12 refuses deeper nests of brackets, whatever is inside.
const MOST_BRACKETS: usize = 200;
/// CPython 3.12 refuses this many levels of indentation.
const MOST_INDENTS: usize = 100;
/// A deeper tree is not freed: to free it is to recurse, and the stack has an end.
const DEEPEST: usize = 2000;

/// What a Python file defines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PythonFile {
    /// Names of variables, in the order of the file; those of a file with an error are incomplete.
    pub variables: Vec<String>,
    /// Names of functions that are not `async`, in the order of the file.
    pub functions: Vec<String>,
    /// Names of variables that get their value with an annotation, which makes them none to rockcraft, and
    /// the line of each, from 1.
    pub annotated: Vec<(String, usize)>,
    /// The line, from 1, at which the file stops being Python; `None` for a file that is sound.
    pub broken_at: Option<usize>,
}

/// Reads a file. `None` for one that would take too long: of more than 1 MiB, or with braces in a thousand
/// others.
pub fn read(text: &Arc<str>) -> Option<Arc<PythonFile>> {
    let is_bearable = text.len() <= LARGEST && brace_depth(text) <= MOST_BRACES;
    is_bearable.then(|| MEMO.get(text, parse))
}

/// As deep as braces go at most, those in texts and comments included.
fn brace_depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn parse(text: &str) -> PythonFile {
    // rockcraft hands on the text with its byte order mark, which Python takes for a stray character.
    if text.starts_with('\u{feff}') {
        return PythonFile { broken_at: Some(1), ..PythonFile::default() };
    }
    let options = ParseOptions::from(Mode::Module).with_target_version(PythonVersion::PY312);
    let parsed = parse_unchecked(text, options);
    let nests = Nests::of(parsed.tokens());
    let broken_at = first_error(&parsed)
        .map(|offset| nests.unclosed_at.map_or(offset, |unclosed| unclosed.min(offset)))
        .or(nests.too_deep_at)
        .map(|offset| 1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count());
    let mut file = PythonFile { broken_at, ..PythonFile::default() };
    if let Mod::Module(module) = parsed.syntax() {
        module.body.iter().for_each(|statement| file.take(statement, text));
    }
    if nests.depth > DEEPEST {
        std::mem::forget(parsed);
    }
    file
}

/// Deeper trees are not walked through: that is to recurse, in any thread.
const DEEPEST_WALKED: usize = 400;

/// Lets `look` see the statements of a file, as far as they can be read. `None` for one that nobody wrote by
/// hand: it would take too long, or is too deep.
pub(super) fn with_statements<T>(text: &str, look: impl FnOnce(&[Stmt]) -> T) -> Option<T> {
    if text.len() > LARGEST || brace_depth(text) > MOST_BRACES {
        return None;
    }
    let options = ParseOptions::from(Mode::Module).with_target_version(PythonVersion::latest());
    let parsed = parse_unchecked(text, options);
    let depth = Nests::of(parsed.tokens()).depth;
    let outcome = match parsed.syntax() {
        Mod::Module(module) if depth <= DEEPEST_WALKED => Some(look(&module.body)),
        _ => None,
    };
    if depth > DEEPEST {
        std::mem::forget(parsed);
    }
    outcome
}

impl PythonFile {
    fn take(&mut self, statement: &Stmt, text: &str) {
        match statement {
            Stmt::Assign(assign) => {
                let names = assign.targets.iter().filter_map(|target| match target {
                    Expr::Name(name) => Some(name.id.to_string()),
                    _ => None,
                });
                self.variables.extend(names);
            }
            Stmt::AnnAssign(assign) if assign.value.is_some() => {
                let Expr::Name(name) = &*assign.target else { return };
                let before = text.get(..assign.range.start().into()).unwrap_or_default();
                self.annotated.push((name.id.to_string(), 1 + before.matches('\n').count()));
            }
            Stmt::ImportFrom(import) => {
                let names = import.names.iter();
                self.variables.extend(
                    names.map(|name| name.asname.as_ref().unwrap_or(&name.name).to_string()),
                );
            }
            Stmt::FunctionDef(function) if !function.is_async => {
                self.functions.push(function.name.to_string());
            }
            _ => {}
        }
    }
}

fn first_error(parsed: &Parsed<Mod>) -> Option<usize> {
    let errors = parsed.errors().iter().map(|error| error.location.start());
    let too_new = parsed.unsupported_syntax_errors().iter().map(|error| error.range.start());
    errors.chain(too_new).min().map(usize::from)
}

/// How deep a file goes.
#[derive(Default)]
struct Nests {
    /// No branch of the tree is deeper.
    depth: usize,
    /// Where CPython gives up, as a byte offset.
    too_deep_at: Option<usize>,
    /// The innermost bracket that is still open at the end, which CPython blames.
    unclosed_at: Option<usize>,
}

/// An open bracket, or the statement itself.
#[derive(Default)]
struct Level {
    depth_before: usize,
    depth: usize,
    /// Commas between parameters end nothing.
    holds_lambda: bool,
}

impl Nests {
    /// Counts every token since the last comma of its bracket as one level of the tree.
    fn of(tokens: &Tokens) -> Nests {
        let mut nests = Nests::default();
        let mut levels = vec![Level::default()];
        let mut open = Vec::new();
        let mut indents = 0_usize;
        for token in tokens.iter() {
            let Some(level) = levels.last_mut() else { break };
            level.depth += 1;
            nests.depth = nests.depth.max(level.depth);
            let depth = level.depth;
            let (kind, range) = token.as_tuple();
            match kind {
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                    open.push(usize::from(range.start()));
                    levels.push(Level { depth_before: depth, depth, holds_lambda: false });
                }
                TokenKind::FStringStart => {
                    levels.push(Level { depth_before: depth, depth, holds_lambda: false });
                }
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                    open.pop();
                    levels.truncate((levels.len() - 1).max(1));
                }
                TokenKind::FStringEnd => levels.truncate((levels.len() - 1).max(1)),
                TokenKind::Lambda => level.holds_lambda = true,
                TokenKind::Comma if !level.holds_lambda => level.depth = level.depth_before,
                TokenKind::Newline => {
                    levels =
                        vec![Level { depth_before: indents, depth: indents, ..Level::default() }];
                }
                TokenKind::Indent => indents += 1,
                TokenKind::Dedent => indents = indents.saturating_sub(1),
                _ => {}
            }
            if open.len() > MOST_BRACKETS || indents >= MOST_INDENTS {
                nests.too_deep_at.get_or_insert(usize::from(range.start()));
            }
        }
        nests.unclosed_at = open.last().copied();
        nests
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn variables(text: &str) -> String {
        let file = parse(text);
        assert_eq!(file.broken_at, None, "{text}");
        file.variables.join(" ")
    }

    #[test]
    fn assignments_and_from_imports_at_the_top_are_variables() {
        let text = "from shop import api\nfrom shop import make as app, x\na = b = c()\n";
        expect!["api app x a b"].assert_eq(&variables(text));
    }

    #[test]
    fn whatever_else_binds_a_name_is_no_variable() {
        for text in [
            "app: Flask = Flask()\n",
            "app, other = make()\n",
            "[app] = make()\n",
            "import app\n",
            "if True:\n    app = 1\n",
            "try:\n    app = 1\nfinally:\n    pass\n",
            "class Shop:\n    app = 1\n",
            "shop.app = 1\n",
            "app += 1\n",
            "(app := 1)\n",
            "for app in []:\n    pass\n",
            "with shop() as app:\n    pass\n",
            "type app = int\n",
        ] {
            assert_eq!(variables(text), "", "{text}");
        }
    }

    #[test]
    fn functions_at_the_top_count_unless_they_are_async() {
        let text = "def create_app():\n    def inner(): ...\nasync def later(): ...\n@a\ndef make(): ...\n";
        assert_eq!(parse(text).functions, ["create_app", "make"]);
    }

    #[test]
    fn the_line_of_the_first_error_is_known() {
        let line = |text: &str| parse(text).broken_at;
        assert_eq!(line("x = 1\ndef f(:\n"), Some(2));
        assert_eq!(line("app = (\n\nx = 1\n\n"), Some(1));
        assert_eq!(line("\u{feff}x = 1\n"), Some(1));
        assert_eq!(line("x = 1\nprint 'old'\n"), Some(2));
        assert_eq!(line("if x:\n\ty\n        z\n"), Some(3));
        // Python 3.14 can, 3.12 cannot.
        assert_eq!(line("x = t'{y}'\n"), Some(1));
        // What only running the file would tell is no error.
        assert_eq!(line("return\nawait x\nx = undefined\n"), None);
    }

    #[test]
    fn what_would_take_too_long_is_not_read() {
        let is_read = |text: String| read(&text.into()).is_some();
        assert!(!is_read(format!("x = {}", "f'{".repeat(300_000))));
        assert!(!is_read("#".repeat(LARGEST + 1)));
        assert!(is_read("x = '{'\n".repeat(900)));
        assert!(is_read("x = {1: {}}\n".repeat(50_000)));
    }

    #[test]
    fn deep_nests_are_refused_and_survived() {
        let nested = |count: usize| format!("x = {}{}\n", "(".repeat(count), ")".repeat(count));
        assert_eq!(parse(&nested(200)).broken_at, None);
        assert_eq!(parse(&format!("y = 1\n{}", nested(201))).broken_at, Some(2));
        let chains = [
            "1 + ",
            "not ",
            "-",
            "a.",
            "a if b else ",
            "f(",
            "a[",
            "1 ** ",
            "await ",
            "lambda a, b: ",
            "1, f(0, ",
        ];
        for chain in chains {
            read(&format!("x = {}1\n", chain.repeat(LARGEST / chain.len() / 8)).into());
        }
    }
}
