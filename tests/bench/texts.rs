//! The files that are measured with.

use std::fmt::Write as _;

/// A file as editors have it.
pub(crate) struct Text {
    pub(crate) name: &'static str,
    pub(crate) file: &'static str,
    pub(crate) content: String,
    /// The line of a `description:` or `summary:` in the middle, and the column behind its colon and blank.
    pub(crate) word: (usize, usize),
    /// Where a name is asked about.
    pub(crate) hover: (usize, usize),
    /// Where a value of a closed set is completed.
    pub(crate) completion: (usize, usize),
}

impl Text {
    pub(crate) fn line_count(&self) -> usize {
        self.content.lines().count()
    }

    /// The end of the last line.
    pub(crate) fn end(&self) -> (usize, usize) {
        let last = self.content.lines().last().unwrap_or_default();
        (self.line_count() - 1, last.len())
    }
}

pub(crate) fn all() -> Vec<Text> {
    let named = [("20 lines", 20), ("220 lines", 220), ("5,000 lines", 5_000)];
    named.into_iter().map(|(name, lines)| charm(name, lines)).chain([rock()]).collect()
}

const HEAD: &str = "name: shop\ntype: charm\nbase: ubuntu@24.04\nplatforms:\n  amd64:\nsummary: A shop.\n\
    description: It sells things.\nextensions: [flask-framework]\nrequires:\n  postgresql:\n    \
    interface: postgresql_client\n    optional: true\n    limit: 1\nconfig:\n  options:\n";

/// A charm of about as many lines, nearly all of them options, as large charms are.
fn charm(name: &'static str, lines: usize) -> Text {
    let mut content = HEAD.to_owned();
    let head = content.lines().count();
    let options = lines.saturating_sub(head).div_ceil(4);
    for index in 0..options {
        let _ = write!(
            content,
            "    option-{index}:\n      type: string\n      default: value {index}\n      \
             description: What option {index} is for.\n"
        );
    }
    let word = (head + options / 2 * 4 + 3, "      description: ".len());
    Text { name, file: "charmcraft.yaml", content, word, hover: (head, 6), completion: (10, 15) }
}

/// A rock of a Flask application with a worker, as the extension's users write them.
fn rock() -> Text {
    let content = "\
name: shop
base: ubuntu@24.04
version: '0.1'
summary: A shop that sells teapots.
description: |
  The web application of the shop, and the worker that sends
  letters to those who have bought something.
platforms:
  amd64:
  arm64:

extensions:
  - flask-framework

services:
  letters-worker:
    override: replace
    summary: Sends the letters.
    command: python3 worker.py
    startup: enabled
    user: _daemon_
    working-dir: /flask/app

parts:
  flask-framework/install-app:
    prime:
      - flask/app/app.py
      - flask/app/templates
      - flask/app/worker.py
  runtime-debs:
    plugin: nil
    stage-packages:
      - libpq5
      - xmlsec1
";
    Text {
        name: "a rock",
        file: "rockcraft.yaml",
        content: content.to_owned(),
        word: (17, "    summary: ".len()),
        hover: (29, 4),
        completion: (19, "    startup: ".len()),
    }
}
