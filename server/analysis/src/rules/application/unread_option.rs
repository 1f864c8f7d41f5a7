//! `unread-option`: nothing in the application reads an option. Docs in unread_option.md.

use crate::application::uses::Namespace;
use crate::application::uses::index::ApplicationUses;
use crate::environment::{OptionFate, option_fate};
use crate::model::Extension;
use crate::partner::Partner;
use crate::rules::edits::remove_entry;
use crate::rules::option_names::is_of_extension;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unread-option",
    severity: Severity::Information,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Charmcraft],
    docs: include_str!("unread_option.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(uses) = cx.snapshot.uses.as_deref() else { return };
    let Some(extension) = cx.extension() else { return };
    let is_all_known = uses.is_complete() && uses.source_files() > 0 && !uses.may_read_all();
    if !is_all_known || !reads_its_environment(uses, extension) {
        return;
    }
    let Extension { framework, variant } = extension;
    let mut unread = Vec::new();
    for option in cx.config_options() {
        let Some(name) = option.name().filter(|_| !option.key.is_repaired()) else { continue };
        let fate = option_fate(framework, variant, name, option.type_name());
        let OptionFate::Exported(variable) = fate else { continue };
        if !uses.may_read(&variable) && !is_of_extension(cx, extension, name) {
            unread.push((option, name, variable));
        }
    }
    if unread.is_empty() || !is_application_of(cx.partner(), extension) {
        return;
    }
    let own_code = charm_code(cx);
    for (option, name, variable) in unread {
        if own_code.iter().any(|code| code.contains(name)) {
            continue;
        }
        let draft = out
            .report(option.key.range(), format!("nothing in the application reads `{variable}`"))
            .note(format!("the option `{name}` sets it, so setting the option changes nothing"))
            .help(format!("read `{variable}` in the application, or remove the option"));
        if let Some(edit) = remove_entry(cx, &["config", "options", name]) {
            let title = format!("Remove the option `{name}`");
            draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
        }
    }
}

/// Whether the code reads options in a way that is understood here. Code that reads none of them may have
/// a way of its own.
fn reads_its_environment(uses: &ApplicationUses, extension: Extension) -> bool {
    uses.places().any(|place| {
        let found = place.found;
        !place.is_test
            && found.namespace == Namespace::Variable
            && found.name.starts_with(extension.variant.option_prefix)
    })
}

/// Whether the rock is for the same framework, and made of nothing but the code beside it.
fn is_application_of(rock: Option<&Partner>, extension: Extension) -> bool {
    let Some(rock) = rock else { return false };
    let is_same = rock.framework().is_some_and(|it| it.name == extension.framework.name);
    let parts = rock.document.root().and_then(|root| root.get("parts"));
    let is_local = |part: Entry<'_>| {
        let source = part.value.resolved().get("source").map(|entry| entry.value.resolved());
        let source = source.and_then(NodeRef::text);
        source.is_none_or(|source| !source.contains(':') && !source.starts_with(".."))
    };
    is_same && parts.is_none_or(|parts| parts.value.resolved().entries().all(is_local))
}

/// The texts of the charm's own code, which may use options itself.
fn charm_code(cx: &Context<'_>) -> Vec<std::sync::Arc<str>> {
    const MOST: usize = 50;
    let files = cx.snapshot.project.list("src").into_iter();
    let python = files.filter(|(name, _)| name.ends_with(".py")).take(MOST);
    python.filter_map(|(name, _)| cx.snapshot.project.read(&format!("src/{name}"))).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    const ROCK: &str = "//- ../rockcraft.yaml\nextensions: [flask-framework]\n";

    fn with_app(charm: &str, app: &str) -> String {
        format!(
            "//- charmcraft.yaml\n{charm}//- ../app.py\nimport os\nread = os.environ['FLASK_READ']\n{app}\n{ROCK}"
        )
    }

    const CHARM: &str = "extensions: [flask-framework]
config:
  options:
    read: {type: string}
    token: {type: string}
";

    #[test]
    fn an_option_that_nothing_reads_is_marked() {
        check(
            &RULE,
            &with_app(
                "extensions: [flask-framework]
config:
  options:
    read: {type: string}
    token: {type: string}
#   ^^^^^ information[unread-option]: nothing in the application reads `FLASK_TOKEN`
    ldap:
#   ^^^^ information[unread-option]: nothing in the application reads `FLASK_LDAP_<KEY>`
      type: secret
    debug: {type: boolean}
    webserver-threads: {type: int}
    login-scopes: {type: string}
requires:
  login: {interface: oauth}
",
                "",
            ),
        );
    }

    #[test]
    fn what_may_be_read_is_no_finding() {
        for app in [
            "x = os.environ['FLASK_TOKEN']",
            "# FLASK_TOKEN is read by a library",
            "x = dict(os.environ)",
            "x = os.environ['FLASK_' + name]",
            "app.config.from_prefixed_env()",
            "PREFIX = 'FLASK_'",
        ] {
            check(&RULE, &with_app(CHARM, app));
        }
        let beside = |file: &str| check(&RULE, &format!("{}{file}", with_app(CHARM, "")));
        beside("//- ../start.sh\nexec app --token \"$FLASK_TOKEN\"\n");
        beside("//- ../templates/a.html\n{{ env('FLASK_TOKEN') }}\n");
        beside("//- src/charm.py\nself.config['token']\n");
        beside(
            "//- ../rockcraft.yaml\nextensions: [flask-framework]\nparts: {a: {source: 'https://example.com'}}\n",
        );
        beside("//- ../rockcraft.yaml\nextensions: [go-framework]\n");
    }

    #[test]
    fn code_that_reads_no_option_may_have_a_way_of_its_own() {
        check(
            &RULE,
            &format!("//- charmcraft.yaml\n{CHARM}//- ../app.py\nx = load_settings()\n{ROCK}"),
        );
        check(&RULE, &format!("//- charmcraft.yaml\n{CHARM}"));
    }

    #[test]
    fn it_says_what_to_do() {
        let fixture = with_app(CHARM, "");
        expect![[r#"
            information (nobody): nothing in the application reads `FLASK_TOKEN`
              note: the option `token` sets it, so setting the option changes nothing
              help: read `FLASK_TOKEN` in the application, or remove the option
              fix (Unsafe): Remove the option `token`
        "#]]
        .assert_eq(&said(&RULE, &fixture));
        assert!(!fixed(&RULE, &fixture, 0).contains("token"));
    }

    #[test]
    fn a_half_typed_option_is_not_judged() {
        check(
            &RULE,
            &with_app("extensions: [flask-framework]\nconfig:\n  options:\n    tok\n", ""),
        );
    }
}
