//! `newer-than-tool-version`: the file asks for what came later than the tool that the project is for. Docs in
//! newer_than_tool_version.md.
//!
//! What no version takes is the business of other rules.

use crate::environment::Reason;
use crate::facts::{self, Arrival, ToolHistory};
use crate::rules::charm_extension::named_bases;
use crate::rules::environment;
use crate::rules::prelude::*;
use crate::versions::Version;

pub(super) static RULE: Rule = Rule {
    id: "newer-than-tool-version",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft, FileKind::PaasConfig],
    docs: include_str!("newer_than_tool_version.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    if !cx.snapshot.settings.versions.is_any() {
        return;
    }
    match cx.snapshot.kind {
        FileKind::Charmcraft => {
            if let Some(target) = Target::of(cx, Judge::Charmcraft) {
                check_pack_tool(cx, &target, out);
            }
            if let Some(target) = Target::of(cx, Judge::PaasCharm) {
                check_frameworks(cx, &target, out);
                check_interfaces(cx, &target, out);
            }
        }
        FileKind::Rockcraft => {
            if let Some(target) = Target::of(cx, Judge::Rockcraft) {
                check_pack_tool(cx, &target, out);
            }
        }
        FileKind::PaasConfig => {
            if let Some(target) = Target::of(cx, Judge::PaasCharm) {
                check_keys(cx, &target, "every hook crashes on it", out);
            }
        }
        FileKind::Metadata | FileKind::Config | FileKind::Actions => {}
    }
}

/// A tool in the version that the project is for.
struct Target {
    tool: Judge,
    version: Version,
    history: &'static ToolHistory,
}

impl Target {
    fn of(cx: &Context<'_>, tool: Judge) -> Option<Target> {
        let version = cx.snapshot.settings.versions.of(tool)?;
        Some(Target { tool, version, history: facts::tool_history(tool)? })
    }

    fn is_older_than(&self, since: Version) -> bool {
        self.version.is_before(&since)
    }

    /// When a name came, if the target does not have it yet.
    fn lacks(&self, arrivals: &[Arrival], name: &str) -> Option<Version> {
        let arrival = arrivals.iter().find(|arrival| arrival.name == name)?;
        Some(arrival.since).filter(|since| self.is_older_than(*since))
    }

    /// Reports what came too late at its place, once.
    fn report(
        &self,
        node: NodeRef<'_>,
        what: &str,
        since: Version,
        consequence: &str,
        severity: Severity,
        out: &mut Findings<'_>,
    ) {
        if node.is_repaired() || out.has_reported(node.range()) {
            return;
        }
        let (tool, version) = (self.tool.name(), self.version);
        let message = format!("{what} came with {tool} {since}, and this is for {version}");
        out.report(node.range(), message)
            .judge(Some(self.tool))
            .severity(severity)
            .note(format!("with {tool} {version} {consequence}"))
            .help(format!(
                "do without it, or ask for `versions.{tool} = \"{since}\"` in the configuration"
            ));
    }
}

fn check_pack_tool(cx: &Context<'_>, target: &Target, out: &mut Findings<'_>) {
    let stops = format!("`{} pack` stops on it", target.tool.name());
    check_keys(cx, target, &stops, out);
    let named = match cx.snapshot.kind {
        FileKind::Charmcraft => named_bases(cx),
        _ => Vec::new(),
    };
    let mut bases: Vec<_> = named.iter().map(|base| (&*base.name, base.place)).collect();
    for entry in ["base", "build-base"].into_iter().filter_map(|key| cx.entry(key)) {
        let name = entry.value.resolved().as_str();
        bases.extend(name.map(|name| (name, entry.value)));
    }
    for (name, place) in &bases {
        if let Some(since) = target.lacks(&target.history.bases, name) {
            target.report(*place, &format!("base `{name}`"), since, &stops, Severity::Error, out);
        }
    }
    check_extensions(cx, target, &bases, &stops, out);
    for field in cx.parts().iter().filter_map(|part| part.field("plugin")) {
        let Some(name) = field.value.resolved().as_str() else { continue };
        if let Some(since) = target.lacks(&target.history.plugins, name) {
            target.report(
                field.value,
                &format!("plugin `{name}`"),
                since,
                &stops,
                Severity::Error,
                out,
            );
        }
    }
}

fn check_keys(cx: &Context<'_>, target: &Target, consequence: &str, out: &mut Findings<'_>) {
    for Arrival { name, since } in &target.history.keys {
        if let Some(entry) = cx.entry(name).filter(|_| target.is_older_than(*since)) {
            target.report(
                entry.key,
                &format!("`{name}`"),
                *since,
                consequence,
                Severity::Error,
                out,
            );
        }
    }
}

