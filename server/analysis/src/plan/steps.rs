//! The steps of each action, from the names that charm and rock give.

use std::sync::Arc;

use super::builds::{Build, builds};
use super::freshness;
use super::project::{Half, Project};
use super::words;
use super::{Action, Options, Plan, Problem, Step, Word};
use crate::facts;
use crate::file_kind::FileKind;
use crate::finding::{Finding, Judge, Severity};
use crate::model::Rock;
use crate::rules;
use crate::settings::Settings;
use crate::snapshot::Snapshot;

/// More findings than this are counted, not listed.
const LISTED_FINDINGS: usize = 3;

/// Makes one plan.
pub(super) struct Planner<'a> {
    pub(super) project: Project,
    pub(super) options: &'a Options,
    settings: Arc<Settings>,
    architecture: &'a str,
    steps: Vec<Step>,
    problems: Vec<Problem>,
    pub(super) providers: Vec<String>,
}

/// Why there is no such step.
pub(super) type Outcome<T> = Result<T, Problem>;

/// An image in a registry and the file it comes from.
struct RockImage {
    file: String,
    reference: String,
}

impl<'a> Planner<'a> {
    pub(super) fn new(snapshot: &Snapshot, options: &'a Options, architecture: &'a str) -> Self {
        Planner {
            project: Project::of(snapshot),
            options,
            settings: snapshot.settings.clone(),
            architecture,
            steps: Vec::new(),
            problems: Vec::new(),
            providers: Vec::new(),
        }
    }

    pub(super) fn plan(mut self, action: Action) -> Plan {
        let kinds: &[FileKind] = match action {
            Action::PackCharm => &[FileKind::Charmcraft],
            Action::PackRock | Action::UploadRock => &[FileKind::Rockcraft],
            Action::Deploy | Action::Refresh => &[FileKind::Charmcraft],
            Action::UpdateImage => &[FileKind::Rockcraft, FileKind::Charmcraft],
            Action::Config | Action::Integrate => &[],
        };
        if action != Action::UploadRock {
            for kind in kinds {
                self.look_at_findings(*kind, action);
            }
        }
        let makers: &[fn(&mut Self) -> Outcome<Step>] = match action {
            Action::PackCharm => &[Self::pack_charm],
            Action::PackRock => &[Self::pack_rock],
            Action::UploadRock => &[Self::upload_rock],
            Action::Deploy => &[Self::deploy],
            Action::Refresh => &[Self::refresh],
            Action::UpdateImage => &[Self::pack_rock, Self::upload_rock, Self::refresh],
            Action::Config => &[Self::config],
            Action::Integrate => &[Self::integrate],
        };
        for make in makers {
            match make(&mut self) {
                Ok(step) => self.steps.push(step),
                Err(problem) => {
                    self.problems.push(problem);
                    self.steps.clear();
                    break;
                }
            }
        }
        self.problems.sort_by_key(|problem| !problem.stops);
        self.problems.dedup();
        Plan { action, steps: self.steps, problems: self.problems, providers: self.providers }
    }

    /// What the tools of the action will refuse stops it; what somebody minds later is worth knowing.
    fn look_at_findings(&mut self, kind: FileKind, action: Action) {
        let Some(half) = self.half(kind) else { return };
        let packs = match kind {
            FileKind::Rockcraft => matches!(action, Action::PackRock | Action::UpdateImage),
            _ => action == Action::PackCharm,
        };
        let is_only_pack = matches!(action, Action::PackCharm | Action::PackRock);
        let errors = |is_wanted: &dyn Fn(Option<Judge>) -> bool, all: &[Finding]| -> Vec<Finding> {
            let errors = all.iter().filter(|finding| finding.severity == Severity::Error);
            errors.filter(|finding| is_wanted(finding.judge)).cloned().collect()
        };
        let findings = rules::check(&half.snapshot);
        let pack_tool = Judge::of_pack_tool(kind);
        let file = half.file();
        let refused = errors(&|judge| packs && judge == Some(pack_tool), &findings);
        let later = errors(&|judge| !is_only_pack && judge != Some(pack_tool), &findings);
        let stops = !self.options.force;
        let of = |finding: &Finding, stops: bool| Problem {
            stops,
            file: Some(file.clone()),
            key_path: finding.key_path.clone(),
            message: finding.message.clone(),
            help: finding.help.clone(),
        };
        let mut problems: Vec<Problem> = Vec::new();
        for (found, stops) in [(&refused, stops), (&later, false)] {
            problems.extend(found.iter().take(LISTED_FINDINGS).map(|finding| of(finding, stops)));
            if let Some(more) = found.len().checked_sub(LISTED_FINDINGS + 1) {
                let message = format!("{} more errors in `{file}`", more + 1);
                problems.push(Problem { stops, ..Problem::warning(message) });
            }
        }
        self.problems.extend(problems);
    }

