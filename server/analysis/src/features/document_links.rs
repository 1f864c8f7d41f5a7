//! Texts that lead somewhere when they are clicked: addresses, the Charmhub page of an interface or a
//! library, the page of an image, files of the project.
//!
//! Where there is a page follows from the name alone. Nothing is looked up.

use syntax::{NodeRef, TextRange};

use super::names::bare_range;
use super::project_paths::project_paths;
use crate::facts;
use crate::file_kind::FileKind;
use crate::model::{Charm, Section};
use crate::snapshot::Snapshot;

/// A text that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLink {
    /// The text, in bytes of the document's text.
    pub range: TextRange,
    /// Where it leads.
    pub destination: Destination,
    /// What is there, in a few words.
    pub tooltip: String,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// An address on the web.
    Web(String),
    /// A file of the project, from the document's directory.
    File(String),
}

/// The links of a document, in the order of the text; of two for one text only the first.
pub fn document_links(snapshot: &Snapshot) -> Vec<DocumentLink> {
    let mut links = Vec::new();
    links.extend(project_paths(snapshot).into_iter().map(|found| DocumentLink {
        range: found.range,
        tooltip: format!("Open {}", found.path),
        destination: Destination::File(found.path),
    }));
    if snapshot.kind == FileKind::Charmcraft {
        let charm = Charm::new(snapshot.root());
        interfaces(&charm, &mut links);
        libraries(&charm, &mut links);
        images(&charm, &mut links);
    }
    addresses(snapshot, &mut links);
    // Stable: the first of two for one text stays in front.
    links.sort_by_key(|link| link.range.start());
    links.dedup_by(|later, earlier| later.range.start() < earlier.range.end());
    links
}

fn interfaces(charm: &Charm<'_>, links: &mut Vec<DocumentLink>) {
    for endpoint in Section::ALL.into_iter().flat_map(|section| charm.endpoints(section)) {
        let Some(node) = endpoint.interface_node() else { continue };
        if let Some(known) = endpoint.interface().and_then(facts::interface) {
            let tooltip = format!("Charms with the interface {}", known.name);
            links.push(web(node, facts::interface_docs_url(known), tooltip));
        }
    }
}

fn libraries(charm: &Charm<'_>, links: &mut Vec<DocumentLink>) {
    let Some(section) = charm.entry("charm-libs") else { return };
    for library in section.value.resolved().items() {
        let Some(field) = library.get("lib") else { continue };
        let node = field.value.resolved();
        if let Some(page) = node.text().and_then(facts::library_page) {
            links.push(web(node, page, "The library on Charmhub".to_owned()));
        }
    }
}

fn images(charm: &Charm<'_>, links: &mut Vec<DocumentLink>) {
    let resources = charm.entry("resources").map(|it| it.value.effective_entries());
    for resource in resources.into_iter().flatten() {
        let Some(field) = resource.value.get("upstream-source") else { continue };
        let node = field.value.resolved();
        if let Some(page) = node.text().and_then(facts::image_page) {
            links.push(web(node, page, "The page of the image".to_owned()));
        }
    }
}

/// Scalars that are addresses and nothing else. Those with a variable in them lead nowhere yet.
fn addresses(snapshot: &Snapshot, links: &mut Vec<DocumentLink>) {
    let mut pending: Vec<NodeRef<'_>> = snapshot.root().into_iter().collect();
    while let Some(node) = pending.pop() {
        pending.extend(node.children());
        let Some(text) = node.text().filter(|text| is_address(text)) else { continue };
        links.push(web(node, text.to_owned(), "Open in the browser".to_owned()));
    }
}

fn is_address(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or(text.strip_prefix("http://")) else {
        return false;
    };
    let is_plain =
        |ch: char| !ch.is_whitespace() && !ch.is_control() && !"$<>\"{}|\\^`".contains(ch);
    rest.starts_with(|ch: char| ch.is_alphanumeric() || ch == '[') && rest.chars().all(is_plain)
}

