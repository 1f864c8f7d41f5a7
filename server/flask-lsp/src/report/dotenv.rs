//! The environment of a charm's application as a `.env` file for development on one's own machine.
//!
//! Lines are read in three ways: by a shell (`source .env`), by python-dotenv, and by
//! `docker run --env-file`, which takes everything behind `=` as it stands. A value is written bare
//! where all three agree on it, else in the quotes that the first two agree on. What a shell cannot
//! read at all is left commented out, as is every variable without a value.

use analysis::environment::{Remark, Source, Variable};
use analysis::features::environment::EnvironmentReport;

use super::environment::CharmEnvironment;
use super::printable;

/// A file that can be saved as `.env` as it is.
pub(crate) fn environment_dotenv(charm: &CharmEnvironment) -> String {
    let name = printable(&charm.name);
    let Some(derived) = &charm.derived else {
        return format!("# {name}: no 12-factor extension, so no variables are derived\n");
    };
    let mut file = format!(
        "# The environment of {name} ({}, paas-charm {}), for development on your own machine.\n\
         # Deployed, the charm sets these variables. Take the # away from those you need here.\n",
        derived.framework.title, derived.paas_charm
    );
    let chosen = one_for_each_name(derived);
    let of = |wanted: &dyn Fn(&Source) -> bool| {
        chosen.iter().copied().filter(|variable| wanted(&variable.source)).collect::<Vec<_>>()
    };
    let is_own = |name: &str| derived.variant.option(name).is_some();
    push_group(
        &mut file,
        derived,
        "Config options",
        &of(&|source| match source {
            Source::Option(name) => !is_own(name),
            _ => false,
        }),
    );
    let mut endpoints: Vec<&str> = Vec::new();
    for variable in &chosen {
        if let Source::Endpoint(name) = &variable.source
            && !endpoints.contains(&name.as_str())
        {
            endpoints.push(name);
        }
    }
    for endpoint in endpoints {
        let title = format!("Endpoint {}, once integrated", printable(endpoint));
        let variables = of(&|source| matches!(source, Source::Endpoint(name) if name == endpoint));
        push_group(&mut file, derived, &title, &variables);
    }
    let title = format!("{} and paas-charm themselves", derived.framework.extension);
    push_group(
        &mut file,
        derived,
        &title,
        &of(&|source| match source {
            Source::Option(name) => is_own(name),
            Source::Framework => true,
            Source::Endpoint(_) => false,
        }),
    );
    push_remarks(&mut file, "Not given to the application", &derived.environment.ignored);
    push_remarks(&mut file, "Breaks the charm", &derived.environment.breaks);
    file
}

/// Each name once, where it has a value, else where it is first.
fn one_for_each_name(derived: &EnvironmentReport) -> Vec<&Variable> {
    let mut chosen: Vec<&Variable> = Vec::new();
    for variable in &derived.environment.variables {
        let known = chosen.iter_mut().find(|known| known.name == variable.name);
        match known {
            None => chosen.push(variable),
            Some(known) if derived.value(known).is_none() && derived.value(variable).is_some() => {
                *known = variable;
            }
            Some(_) => {}
        }
    }
    chosen
}

fn push_group(
    file: &mut String,
    derived: &EnvironmentReport,
    title: &str,
    variables: &[&Variable],
) {
    if variables.is_empty() {
        return;
    }
    file.push_str(&format!("\n# --- {title} ---\n"));
    for variable in variables {
        push_variable(file, variable, derived.value(variable).as_deref());
    }
}

