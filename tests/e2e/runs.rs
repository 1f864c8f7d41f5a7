//! Commands that run programs, against programs that stand in for the tools.

use std::path::Path;

use serde_json::{Value, json};

use crate::client::Client;
use crate::stand_ins::{CHARM, ROCK, Stage, assert_gone, rock_file};

fn uri(stage: &Stage, file: &str) -> String {
    format!("file://{}", stage.root.canonicalize().unwrap().join(file).display())
}

fn start(stage: &Stage, variables: &[(&str, &str)], capabilities: Value, options: Value) -> Client {
    let mut client = Client::spawn_with(|command| stage.equip(command, variables));
    let params = json!({ "capabilities": capabilities, "initializationOptions": options });
    client.call("initialize", params);
    client.notify("initialized", json!({}));
    client
}

/// A client that shows progress, with charm and rock open.
fn open(stage: &Stage, variables: &[(&str, &str)]) -> Client {
    let able = json!({ "window": { "workDoneProgress": true } });
    let mut client = start(stage, variables, able, Value::Null);
    client.open_and_wait(&uri(stage, "rockcraft.yaml"), ROCK);
    client.open_and_wait(&uri(stage, "charm/charmcraft.yaml"), CHARM);
    client
}

fn execute(client: &mut Client, stage: &Stage, name: &str, options: Value) -> Value {
    let file = if matches!(name, "packRock" | "uploadRock" | "updateImage") {
        "rockcraft.yaml"
    } else {
        "charm/charmcraft.yaml"
    };
    let arguments = json!([uri(stage, file), options]);
    let params = json!({ "command": format!("flask-lsp.{name}"), "arguments": arguments });
    client.call("workspace/executeCommand", params)
}

/// Answers the question for a progress, and returns its token.
fn progress(client: &mut Client) -> Value {
    let (id, params) = client.server_request("window/workDoneProgress/create");
    client.reply(id, Value::Null);
    params["token"].clone()
}

/// Everything up to the end of the progress; the last message.
fn end(client: &mut Client) -> String {
    loop {
        let params = client.notification("$/progress");
        if params["value"]["kind"] == "end" {
            return params["value"]["message"].as_str().unwrap().to_owned();
        }
    }
}

fn message(client: &mut Client) -> String {
    client.notification("window/showMessage")["message"].as_str().unwrap().to_owned()
}

#[test]
fn the_plan_is_shown_and_run_step_by_step() {
    let stage = Stage::new("e2e-update").packed();
    let mut client = open(&stage, &[]);
    let answer = execute(&mut client, &stage, "updateImage", json!({}));
    assert_eq!(
        (&answer["status"], answer["steps"].as_array().unwrap().len()),
        (&json!("started"), 3)
    );
    let (id, question) = client.server_request("window/showMessageRequest");
    let text = question["message"].as_str().unwrap();
    assert!(text.starts_with("Update the image?\nrockcraft pack (in /"), "{text}");
    assert!(text.contains(&format!("oci-archive:{}", rock_file())), "{text}");
    assert_eq!(stage.calls(), "");
    client.reply(id, json!({ "title": "Run" }));
    let token = progress(&mut client);
    let begin = client.notification("$/progress");
    assert_eq!((&begin["token"], &begin["value"]["title"]), (&token, &json!("Update the image")));
    let first = client.notification("$/progress")["value"]["message"].clone();
    assert_eq!(first, "1/3 Pack the rock (0:00)");
    assert!(end(&mut client).starts_with("Update the image: done in"));
    assert_eq!(stage.calls().lines().count(), 3, "{}", stage.calls());
    assert!(message(&mut client).contains("done"));
    client.drain();
}