fn web(node: NodeRef<'_>, address: String, tooltip: String) -> DocumentLink {
    DocumentLink { range: bare_range(node), destination: Destination::Web(address), tooltip }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::features::test_support::snapshot;

    fn check(fixture: &str, expect: Expect) {
        let snapshot = snapshot(fixture);
        let drawn = document_links(&snapshot).into_iter().map(|link| {
            let text = snapshot.document.text().slice(link.range);
            let place = match link.destination {
                Destination::Web(address) => address,
                Destination::File(path) => format!("file {path}"),
            };
            format!("{text} -> {place} ({})\n", link.tooltip)
        });
        expect.assert_eq(&drawn.collect::<String>());
    }

    #[test]
    fn pages_of_a_charm() {
        check(
            "links:
  source: https://example.com/shop
  issues: ['https://example.com/shop/issues']
requires:
  db: {interface: \"postgresql_client\"}
  own: {interface: nobody_knows_it}
charm-libs:
  - lib: traefik-k8s.ingress
    version: '2'
resources:
  a: {type: oci-image, upstream-source: ghcr.io/canonical/vault:2.0}
  b: {type: oci-image, upstream-source: 'python:slim'}
  c: {type: oci-image, upstream-source: localhost:32000/shop:1}
  d: {type: oci-image, upstream-source: nginx/agent@sha256:00}
parts:
  a: {plugin: dump, source: https://example.com/a-$CRAFT_ARCH.tgz}
",
            expect![[r#"
                https://example.com/shop -> https://example.com/shop (Open in the browser)
                https://example.com/shop/issues -> https://example.com/shop/issues (Open in the browser)
                postgresql_client -> https://charmhub.io/integrations/postgresql_client (Charms with the interface postgresql_client)
                traefik-k8s.ingress -> https://charmhub.io/traefik-k8s/libraries/ingress (The library on Charmhub)
                ghcr.io/canonical/vault:2.0 -> https://ghcr.io/canonical/vault (The page of the image)
                python:slim -> https://hub.docker.com/_/python (The page of the image)
                nginx/agent@sha256:00 -> https://hub.docker.com/r/nginx/agent (The page of the image)
            "#]],
        );
    }

    #[test]
    fn files_of_a_charm() {
        check(
            "//- charmcraft.yaml
parts:
  charm:
    plugin: charm
    source: ./app/../app
    charm-entrypoint: src/charm.py
    charm-requirements: [requirements.txt, missing.txt]
  files:
    plugin: dump
    source: .
    organize:
      \"rock/one.txt\": two.txt
charm-libs:
  - lib: data_platform_libs.data_interfaces
    version: '0.57'
//- app/src/charm.py
//- app/requirements.txt
//- rock/one.txt
//- lib/charms/data_platform_libs/v0/data_interfaces.py
",
            expect![[r#"
                src/charm.py -> file app/src/charm.py (Open app/src/charm.py)
                requirements.txt -> file app/requirements.txt (Open app/requirements.txt)
                rock/one.txt -> file rock/one.txt (Open rock/one.txt)
                data_platform_libs.data_interfaces -> file lib/charms/data_platform_libs/v0/data_interfaces.py (Open lib/charms/data_platform_libs/v0/data_interfaces.py)
            "#]],
        );
    }

    #[test]
    fn files_in_an_image() {
        check(
            "//- rockcraft.yaml
extensions: [flask-framework]
parts:
  flask-framework/install-app:
    prime:
      - flask/app/app.py
      - flask/app/static
      - flask/app/missing.py
services:
  jobs-worker:
    command: /bin/python3 '/flask/app/jobs/run.py' --all
//- app.py
//- static/a.css
//- jobs/run.py
",
            expect![[r#"
                flask/app/app.py -> file app.py (Open app.py)
                /flask/app/jobs/run.py -> file jobs/run.py (Open jobs/run.py)
            "#]],
        );
    }

    #[test]
    fn half_typed_and_odd_text_leads_nowhere() {
        check(
            "charm-libs:\n  - lib: .\n  - li\nrequires:\n  a: {interface: }\nresources: {a: {upstream-source: /:@}}\nx: https://\ny: see https://example.com\nparts: {a: {source: ../../.., charm-entrypoint: ''}}\n",
            expect![[""]],
        );
    }
}
