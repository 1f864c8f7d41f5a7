//! The outline of a document as an editor shows it.

use syntax::{Entry, NodeRef, TextRange};

use super::cursor::ITEM;
use super::environment::framework_of;
use crate::environment::{OptionFate, option_fate};
use crate::facts::{Framework, Variant};
use crate::file_kind::FileKind;
use crate::model::ConfigOption;
use crate::snapshot::Snapshot;

/// A named thing in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// A few words beside it.
    pub detail: Option<String>,
    /// What kind of thing it is.
    pub kind: SymbolKind,
    /// All of it, in bytes.
    pub range: TextRange,
    /// Its name in the text.
    pub selection: TextRange,
    /// What it holds.
    pub children: Vec<Symbol>,
}

/// What kind of thing a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// A section or any other mapping.
    Section,
    /// A single value.
    Field,
    /// A list.
    List,
    /// A config option.
    ConfigOption,
    /// An endpoint.
    Endpoint,
    /// A part.
    Part,
    /// A service.
    Service,
    /// An action.
    Action,
    /// A container.
    Container,
    /// A resource.
    Resource,
    /// A storage.
    Storage,
}

impl SymbolKind {
    /// Whether it is something with a name of its own, as its fields are not.
    fn is_thing(self) -> bool {
        !matches!(self, SymbolKind::Section | SymbolKind::Field | SymbolKind::List)
    }
}

/// What a walk down the document carries along.
struct Walk {
    kind: FileKind,
    framework: Option<(&'static Framework, &'static Variant)>,
    /// Whether the fields of options, parts, actions and the like are worth a line each.
    shows_fields: bool,
}

/// Files of more lines have an outline of names alone: thousands of `type` and `default` are no help to
/// anybody, and cost more than everything else in it.
const MANY_LINES: u32 = 1_000;

/// Deeper than this no file of ours goes; hostile ones do.
const MAX_DEPTH: usize = 32;

/// The symbols of a document, nested as it is.
pub fn symbols(snapshot: &Snapshot) -> Vec<Symbol> {
    let Some(root) = snapshot.root() else { return Vec::new() };
    let walk = Walk {
        kind: snapshot.kind,
        framework: framework_of(snapshot),
        shows_fields: snapshot.document.text().line_count() <= MANY_LINES,
    };
    walk.children(root, &mut Vec::new())
}