/// The extensions themselves, else the bases that they came to later.
fn check_extensions(
    cx: &Context<'_>,
    target: &Target,
    bases: &[(&str, NodeRef<'_>)],
    stops: &str,
    out: &mut Findings<'_>,
) {
    for (node, name) in used_extensions(cx) {
        let Some(arrival) = target.history.extension(name) else { continue };
        if target.is_older_than(arrival.since) {
            target.report(
                node,
                &format!("extension `{name}`"),
                arrival.since,
                stops,
                Severity::Error,
                out,
            );
            continue;
        }
        for (base, place) in bases {
            let since = arrival.base(base).and_then(|base| base.since);
            if let Some(since) = since.filter(|since| target.is_older_than(*since)) {
                let what = format!("extension `{name}` on base `{base}`");
                target.report(*place, &what, since, stops, Severity::Error, out);
            }
        }
    }
}

fn used_extensions<'a>(cx: &Context<'a>) -> Vec<(NodeRef<'a>, &'a str)> {
    match cx.snapshot.kind {
        FileKind::Rockcraft => cx.rock().extensions(),
        _ => cx.charm().extensions(),
    }
}

fn check_frameworks(cx: &Context<'_>, target: &Target, out: &mut Findings<'_>) {
    for (node, name) in cx.charm().extensions() {
        let arrival = target.history.extension(name);
        if let Some(arrival) = arrival.filter(|arrival| target.is_older_than(arrival.since)) {
            let what = format!("the framework of `{name}`");
            target.report(node, &what, arrival.since, "every hook crashes", Severity::Error, out);
        }
    }
}

fn check_interfaces(cx: &Context<'_>, target: &Target, out: &mut Findings<'_>) {
    for (reason, endpoint) in environment::endpoints(cx) {
        let Reason::InterfaceNewerThanPaasCharm { since } = reason else { continue };
        let Some(node) = endpoint.interface_node() else { continue };
        let what = format!("interface `{}`", node.as_str().unwrap_or_default());
        let consequence = "the application gets no variables from it";
        target.report(node, &what, *since, consequence, Severity::Warning, out);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn what_came_after_the_charmcraft_of_the_project_is_marked() {
        check(
            &RULE,
            "base: ubuntu@24.04
platforms:
  ubuntu@26.04:amd64:
# ^^^^^^^^^^^^^^^^^^ error[newer-than-tool-version]: base `ubuntu@26.04` came with charmcraft 4.1, and
  ubuntu@24.04:amd64:
charm-user: non-root
#^^^^^^^^^ error[newer-than-tool-version]: `charm-user` came with charmcraft 3.2, and
parts:
  app: {plugin: uv}
#               ^^ error[newer-than-tool-version]: plugin `uv` came with charmcraft 3.3, and
  other: {plugin: dump}
//- flask-lsp.toml
versions.charmcraft = \"3.1\"
",
        );
    }

    #[test]
    fn an_extension_is_marked_or_the_base_that_it_came_to_later() {
        check(
            &RULE,
            "extensions: [go-framework, flask-framework]
#            ^^^^^^^^^^^^ error[newer-than-tool-version]: extension `go-framework` came with charmcraft 3.2, and
base: ubuntu@24.04
#     ^^^^^^^^^^^^ error[newer-than-tool-version]: extension `flask-framework` on base `ubuntu@24.04` came with charmcraft 4.3.1
//- flask-lsp.toml
versions.charmcraft = \"3.1\"
",
        );
    }

    #[test]
    fn rocks_are_judged_by_rockcraft() {
        check(
            &RULE,
            "//- rockcraft.yaml
base: bare
build-base: ubuntu@26.04
#           ^^^^^^^^^^^^ error[newer-than-tool-version]: base `ubuntu@26.04` came with rockcraft 1.16
extensions: [spring-boot-framework]
entrypoint-command: serve
#^^^^^^^^^^^^^^^^^ error[newer-than-tool-version]: `entrypoint-command` came with rockcraft 1.14
//- flask-lsp.toml
versions.rockcraft = \"1.12.0\"
versions.charmcraft = \"3.0\"
",
        );
    }

    #[test]
    fn interfaces_and_keys_are_judged_by_paas_charm() {
        check(
            &RULE,
            "extensions: [spring-boot-framework]
#            ^^^^^^^^^^^^^^^^^^^^^ error[newer-than-tool-version]: the framework of `spring-boot-framework` came with paas-charm 1.7
requires:
  smtp: {interface: smtp}
  oauth: {interface: oauth}
#                    ^^^^^ warning[newer-than-tool-version]: interface `oauth` came with paas-charm 1.8, and this is for 1.4
//- flask-lsp.toml
versions.paas-charm = \"1.4\"
",
        );
        check(
            &RULE,
            "//- paas-config.yaml
framework_logging_format: json
#^^^^^^^^^^^^^^^^^^^^^^^ error[newer-than-tool-version]: `framework_logging_format` came with paas-charm 1.11
//- flask-lsp.toml
versions.paas-charm = \"1.10\"
",
        );
    }

    #[test]
    fn without_versions_and_with_new_ones_nothing_is_said() {
        let charm =
            "extensions: [go-framework]\nbase: ubuntu@26.04\nrequires: {o: {interface: oauth}}\n";
        check(&RULE, charm);
        let newest = "//- flask-lsp.toml\nversions.charmcraft = \"4\"\nversions.paas-charm = \"1\"\nversions.juju = \"3.6\"\n";
        check(&RULE, &format!("{charm}{newest}"));
    }

    #[test]
    fn half_typed_keys_are_left_alone() {
        check(
            &RULE,
            "base: ubuntu@24.04\ncharm-user\n//- flask-lsp.toml\nversions.charmcraft = \"3.0\"\n",
        );
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [flask-framework]\nbase: ubuntu@24.04\nrequires: {s3: {interface: smtp}}\n//- flask-lsp.toml\nversions.charmcraft = \"4.2\"\nversions.paas-charm = \"1.3\"\n",
        );
        expect![[r#"
            error (charmcraft): extension `flask-framework` on base `ubuntu@24.04` came with charmcraft 4.3.1, and this is for 4.2
              note: with charmcraft 4.2 `charmcraft pack` stops on it
              help: do without it, or ask for `versions.charmcraft = "4.3.1"` in the configuration
            warning (paas-charm): interface `smtp` came with paas-charm 1.4, and this is for 1.3
              note: with paas-charm 1.3 the application gets no variables from it
              help: do without it, or ask for `versions.paas-charm = "1.4"` in the configuration
        "#]].assert_eq(&said);
    }
}
