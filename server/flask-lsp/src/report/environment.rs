//! The environment of a charm's application, as a table or as one JSON object.
//!
//! The contract of the JSON object is in README.md, *The environment*.

use analysis::environment::{Remark, Source, Variable};
use analysis::features::environment::EnvironmentReport;
use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::table::{Cell, TableLook, push_rows};
use super::{painted, printable};

/// The environment of one charm.
pub(crate) struct CharmEnvironment {
    /// The file's name as the user sees it.
    pub(crate) name: String,
    /// What was derived; `None` for a charm without a 12-factor extension.
    pub(crate) derived: Option<EnvironmentReport>,
}

/// A table with a heading.
pub(crate) fn environment_table(charm: &CharmEnvironment, look: TableLook) -> String {
    let name = painted(look.color, Style::new().bold(), &printable(&charm.name));
    let Some(derived) = &charm.derived else {
        return format!("{name}: no 12-factor extension, so no variables are derived\n");
    };
    let EnvironmentReport { framework, paas_charm, environment, .. } = derived;
    let mut table = format!("{name}: {}, with paas-charm {paas_charm}\n\n", framework.title);
    let rows: Vec<_> = environment.variables.iter().map(row).collect();
    push_rows(&mut table, ["variable", "set by", "when", "description"], &rows, look);
    push_remarks(&mut table, "ignored", &environment.ignored, look);
    push_remarks(&mut table, "breaks the charm", &environment.breaks, look);
    table
}

fn row(variable: &Variable) -> [Cell; 4] {
    let is_ours = variable.source != Source::Framework;
    let certain = Style::new().fg_color(Some(AnsiColor::Green.into()));
    let possible = Style::new().fg_color(Some(AnsiColor::Yellow.into()));
    let name = printable(&variable.name).into_owned();
    let when_style = if variable.always { certain } else { possible };
    [
        Cell { text: name, style: if is_ours { Style::new().bold() } else { Style::new() } },
        Cell { text: source_words(&variable.source), style: Style::new().dimmed() },
        Cell { text: when(variable).to_owned(), style: when_style },
        Cell::plain(printable(&variable.description)),
    ]
}

fn push_remarks(table: &mut String, heading: &str, remarks: &[Remark], look: TableLook) {
    if remarks.is_empty() {
        return;
    }
    table.push('\n');
    let rows = remarks.iter().map(|remark| {
        let path = printable(&remark.path.join(".")).into_owned();
        [Cell::plain(path), Cell::plain(printable(&remark.reason.sentence()))]
    });
    push_rows(table, [heading, "reason"], &rows.collect::<Vec<_>>(), look);
}

fn source_words(source: &Source) -> String {
    match source {
        Source::Framework => "framework".to_owned(),
        Source::Option(name) => format!("option {}", printable(name)),
        Source::Endpoint(name) => format!("endpoint {}", printable(name)),
    }
}

fn when(variable: &Variable) -> &'static str {
    match (&variable.source, variable.always) {
        (Source::Endpoint(_), true) => "once integrated",
        (Source::Endpoint(_), false) => "if provided",
        (_, true) => "always",
        (Source::Option(_), false) => "if set",
        (Source::Framework, false) => "at times",
    }
}

/// The object of `env --format json`. `P` is how the place of a source is written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EnvironmentObject<'a, P> {
    version: u32,
    file: &'a str,
    framework: Option<&'static str>,
    paas_charm: Option<&'a str>,
    env: Vec<JsonVariable<'a, P>>,
    ignored: Vec<JsonRemark<'a, P>>,
    breaks: Vec<JsonRemark<'a, P>>,
}

#[derive(Serialize)]
struct JsonVariable<'a, P> {
    name: &'a str,
    source: JsonSource<'a>,
    always: bool,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<P>,
}

/// A path in charmcraft.yaml, or the word `framework`.
#[derive(Serialize)]
#[serde(untagged)]
enum JsonSource<'a> {
    Path(Vec<&'a str>),
    Word(&'static str),
}

#[derive(Serialize)]
struct JsonRemark<'a, P> {
    source: Vec<&'a str>,
    reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<P>,
}

/// One JSON object, version 1.
pub(crate) fn environment_json(charm: &CharmEnvironment) -> String {
    super::json::pretty(&environment_object(charm, |_| None::<()>))
}

