//! Which words may go into a command: names that juju, registries and rockcraft take, none of which a
//! program could take for a flag.

/// Whether juju takes it for the name of an application: parts between hyphens, each with a letter.
pub(super) fn is_application(name: &str) -> bool {
    let is_plain = |ch: char| ch.is_ascii_lowercase() || ch.is_ascii_digit();
    let is_part =
        |part: &str| part.chars().all(is_plain) && part.chars().any(|ch| ch.is_ascii_lowercase());
    name.starts_with(|ch: char| ch.is_ascii_lowercase()) && name.split('-').all(is_part)
}

/// Whether juju takes it for the other side of an integration: an application, perhaps with an
/// endpoint; or an offer, `[controller:]user/model.application[:endpoint]`.
pub(super) fn is_remote(text: &str) -> bool {
    let (application, endpoint) = text.split_once(':').unwrap_or((text, "x"));
    (is_application(application) && is_endpoint(endpoint)) || (text.contains('/') && is_path(text))
}

/// Whether it can be the name of an endpoint or an option: no white space, no flag, no `=`.
pub(super) fn is_endpoint(name: &str) -> bool {
    let is_plain = |ch: char| ch.is_ascii_alphanumeric() || "-_.".contains(ch);
    name.starts_with(|ch: char| ch.is_ascii_alphanumeric() || ch == '_')
        && name.chars().all(is_plain)
}

/// Whether it can name a model: `[controller:][user/]model`.
pub(super) fn is_model(text: &str) -> bool {
    is_path(text)
}

/// Whether it can be the place of images: `host[:port][/path]`.
pub(super) fn is_registry(text: &str) -> bool {
    let host = text.split('/').next().unwrap_or_default();
    let is_host = host.starts_with('[') && host.contains(']') || is_path(host);
    let below = text.get(host.len()..).unwrap_or_default();
    let is_plain = |ch: char| ch.is_ascii_lowercase() || ch.is_ascii_digit() || "-_./".contains(ch);
    is_host
        && host.chars().all(|ch| ch.is_ascii_alphanumeric() || "[]:.-_".contains(ch))
        && below.chars().all(is_plain)
        && !below.ends_with('/')
        && !below.contains("//")
}

/// Whether a registry takes it for the version of an image.
pub(super) fn is_tag(text: &str) -> bool {
    let is_plain = |ch: char| ch.is_ascii_alphanumeric() || "-_.".contains(ch);
    text.len() <= 128
        && text.starts_with(|ch: char| ch.is_ascii_alphanumeric() || ch == '_')
        && text.chars().all(is_plain)
}

/// Whether it can be a part of the name of a file: nothing that leads elsewhere.
pub(super) fn is_file_part(text: &str) -> bool {
    !text.is_empty() && !text.contains(['/', '\\']) && !text.chars().any(char::is_control)
}

/// Whether only this machine, or those of a private network, answer under the registry's name. Such
/// registries have no certificate that anybody knows.
pub(super) fn is_private(registry: &str) -> bool {
    let host = registry.split('/').next().unwrap_or_default();
    if host.starts_with('[') {
        return host.starts_with("[::1]") || host.starts_with("[f");
    }
    let host = host.split(':').next().unwrap_or_default();
    let numbers: Vec<u8> = host.split('.').filter_map(|part| part.parse().ok()).collect();
    let is_private_address = match numbers.as_slice() {
        [127 | 10, _, _, _] | [192, 168, _, _] => true,
        [172, second, _, _] => (16..32).contains(second),
        _ => false,
    };
    is_private_address || !host.contains('.') || host.ends_with(".local")
}

fn is_path(text: &str) -> bool {
    let is_plain = |ch: char| ch.is_ascii_alphanumeric() || "-_.:/@".contains(ch);
    text.starts_with(|ch: char| ch.is_ascii_alphanumeric()) && text.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_could_be_flags_or_more_than_one_word_are_not_taken() {
        for bad in ["", "-m", "--model", "a b", "a;b", "$(x)", "a\nb", "A", "web-2", "1a"] {
            assert!(!is_application(bad), "{bad}");
        }
        assert!(is_application("shop") && is_application("my-shop2"));
        for bad in ["", "-x", "--reset", "a=b", "a b"] {
            assert!(!is_endpoint(bad), "{bad}");
        }
        for bad in ["", "-x", "a b", "x;y"] {
            assert!(!is_model(bad) && !is_registry(bad) && !is_remote(bad), "{bad}");
        }
    }

    #[test]
    fn the_usual_ones_are_taken() {
        assert!(is_model("dev") && is_model("k8s:admin/dev"));
        assert!(is_remote("postgresql-k8s") && is_remote("postgresql-k8s:database"));
        assert!(is_remote("admin/data.pg") && !is_remote("pg:"));
        assert!(is_registry("localhost:32000") && is_registry("ghcr.io/me/shop"));
        assert!(is_registry("[::1]:5000") && !is_registry("ghcr.io/Me") && !is_registry("a.b/"));
        assert!(is_tag("0.1") && !is_tag("0.1+git1") && !is_tag("1~rc"));
    }

    #[test]
    fn registries_of_this_machine_and_network_have_no_certificate() {
        for private in
            ["localhost:32000", "10.1.2.3:32000", "192.168.0.4", "registry:5000", "[::1]:5"]
        {
            assert!(is_private(private), "{private}");
        }
        for public in ["ghcr.io/me", "registry.example.com:5000", "8.8.8.8", "172.32.0.1"] {
            assert!(!is_private(public), "{public}");
        }
    }
}
