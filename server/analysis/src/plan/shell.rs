//! Plans as lines for a POSIX shell.

use std::fmt::Write;

use super::{Plan, Step};

/// The steps of a plan, one line each, to be run from the directory of the document, or from where
/// `directory_of` says.
pub fn shell_script(plan: &Plan, directory_of: impl Fn(&Step) -> String) -> String {
    let mut script = String::new();
    for step in &plan.steps {
        let line = shell_line(step, &step.arguments());
        let directory = directory_of(step);
        if directory.is_empty() || directory == "." {
            script.push_str(&line);
        } else {
            // `--` for a directory whose name begins with a dash.
            let _ = write!(script, "(cd -- {} && {line})", quoted(&directory));
        }
        script.push('\n');
    }
    script
}

/// One command with its variables, without the directory.
pub fn shell_line(step: &Step, arguments: &[String]) -> String {
    let variables =
        step.environment.iter().map(|(name, value)| format!("{name}={}", quoted(value)));
    let words = arguments.iter().map(|word| quoted(word));
    variables.chain(words).collect::<Vec<_>>().join(" ")
}

/// The word as a shell reads it back.
fn quoted(word: &str) -> String {
    let is_plain = |ch: char| ch.is_ascii_alphanumeric() || "-_./:=@%+,".contains(ch);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_word_stays_one_word() {
        assert_eq!(quoted("token=a-b_c.d"), "token=a-b_c.d");
        assert_eq!(quoted("token=a b"), "'token=a b'");
        assert_eq!(quoted("x;rm -rf ~"), "'x;rm -rf ~'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted("$(x)`y`\n"), "'$(x)`y`\n'");
        assert_eq!(quoted(""), "''");
    }
}