/// The same before it is written, with the place of each source that `place` finds.
pub(crate) fn environment_object<'a, P>(
    charm: &'a CharmEnvironment,
    mut place: impl FnMut(&[&str]) -> Option<P>,
) -> EnvironmentObject<'a, P> {
    let derived = charm.derived.as_ref();
    let environment = derived.map(|derived| &derived.environment);
    let lists = environment.map(|it| (&*it.variables, &*it.ignored, &*it.breaks));
    let (variables, ignored, breaks) = lists.unwrap_or_default();
    let mut variable = |variable: &'a Variable| {
        let path = variable.source.path();
        JsonVariable {
            name: &variable.name,
            range: path.as_deref().and_then(&mut place),
            source: path.map_or(JsonSource::Word("framework"), JsonSource::Path),
            always: variable.always,
            description: &variable.description,
        }
    };
    let env = variables.iter().map(&mut variable).collect();
    let mut remark = |remark: &'a Remark| {
        let source: Vec<&str> = remark.path.iter().map(String::as_str).collect();
        JsonRemark { range: place(&source), source, reason: remark.reason.sentence() }
    };
    EnvironmentObject {
        version: 1,
        file: &charm.name,
        framework: derived.map(|derived| derived.framework.name),
        paas_charm: derived.map(|derived| &*derived.paas_charm),
        env,
        ignored: ignored.iter().map(&mut remark).collect(),
        breaks: breaks.iter().map(&mut remark).collect(),
    }
}

#[cfg(test)]
mod tests {
    use analysis::environment::{Environment, Reason};
    use expect_test::expect;

    use super::*;

    fn charm() -> CharmEnvironment {
        let variable = |name: &'static str, source, always| Variable {
            name: name.into(),
            source,
            always,
            description: "What it is for.".into(),
        };
        let environment = Environment {
            variables: vec![
                variable("FLASK_TOKEN", Source::Option("token".into()), false),
                variable("S3_BUCKET", Source::Endpoint("s3".into()), true),
                variable("FLASK_SECRET_KEY", Source::Framework, true),
            ],
            ignored: vec![Remark {
                path: ["config", "options", "app-x\u{1b}"].map(str::to_owned).into(),
                reason: Reason::ReservedOptionPrefix { prefix: "app-" },
            }],
            breaks: Vec::new(),
        };
        let framework = analysis::facts::framework_by_name("flask").unwrap();
        let variant = framework.variant_for_base(None);
        let defaults = Vec::new();
        let derived = EnvironmentReport {
            framework,
            paas_charm: "1.12".into(),
            environment,
            defaults,
            variant,
        };
        CharmEnvironment { name: "charmcraft.yaml".to_owned(), derived: Some(derived) }
    }

    #[test]
    fn the_table_aligns_names_sources_and_conditions() {
        expect![[r#"
            charmcraft.yaml: Flask, with paas-charm 1.12

              variable          set by        when             description
              FLASK_TOKEN       option token  if set           What it is for.
              S3_BUCKET         endpoint s3   once integrated  What it is for.
              FLASK_SECRET_KEY  framework     always           What it is for.

              ignored                     reason
              config.options.app-x\u{1b}  paas-charm exports no option whose name starts with `app-`
        "#]]
        .assert_eq(&environment_table(&charm(), TableLook::default()));
    }

    #[test]
    fn json_has_the_promised_shape() {
        expect![[r#"
            {
              "version": 1,
              "file": "charmcraft.yaml",
              "framework": "flask",
              "paasCharm": "1.12",
              "env": [
                {
                  "name": "FLASK_TOKEN",
                  "source": [
                    "config",
                    "options",
                    "token"
                  ],
                  "always": false,
                  "description": "What it is for."
                },
                {
                  "name": "S3_BUCKET",
                  "source": [
                    "requires",
                    "s3"
                  ],
                  "always": true,
                  "description": "What it is for."
                },
                {
                  "name": "FLASK_SECRET_KEY",
                  "source": "framework",
                  "always": true,
                  "description": "What it is for."
                }
              ],
              "ignored": [
                {
                  "source": [
                    "config",
                    "options",
                    "app-x\u001b"
                  ],
                  "reason": "paas-charm exports no option whose name starts with `app-`"
                }
              ],
              "breaks": []
            }
        "#]]
        .assert_eq(&environment_json(&charm()));
    }

    #[test]
    fn a_charm_without_an_extension_has_no_environment() {
        let charm = CharmEnvironment { name: "charmcraft.yaml".to_owned(), derived: None };
        expect![[r#"
            charmcraft.yaml: no 12-factor extension, so no variables are derived
        "#]]
        .assert_eq(&environment_table(&charm, TableLook::default()));
        expect![[r#"
            {
              "version": 1,
              "file": "charmcraft.yaml",
              "framework": null,
              "paasCharm": null,
              "env": [],
              "ignored": [],
              "breaks": []
            }
        "#]]
        .assert_eq(&environment_json(&charm));
    }
}
