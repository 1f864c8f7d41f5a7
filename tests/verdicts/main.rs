//! Agreement with the real tools: `tests/golden` holds what they said about small projects, and the
//! binary must say the same.
//!
//! A verdict agrees if an error that names the tool is there exactly when the tool refuses. It is in the
//! right place if one such error lies at, above or below a place where the tool's own error lies.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Least share of the verdicts that agree, and of the places that are right, in percent.
const VERDICTS: f64 = 99.0;
const PLACES: f64 = 95.0;

#[test]
fn charmcraft_says_the_same() {
    compare("charmcraft");
}

#[test]
fn rockcraft_says_the_same() {
    compare("rockcraft");
}

#[test]
fn juju_says_the_same() {
    compare("juju");
}

#[test]
fn the_application_gets_the_same_variables() {
    let mut problems = Vec::new();
    for case in cases("environment") {
        let expected = read_json(&case.join("expected.json"));
        // Of a charm that charmcraft refuses nothing is known.
        if expected.get("rejected").is_none() {
            problems.extend(environment_problem(&case, &expected));
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

/// Findings of paas-charm about what works, and not as one would think.
const ADVICE: [&str; 6] = [
    "database-endpoint-swapped",
    "extension-paas-charm-mismatch",
    "ignored-key",
    "oauth-endpoint-dash",
    "optional-not-boolean",
    "spring-two-sql-databases",
];

/// What is not lost at all, or may be handled by the charm's own code, is a hint.
const HINTS: [&str; 2] = ["interface-not-supported", "optional-false-not-enforced"];

#[test]
fn the_checker_says_what_breaks_the_charm_or_gets_lost_and_nothing_else() {
    let findings = findings_by_case("environment");
    let mut problems = Vec::new();
    for case in cases("environment") {
        let expected = read_json(&case.join("expected.json"));
        if expected.get("rejected").is_some() {
            continue;
        }
        let name = case.file_name().unwrap().to_str().unwrap();
        let ours: Vec<_> = findings.get(name).into_iter().flatten().collect();
        let of_paas_charm = |severity: &'static str| {
            let fits =
                move |it: &&&Value| it["severity"] == severity && it["rejectedBy"] == "paas-charm";
            ours.iter().filter(fits)
        };
        let list = |key: &str| expected[key].as_array().cloned().unwrap_or_default();
        let mut expect = |remark: &Value, severity: &'static str| {
            if !of_paas_charm(severity).any(|finding| is_about(finding, remark)) {
                problems.push(format!("{name}: no {severity} for {remark}"));
            }
        };
        for remark in list("breaks") {
            expect(&remark, "error");
        }
        for remark in list("ignored") {
            let is_hint = HINTS.iter().any(|hint| remark["reason"] == *hint);
            expect(&remark, if is_hint { "hint" } else { "warning" });
        }
        let is_known = |finding: &Value, lists: &[&str]| {
            let remarks = lists.iter().flat_map(|key| list(key));
            remarks.into_iter().any(|remark| is_about(finding, &remark))
        };
        let errors = of_paas_charm("error").filter(|it| !is_known(it, &["breaks"]));
        let is_advice = |it: &Value| ADVICE.iter().any(|code| it["code"] == *code);
        let warnings = of_paas_charm("warning")
            .filter(|it| !is_advice(it) && !is_known(it, &["breaks", "ignored"]));
        problems.extend(errors.chain(warnings).map(|it| format!("{name}: false {}", it["code"])));
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

/// Whether a finding is about the place of a remark. Where Django lacks the section, the extension's entry
/// stands for it.
fn is_about(finding: &Value, remark: &Value) -> bool {
    let place = path_of(&remark["source"]);
    if place == ["paas-config.yaml"] {
        return finding["file"].as_str().unwrap().ends_with("paas-config.yaml");
    }
    let ours = path_of(&finding["keyPath"]);
    let shared = ours.len().min(place.len());
    let is_near = shared > 0 && ours[..shared] == place[..shared];
    is_near || finding["code"] == "django-needs-database" && place == ["requires"]
}

/// Runs the checker once over all cases of a directory.
fn findings_by_case(directory: &str) -> BTreeMap<String, Vec<Value>> {
    let path = root().join("tests/golden").join(directory);
    let output = flask_lsp().args(["--check", "--format", "json"]).arg(&path).output().unwrap();
    let mut report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut by_case: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for finding in report["diagnostics"].as_array_mut().unwrap() {
        let file = finding["file"].as_str().unwrap();
        let case = file.split(&format!("tests/golden/{directory}/")).nth(1).unwrap();
        let case = case.split('/').next().unwrap().to_owned();
        by_case.entry(case).or_default().push(finding.take());
    }
    by_case
}

/// Runs the checker once over all cases of a tool and compares case by case.
fn compare(tool: &str) {
    let cases = cases(tool);
    let findings = findings_by_case(tool);
    let mut tally = Tally::default();
    for case in &cases {
        let name = case.file_name().unwrap().to_str().unwrap();
        let verdict = Verdict::read(&case.join("verdict.json"));
        let is_error = |it: &&Value| it["severity"] == "error" && it["rejectedBy"] == tool;
        let ours: Vec<_> = findings.get(name).into_iter().flatten().filter(is_error).collect();
        tally.add(name, &verdict, &ours);
    }
    tally.judge(cases.len());
}

/// What a tool said.
struct Verdict {
    refused: bool,
    /// The file, where it is not the tool's own, with keys and indexes, as text.
    places: Vec<(Option<String>, Vec<String>)>,
}

impl Verdict {
    fn read(path: &Path) -> Verdict {
        let mut verdict = read_json(path);
        if let Some(with_experimental) = verdict["with_experimental"].as_object().cloned() {
            verdict.as_object_mut().unwrap().extend(with_experimental);
        }
        let list = |key: &str| verdict[key].as_array().cloned().unwrap_or_default();
        let at_pack = list("pack_errors");
        let refused = verdict["ok"] != true || !at_pack.is_empty();
        let own = list("errors").into_iter().chain(at_pack);
        let places = own
            .map(|error| (error["file"].as_str().map(str::to_owned), path_of(&error["path"])))
            .filter(|(_, path)| !path.is_empty())
            .collect();
        Verdict { refused, places }
    }
}

fn path_of(path: &Value) -> Vec<String> {
    let step = |step: &Value| step.as_str().map_or_else(|| step.to_string(), str::to_owned);
    path.as_array().map(|steps| steps.iter().map(step).collect()).unwrap_or_default()
}

#[derive(Default)]
struct Tally {
    /// Refused by us, accepted by the tool: there must be none.
    false_errors: Vec<String>,
    unseen: Vec<String>,
    misplaced: Vec<String>,
    placed: usize,
}

impl Tally {
    fn add(&mut self, name: &str, verdict: &Verdict, ours: &[&Value]) {
        if ours.is_empty() {
            if verdict.refused {
                self.unseen.push(name.to_owned());
            }
            return;
        }
        if !verdict.refused {
            let codes: BTreeSet<_> = ours.iter().map(|it| it["code"].as_str().unwrap()).collect();
            self.false_errors.push(format!("{name}: {codes:?}"));
            return;
        }
        if verdict.places.is_empty() {
            return;
        }
        let is_near = |finding: &&Value| {
            let ours = path_of(&finding["keyPath"]);
            let file = finding["file"].as_str().unwrap();
            verdict.places.iter().any(|(its_file, place)| {
                let is_there =
                    its_file.as_ref().is_none_or(|name| file.ends_with(&format!("/{name}")));
                // An error about the whole file is near a missing key of the top level only.
                let shared = ours.len().min(place.len());
                is_there
                    && ours[..shared] == place[..shared]
                    && (!ours.is_empty() || place.len() == 1)
            })
        };
        match ours.iter().any(is_near) {
            true => self.placed += 1,
            false => self.misplaced.push(name.to_owned()),
        }
    }

    fn judge(&self, cases: usize) {
        assert!(self.false_errors.is_empty(), "the tool accepts these: {:#?}", self.false_errors);
        let agreeing = percent(cases - self.unseen.len(), cases);
        let unseen = &self.unseen;
        assert!(agreeing >= VERDICTS, "{agreeing:.1} % of the verdicts; unseen: {unseen:#?}");
        let judged = self.placed + self.misplaced.len();
        let placed = percent(self.placed, judged);
        let misplaced = &self.misplaced;
        assert!(placed >= PLACES, "{placed:.1} % in the right place; misplaced: {misplaced:#?}");
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    assert!(whole > 0, "nothing was judged");
    100.0 * part as f64 / whole as f64
}

fn environment_problem(case: &Path, expected: &Value) -> Option<String> {
    let output = flask_lsp().args(["env", "--format", "json"]).arg(case).output().unwrap();
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let variables = |side: &Value| -> BTreeSet<String> {
        let all = side["env"].as_array().into_iter().flatten();
        all.map(|it| format!("{} from {}", it["name"], it["source"])).collect()
    };
    let sources = |side: &Value, key: &str| -> BTreeSet<String> {
        side[key].as_array().into_iter().flatten().map(|it| it["source"].to_string()).collect()
    };
    let agrees = found["framework"] == expected["framework"]
        && variables(&found) == variables(expected)
        && ["ignored", "breaks"].iter().all(|key| sources(&found, key) == sources(expected, key));
    let (found, expected) = (variables(&found), variables(expected));
    let different = found.symmetric_difference(&expected).collect::<Vec<_>>();
    (!agrees).then(|| format!("{}: {different:?}", case.display()))
}

fn cases(directory: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("tests/golden").join(directory)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = paths.filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

fn read_json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn flask_lsp() -> Command {
    Command::new(env!("CARGO_BIN_EXE_flask-lsp"))
}