    fn half(&self, kind: FileKind) -> Option<&Half> {
        match kind {
            FileKind::Rockcraft => self.project.rock.as_ref(),
            _ => self.project.charm.as_ref(),
        }
    }

    /// The charm, under the one name that charmcraft reads.
    pub(super) fn charm(&self) -> Outcome<&Half> {
        needed(self.project.charm.as_ref(), FileKind::Charmcraft)
    }

    fn rock(&self) -> Outcome<&Half> {
        needed(self.project.rock.as_ref(), FileKind::Rockcraft)
    }

    fn pack_charm(&mut self) -> Outcome<Step> {
        let charm = self.charm()?;
        let produces = self.names(charm, charm_file)?;
        let extension = charm.extension();
        let base = charm.charm().target_base();
        let is_experimental = extension.is_some_and(|extension| {
            let mut bases = extension.framework.variants.iter().flat_map(|variant| &variant.bases);
            let name = extension.framework.extension;
            bases.any(|known| known.experimental && Some(known.base) == base.as_deref())
                || self.was_experimental(Judge::Charmcraft, name, base.as_deref())
        });
        let switch = facts::charm_extensions().experimental_switch;
        Ok(self.pack(
            "Pack the charm",
            "charmcraft",
            charm,
            produces,
            is_experimental.then_some(switch),
        ))
    }

    fn pack_rock(&mut self) -> Outcome<Step> {
        let rock = self.rock()?;
        let produces = match self.version(rock) {
            // Only the build knows, then.
            Err(_) if adopts(rock) => Vec::new(),
            Err(problem) => return Err(problem),
            Ok(version) => self.names(rock, |name, build| rock_file(name, &version, build))?,
        };
        let view = Rock::new(rock.root());
        let text = |key: &str| view.entry(key)?.value.resolved().as_str();
        let frameworks = view
            .extensions()
            .into_iter()
            .filter_map(|(_, name)| facts::framework_by_extension(name));
        let is_experimental = text("base").is_some_and(|base| {
            frameworks.into_iter().any(|framework| {
                let variant = framework.rock.variant_for(base, text("build-base"));
                variant.is_some_and(|variant| variant.experimental)
                    || self.was_experimental(Judge::Rockcraft, framework.extension, Some(base))
            })
        });
        let switch = is_experimental.then_some(facts::tools().rock_switch);
        Ok(self.pack("Pack the rock", "rockcraft", rock, produces, switch))
    }

    /// Whether the version of the tool that the project is for still wants the switch.
    fn was_experimental(&self, tool: Judge, extension: &str, base: Option<&str>) -> bool {
        let version = self.settings.versions.of(tool);
        base.is_some_and(|base| facts::was_experimental(tool, extension, base, version))
    }

    fn pack(
        &self,
        what: &str,
        tool: &'static str,
        half: &Half,
        produces: Vec<String>,
        switch: Option<&'static str>,
    ) -> Step {
        let mut command = vec![self.program(tool), "pack".into()];
        let of_platform = self.options.platform.as_deref().filter(|platform| {
            builds(half.root(), self.architecture).iter().any(|build| build.platform == *platform)
        });
        command.extend(of_platform.map(|platform| Word::from(format!("--platform={platform}"))));
        Step {
            what: what.to_owned(),
            tool,
            command,
            directory: half.directory,
            environment: switch
                .map(|name| (name, facts::tools().switch_value))
                .into_iter()
                .collect(),
            needs: Vec::new(),
            produces,
            image: None,
        }
    }