fn push_variable(file: &mut String, variable: &Variable, value: Option<&str>) {
    let name = printable(&variable.name);
    let written = value.map(written);
    let mut notes = Vec::new();
    if !variable.description.trim().is_empty() {
        notes.push(sentence(&printable(variable.description.trim())));
    }
    if let Source::Option(option) = &variable.source {
        notes.push(format!("(option {})", printable(option)));
        if value.is_none() && variable.always {
            notes.push("Required.".to_owned());
        }
    }
    let is_secret = variable.name.ends_with("<KEY>");
    if is_secret {
        notes.push("One line for each key of the secret.".to_owned());
    } else if !is_shell_name(&variable.name) {
        notes.push("A shell cannot read this name.".to_owned());
    }
    match &written {
        Some(Written::Quoted(_)) => notes.push("docker would take the quotes as well.".to_owned()),
        Some(Written::NotAtAll) => {
            notes.push("The default cannot be written in one line.".to_owned())
        }
        Some(Written::Bare(_)) | None => {}
    }
    file.push_str(&format!("# {}\n", notes.join(" ")));
    let (mark, text) = match written {
        Some(Written::Bare(text) | Written::Quoted(text)) if is_shell_name(&variable.name) => {
            ("", text)
        }
        Some(Written::Bare(text) | Written::Quoted(text)) => ("#", text),
        Some(Written::NotAtAll) | None => ("#", String::new()),
    };
    file.push_str(&format!("{mark}{name}={text}\n"));
}

fn push_remarks(file: &mut String, title: &str, remarks: &[Remark]) {
    if remarks.is_empty() {
        return;
    }
    file.push_str(&format!("\n# --- {title} ---\n"));
    for remark in remarks {
        let path = remark.path.join(".");
        file.push_str(&format!(
            "# {}: {}\n",
            printable(&path),
            printable(&remark.reason.sentence())
        ));
    }
}

/// With a full stop at its end, unless it has some end already.
fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?', ':']) { text.to_owned() } else { format!("{text}.") }
}

/// Whether a shell can read a variable of this name.
fn is_shell_name(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A value as it stands behind `=`.
#[derive(Debug, PartialEq, Eq)]
enum Written {
    /// All readers take it as it is.
    Bare(String),
    /// In quotes.
    Quoted(String),
    /// There is no form that a shell and python-dotenv read alike.
    NotAtAll,
}

fn written(value: &str) -> Written {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:@%+,=".contains(&byte);
    if value.bytes().all(is_plain) {
        return Written::Bare(value.to_owned());
    }
    // python-dotenv 1.1 fills in `${NAME}` in all quotes and reads `\` in them; line breaks end the
    // line for docker.
    if value.contains("${") || value.contains('\\') || value.chars().any(char::is_control) {
        return Written::NotAtAll;
    }
    if !value.contains('\'') {
        return Written::Quoted(format!("'{value}'"));
    }
    match value.contains(['"', '$', '`', '!']) {
        true => Written::NotAtAll,
        false => Written::Quoted(format!("\"{value}\"")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_bare_where_every_reader_takes_them_so() {
        for value in ["", "7.5", "true", "http://localhost:8000/a=b", "HTTPS", "a,b"] {
            assert_eq!(written(value), Written::Bare(value.to_owned()));
        }
    }

    #[test]
    fn values_are_quoted_where_a_shell_would_see_more_in_them() {
        let quoted = |value: &str, expected: &str| {
            assert_eq!(written(value), Written::Quoted(expected.to_owned()));
        };
        quoted("Town Library", "'Town Library'");
        quoted("#forum \"for everyone\" $HOME", "'#forum \"for everyone\" $HOME'");
        quoted("it's", "\"it's\"");
        quoted("~/photos", "'~/photos'");
        quoted("größer", "'größer'");
        for value in ["it's $5", "a\nb", "${HOME}", "C:\\temp"] {
            assert_eq!(written(value), Written::NotAtAll, "{value}");
        }
    }

    #[test]
    fn names_that_a_shell_cannot_read_are_known() {
        assert!(is_shell_name("FLASK_A1"));
        for name in ["spring.datasource.url", "FLASK_MY-IDP_CLIENT_ID", "FLASK_A_<KEY>", "1A", "É"]
        {
            assert!(!is_shell_name(name), "{name}");
        }
    }
}
