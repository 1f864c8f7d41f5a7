//! Pages on the web that follow from a name: of a charm's library, of an image.

use std::sync::LazyLock;

use serde::Deserialize;

use super::table;

static PAGES: LazyLock<Pages> =
    LazyLock::new(|| table(include_str!("../../../../schemas/pages.json")));

/// The registry of names that name none.
const DEFAULT_REGISTRY: &str = "docker.io";

#[derive(Default, Deserialize)]
struct Pages {
    library: &'static str,
    registries: Vec<Registry>,
}

#[derive(Deserialize)]
struct Registry {
    name: &'static str,
    page: &'static str,
    /// Of images without an owner; absent where there are none.
    #[serde(default)]
    official: Option<&'static str>,
}

/// Address of the Charmhub page of a charm's library, by a name such as `traefik_k8s.ingress`. `None`
/// for what is no name of a library.
pub fn library_page(name: &str) -> Option<String> {
    let (charm, library) = name.split_once('.')?;
    let is_name = |text: &str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        !text.is_empty() && text.bytes().all(is_plain)
    };
    if !is_name(charm) || !is_name(library) {
        return None;
    }
    let charm = charm.replace('_', "-");
    Some(PAGES.library.replace("{charm}", &charm).replace("{library}", library))
}

/// Address of the page of an image, by a name such as `ghcr.io/canonical/vault:2.0`. `None` for
/// registries that have no pages, and for what is no name of an image.
pub fn image_page(name: &str) -> Option<String> {
    let name = name.split('@').next()?;
    let (registry, image) = match name.split_once('/') {
        Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => (first, rest),
        _ => (DEFAULT_REGISTRY, name),
    };
    let image = image.split(':').next()?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
    let starts_well = image.starts_with(|ch: char| ch.is_ascii_alphanumeric());
    if !starts_well || !image.bytes().all(is_plain) {
        return None;
    }
    let registry = PAGES.registries.iter().find(|known| known.name == registry)?;
    let image = image.strip_prefix("library/").unwrap_or(image);
    let page = if image.contains('/') { registry.page } else { registry.official? };
    Some(page.replace("{image}", image))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_have_the_page_of_their_registry() {
        let page = |name| image_page(name).unwrap_or_default();
        assert_eq!(page("ghcr.io/canonical/vault:2.0"), "https://ghcr.io/canonical/vault");
        assert_eq!(page("docker.io/library/redis"), "https://hub.docker.com/_/redis");
        assert_eq!(page("python:slim"), "https://hub.docker.com/_/python");
        assert_eq!(page("a/b@sha256:00"), "https://hub.docker.com/r/a/b");
        for name in ["localhost:32000/shop:1", "ghcr.io/shop", "", "/:@", "a b"] {
            assert_eq!(page(name), "", "{name}");
        }
    }

    #[test]
    fn libraries_stand_below_their_charm() {
        let page = library_page("traefik_k8s.ingress");
        assert_eq!(page.as_deref(), Some("https://charmhub.io/traefik-k8s/libraries/ingress"));
        for name in ["traefik_k8s", ".ingress", "a.", "a.b.c", "a b.c"] {
            assert_eq!(library_page(name), None, "{name}");
        }
    }
}