    fn upload_rock(&mut self) -> Outcome<Step> {
        let image = self.image()?;
        let registry = self.registry()?;
        let mut command = vec![self.program("skopeo"), "--insecure-policy".into(), "copy".into()];
        if words::is_private(&registry) {
            command.push("--dest-tls-verify=false".into());
        }
        command.push(format!("oci-archive:{}", image.file).into());
        command.push(format!("docker://{}", image.reference).into());
        let rock = self.rock()?;
        Ok(Step {
            what: "Upload the rock".to_owned(),
            tool: "skopeo",
            command,
            directory: rock.directory,
            environment: Vec::new(),
            needs: vec![image.file.clone()],
            produces: Vec::new(),
            image: Some(freshness::image(&rock.snapshot, image.file)),
        })
    }

    fn deploy(&mut self) -> Outcome<Step> {
        let charm = self.charm()?;
        let file = self.charm_file(charm)?;
        let app = self.app()?;
        let mut command = vec![self.program("juju"), "deploy".into(), format!("./{file}").into()];
        if charm.name().as_ref() != Some(&app) {
            command.push(app.into());
        }
        let resources = self.resources()?;
        self.juju("Deploy the charm", command, resources, vec![file])
    }

    fn refresh(&mut self) -> Outcome<Step> {
        let charm = self.charm()?;
        let file = self.charm_file(charm)?;
        let path = format!("--path=./{file}");
        let command = vec![self.program("juju"), "refresh".into(), self.app()?.into(), path.into()];
        let resources = self.resources()?;
        self.juju("Refresh the application", command, resources, vec![file])
    }

    /// A call of juju in the directory of the charm.
    pub(super) fn juju(
        &self,
        what: &str,
        mut command: Vec<Word>,
        resources: Vec<(String, String)>,
        needs: Vec<String>,
    ) -> Outcome<Step> {
        for (name, image) in resources {
            command.extend([Word::from("--resource"), format!("{name}={image}").into()]);
        }
        if let Some(model) = self.options.model.as_ref().or(self.settings.run.model.as_ref()) {
            if !words::is_model(model) {
                return Err(Problem::stop(format!("`{model}` cannot be the name of a model")));
            }
            command.extend([Word::from("--model"), model.clone().into()]);
        }
        Ok(Step {
            what: what.to_owned(),
            tool: "juju",
            command,
            directory: self.charm()?.directory,
            environment: Vec::new(),
            needs,
            produces: Vec::new(),
            image: None,
        })
    }

