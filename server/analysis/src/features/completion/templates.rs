//! Whole blocks to start from, as the schemas have them: a service, a container, a parameter, a part.
//!
//! What depends on the framework or on what stands in the file is in `blocks`.

use super::super::snippet::escaped;
use super::{CompletionItem, CompletionKind, ITEM, Place, Request};
use crate::facts::{Body, Template, place_doc};

impl<'a> Request<'a> {
    /// The blocks of a place. One whose name is up to the author takes the word that is being typed.
    pub(super) fn templates(&self, container: &[&'a str], present: &[&str]) -> Vec<CompletionItem> {
        if self.cursor.has_colon {
            return Vec::new();
        }
        let list = match container.split_last() {
            Some((&ITEM, list)) if present.is_empty() => Some(list),
            _ => None,
        };
        let docs = [Some(container), list].into_iter().flatten();
        let docs = docs.filter_map(|path| place_doc(self.snapshot.kind, path));
        let templates = docs.flat_map(|doc| &doc.templates);
        let missing = templates.filter(|template| !is_there(template, present));
        missing.map(|template| self.template(template)).collect()
    }

    fn template(&self, template: &Template) -> CompletionItem {
        let word = self.cursor.text(self.cursor.word);
        let is_named = !word.is_empty() && first_key(template).is_some_and(is_tab_stop);
        let label = if is_named { word } else { template.label };
        let mut item = self.item(label, CompletionKind::Block);
        let mut lines = Vec::new();
        if self.cursor.in_flow {
            // An item of a list brings its own braces.
            let depth = u32::from(self.cursor.place == Place::Item);
            lines.push(flow(&template.body, depth));
        } else {
            let step = " ".repeat(self.cursor.indent_step() as usize);
            block(&template.body, "", &step, &mut lines);
        }
        let inner = self.inner_indent();
        let outer = inner.len().saturating_sub(self.cursor.indent_step() as usize);
        let mut insert = lines.join(&format!("\n{}", " ".repeat(outer)));
        if is_named && let Some((_, rest)) = insert.split_once('}') {
            insert = format!("{}{rest}", escaped(word));
        }
        item.plain_insert = Some(plain(&insert));
        item.insert = insert;
        item.detail = Some(match is_named {
            true => template.label.to_owned(),
            false => "block".to_owned(),
        });
        item.documentation = Some(self.shown(template));
        if is_named {
            self.name_as_typed(&mut item);
        }
        item
    }

    /// What will stand there.
    fn shown(&self, template: &Template) -> String {
        let mut lines = Vec::new();
        block(&template.body, "", "  ", &mut lines);
        let block = plain(&lines.join("\n"));
        let description = template.description.map(|text| format!("{text}.\n\n"));
        format!("{}```yaml\n{block}\n```", description.unwrap_or_default())
    }
}

fn first_key(template: &Template) -> Option<&str> {
    match &template.body {
        Body::Keys(keys) => keys.first().map(|(key, _)| key.as_str()),
        _ => None,
    }
}

fn is_there(template: &Template, present: &[&str]) -> bool {
    match &template.body {
        Body::Keys(keys) => keys.iter().any(|(key, _)| present.contains(&key.as_str())),
        _ => false,
    }
}

/// Whether a text is one tab stop and nothing else.
fn is_tab_stop(text: &str) -> bool {
    text.starts_with("${") && text.find('}') == Some(text.len() - 1)
}

/// The lines of a block, each with `indent` and what lies deeper by one `step` more.
fn block(body: &Body, indent: &str, step: &str, lines: &mut Vec<String>) {
    let deeper = format!("{indent}{step}");
    match body {
        Body::Nothing => {}
        Body::Text(text) => lines.push(format!("{indent}{text}")),
        Body::List(items) => {
            for item in items {
                let from = lines.len();
                block(item, &format!("{indent}  "), step, lines);
                let Some(first) = lines.get_mut(from) else { continue };
                first.replace_range(indent.len()..indent.len() + 2, "- ");
            }
        }
        Body::Keys(keys) => {
            for (key, value) in keys {
                match value {
                    Body::Nothing => lines.push(format!("{indent}{key}:")),
                    Body::Text(text) => lines.push(format!("{indent}{key}: {text}")),
                    Body::List(_) | Body::Keys(_) => {
                        lines.push(format!("{indent}{key}:"));
                        block(value, &deeper, step, lines);
                    }
                }
            }
        }
    }
}

/// A block in braces and brackets; the outermost braces are there already.
fn flow(body: &Body, depth: u32) -> String {
    match body {
        Body::Nothing => String::new(),
        Body::Text(text) => text.clone(),
        Body::List(items) => {
            let items: Vec<_> = items.iter().map(|item| flow(item, depth + 1)).collect();
            format!("[{}]", items.join(", "))
        }
        Body::Keys(keys) => {
            let entry = |(key, value): &(String, Body)| match value {
                Body::Nothing => format!("{key}:"),
                value => format!("{key}: {}", flow(value, depth + 1)),
            };
            let entries = keys.iter().map(entry).collect::<Vec<_>>().join(", ");
            if depth == 0 { entries } else { format!("{{{entries}}}") }
        }
    }
}

/// A snippet of the schemas without its tab stops: their texts stay, the first of several.
fn plain(snippet: &str) -> String {
    let mut text = String::with_capacity(snippet.len());
    let mut rest = snippet;
    while let Some((before, stop)) = rest.split_once('$') {
        text += before;
        let Some((inside, after)) = stop.strip_prefix('{').and_then(|stop| stop.split_once('}'))
        else {
            // `$0`
            rest = stop.trim_start_matches(|ch: char| ch.is_ascii_digit());
            continue;
        };
        text += match inside.split_once(['|', ':']) {
            Some((_, choices)) => choices.split([',', '|']).next().unwrap_or_default(),
            None => "",
        };
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::blocks::tests::accepted;
    use super::super::{CompletionItem, completion};
    use crate::features::test_support::snapshot_at;

    fn check(fixture: &str, label: &str, plain: Expect) {
        plain.assert_eq(&accepted(fixture, label, false));
    }

    #[test]
    fn a_service_takes_the_name_that_is_typed() {
        check(
            "//- rockcraft.yaml\nservices:\n  web$0\n",
            "web",
            expect![[r#"
            services:
              web:
                override: replace
                command: command
                startup: enabled
        "#]],
        );
        expect![[r#"
            services:
              web:
                override: replace
                command: ${2:command}
                startup: enabled
        "#]]
        .assert_eq(&accepted("//- rockcraft.yaml\nservices:\n  web$0\n", "web", true));
    }

    #[test]
    fn a_known_name_that_begins_as_typed_is_above_the_new_one() {
        for (fixture, known) in [
            ("extensions: [flask-framework]\nrequires:\n  mysq$0\n", "mysql"),
            ("requires:\n  ingr$0\n", "ingress"),
            ("provides: {metr$0}\n", "metrics-endpoint"),
        ] {
            let (snapshot, offset) = snapshot_at(fixture);
            let items = completion(&snapshot, offset);
            let of = |found: &dyn Fn(&&CompletionItem) -> bool| items.iter().find(found).unwrap();
            let new = of(&|item| item.detail.as_deref() == Some("new endpoint"));
            let known = of(&|item| item.label == known);
            assert!(known.label.starts_with(&new.label), "{fixture}");
            assert!(known.sort_text < new.sort_text, "{fixture}");
            // What equals the typed text would be first whatever else holds.
            assert_eq!(new.filter_text, Some(format!("{}:", new.label)), "{fixture}");
        }
    }

    #[test]
    fn endpoints_between_units_and_containers_have_blocks_too() {
        check(
            "peers:\n  $0\n",
            "new endpoint",
            expect![[r#"
            peers:
              peers:
                interface: peers
        "#]],
        );
        check(
            "containers:\n  web$0\n",
            "web",
            expect![[r#"
            containers:
              web:
                resource: app-image
        "#]],
        );
    }

    #[test]
    fn a_worker_is_indented_as_the_file_is() {
        check(
            "//- rockcraft.yaml\nservices:\n    a:\n        command: b\n    $0\n",
            "new worker",
            expect![[r#"
                services:
                    a:
                        command: b
                    name-worker:
                        override: replace
                        command: python3 worker.py
                        startup: enabled
                        user: _daemon_
                        working-dir: /flask/app
            "#]],
        );
        check(
            "//- rockcraft.yaml\nservices: {$0}\n",
            "new worker",
            expect![[r#"
            services: {name-worker: {override: replace, command: python3 worker.py, startup: enabled, user: _daemon_, working-dir: /flask/app}}
        "#]],
        );
    }

    #[test]
    fn parts_for_debs_and_files() {
        check(
            "//- rockcraft.yaml\nparts:\n  $0\n",
            "runtime-debs",
            expect![[r#"
            parts:
              runtime-debs:
                plugin: nil
                stage-packages:
                  - libpq5
        "#]],
        );
        check(
            "//- rockcraft.yaml\nparts:\n  $0\n",
            "extra-files",
            expect![[r#"
                parts:
                  extra-files:
                    plugin: dump
                    source: .
                    organize:
                      data: opt/data
                    prime:
                      - opt/data
            "#]],
        );
    }

    #[test]
    fn lists_of_mappings() {
        check(
            "charm-libs:\n  - $0\n",
            "new library",
            expect![[r#"
            charm-libs:
              - lib: traefik_k8s.ingress
                version: "2"
        "#]],
        );
        check(
            "//- paas-config.yaml\nprometheus:\n  scrape_configs:\n    $0\n",
            "new job",
            expect![[r#"
                prometheus:
                  scrape_configs:
                    - job_name: name
                      static_configs:
                        - targets:
                            - *:8000
            "#]],
        );
    }

    #[test]
    fn plain_texts_keep_what_stands_in_the_tab_stops() {
        assert_eq!(super::plain("${1:a}: ${2|b,c|} $0$1 d"), "a: b  d");
    }
}