#[test]
fn each_command_runs_its_program() {
    let stage = Stage::new("e2e-each").packed();
    let mut client = open(&stage, &[]);
    for (name, options) in [
        ("packCharm", json!({})),
        ("packRock", json!({})),
        ("uploadRock", json!({ "registry": "ghcr.io/me" })),
        ("deploy", json!({ "app": "front" })),
        ("refresh", json!({ "model": "dev" })),
        ("config", json!({ "option": "debug", "value": true })),
        ("integrate", json!({ "endpoint": "postgresql", "provider": "postgresql-k8s" })),
    ] {
        let mut options = options;
        options["confirm"] = true.into();
        execute(&mut client, &stage, name, options);
        progress(&mut client);
        assert!(end(&mut client).contains("done"), "{name}");
        message(&mut client);
    }
    expect_test::expect![[r#"
        charmcraft in charm: [pack]
        rockcraft in shop: [pack]
        rockcraft.skopeo in shop: [--insecure-policy] [copy] [oci-archive:shop_1.0_ARCH.rock] [docker://ghcr.io/me/shop:1.0]
        juju in charm: [deploy] [./shop_ARCH.charm] [front] [--resource] [flask-app-image=localhost:32000/shop:1.0]
        juju in charm: [refresh] [shop] [--path=./shop_ARCH.charm] [--resource] [flask-app-image=localhost:32000/shop:1.0] [--model] [dev]
        juju in charm: [config] [shop] [debug=true]
        juju in charm: [integrate] [shop] [postgresql-k8s]
    "#]]
    .assert_eq(&stage.calls());
    client.drain();
}

#[test]
fn cancelling_leaves_no_process_behind() {
    for deaf in ["", "1"] {
        let stage = Stage::new(&format!("e2e-cancel-{deaf}")).packed();
        let variables = [("STAND_IN_HANG", "rockcraft"), ("STAND_IN_DEAF", deaf)];
        let mut client = open(&stage, &variables);
        execute(&mut client, &stage, "updateImage", json!({ "confirm": true }));
        let token = progress(&mut client);
        let pids = stage.hanging();
        // Others are refused meanwhile, and the server answers as ever.
        execute(&mut client, &stage, "packCharm", json!({ "confirm": true }));
        assert!(message(&mut client).starts_with("something else is run on this project"));
        client.notify("window/workDoneProgress/cancel", json!({ "token": token }));
        assert!(end(&mut client).contains("cancelled"));
        assert_gone(&pids);
        assert_eq!(stage.calls().lines().count(), 1);
        message(&mut client);
        client.drain();
    }
}

#[test]
fn the_end_of_the_server_is_the_end_of_what_it_runs() {
    let stage = Stage::new("e2e-exit").packed();
    let mut client = open(&stage, &[("STAND_IN_HANG", "rockcraft"), ("STAND_IN_DEAF", "1")]);
    execute(&mut client, &stage, "packRock", json!({ "confirm": true }));
    progress(&mut client);
    let pids = stage.hanging();
    client.drain();
    client.close_input();
    client.wait();
    assert_gone(&pids);
}

#[test]
fn a_failure_is_shown_where_it_belongs_until_the_next_edit() {
    let stage = Stage::new("e2e-fail").packed();
    let said = "extra field 'bogus' not permitted in 'parts.app' configuration";
    let variables = [("STAND_IN_FAIL", "rockcraft"), ("STAND_IN_SAYS", said)];
    let mut client = open(&stage, &variables);
    execute(&mut client, &stage, "updateImage", json!({ "confirm": true }));
    progress(&mut client);
    assert_eq!(end(&mut client), "Update the image: `rockcraft` ended with exit code 1");
    let text = message(&mut client);
    assert!(text.contains("Pack the rock: ") && text.ends_with(said), "{text}");
    let published = client.notification("textDocument/publishDiagnostics");
    let diagnostic = &published["diagnostics"][0];
    assert_eq!(
        (&published["uri"], &diagnostic["code"]),
        (&json!(uri(&stage, "rockcraft.yaml")), &json!("failed-run"))
    );
    assert!(diagnostic["message"].as_str().unwrap().contains(said));
    let whole = json!([{ "text": ROCK }]);
    client.change(&uri(&stage, "rockcraft.yaml"), 2, whole);
    assert!(client.published(&uri(&stage, "rockcraft.yaml"), 2).is_empty());
    client.drain();
}

#[test]
fn secrets_stay_out_of_questions_and_logs() {
    let stage = Stage::new("e2e-secret");
    let mut client = open(&stage, &[]);
    let options = json!({ "option": "token", "value": "s3cret; x" });
    let answer = execute(&mut client, &stage, "config", options);
    assert!(!answer.to_string().contains("s3cret"), "{answer}");
    let (id, question) = client.server_request("window/showMessageRequest");
    assert!(question["message"].as_str().unwrap().contains("token=***"), "{question}");
    client.reply(id, json!({ "title": "Run" }));
    progress(&mut client);
    assert!(end(&mut client).contains("done"));
    let told = message(&mut client);
    assert!(told.contains("done") && !told.contains("s3cret"), "{told}");
    let rest = client.drain();
    assert!(!rest.iter().any(|message| message.to_string().contains("s3cret")), "{rest:#?}");
    assert_eq!(stage.calls(), "juju in charm: [config] [shop] [token=s3cret; x]\n");
}

#[test]
fn what_is_not_saved_is_named_first() {
    let stage = Stage::new("e2e-unsaved").packed();
    let mut client = open(&stage, &[]);
    let text = ROCK.replace("1.0", "2.0");
    client.change(&uri(&stage, "rockcraft.yaml"), 2, json!([{ "text": text }]));
    client.published(&uri(&stage, "rockcraft.yaml"), 2);
    execute(&mut client, &stage, "packRock", json!({ "confirm": true }));
    let (id, question) = client.server_request("window/showMessageRequest");
    assert!(question["message"].as_str().unwrap().contains("rockcraft.yaml` first"), "{question}");
    stage.write("rockcraft.yaml", &text);
    client.reply(id, question["actions"][0].clone());
    progress(&mut client);
    assert!(end(&mut client).contains("done"));
    let told = message(&mut client);
    assert!(told.contains("Pack the rock: done"), "{told}");
    assert_eq!(stage.calls(), "rockcraft in shop: [pack]\n");
    client.drain();
}

#[test]
fn a_client_with_a_terminal_runs_the_plan_itself() {
    let stage = Stage::new("e2e-terminal").packed();
    let able = json!({ "experimental": { "runInTerminal": true } });
    let mut client = start(&stage, &[], able, Value::Null);
    client.open_and_wait(&uri(&stage, "rockcraft.yaml"), ROCK);
    let answer = execute(&mut client, &stage, "uploadRock", json!({}));
    assert_eq!(answer["status"], "terminal");
    let (id, params) = client.server_request("flask-lsp/runInTerminal");
    let step = &params["steps"][0];
    assert_eq!(
        (&step["args"], &step["cwd"]),
        (&answer["steps"][0]["command"], &answer["steps"][0]["directory"])
    );
    assert!(Path::new(step["cwd"].as_str().unwrap()).ends_with("shop"));
    assert_eq!(step["args"][0], "rockcraft.skopeo");
    client.reply(id, json!({ "completed": 1, "exitCode": 0 }));
    assert_eq!(stage.calls(), "");
    client.drain();
}

#[test]
fn what_stands_in_the_way_is_said_and_nothing_is_run() {
    let stage = Stage::new("e2e-checked").without("rockcraft.skopeo");
    let mut client = open(&stage, &[]);
    execute(&mut client, &stage, "uploadRock", json!({}));
    let text = message(&mut client);
    assert!(text.contains("no `rockcraft.skopeo` on PATH\n  help: install it"), "{text}");
    assert!(text.contains("pack the rock first"), "{text}");
    let id = client.request("workspace/executeCommand", json!({ "command": "flask-lsp.nonsense" }));
    assert!(client.response(id).get("error").is_some());
    client.drain();
}

#[test]
fn nothing_is_run_or_offered_in_a_workspace_without_trust() {
    let stage = Stage::new("e2e-trust").packed();
    let mut client = start(&stage, &[], json!({}), json!({ "trusted": false }));
    let rock = uri(&stage, "rockcraft.yaml");
    client.open_and_wait(&rock, ROCK);
    let params = json!({ "command": "flask-lsp.packRock", "arguments": [rock] });
    let id = client.request("workspace/executeCommand", params);
    let error = client.response(id)["error"]["message"].as_str().unwrap().to_owned();
    assert!(error.contains("not trusted"), "{error}");
    let lenses = client.call("textDocument/codeLens", json!({ "textDocument": { "uri": rock } }));
    assert_eq!(lenses, json!([]));
    assert_eq!(stage.calls(), "");
    client.drain();
}

#[test]
fn lenses_and_actions_carry_the_commands() {
    let stage = Stage::new("e2e-offers");
    let able = json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } } } });
    let mut client = start(&stage, &[], able, Value::Null);
    let (rock, charm) = (uri(&stage, "rockcraft.yaml"), uri(&stage, "charm/charmcraft.yaml"));
    client.open_and_wait(&rock, ROCK);
    client.open_and_wait(&charm, CHARM);
    let lenses = client.call("textDocument/codeLens", json!({ "textDocument": { "uri": rock } }));
    let commands: Vec<_> = lenses.as_array().unwrap().iter().map(|lens| &lens["command"]).collect();
    assert_eq!(
        commands[0],
        &json!({ "title": "Pack rock", "command": "flask-lsp.packRock", "arguments": [rock] })
    );
    let line = CHARM.lines().position(|line| line.contains("postgresql:")).unwrap();
    let at = json!({ "line": line, "character": 4 });
    let params = json!({
        "textDocument": { "uri": charm },
        "range": { "start": at, "end": at },
        "context": { "diagnostics": [] },
    });
    let actions = client.call("textDocument/codeAction", params);
    let action =
        actions.as_array().unwrap().iter().find(|it| it["kind"] == "source.flask-lsp.run").unwrap();
    let options = json!({ "endpoint": "postgresql", "provider": "postgresql-k8s" });
    assert_eq!(action["command"]["command"], "flask-lsp.integrate");
    assert_eq!(action["command"]["arguments"], json!([charm, options]));
    client.drain();
}

#[test]
fn a_flood_is_cut_down_for_the_log() {
    let stage = Stage::new("e2e-flood");
    let mut client = open(&stage, &[("STAND_IN_FLOOD", "rockcraft")]);
    execute(&mut client, &stage, "packRock", json!({ "confirm": true }));
    progress(&mut client);
    assert!(end(&mut client).contains("done"));
    message(&mut client);
    let logged = client.drain().into_iter().filter(|it| it["method"] == "window/logMessage");
    let size: usize = logged.map(|message| message.to_string().len()).sum();
    assert!(size > 1000 && size < 1_000_000, "{size}");
}
