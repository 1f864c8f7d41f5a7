//! A server process that is told everything at once and listened to until it ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// It has nothing left to read by then.
const LONGEST: Duration = Duration::from_secs(60);

pub(crate) struct Outcome {
    /// All that it said.
    pub(crate) answers: Vec<Value>,
    /// `None` if a signal ended it.
    pub(crate) code: Option<i32>,
    /// What it wrote to standard error.
    pub(crate) complaints: String,
}

pub(crate) fn encode(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Writes the bytes, closes the pipe, and takes what comes until the end.
pub(crate) fn talk(bytes: Vec<u8>) -> Outcome {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flask-lsp"));
    // Whatever it is asked to run, it finds no program.
    command.arg("--stdio").env("PATH", "").current_dir("/");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    let (mut stdin, stdout, mut stderr) = (
        process.stdin.take().unwrap(),
        process.stdout.take().unwrap(),
        process.stderr.take().unwrap(),
    );
    // It may end before it has read everything.
    let writer = thread::spawn(move || drop(stdin.write_all(&bytes)));
    let reader = thread::spawn(move || read_all(&mut BufReader::new(stdout)));
    let listener = thread::spawn(move || {
        let mut complaints = Vec::new();
        drop(stderr.read_to_end(&mut complaints));
        String::from_utf8_lossy(&complaints).into_owned()
    });
    let code = wait(&mut process);
    writer.join().unwrap();
    let answers = reader.join().unwrap_or_else(|_| panic!("what the server writes is no message"));
    Outcome { answers, code, complaints: listener.join().unwrap() }
}

fn wait(process: &mut Child) -> Option<i32> {
    let since = Instant::now();
    loop {
        if let Some(status) = process.try_wait().unwrap() {
            return status.code();
        }
        if since.elapsed() > LONGEST {
            let _ = process.kill();
            let _ = process.wait();
            panic!("the server does not end");
        }
        thread::sleep(Duration::from_micros(500));
    }
}

/// Every message, each of which has to be whole.
fn read_all(stdout: &mut impl BufRead) -> Vec<Value> {
    let mut messages = Vec::new();
    let mut length = None;
    loop {
        let mut line = String::new();
        if stdout.read_line(&mut line).unwrap() == 0 {
            return messages;
        }
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = Some(value.trim_end().parse().unwrap());
        }
        if line == "\r\n" {
            let mut body = vec![0; length.take().unwrap()];
            stdout.read_exact(&mut body).unwrap();
            messages.push(serde_json::from_slice(&body).unwrap());
        }
    }
}