impl Walk {
    fn children<'a>(&self, node: NodeRef<'a>, path: &mut Vec<&'a str>) -> Vec<Symbol> {
        if path.len() >= MAX_DEPTH {
            return Vec::new();
        }
        if node.is_sequence() {
            let items = node.items().filter(|item| item.is_mapping());
            return items.map(|item| self.item(item, path)).collect();
        }
        node.entries().map(|entry| self.entry(entry, path)).collect()
    }

    fn entry<'a>(&self, entry: Entry<'a>, path: &mut Vec<&'a str>) -> Symbol {
        path.push(entry.key.text().unwrap_or_default());
        let kind = self.kind_of(entry, path);
        let name = match entry.key.text() {
            None | Some("") => entry.key.source(),
            Some(name) => name,
        };
        let symbol = Symbol {
            // Protocol clients refuse symbols without a name.
            name: if name.is_empty() { "?".to_owned() } else { name.to_owned() },
            detail: self.detail(entry, kind),
            kind,
            range: entry.range(),
            selection: entry.key.range(),
            children: match kind {
                _ if kind.is_thing() && !self.shows_fields => Vec::new(),
                _ => self.children(entry.value, path),
            },
        };
        path.pop();
        symbol
    }

    /// A mapping in a list, named by its first value: `lib: charm.lib` becomes `charm.lib`.
    fn item<'a>(&self, item: NodeRef<'a>, path: &mut Vec<&'a str>) -> Symbol {
        path.push(ITEM);
        let first = item.entries().next();
        let name = first.and_then(|first| first.value.text().or(first.key.text()));
        let name = name.filter(|name| !name.is_empty()).map_or("-", first_line);
        let symbol = Symbol {
            name: name.to_owned(),
            detail: None,
            kind: SymbolKind::Section,
            range: item.range(),
            selection: first.map_or(item.range(), |first| first.key.range()),
            children: self.children(item, path),
        };
        path.pop();
        symbol
    }

    fn kind_of(&self, entry: Entry<'_>, path: &[&str]) -> SymbolKind {
        match (self.kind, path) {
            (FileKind::Charmcraft, ["config", "options", _])
            | (FileKind::Config, ["options", _]) => SymbolKind::ConfigOption,
            (FileKind::Charmcraft, ["actions", _]) | (FileKind::Actions, [_]) => SymbolKind::Action,
            (FileKind::Charmcraft | FileKind::Metadata, [section, _])
                if of_metadata(section).is_some() =>
            {
                of_metadata(section).unwrap_or(SymbolKind::Section)
            }
            (FileKind::Charmcraft | FileKind::Rockcraft, ["parts", _]) => SymbolKind::Part,
            (FileKind::Rockcraft, ["services", _]) => SymbolKind::Service,
            _ if entry.value.is_mapping() => SymbolKind::Section,
            _ if entry.value.is_sequence() => SymbolKind::List,
            _ => SymbolKind::Field,
        }
    }

    fn detail(&self, entry: Entry<'_>, kind: SymbolKind) -> Option<String> {
        let field = |key| entry.value.get(key)?.value.resolved().text();
        match kind {
            SymbolKind::ConfigOption => {
                let option = ConfigOption { key: entry.key, value: entry.value };
                let option_type = option.type_name();
                let fate = self.framework.zip(option.name()).map(|((framework, variant), name)| {
                    option_fate(framework, variant, name, option_type)
                });
                Some(match (option_type, fate) {
                    (Some(known), Some(OptionFate::Exported(variable))) => {
                        format!("{known} → {variable}")
                    }
                    // Juju takes it for text, and paas-charm crashes on it.
                    (None, Some(_)) => "no type".to_owned(),
                    (known, _) => known.unwrap_or("string").to_owned(),
                })
            }
            SymbolKind::Endpoint => {
                let text = field("interface").or(entry.value.resolved().text());
                text.filter(|text| !text.is_empty()).map(str::to_owned)
            }
            SymbolKind::Part => field("plugin").map(str::to_owned),
            SymbolKind::Service => field("command").map(|text| first_line(text).to_owned()),
            SymbolKind::Action => field("description").map(|text| first_line(text).to_owned()),
            SymbolKind::Container => field("resource").map(str::to_owned),
            SymbolKind::Resource | SymbolKind::Storage => field("type").map(str::to_owned),
            SymbolKind::Field => {
                let line = first_line(entry.value.text().unwrap_or(entry.value.source()));
                (!line.is_empty()).then(|| line.to_owned())
            }
            SymbolKind::Section | SymbolKind::List => None,
        }
    }
}

/// The first line, cut where a list of symbols would cut it anyway.
fn first_line(text: &str) -> &str {
    const MAX_CHARS: usize = 60;
    let line = text.lines().next().unwrap_or_default().trim();
    line.char_indices().nth(MAX_CHARS).and_then(|(end, _)| line.get(..end)).unwrap_or(line)
}

