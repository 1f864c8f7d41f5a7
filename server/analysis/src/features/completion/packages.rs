//! Names that come from archives: debs, slices, snaps, libraries of charms, licences. A choice of what
//! people use, the most used first.

use std::cmp::Reverse;

use super::{CompletionItem, CompletionKind, Request};
use crate::facts::{self, Package, key_doc};
use crate::file_kind::FileKind;

impl<'a> Request<'a> {
    /// What archives have for a place; `None` where it holds nothing of theirs.
    pub(super) fn packages(&self, path: &[&'a str]) -> Option<Vec<CompletionItem>> {
        let is_charm = self.snapshot.kind == FileKind::Charmcraft;
        Some(match path {
            ["parts", _, "stage-packages"] => self.staged(path),
            ["parts", _, "build-packages"] if is_charm => {
                self.most_used(facts::debs(), |package| package.charm_build, |it| it.build)
            }
            ["parts", _, "build-packages"] => {
                self.most_used(facts::debs(), |package| package.build, |it| it.charm_build)
            }
            ["parts", _, "overlay-packages"] => {
                self.most_used(facts::debs(), |package| package.overlay, |it| it.stage)
            }
            ["parts", _, "stage-slices" | "build-slices"] => {
                self.most_used(facts::slices(), |package| package.stage, |_| 0)
            }
            ["parts", _, "stage-snaps"] => {
                self.most_used(facts::snaps(), |snap| snap.stage, |snap| snap.build)
            }
            ["parts", _, "build-snaps"] => {
                self.most_used(facts::snaps(), |snap| snap.build, |snap| snap.stage)
            }
            ["charm-libs", _, "lib"] => self.libraries(),
            ["charm-libs", _, "version"] => self.library_versions(),
            ["license"] if !is_charm => self.licenses(),
            _ => return None,
        })
    }

    /// Debs or slices, which do not go together: whichever the list has; slices and debs for an empty
    /// one, slices first on a base without a system.
    fn staged(&self, path: &[&'a str]) -> Vec<CompletionItem> {
        let listed = self.listed(path);
        let has_slices = listed.iter().any(|name| name.contains('_'));
        let debs = || self.most_used(facts::debs(), |it| it.stage, |it| it.overlay);
        let slices = || self.most_used(facts::slices(), |it| it.stage, |_| 0);
        match (has_slices, listed.is_empty()) {
            (true, _) => slices(),
            (false, false) => debs(),
            (false, true) if self.is_bare() => [slices(), debs()].concat(),
            (false, true) => [debs(), slices()].concat(),
        }
    }

    fn is_bare(&self) -> bool {
        self.node(&["base"]).and_then(|base| base.text()) == Some("bare")
    }

    /// Packages by one count, those without it by another.
    fn most_used(
        &self,
        packages: &'static [Package],
        count: impl Fn(&Package) -> u16,
        other: impl Fn(&Package) -> u16,
    ) -> Vec<CompletionItem> {
        let mut sorted: Vec<&Package> = packages.iter().collect();
        sorted.sort_by_key(|package| (Reverse(count(package)), Reverse(other(package))));
        let item = |package: &Package| {
            let mut item = self.item(package.name, CompletionKind::Package);
            item.detail = Some(package.summary.to_owned()).filter(|summary| !summary.is_empty());
            item
        };
        sorted.into_iter().map(item).collect()
    }

    /// Libraries that the charm does not list yet. With the version where nothing else stands there.
    fn libraries(&self) -> Vec<CompletionItem> {
        let list = self.node(&["charm-libs"]).into_iter().flat_map(|list| list.items());
        let others = list.filter(|item| !item.range().contains_range(self.cursor.word));
        let listed: Vec<&str> = others.filter_map(|item| item.get("lib")?.value.text()).collect();
        let listed: Vec<_> = listed.into_iter().filter_map(facts::library).collect();
        let is_listed = |name: &str| listed.iter().any(|library| library.name == name);
        let mut libraries: Vec<_> = facts::libraries().iter().collect();
        libraries.sort_by_key(|library| Reverse(library.uses));
        let has_version = self.cursor.present_keys().contains(&"version");
        let missing = libraries.into_iter().filter(|library| !is_listed(library.name));
        let item = |library: &facts::Library| {
            let mut item = self.item(library.name, CompletionKind::Package);
            let interface = library.interface.map(|interface| format!("interface {interface}"));
            item.detail = interface;
            if let Some(version) = library
                .version
                .filter(|_| !has_version && !self.cursor.in_flow && !self.in_quotes())
            {
                let inner = self.cursor.column.saturating_sub(self.cursor.line_indent) as usize;
                item.insert =
                    format!("{}\n{}version: \"{version}\"", library.name, " ".repeat(inner));
            }
            item
        };
        missing.map(item).collect()
    }

    fn library_versions(&self) -> Vec<CompletionItem> {
        let library = self.cursor.value_beside("lib").and_then(facts::library);
        let versions = match library.and_then(|library| library.version) {
            Some(version) => vec![version],
            None => vec!["0", "1", "2"],
        };
        versions.into_iter().map(|version| self.value(version, None)).collect()
    }

    fn licenses(&self) -> Vec<CompletionItem> {
        let doc = key_doc(self.snapshot.kind, &["license"]);
        let usual = doc.map_or(&[][..], |doc| &doc.examples);
        let rest = facts::licenses().iter().filter(|license| !usual.contains(license));
        usual.iter().chain(rest).map(|license| self.value(license, None)).collect()
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::tests::{check, check_first, list};

    const PART: &str = "//- rockcraft.yaml\nparts:\n  a:\n    plugin: nil\n";

    #[test]
    fn debs_and_slices_do_not_mix() {
        check_first(
            3,
            &format!("{PART}    stage-packages:\n      - $0\n"),
            expect![[r#"
            python3-venv | Python virtual environments | "" -> "python3-venv"
            base-files | Base directories and files | "" -> "base-files"
            libpq5 | PostgreSQL client library at run time | "" -> "libpq5"
        "#]],
        );
        let slices = list(&format!("{PART}    stage-packages: [bash_bins, $0]\n"));
        assert!(slices.lines().count() > 5);
        assert!(
            slices.lines().all(|line| line.split(" |").next().unwrap().contains('_')),
            "{slices}"
        );
        assert!(!slices.contains("bash_bins |"), "{slices}");
        let debs = list(&format!("{PART}    stage-packages:\n      - git\n      - l$0\n"));
        assert!(debs.lines().all(|line| !line.split(" |").next().unwrap().contains('_')), "{debs}");
        assert!(debs.contains("libpq5 | "), "{debs}");
        let bare = list(&format!("{PART}    stage-packages: [$0]\nbase: bare\n"));
        assert!(bare.lines().next().unwrap().contains('_'), "{bare}");
    }

    #[test]
    fn snaps_and_build_packages() {
        check_first(
            2,
            "parts:\n  charm:\n    plugin: uv\n    build-snaps: [$0]\n",
            expect![[r#"
            astral-uv | - | "" -> "astral-uv"
            rustup | - | "" -> "rustup"
        "#]],
        );
        check_first(
            2,
            "parts:\n  charm:\n    plugin: uv\n    build-packages: [$0]\n",
            expect![[r#"
                libssl-dev | OpenSSL headers | "" -> "libssl-dev"
                libffi-dev | libffi headers | "" -> "libffi-dev"
            "#]],
        );
        check_first(
            2,
            &format!("{PART}    overlay-packages:\n      - $0"),
            expect![[r#"
            sudo | - | "" -> "sudo"
            apache2 | - | "" -> "apache2"
        "#]],
        );
    }

    #[test]
    fn a_library_brings_its_version() {
        check_first(
            2,
            "charm-libs:\n  - lib: $0\n",
            expect![[r#"
                data_platform_libs.data_interfaces | - | "" -> "data_platform_libs.data_interfaces\n  version: \"0\""
                grafana_k8s.grafana_dashboard | interface grafana_dashboard | "" -> "grafana_k8s.grafana_dashboard\n  version: \"0\""
            "#]],
        );
        check_first(
            1,
            "charm-libs:\n  - lib: data-platform-libs.data_interfaces\n    version: '0'\n  - lib: $0\n    version: '1'\n",
            expect![[r#"
                grafana_k8s.grafana_dashboard | interface grafana_dashboard | "" -> "grafana_k8s.grafana_dashboard"
            "#]],
        );
        check(
            "charm-libs:\n  - lib: loki_k8s.loki_push_api\n    version: $0\n",
            expect![[r#"
            1 | - | "" -> "\"1\""
        "#]],
        );
        check(
            "charm-libs:\n  - lib: loki_k8s.loki_push_api\n    version: '$0'\n",
            expect![[r#"
            1 | - | "" -> "1"
        "#]],
        );
    }

    #[test]
    fn licences_that_most_choose_come_first() {
        check_first(
            3,
            "//- rockcraft.yaml\nlicense: $0\n",
            expect![[r#"
            Apache-2.0 | - | "" -> "Apache-2.0"
            MIT | - | "" -> "MIT"
            BSD-3-Clause | - | "" -> "BSD-3-Clause"
        "#]],
        );
        assert!(list("license: $0\n").is_empty(), "a charm has no licence");
    }
}
