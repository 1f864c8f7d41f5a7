//! `cos-custom-content`: the directory for dashboards and alert rules holds something else. Docs in
//! cos_custom_content.md.

use super::used;
use crate::facts;
use crate::project::EntryKind;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "cos-custom-content",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("cos_custom_content.md"),
    check,
};

/// More names than this do not help.
const MOST_NAMES: usize = 3;

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some((entry, extension)) = used(cx) else { return };
    let facts = facts::charm_extensions();
    let (directory, known) = (facts.custom_directory, &facts.custom_directories);
    let project = &cx.snapshot.project;
    if project.entry(directory) != Some(EntryKind::Directory) {
        return;
    }
    let is_known =
        |name: &str, kind: EntryKind| kind == EntryKind::Directory && known.contains(&name);
    let content = project.list(directory).into_iter();
    let strangers: Vec<_> = content.filter(|(name, kind)| !is_known(name, *kind)).collect();
    if strangers.is_empty() {
        return;
    }
    let shown = strangers.iter().take(MOST_NAMES).map(|(name, _)| format!("`{name}`"));
    let mut names = shown.collect::<Vec<_>>().join(", ");
    if strangers.len() > MOST_NAMES {
        names += &format!(" and {} more", strangers.len() - MOST_NAMES);
    }
    let directories: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
    out.report(
        entry.range(),
        format!("the directory `{directory}` beside this file holds {names}"),
    )
    .note(format!(
        "`charmcraft pack` stops: the {} extension takes the directories {} there and no files",
        extension.framework.extension,
        directories.join(", ")
    ))
    .help(format!("move it out of `{directory}`, or into one of the directories"));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn three_directories_and_no_files_may_be_there() {
        check(
            &RULE,
            "extensions: [flask-framework]
//- cos_custom/grafana_dashboards/a.json
{}
//- cos_custom/loki_alert_rules/deeper/a.rule
{}
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]
#            ^^^^^^^^^^^^^^^ error[cos-custom-content]: the directory `cos_custom` beside this file holds `README.md`
//- cos_custom/README.md
Words.
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]
#            ^^^^^^^^^^^^^^^ error[cos-custom-content]: the directory `cos_custom` beside this file holds `dashboards`
//- cos_custom/dashboards/a.json
{}
",
        );
    }

    #[test]
    fn a_file_of_that_name_and_a_charm_without_extension_are_fine() {
        check(&RULE, "extensions: [flask-framework]\n//- cos_custom\nx\n");
        check(&RULE, "name: x\n//- cos_custom/README.md\nx\n");
    }

    #[test]
    fn a_file_with_the_name_of_a_directory_is_a_file() {
        check(
            &RULE,
            "extensions: [flask-framework]
#            ^^^^^^^^^^^^^^^ error[cos-custom-content]: the directory `cos_custom` beside this file holds `loki_alert_rules`
//- cos_custom/loki_alert_rules
x
",
        );
    }

    #[test]
    fn words() {
        let files: String =
            "abcde".chars().map(|name| format!("//- cos_custom/{name}\nx\n")).collect();
        let said = said(&RULE, &format!("extensions: [go-framework]\n{files}"));
        expect![[r#"
            error (charmcraft): the directory `cos_custom` beside this file holds `a`, `b`, `c` and 2 more
              note: `charmcraft pack` stops: the go-framework extension takes the directories `grafana_dashboards`, `loki_alert_rules`, `prometheus_alert_rules` there and no files
              help: move it out of `cos_custom`, or into one of the directories
        "#]].assert_eq(&said);
    }
}
