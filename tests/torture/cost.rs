//! What a document costs the server: time and the most memory it ever had.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Client, document, hover_at, range};

/// How much dearer than its size says an input may be. Wide: a loaded machine with two cores is not to
/// fail a test, and what grows with the square of the size is dearer by far more.
const FACTOR: f64 = 12.0;

/// Below this, differences are noise.
const FLOOR: Duration = Duration::from_millis(300);

/// The same for memory, in KiB.
const MEMORY_FLOOR: u64 = 16 * 1024;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    time: Duration,
    /// In KiB; 0 where the system does not say.
    memory: u64,
    size: usize,
}

/// Opens a charm in a server of its own, types into its last line, asks about its first line and for its
/// outline. Returns what that cost and what was found at first.
pub(crate) fn of_charm(text: &str) -> (Cost, Vec<Value>) {
    const URI: &str = "file:///nowhere/charmcraft.yaml";
    let mut client = Client::start(json!({}));
    let since = Instant::now();
    let found = client.open_and_wait(URI, text);
    let end = text.matches('\n').count() as u32;
    let edit = json!({ "range": range((end, 0), (end, 0)), "text": "#" });
    client.change(URI, 2, json!([edit]));
    client.published(URI, 2);
    client.call("textDocument/hover", hover_at(URI, 0, 0));
    client.call("textDocument/documentSymbol", document(URI));
    let time = since.elapsed();
    let memory = peak_memory(&client);
    (Cost { time, memory, size: text.len() }, found)
}

/// The most memory that the server had, in KiB.
pub(crate) fn peak_memory(client: &Client) -> u64 {
    let status = format!("/proc/{}/status", client.process_id());
    let status = std::fs::read_to_string(status).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|it| it.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}

impl Cost {
    /// Fails if this is dearer than its size explains.
    pub(crate) fn is_in_proportion_to(self, plain: Cost) {
        let times = (self.size as f64 / plain.size as f64).max(1.0) * FACTOR;
        let time = plain.time.max(FLOOR).mul_f64(times);
        assert!(self.time <= time, "{self:?} for more than {times:.0} times {plain:?}");
        let memory = plain.memory.max(MEMORY_FLOOR) as f64 * times;
        assert!(self.memory as f64 <= memory, "{self:?} for more than {times:.0} times {plain:?}");
    }
}