/// What the entries of a section are that may also stand in a `metadata.yaml`.
fn of_metadata(section: &str) -> Option<SymbolKind> {
    Some(match section {
        "requires" | "provides" | "peers" => SymbolKind::Endpoint,
        "containers" => SymbolKind::Container,
        "resources" => SymbolKind::Resource,
        "storage" => SymbolKind::Storage,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::features::test_support::snapshot;

    fn draw(symbols: &[Symbol], text: &str, depth: usize, out: &mut String) {
        for symbol in symbols {
            let detail = symbol.detail.as_deref().unwrap_or("-");
            let all = text.get(std::ops::Range::<usize>::from(symbol.range)).unwrap();
            let lines = all.lines().count();
            let blanks = "  ".repeat(depth);
            *out += &format!("{blanks}{} | {detail} | {:?} {lines}\n", symbol.name, symbol.kind);
            assert!(symbol.range.contains_range(symbol.selection), "{}", symbol.name);
            draw(&symbol.children, text, depth + 1, out);
        }
    }

    fn check(fixture: &str, expect: Expect) {
        let snapshot = snapshot(fixture);
        let mut out = String::new();
        draw(&symbols(&snapshot), snapshot.document.text().as_str(), 0, &mut out);
        expect.assert_eq(&out);
    }

    #[test]
    fn a_charm() {
        check(
            "name: web\nextensions:\n  - flask-framework\nconfig:\n  options:\n    token:\n      type: string\n    app-x:\nrequires:\n  postgresql:\n    interface: postgresql_client\ncharm-libs:\n  - lib: a.b\n    version: '1'\n",
            expect![[r#"
                name | web | Field 1
                extensions | - | List 2
                config | - | Section 5
                  options | - | Section 4
                    token | string → FLASK_TOKEN | ConfigOption 2
                      type | string | Field 1
                    app-x | no type | ConfigOption 1
                requires | - | Section 3
                  postgresql | postgresql_client | Endpoint 2
                    interface | postgresql_client | Field 1
                charm-libs | - | List 3
                  a.b | - | Section 2
                    lib | a.b | Field 1
                    version | 1 | Field 1
            "#]],
        );
    }

    #[test]
    fn a_rock() {
        check(
            "//- rockcraft.yaml\nparts:\n  app:\n    plugin: nil\n    prime: [a]\nservices:\n  web:\n    command: /bin/web\n",
            expect![[r#"
                parts | - | Section 4
                  app | nil | Part 3
                    plugin | nil | Field 1
                    prime | - | List 1
                services | - | Section 3
                  web | /bin/web | Service 2
                    command | /bin/web | Field 1
            "#]],
        );
    }

    #[test]
    fn what_a_charm_for_kubernetes_has() {
        check(
            "actions: {migrate: {description: Brings the database up to date.}}\ncontainers: {web: {resource: image}}\nresources: {image: {type: oci-image}}\nstorage: {data: {type: filesystem}}\n",
            expect![[r#"
                actions | - | Section 1
                  migrate | Brings the database up to date. | Action 1
                    description | Brings the database up to date. | Field 1
                containers | - | Section 1
                  web | image | Container 1
                    resource | image | Field 1
                resources | - | Section 1
                  image | oci-image | Resource 1
                    type | oci-image | Field 1
                storage | - | Section 1
                  data | filesystem | Storage 1
                    type | filesystem | Field 1
            "#]],
        );
    }

    #[test]
    fn half_typed_and_odd_text() {
        check(
            "requires:\n  db:\n    interf\nname: ü\n\"\": 1\n? [a]\n: b\n",
            expect![[r#"
            requires | - | Section 3
              db | interf | Endpoint 2
            name | ü | Field 1
            "" | 1 | Field 1
            [a] | b | Field 2
        "#]],
        );
    }

    #[test]
    fn the_outline_of_a_very_long_file_leaves_out_the_fields_of_options() {
        let with_options = |count: usize| {
            let options: String =
                (0..count).map(|it| format!("    option-{it}:\n      type: int\n")).collect();
            let text = format!("config:\n  options:\n{options}");
            let snapshot = Snapshot::alone("charmcraft.yaml", &text).unwrap();
            let config = super::symbols(&snapshot).remove(0);
            let option = config.children[0].children[0].clone();
            (option.detail.is_some(), option.children.len())
        };
        assert_eq!(with_options(10), (true, 1));
        assert_eq!(with_options(600), (true, 0));
    }
}
