//! The application's code, with a cursor in it, beside a charm.

use expect_test::{Expect, expect};

use super::*;
use crate::features::test_support::snapshot_with_code;

const CHARM: &str = r#"
extensions: [flask-framework]
config:
  options:
    token:
      type: string
      description: The token for the payment service.
    page-size: {type: int, default: 10}
    ldap: {type: secret}
requires:
  s3: {interface: s3, limit: 1, optional: true}
"#;

fn in_file<T>(name: &str, code: &str, ask: impl Fn(SourceFile<'_>, TextSize) -> T) -> T {
    let offset = code.find("$0").expect("a cursor");
    let text = code.replacen("$0", "", 1);
    let charm = snapshot_with_code(CHARM, &[(name, &text)]);
    let language = Language::of_path(name).expect("a source file");
    let file =
        SourceFile { charm: &charm, charm_name: "charm/charmcraft.yaml", language, text: &text };
    ask(file, TextSize::new(offset as u32))
}

fn hovered(name: &str, code: &str, expect: Expect) {
    let text = in_file(name, code, |file, offset| hover(file, offset).map(|it| it.markdown));
    expect.assert_eq(&text.unwrap_or_default());
}

fn found(name: &str, code: &str) -> Vec<String> {
    in_file(name, code, |file, offset| {
        let targets = definition(file, offset).map(|(_, targets)| targets).unwrap_or_default();
        let charm = file.charm.document.text();
        targets.iter().map(|target| charm.slice(target.range).to_owned()).collect()
    })
}

#[test]
fn a_name_says_what_sets_it() {
    hovered(
        "app.py",
        "import os\nx = os.environ[\"FLASK_$0TOKEN\"]\n",
        expect![[r#"
            `FLASK_TOKEN` is set by config option `token` of `charm/charmcraft.yaml`

            The token for the payment service.

            It is there once the option has a value."#]],
    );
    hovered(
        "app.py",
        "import os\nx = os.getenv('S3_BUCKET$0')\n",
        expect![[r#"
            `S3_BUCKET` is set by endpoint `s3` of `charm/charmcraft.yaml`

            Name of the bucket.

            It is there once the endpoint is integrated."#]],
    );
    hovered("app.py", "import os\nx = os.getenv('$0PATH')\n", expect![""]);
    hovered("app.py", "import os\nx = $0os.getenv('FLASK_TOKEN')\n", expect![""]);
}

#[test]
fn a_name_leads_to_its_key() {
    let token = ["token"];
    assert_eq!(found("app.py", "import os\nos.environ.get('FLASK$0_TOKEN', 1)\n"), token);
    assert_eq!(found("a.js", "process.env.FLASK_TOK$0EN"), token);
    assert_eq!(found("views.py", "current_app.config['TO$0KEN']"), token);
    assert_eq!(found("app.py", "import os\nos.environ['FLASK_LDAP_H$0OST']\n"), ["ldap"]);
    assert_eq!(found("app.py", "import os\nos.environ['S3_$0REGION']\n"), ["s3"]);
    assert_eq!(found("app.py", "import os\nos.environ['FLASK_BASE$0_URL']\n"), ["flask-framework"]);
    assert!(found("app.py", "import os\nos.environ['H$0OME']\n").is_empty());
}

#[test]
fn broken_code_around_a_name_does_no_harm() {
    assert_eq!(found("app.py", "import os\nx = os.environ['FLASK_T$0OKEN'\ndef (\n"), ["token"]);
    assert_eq!(found("a.js", "if (process.env.FLASK_TOK$0EN {"), ["token"]);
}

#[test]
fn a_name_is_used_wherever_the_variable_is_read() {
    let code = "import os\nos.getenv('FLASK_TO$0KEN')\napp.config.from_prefixed_env()\napp.config['TOKEN']\n";
    let targets =
        |declaration| in_file("app.py", code, |file, at| references(file, at, declaration));
    let files =
        |targets: Vec<Target>| -> Vec<_> { targets.into_iter().map(|it| it.file).collect() };
    let app = || Some("../app.py".to_owned());
    assert_eq!(files(targets(true)), [None, app(), app()]);
    assert_eq!(files(targets(false)), [app(), app()]);
}

fn offered(name: &str, code: &str) -> Vec<String> {
    in_file(name, code, |file, offset| {
        let items = completion(file, offset);
        items
            .iter()
            .map(|item| format!("{} {}", item.insert, item.detail.as_deref().unwrap()))
            .collect()
    })
}

#[test]
fn names_that_will_exist_are_offered_while_a_line_is_half_typed() {
    let all = offered("app.py", "import os\nx = os.environ[\"$0\ndef f(:\n");
    assert_eq!(
        all[..4],
        [
            "FLASK_TOKEN\" option token",
            "FLASK_PAGE_SIZE\" option page-size",
            "FLASK_LDAP_ option ldap",
            "S3_ACCESS_KEY\" endpoint s3",
        ]
    );
    assert!(all.contains(&"FLASK_BASE_URL\" Flask".to_owned()), "{all:?}");
    assert!(all.contains(&"FLASK_DEBUG\" option flask-debug".to_owned()), "{all:?}");
    let count = all.len();
    let mut names = all;
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
    assert_eq!(offered("app.js", "process.env.$0")[0], "FLASK_TOKEN option token");
    assert_eq!(offered("app.py", "app.config['$0']")[0], "TOKEN option token");
    assert!(offered("app.py", "x = ['$0']").is_empty());
}

#[test]
fn what_is_written_already_is_replaced() {
    let word = in_file("app.js", "process.env.FLASK$0_TOK", |file, offset| {
        let item = completion(file, offset).swap_remove(0);
        file.text[usize::from(item.replace.start())..usize::from(item.replace.end())].to_owned()
    });
    assert_eq!(word, "FLASK_TOK");
}
