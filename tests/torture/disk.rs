//! Files and directories that vanish, change, cannot be read or cannot be written.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use serde_json::{Value, json};

use crate::client::{Client, TWICE, codes, document, hover_at};

/// A value with `: ` in it: there is one right answer, quotes.
const COLON: &str = "name: shop\nsummary: Web shop: the backend\n";
const MENDED: &str = "name: shop\nsummary: 'Web shop: the backend'\n";

/// A directory that everybody may enter, gone after the test.
struct Place(PathBuf);

impl Place {
    fn new() -> Place {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "flask-lsp-torture-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let place = Place(std::env::temp_dir().join(name));
        std::fs::create_dir_all(&place.0).unwrap();
        place
    }

    fn write(&self, path: &str, text: &str) -> PathBuf {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    fn uri(&self, path: &str) -> String {
        format!("file://{}", self.0.join(path).display())
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> =
            entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn flask_lsp(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flask-lsp"));
    command.args(arguments).current_dir(directory).stdin(Stdio::null());
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_project_that_disappears_leaves_its_open_documents_alone() {
    let place = Place::new();
    place.write("shop/charmcraft.yaml", TWICE);
    place.write("shop/rockcraft.yaml", COLON);
    let uri = place.uri("shop/charmcraft.yaml");
    let mut client =
        Client::start_with(json!({ "rootUri": place.uri("shop"), "capabilities": {} }));
    client.open_and_wait(&uri, TWICE);
    std::fs::remove_dir_all(place.0.join("shop")).unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    client.change(&uri, 2, json!([{ "text": TWICE }]));
    assert_eq!(codes(&client.published(&uri, 2)), ["duplicate-key"]);
    client.call("textDocument/hover", hover_at(&uri, 0, 0));
    client.call("flask-lsp/expand", document(&uri));
    client.call("workspace/symbol", json!({ "query": "" }));
    let report = client.call("workspace/diagnostic", json!({ "previousResultIds": [] }));
    assert!(report["items"].as_array().unwrap().iter().all(|it| it["uri"] == uri), "{report}");
    assert_eq!(client.drain(), Vec::<Value>::new());
}

/// Files come and go between listing and reading them. Those that stay are in every answer.
#[test]
fn files_that_vanish_while_they_are_read_cost_only_themselves() {
    let place = Place::new();
    let stays = place.uri("stays/charmcraft.yaml");
    place.write("stays/charmcraft.yaml", TWICE);
    let stop = Arc::new(AtomicBool::new(false));
    let (root, stopped) = (place.0.clone(), stop.clone());
    let churn = std::thread::spawn(move || {
        let mut round = 0_u64;
        while !stopped.load(Ordering::Relaxed) {
            let directory = root.join(format!("p{}", round % 20));
            if (round / 20).is_multiple_of(2) {
                let _ = std::fs::create_dir(&directory);
                let _ = std::fs::write(directory.join("charmcraft.yaml"), TWICE);
                let _ = std::fs::write(directory.join("rockcraft.yaml"), COLON);
            } else {
                let _ = std::fs::remove_dir_all(&directory);
            }
            round += 1;
        }
    });
    let mut client = Client::start_with(json!({ "rootUri": place.uri(""), "capabilities": {} }));
    for _ in 0..20 {
        let report = client.call("workspace/diagnostic", json!({ "previousResultIds": [] }));
        let items = report["items"].as_array().unwrap();
        assert!(items.iter().any(|it| it["uri"] == stays), "{report}");
        client.call("workspace/symbol", json!({ "query": "a" }));
        let Output { status, stdout, stderr } =
            flask_lsp(&place.0, &["--check", "--format", "concise"]).output().unwrap();
        // 2 says that a file could not be read; the others are checked all the same.
        assert!(matches!(status.code(), Some(1 | 2)), "{status}: {}", text(&stderr));
        assert!(text(&stdout).contains("stays/charmcraft.yaml:2"), "{}", text(&stdout));
    }
    stop.store(true, Ordering::Relaxed);
    churn.join().unwrap();
    assert_eq!(client.drain(), Vec::<Value>::new());
}

/// Somebody who may do nothing here, root included: for root the process becomes nobody.
#[cfg(unix)]
mod permissions {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    use super::*;

    const NOBODY: u32 = 65534;

    /// The program, where nobody may run it, and as nobody.
    fn as_nobody(place: &Place, arguments: &[&str]) -> Command {
        let program = place.0.join("flask-lsp");
        if !program.exists() {
            std::fs::copy(env!("CARGO_BIN_EXE_flask-lsp"), &program).unwrap();
        }
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&place.0).stdin(Stdio::null());
        if std::fs::metadata(&place.0).unwrap().uid() == 0 {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    fn set_mode(path: &Path, mode: u32) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn what_may_not_be_read_is_named_and_the_rest_is_checked() {
        let place = Place::new();
        let secret = place.write("secret/charmcraft.yaml", TWICE);
        let closed = place.write("closed/rockcraft.yaml", COLON);
        place.write("open/charmcraft.yaml", TWICE);
        set_mode(&secret, 0);
        set_mode(closed.parent().unwrap(), 0);
        let output = as_nobody(&place, &["--check", "--format", "concise"]).output().unwrap();
        set_mode(closed.parent().unwrap(), 0o755);
        let errors = text(&output.stderr).to_lowercase();
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert_eq!(errors.matches("permission denied").count(), 2, "{errors}");
        assert!(
            errors.contains("secret/charmcraft.yaml") && errors.contains("`closed`"),
            "{errors}"
        );
        assert!(text(&output.stdout).contains("open/charmcraft.yaml:2"));
    }

    #[test]
    fn a_directory_that_may_not_be_written_keeps_its_file() {
        let place = Place::new();
        let file = place.write("rockcraft.yaml", COLON);
        let mut command = as_nobody(&place, &["--check", "--fix", "--select", "yaml-syntax"]);
        set_mode(&place.0, 0o555);
        let output = command.output().unwrap();
        set_mode(&place.0, 0o755);
        let errors = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains("cannot write `rockcraft.yaml`: Permission denied"), "{errors}");
        assert_eq!(std::fs::read_to_string(file).unwrap(), COLON);
        assert_eq!(place.names(), ["flask-lsp", "rockcraft.yaml"]);
    }
}

/// The shell sees to it that no file can get any larger, as on a disk without room.
#[cfg(unix)]
#[test]
fn a_full_disk_costs_the_fix_and_not_the_file() {
    let fix = |prepare: &str| {
        let place = Place::new();
        place.write("rockcraft.yaml", COLON);
        let script = format!("{prepare} exec \"$0\" --check --fix --select yaml-syntax");
        let output = Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_flask-lsp")])
            .current_dir(&place.0)
            .output()
            .unwrap();
        let left = std::fs::read_to_string(place.0.join("rockcraft.yaml")).unwrap();
        (output.status.code(), text(&output.stderr), left, place.names())
    };
    let (code, errors, left, names) = fix("trap '' XFSZ; ulimit -f 0;");
    assert_eq!((code, left.as_str()), (Some(2), COLON), "{errors}");
    assert!(errors.contains("cannot write `rockcraft.yaml`: File too large"), "{errors}");
    assert_eq!(names, ["rockcraft.yaml"]);
    // And where the system kills it in the middle of writing.
    let (code, _, left, _) = fix("ulimit -f 0;");
    assert_eq!((code, left.as_str()), (None, COLON));
    let (code, errors, left, names) = fix("");
    assert_eq!((code, left.as_str()), (Some(0), MENDED), "{errors}");
    assert_eq!(names, ["rockcraft.yaml"]);
}

#[test]
fn two_servers_on_one_project_say_the_same() {
    let place = Place::new();
    place.write("charmcraft.yaml", TWICE);
    let uri = place.uri("charmcraft.yaml");
    let start = || Client::start_with(json!({ "rootUri": place.uri(""), "capabilities": {} }));
    let (mut one, mut other) = (start(), start());
    let found = one.open_and_wait(&uri, TWICE);
    assert_eq!(codes(&found), ["duplicate-key"]);
    assert_eq!(other.open_and_wait(&uri, TWICE), found);
    // The text of one is nothing to the other.
    one.change(&uri, 2, json!([{ "text": "" }]));
    one.published(&uri, 2);
    other.change(&uri, 2, json!([{ "text": TWICE }]));
    assert_eq!(other.published(&uri, 2), found);
}

#[test]
fn many_who_mend_one_file_leave_it_mended_and_whole() {
    for _ in 0..5 {
        let place = Place::new();
        place.write("rockcraft.yaml", COLON);
        let arguments = ["--check", "--fix", "--select", "yaml-syntax"];
        let spawn = |_| {
            let mut command = flask_lsp(&place.0, &arguments);
            command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let runs: Vec<_> = (0..6).map(spawn).collect();
        for run in runs {
            let output = run.wait_with_output().unwrap();
            let errors = text(&output.stderr);
            // Who comes too late is told so.
            let came_too_late = errors.contains("it was changed meanwhile");
            assert_eq!(output.status.code(), Some(if came_too_late { 2 } else { 0 }), "{errors}");
        }
        assert_eq!(std::fs::read_to_string(place.0.join("rockcraft.yaml")).unwrap(), MENDED);
        assert_eq!(place.names(), ["rockcraft.yaml"]);
    }
}
