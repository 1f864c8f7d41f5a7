//! The JSON schemas as the binary prints them.

use std::fs;
use std::path::Path;

use expect_test::expect;

use crate::Sandbox;

#[test]
fn a_schema_is_printed_as_it_is_published() {
    let sandbox = Sandbox::new("schema", &[]);
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    for name in ["charmcraft", "rockcraft", "paas-config"] {
        let run = sandbox.run(&format!("schema {name}"));
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{name}");
        let published = fs::read_to_string(schemas.join(format!("{name}.schema.json"))).unwrap();
        assert!(run.stdout == published, "{name}");
    }
}

#[test]
fn an_unknown_schema_is_wrong_usage() {
    let run = Sandbox::new("schema-unknown", &[]).run("schema rock");
    assert_eq!(run.code, 2);
    expect!["error: invalid value 'rock' for '<NAME>'"]
        .assert_eq(run.stderr.lines().next().unwrap());
}
