use std::sync::Arc;

use expect_test::{Expect, expect};

use super::*;
use crate::features::test_support::{snapshot_at, snapshot_with_code};

/// The text after the rename, or the reason why there is none.
fn renamed(fixture: &str, name: &str) -> String {
    let (snapshot, offset) = snapshot_at(fixture);
    match rename(&snapshot, offset, name) {
        Err(reason) => reason,
        Ok(files) => {
            let mut text = snapshot.document.text().as_str().to_owned();
            for file in files {
                assert_eq!(file.file, None);
                for edit in file.edits.iter().rev() {
                    text.replace_range(std::ops::Range::<usize>::from(edit.range), &edit.insert);
                }
            }
            text
        }
    }
}

fn check_rename(fixture: &str, name: &str, expect: Expect) {
    expect.assert_eq(&renamed(fixture, name));
}

#[test]
fn a_part_is_renamed_wherever_it_is_named() {
    check_rename(
        "adopt-info: app
parts:
  app: # the application
    plugin: nil
  web:
    plugin: nil
    after: [\"app\", 'app']
    override-build: |
      cp $CRAFT_PROJECT_DIR/parts/app/install/x .
      cp ../../parts/app-two/install/x parts/app
  app$0-two: {plugin: nil}
",
        "application",
        expect![[r#"
            adopt-info: app
            parts:
              app: # the application
                plugin: nil
              web:
                plugin: nil
                after: ["app", 'app']
                override-build: |
                  cp $CRAFT_PROJECT_DIR/parts/app/install/x .
                  cp ../../parts/application/install/x parts/app
              application: {plugin: nil}
        "#]],
    );
}

#[test]
fn scripts_follow_their_part() {
    check_rename(
        "parts:
  app$0: {plugin: nil}
  web:
    plugin: nil
    override-build: |
      cp $CRAFT_PROJECT_DIR/parts/app/install/x .
      cp ../../parts/app-two/install/x parts/app
",
        "main",
        expect![[r#"
            parts:
              main: {plugin: nil}
              web:
                plugin: nil
                override-build: |
                  cp $CRAFT_PROJECT_DIR/parts/main/install/x .
                  cp ../../parts/app-two/install/x parts/app
        "#]],
    );
}

#[test]
fn a_resource_is_renamed_from_its_container_and_line_ends_stay() {
    let text = |name: &str, cursor: &str| {
        let uses = format!("containers:\r\n  web: {{resource: {name}{cursor}}}\r\n");
        format!("{uses}resources:\r\n  {name}: {{type: oci-image}}\r\n")
    };
    assert_eq!(renamed(&text("image", "$0"), "ä"), text("'ä'", ""));
}

#[test]
fn an_anchor_takes_its_aliases_along() {
    check_rename(
        "a: &x 1\nb: [*x$0, *y]\nc: &y 2\n",
        "long-name",
        expect![[r#"
        a: &long-name 1
        b: [*long-name, *y]
        c: &y 2
    "#]],
    );
    check_rename(
        "a: &x$0 1\nb: *x\n",
        "two words",
        expect!["`two words` holds more than letters, digits, `-` and `_`"],
    );
}

#[test]
fn names_are_quoted_where_they_have_to_be() {
    check_rename(
        "parts: {a$0: {plugin: nil}}\n",
        "on",
        expect![[r#"
        parts: {'on': {plugin: nil}}
    "#]],
    );
    check_rename(
        "parts: {\"a$0\": {plugin: nil}}\n",
        "on",
        expect![[r#"
        parts: {"on": {plugin: nil}}
    "#]],
    );
}

#[test]
fn the_options_of_an_oauth_endpoint_follow_it() {
    check_rename(
        "extensions: [flask-framework]
config:
  options:
    sso-scopes: {type: string, default: openid}
    sso-name: {type: string}
requires:
  sso$0: {interface: oauth}
",
        "login",
        expect![[r#"
            extensions: [flask-framework]
            config:
              options:
                login-scopes: {type: string, default: openid}
                sso-name: {type: string}
            requires:
              login: {interface: oauth}
        "#]],
    );
}

const CHARM: &str = "name: shop
type: charm
base: ubuntu@24.04
platforms: {amd64: }
summary: A shop.
description: It sells things.
extensions: [flask-framework]
config:
  options:
    token: {type: string}
    other: {type: string}
requires:
  postgresql: {interface: postgresql_client}
";

#[test]
fn names_that_the_tools_refuse_are_refused() {
    let option = CHARM.replacen("token:", "tok$0en:", 1);
    check_rename(
        &option,
        "flask-token",
        expect![
            "config option `flask-token` starts with `flask-`, a prefix kept by the flask-framework extension (`charmcraft pack` stops on this)"
        ],
    );
    check_rename(
        &option,
        "webserver-workers",
        expect![
            "the flask-framework extension adds config option `webserver-workers` itself (`charmcraft pack` refuses a second one; the extension's has type int)"
        ],
    );
    check_rename(&option, "other", expect!["there is already an option `other`"]);
    check_rename(&option, "", expect!["the new name of option `token` is empty"]);
    check_rename(&option, " a", expect!["the new name starts or ends with a blank"]);
    check_rename(&option, "a\u{7}", expect!["the new name holds a character that cannot be seen"]);
    let endpoint = CHARM.replacen("postgresql:", "postgresql$0:", 1);
    check_rename(
        &endpoint,
        "database",
        expect![
            "the endpoint with interface `postgresql_client` is named `database`, expected `postgresql` (paas-charm crashes in every hook, before anything is integrated)"
        ],
    );
    let part = "parts: {a$0: {plugin: nil}}\n";
    check_rename(
        part,
        "a/b",
        expect![
            "part name `a/b` has a `/`, which it may have on some bases only (`charmcraft pack` stops on this; a `/` is allowed on bases up to `ubuntu@25.10`)"
        ],
    );
}

#[test]
fn a_name_that_is_taken_already_changes_nothing() {
    let (snapshot, offset) = snapshot_at("parts: {a$0: {plugin: nil}}\n");
    assert_eq!(rename(&snapshot, offset, "a"), Ok(Vec::new()));
}

#[test]
fn a_copy_gets_a_name_of_its_own() {
    check_rename(
        "config: {options: {a: , b: , a$0: }}\n",
        "c",
        expect![[r#"
        config: {options: {a: , b: , c: }}
    "#]],
    );
}

#[test]
fn errors_that_were_there_before_do_not_matter() {
    check_rename(
        "parts:\n  a$0: {plugin: no-such}\n  b:\n    plug\n",
        "c",
        expect![[r#"
        parts:
          c: {plugin: no-such}
          b:
            plug
    "#]],
    );
}

#[test]
fn what_cannot_be_renamed_says_why() {
    let reason = |fixture: &str| {
        let (snapshot, offset) = snapshot_at(fixture);
        prepare(&snapshot, offset).unwrap_err() + "\n"
    };
    let reasons = [
        "summ$0ary: a\n",
        "extensions: [flask-frame$0work]\n",
        "//- rockcraft.yaml\nextensions: [flask-framework]\nparts: {flask-framework/install$0-app: }\n",
        "//- rockcraft.yaml\nextensions: [flask-framework]\nservices: {fl$0ask: }\n",
        "extensions: [flask-framework]\nparts: {cha$0rm: }\n",
        "parts: {a: {after: [b$0]}}\n",
        "parts: {a$0: , a: , b: {after: [a]}}\n",
    ];
    expect![[r#"
        nothing here has a name that could be changed: put the cursor on the name of an option, endpoint, part, service, action, container, resource, storage or anchor
        `flask-framework` is the name of an extension, which the tools give
        part `flask-framework/install-app` belongs to the extension, which looks for this name
        service `flask` belongs to the extension, which looks for this name
        part `charm` belongs to the extension, which looks for this name
        there is no part `b` in this file
        there are several parts with the name `a`
    "#]].assert_eq(&reasons.map(reason).concat());
}

#[test]
fn the_name_is_offered_without_its_quotes() {
    let (snapshot, offset) = snapshot_at("parts: {'ä$0 b': }\n");
    let found = prepare(&snapshot, offset).unwrap();
    assert_eq!((found.name.as_str(), u32::from(found.range.start())), ("ä b", 9));
}

/// Every file of ours in the golden cases and example projects.
fn files_of_the_repository() -> Vec<(String, String)> {
    let tests = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests");
    let mut pending = ["golden", "projects", "corpus"].map(|name| tests.join(name)).to_vec();
    let mut files = Vec::new();
    while let Some(directory) = pending.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
                continue;
            }
            let name = path.file_name().unwrap().to_str().unwrap();
            let kind =
                ["charmcraft.yaml", "rockcraft.yaml"].iter().find(|end| name.ends_with(**end));
            if let Some((kind, text)) = kind.zip(std::fs::read_to_string(&path).ok()) {
                files.push(((*kind).to_owned(), text));
            }
        }
    }
    files
}

/// What is named where, without places.
fn things(snapshot: &Snapshot) -> Vec<(Thing, String, bool)> {
    let mentions = mentions(snapshot.kind, &snapshot.document);
    mentions.iter().map(|it| (it.thing, it.name.to_owned(), it.declares)).collect()
}

#[test]
fn a_renamed_thing_is_named_where_it_was_named_before() {
    const NAME: &str = "zz-other";
    let mut renames = 0;
    for (kind, text) in files_of_the_repository() {
        let snapshot = Snapshot::alone(&kind, &text).unwrap();
        let before = things(&snapshot);
        for mention in mentions(snapshot.kind, &snapshot.document) {
            let offset = mention.range.start();
            let Ok(files) = rename(&snapshot, offset, NAME) else { continue };
            let [FileEdits { file: None, edits, .. }] = files.as_slice() else { panic!("{text}") };
            let mut document = (*snapshot.document).clone();
            for edit in edits.iter().rev() {
                document.edit(edit.range, &edit.insert);
            }
            let clean_options = Arc::default();
            let after = Snapshot { document: document.into(), clean_options, ..snapshot.clone() };
            let renamed = things(&after).into_iter().filter(|(_, name, _)| name == NAME).count();
            let same = |(thing, name, _): &&(Thing, String, bool)| {
                (*thing, name.as_str()) == (mention.thing, mention.name)
            };
            let named = before.iter().filter(same).count();
            let copies = before.iter().filter(same).filter(|(_, _, declares)| *declares).count();
            let expected = if copies > 1 { 1 } else { named };
            assert_eq!(renamed, expected, "{:?} {} in\n{text}", mention.thing, mention.name);
            assert_eq!(things(&after).len(), before.len(), "{text}");
            renames += 1;
        }
    }
    assert!(renames > 1_000, "{renames}");
}

/// Edits in the code as `file:line old -> new`.
fn check_code(charm: &str, thing: &str, name: &str, expect: Expect) {
    const APP: &str = "import os
from flask import Flask
app = Flask(__name__)
app.config.from_prefixed_env()
token = os.environ['FLASK_TOKEN']
token = app.config['TOKEN']
password = os.environ['FLASK_LDAP_PASSWORD']
login = os.getenv('FLASK_SSO_CLIENT_ID')
";
    let mut snapshot = snapshot_with_code(charm, &[("app.py", APP)]);
    snapshot.project = Arc::new(crate::project::MemoryFiles::new([("../app.py", APP)]));
    let offset = TextSize::try_from(charm.find(thing).unwrap()).unwrap();
    let mut drawn = String::new();
    for file in rename(&snapshot, offset, name).unwrap().into_iter().skip(1) {
        assert!(file.is_code);
        for edit in file.edits {
            let range = std::ops::Range::<usize>::from(edit.range);
            let line = APP[..range.start].lines().count();
            let path = file.file.as_deref().unwrap();
            drawn += &format!("{path}:{line} {} -> {}\n", &APP[range], edit.insert);
        }
    }
    expect.assert_eq(&drawn);
}

#[test]
fn the_code_reads_the_new_variable() {
    let charm = "extensions: [flask-framework]
config: {options: {token: {type: string}, ldap: {type: secret}, port: {type: int}}}
requires: {sso: {interface: oauth}}
";
    check_code(
        charm,
        "token",
        "api-key",
        expect![[r#"
        ../app.py:5 FLASK_TOKEN -> FLASK_API_KEY
        ../app.py:6 TOKEN -> API_KEY
    "#]],
    );
    check_code(
        charm,
        "ldap",
        "directory",
        expect![[r#"
        ../app.py:7 FLASK_LDAP_PASSWORD -> FLASK_DIRECTORY_PASSWORD
    "#]],
    );
    check_code(
        charm,
        "sso",
        "login",
        expect![[r#"
        ../app.py:8 FLASK_SSO_CLIENT_ID -> FLASK_LOGIN_CLIENT_ID
    "#]],
    );
    check_code("config: {options: {token: {type: string}}}", "token", "key", expect![[""]]);
}