    /// The images that the charm wants, each with the one to take.
    fn resources(&self) -> Outcome<Vec<(String, String)>> {
        let charm = self.charm()?;
        if let Some(extension) = charm.extension() {
            return Ok(vec![(extension.variant.resource.to_owned(), self.image()?.reference)]);
        }
        let section = charm.root().and_then(|root| root.get("resources"));
        let entries = section.map(|section| section.value.effective_entries()).unwrap_or_default();
        let text = |value: syntax::NodeRef<'_>, key: &str| {
            Some(value.get(key)?.value.resolved().as_str()?.to_owned())
        };
        let images: Vec<_> = entries
            .iter()
            .filter(|entry| text(entry.value, "type").as_deref() == Some("oci-image"))
            .filter_map(|entry| Some((entry.key.text()?, entry.value)))
            .filter(|(name, _)| words::is_endpoint(name))
            .collect();
        let is_only = images.len() == 1 && self.project.rock.is_some();
        let chosen = images.into_iter().map(|(name, value)| {
            if is_only {
                return Ok((name.to_owned(), self.image()?.reference));
            }
            let upstream = text(value, "upstream-source");
            let upstream = upstream.ok_or_else(|| {
                Problem::stop(format!("which image is the resource `{name}`?"))
                    .at(charm.file(), &["resources", name])
                    .help("give it an `upstream-source`, or put its `rockcraft.yaml` beside the charm")
            })?;
            Ok((name.to_owned(), upstream))
        });
        chosen.collect()
    }

    /// The image of the rock: what the upload copies, and what juju is told.
    fn image(&self) -> Outcome<RockImage> {
        let rock = self.rock()?;
        let build = self.build(rock)?;
        let version = self.version(rock)?;
        let name = self.name(rock)?;
        if !words::is_tag(&version) {
            let message = format!("version `{version}` cannot be the tag of an image");
            return Err(Problem::stop(message)
                .at(rock.file(), &["version"])
                .help("a tag has letters, digits, `.`, `-` and `_` only"));
        }
        let reference = format!("{}/{name}:{version}", self.registry()?);
        Ok(RockImage { file: rock_file(&name, &version, &build), reference })
    }

    fn charm_file(&self, charm: &Half) -> Outcome<String> {
        Ok(charm_file(&self.name(charm)?, &self.build(charm)?))
    }

    /// The names of all files that a pack writes.
    fn names(&self, half: &Half, file: impl Fn(&str, &Build) -> String) -> Outcome<Vec<String>> {
        let name = self.name(half)?;
        let asked = self.options.platform.as_deref();
        // Also says what is wrong with the platforms.
        let chosen = self.build(half);
        let builds = builds(half.root(), self.architecture);
        let is_asked = |build: &&Build| asked == Some(build.platform.as_str());
        match builds.iter().find(is_asked) {
            Some(build) => Ok(vec![file(&name, build)]),
            None if builds.is_empty() || asked.is_some() => {
                chosen.map(|build| vec![file(&name, &build)])
            }
            None => Ok(builds.iter().map(|build| file(&name, build)).collect()),
        }
    }

    /// The build that runs on this machine.
    fn build(&self, half: &Half) -> Outcome<Build> {
        let builds = builds(half.root(), self.architecture);
        let names: Vec<_> = builds.iter().map(|build| format!("`{}`", build.platform)).collect();
        if let Some(asked) = &self.options.platform {
            let is_asked = |build: &&Build| build.platform == *asked;
            if let Some(build) = builds.iter().find(is_asked) {
                return file_part(half, build.clone());
            }
            let other = [&self.project.charm, &self.project.rock].into_iter().flatten();
            let mut others = other.flat_map(|half| self::builds(half.root(), self.architecture));
            if !others.any(|build| build.platform == *asked) {
                let message = format!(
                    "there is no platform `{asked}` that can be built on {}",
                    self.architecture
                );
                return Err(Problem::stop(message)
                    .at(half.file(), &["platforms"])
                    .help(format!("those are {}", or_none(&names))));
            }
        }
        let fits =
            |build: &&Build| build.build_for == self.architecture || build.build_for == "all";
        match (builds.iter().find(fits), builds.as_slice()) {
            (Some(build), _) | (None, [build]) => file_part(half, build.clone()),
            (None, []) => {
                let message = format!(
                    "no platform can be built on {}, which this machine is",
                    self.architecture
                );
                let key = if half.root().is_some_and(|it| it.get("bases").is_some()) {
                    "bases"
                } else {
                    "platforms"
                };
                Err(Problem::stop(message)
                    .at(half.file(), &[key])
                    .help("add the architecture, or build elsewhere"))
            }
            (None, _) => {
                Err(Problem::stop("several platforms can be built here, and none runs here")
                    .at(half.file(), &["platforms"])
                    .help(format!("choose one of {}", or_none(&names))))
            }
        }
    }

    fn name(&self, half: &Half) -> Outcome<String> {
        let missing =
            || Problem::stop(format!("`{}` has no `name`", half.file())).at(half.file(), &[]);
        let name = half.name().ok_or_else(missing)?;
        let is_usable = name.chars().all(|ch| ch.is_ascii_alphanumeric() || "-_.".contains(ch))
            && name.starts_with(|ch: char| ch.is_ascii_alphanumeric());
        if !is_usable {
            let message = format!("`{name}` cannot be the name of a charm or rock");
            return Err(Problem::stop(message).at(half.file(), &["name"]));
        }
        Ok(name)
    }

    /// The rock's version. Where a part sets it, that of the only packed file counts.
    fn version(&self, rock: &Half) -> Outcome<String> {
        let said = self.options.rock_version.clone().or_else(|| rock.version());
        if let Some(version) = said {
            if !words::is_file_part(&version) || version.contains(':') {
                let message = format!("`{version}` cannot be the version of a rock");
                return Err(Problem::stop(message).at(rock.file(), &["version"]));
            }
            return Ok(version);
        }
        if !adopts(rock) {
            return Err(Problem::stop(format!("`{}` has no `version`", rock.file()))
                .at(rock.file(), &[])
                .help(
                    "the image in the registry is named after it: add for example `version: '0.1'`",
                ));
        }
        let name = self.name(rock)?;
        let end = format!("_{}.rock", self.build(rock)?.platform);
        let files = rock.snapshot.project.list("");
        let packed: Vec<String> = files
            .iter()
            .filter_map(|(file, _)| {
                let version = file.strip_prefix(&name)?.strip_prefix('_')?.strip_suffix(&end)?;
                Some(version.to_owned())
            })
            .collect();
        match packed.as_slice() {
            [version] => Ok(version.clone()),
            [] => Err(Problem::stop("only the build knows the version of the rock (`adopt-info`)")
                .at(rock.file(), &["adopt-info"])
                .help("pack the rock first, or say the version")),
            versions => Err(Problem::stop(format!(
                "there are rocks of several versions: {}",
                versions.join(", ")
            ))
            .at(rock.file(), &["adopt-info"])
            .help("say which version, or remove the others")),
        }
    }

    /// The application in the model.
    pub(super) fn app(&self) -> Outcome<String> {
        let said = self.options.app.as_ref().or(self.settings.run.app.as_ref());
        if let Some(app) = said {
            if words::is_application(app) {
                return Ok(app.clone());
            }
            return Err(Problem::stop(format!("`{app}` cannot be the name of an application"))
                .help("juju wants small letters, digits and hyphens, with a letter in each part"));
        }
        let charm = self.charm()?;
        let name = self.name(charm)?;
        if !words::is_application(&name) {
            let message = format!("the charm's name `{name}` cannot be that of an application");
            return Err(Problem::stop(message)
                .at(charm.file(), &["name"])
                .help("juju wants small letters, digits and hyphens, with a letter in each part"));
        }
        Ok(name)
    }

    fn registry(&self) -> Outcome<String> {
        let said = self.options.registry.as_ref().or(self.settings.run.registry.as_ref());
        let registry = said.map_or(facts::tools().registry, String::as_str);
        if words::is_registry(registry) {
            return Ok(registry.to_owned());
        }
        Err(Problem::stop(format!("`{registry}` cannot be the address of a registry")).help(
            "write a host with its port and a path if it has one: `localhost:32000`, `ghcr.io/me`",
        ))
    }

    /// The program of a tool, which settings may replace.
    pub(super) fn program(&self, tool: &str) -> Word {
        let known = facts::tools().tool(tool).map_or(tool, |known| known.program);
        let program = self.settings.run.tools.get(tool).map_or(known, String::as_str);
        program.into()
    }

    pub(super) fn warn(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}

