//! What a pack builds: one file for each platform that can be built on this machine.
//!
//! As craft-platforms 0.12 plans it: a platform counts once, with the first of its architectures that
//! is this machine's. charmcraft puts the platform's name into the file's name, with `-` for `:`;
//! rockcraft the name as it is.

use syntax::NodeRef;

use crate::facts;
use crate::model::{Platform, Target, platforms};

/// One file that a pack writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Build {
    /// The platform's name, as `--platform` takes it.
    pub(super) platform: String,
    /// The architecture that it runs on, or `all`.
    pub(super) build_for: String,
}

/// What is built on a machine of this architecture, in the order of the file.
pub(super) fn builds(root: Option<NodeRef<'_>>, architecture: &str) -> Vec<Build> {
    let has_platforms = root.is_some_and(|root| root.get("platforms").is_some());
    let all = if has_platforms {
        platforms(root).into_iter().flat_map(of_platform).collect()
    } else {
        of_bases(root)
    };
    let mut builds: Vec<Build> = Vec::new();
    for (build_on, build) in all {
        let is_known = builds.iter().any(|known| known.platform == build.platform);
        if build_on == architecture && !is_known {
            builds.push(build);
        }
    }
    builds
}

/// Pairs of the architecture to build on and what comes of it.
fn of_platform(platform: Platform<'_>) -> Vec<(String, Build)> {
    let (Some(name), Some(own)) = (platform.name(), platform.name_target()) else {
        return Vec::new();
    };
    let build =
        |build_for: &str| Build { platform: name.to_owned(), build_for: build_for.to_owned() };
    if platform.is_shorthand() {
        return vec![(own.architecture.to_owned(), build(own.architecture))];
    }
    let targets = |field: Option<syntax::Entry<'_>>| -> Vec<String> {
        let named: Vec<_> = field
            .into_iter()
            .flat_map(Target::all)
            .map(|target| target.architecture.to_owned())
            .collect();
        if named.is_empty() { vec![own.architecture.to_owned()] } else { named }
    };
    let build_for = targets(platform.build_for());
    let pairs = targets(platform.build_on())
        .into_iter()
        .flat_map(|on| build_for.iter().map(move |build_for| (on.clone(), build(build_for))));
    pairs.collect()
}

/// The old form. A platform is named after the base to build on and all architectures to run on.
fn of_bases(root: Option<NodeRef<'_>>) -> Vec<(String, Build)> {
    let Some(bases) = root.and_then(|root| root.get("bases")) else { return Vec::new() };
    let mut all = Vec::new();
    for base in bases.value.resolved().items() {
        let listed = |key: &str| -> Vec<_> {
            base.get(key).map(|list| list.value.resolved().items().collect()).unwrap_or_default()
        };
        let is_long = base.get("build-on").is_some();
        let build_on = if is_long { listed("build-on") } else { vec![base] };
        let run_on = if is_long { listed("run-on") } else { vec![base] };
        for on in build_on {
            let text = |key: &str| on.get(key)?.value.resolved().text();
            let (Some(name), Some(channel)) = (text("name"), text("channel")) else { continue };
            for run in &run_on {
                for architecture in architectures(on).unwrap_or_else(default_architectures) {
                    let run = architectures(*run).unwrap_or_else(|| vec![architecture.clone()]);
                    let build = Build {
                        platform: format!("{name}-{channel}-{}", run.join("-")),
                        build_for: run.first().cloned().unwrap_or_default(),
                    };
                    all.push((architecture, build));
                }
            }
        }
    }
    all
}

fn architectures(base: NodeRef<'_>) -> Option<Vec<String>> {
    let list = base.get("architectures")?.value.resolved();
    Some(list.items().filter_map(|one| Some(one.resolved().text()?.to_owned())).collect())
}

fn default_architectures() -> Vec<String> {
    facts::tools().default_architectures.iter().map(|&it| it.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::builds;
    use crate::snapshot::Snapshot;

    fn on(architecture: &str, text: &str) -> Vec<String> {
        let snapshot = Snapshot::alone("charmcraft.yaml", text).unwrap();
        let all = builds(snapshot.root(), architecture);
        all.into_iter().map(|build| format!("{} for {}", build.platform, build.build_for)).collect()
    }

    #[test]
    fn a_platform_is_built_where_it_can_be() {
        let both = "platforms:\n  amd64:\n  arm64:\n";
        assert_eq!(on("amd64", both), ["amd64 for amd64"]);
        assert_eq!(on("arm64", both), ["arm64 for arm64"]);
        assert!(on("s390x", both).is_empty());
    }

    #[test]
    fn one_machine_may_build_several() {
        let text = "platforms:\n  amd64:\n  pi: {build-on: [amd64, arm64], build-for: [arm64]}\n  \
                    any: {build-on: amd64, build-for: all}\n";
        assert_eq!(on("amd64", text), ["amd64 for amd64", "pi for arm64", "any for all"]);
        assert_eq!(on("arm64", text), ["pi for arm64"]);
    }

    #[test]
    fn a_base_may_stand_in_the_name() {
        let text = "platforms:\n  ubuntu@24.04:amd64:\n  x: {build-on: ['ubuntu@22.04:amd64'], \
                    build-for: ['ubuntu@22.04:riscv64']}\n";
        assert_eq!(on("amd64", text), ["ubuntu@24.04:amd64 for amd64", "x for riscv64"]);
    }

    #[test]
    fn the_old_form_names_the_base() {
        let short = "bases:\n  - {name: ubuntu, channel: '22.04'}\n";
        assert_eq!(on("amd64", short), ["ubuntu-22.04-amd64 for amd64"]);
        let long = "bases:\n  - build-on: [{name: ubuntu, channel: '20.04'}]\n    run-on:\n      \
                    - {name: ubuntu, channel: '22.04', architectures: [amd64, arm64]}\n";
        assert_eq!(on("arm64", long), ["ubuntu-20.04-amd64-arm64 for amd64"]);
    }
}