fn charm_file(name: &str, build: &Build) -> String {
    format!("{name}_{}.charm", build.platform.replace(':', "-"))
}

fn rock_file(name: &str, version: &str, build: &Build) -> String {
    format!("{name}_{version}_{}.rock", build.platform)
}

/// Whether the version comes from a part.
fn adopts(rock: &Half) -> bool {
    rock.root().and_then(|root| root.get("adopt-info")).is_some_and(|it| !it.value.is_null())
}

fn needed(half: Option<&Half>, kind: FileKind) -> Outcome<&Half> {
    let name = kind.canonical_name();
    let Some(half) = half else {
        let place = if kind == FileKind::Rockcraft {
            "put it beside the charm, or one directory above it"
        } else {
            "put it beside `rockcraft.yaml`, or into the directory `charm` there"
        };
        return Err(Problem::stop(format!("there is no `{name}` in this project")).help(place));
    };
    if *half.snapshot.file_name != *name {
        let message = format!("no tool reads `{}`", half.snapshot.file_name);
        return Err(Problem::stop(message)
            .at(half.file(), &[])
            .help(format!("rename it to `{name}`")));
    }
    Ok(half)
}

fn file_part(half: &Half, build: Build) -> Outcome<Build> {
    if words::is_file_part(&build.platform) {
        return Ok(build);
    }
    let message = format!("`{}` cannot be a part of a file's name", build.platform);
    Err(Problem::stop(message).at(half.file(), &["platforms", &build.platform]))
}

fn or_none(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
