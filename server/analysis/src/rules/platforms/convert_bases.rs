//! Writes `bases` of a charm as `base` and `platforms`.
//!
//! Nothing is written where the new form cannot say the same (an entry built on one base and run on
//! others) or where the file already has a part of it.

use super::old_bases::{self, OldBase, OldEntry, Role};
use crate::facts::{self, BaseUse};
use crate::finding::TextEdit;
use crate::rules::prelude::*;

/// What one entry says: a base, and the architectures it is built on and runs on.
struct Build {
    base: String,
    build_on: Vec<String>,
    run_on: Vec<String>,
}

/// The conversion, for a person to decide: names of the packed files change.
pub(super) fn conversion(cx: &Context<'_>) -> Option<Fix> {
    let bases = cx.entry("bases").filter(|bases| !bases.is_repaired())?;
    let is_taken = ["base", "build-base", "platforms"].iter().any(|key| cx.entry(key).is_some());
    let column = crate::rules::edits::column(bases.key.document_text(), bases.key.range().start());
    if is_taken || column != Some(0) || bases.value.anchor().is_some() {
        return None;
    }
    let entries = old_bases::entries(cx);
    if entries.is_empty() || entries.len() != bases.value.items().count() {
        return None;
    }
    let builds = entries.iter().map(build).collect::<Option<Vec<_>>>()?;
    let mut lines = comments(cx, bases);
    lines.extend(written(&builds));
    lines.extend(default_parts(cx)?);
    let range = TextRange::new(bases.key.range().start(), bases.value.range().end());
    let edit = TextEdit { range, insert: lines.join("\n") };
    Some(super::common::fix("Write `base` and `platforms`", Safety::Unsafe, edit))
}

fn build(entry: &OldEntry<'_>) -> Option<Build> {
    let built = entry.bases.iter().filter(|base| base.role != Role::RunOn);
    let run = entry.bases.iter().filter(|base| base.role != Role::BuildOn);
    let base = only_base(built.clone())?;
    if only_base(run.clone())? != base {
        return None;
    }
    let is_known = facts::is_base(&base, FileKind::Charmcraft, BaseUse::Base);
    let build_on = architectures(built)?;
    // Left out, it means the machine at hand; most are of this kind.
    let build_on = if build_on.is_empty() { vec!["amd64".to_owned()] } else { build_on };
    let run_on = architectures(run)?;
    let run_on = if run_on.is_empty() { build_on.clone() } else { run_on };
    is_known.then_some(Build { base, build_on, run_on })
}

fn only_base<'a, 'b: 'a>(bases: impl Iterator<Item = &'a OldBase<'b>>) -> Option<String> {
    let mut names = bases.map(|base| Some(format!("{}@{}", base.name()?, base.channel()?.1)));
    let first = names.next()??;
    names.all(|name| name.as_ref() == Some(&first)).then_some(first)
}

/// `None` where one is unknown.
fn architectures<'a, 'b: 'a>(bases: impl Iterator<Item = &'a OldBase<'b>>) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for node in bases.flat_map(OldBase::architectures) {
        let name = node.resolved().as_str()?;
        if !facts::is_architecture(name) && name != "all" {
            return None;
        }
        if !all.iter().any(|known| known == name) {
            all.push(name.to_owned());
        }
    }
    Some(all)
}

fn written(builds: &[Build]) -> Vec<String> {
    let first = builds.first().map(|build| build.base.as_str()).unwrap_or_default();
    let is_single = builds.iter().all(|build| build.base == first);
    let mut lines = Vec::new();
    if is_single {
        lines.push(format!("base: {first}"));
    }
    lines.push("platforms:".to_owned());
    for Build { base, build_on, run_on } in builds {
        let name = |name: &str| if is_single { name.to_owned() } else { format!("{base}:{name}") };
        let mut add = |line: String| {
            if !lines.contains(&line) {
                lines.push(line);
            }
        };
        if build_on == run_on {
            build_on.iter().for_each(|architecture| add(format!("  {}:", name(architecture))));
            continue;
        }
        let target = match run_on.as_slice() {
            [target] => target,
            _ => "all",
        };
        add(format!("  {}:", name(target)));
        add(format!("    build-on: [{}]", build_on.join(", ")));
        add(format!("    build-for: [{target}]"));
    }
    lines
}

/// Comments from the first line to the last entry, except one behind it, which stays.
fn comments(cx: &Context<'_>, bases: Entry<'_>) -> Vec<String> {
    let text = cx.document().text();
    let first = text.line_of(bases.key.range().start());
    let last = text.line_of(bases.value.range().end());
    let lines = (first..=last).filter_map(|line| cx.document().outline().line(line)?.comment);
    let within = lines.filter(|comment| comment.start() < bases.value.range().end());
    within.map(|comment| text.slice(comment).to_owned()).collect()
}

/// What charmcraft 4.5.0 adds to the old form alone; `None` where there is no place for it.
fn default_parts(cx: &Context<'_>) -> Option<Vec<String>> {
    let lines = ["parts:", "  charm:", "    plugin: charm", "    source: ."];
    match cx.entry("parts") {
        Some(parts) => (!parts.value.effective_entries().is_empty()).then(Vec::new),
        None if cx.entry("extensions").is_some() => Some(Vec::new()),
        None => Some(lines.map(str::to_owned).to_vec()),
    }
}

#[cfg(test)]
mod tests {
    use super::conversion;
    use crate::rules::Context;
    use crate::snapshot::Snapshot;

    const PARTS: &str = "parts: {a: {plugin: nil}}\n";

    /// The file in its new form; `None` where there is no conversion.
    fn converted(text: &str) -> Option<String> {
        let snapshot = Snapshot::alone("charmcraft.yaml", &format!("{text}{PARTS}")).unwrap();
        let context = Context::new(&snapshot);
        let edit = conversion(&context)?.edits.remove(0);
        let mut text = snapshot.document.text().as_str().to_owned();
        text.replace_range(
            usize::from(edit.range.start())..usize::from(edit.range.end()),
            &edit.insert,
        );
        Some(text.strip_suffix(PARTS).unwrap().to_owned())
    }

    #[test]
    fn one_base_goes_to_the_top() {
        let text =
            "bases:\n  - name: ubuntu\n    channel: '22.04'\n    architectures: [amd64, arm64]\n";
        let wanted = "base: ubuntu@22.04\nplatforms:\n  amd64:\n  arm64:\n";
        assert_eq!(converted(text).as_deref(), Some(wanted));
    }

    #[test]
    fn several_bases_go_into_the_names() {
        let text = "bases:
- {name: ubuntu, channel: '20.04'}
- build-on: [{name: ubuntu, channel: '22.04', architectures: [arm64]}]
  run-on: [{name: ubuntu, channel: '22.04', architectures: [arm64]}]
";
        let wanted = "platforms:\n  ubuntu@20.04:amd64:\n  ubuntu@22.04:arm64:\n";
        assert_eq!(converted(text).as_deref(), Some(wanted));
    }

    #[test]
    fn one_build_for_many_machines_is_for_all() {
        let text = "bases:
- build-on: [{name: ubuntu, channel: '22.04', architectures: [amd64]}]
  run-on: [{name: ubuntu, channel: '22.04', architectures: [amd64, arm64]}]
";
        let wanted = "base: ubuntu@22.04
platforms:
  all:
    build-on: [amd64]
    build-for: [all]
";
        assert_eq!(converted(text).as_deref(), Some(wanted));
    }

    #[test]
    fn comments_move_above_it_and_the_last_one_stays() {
        let text =
            "# top\nbases: # old\n  # why\n  - name: ubuntu # a\n    channel: '22.04' # b\n# end\n";
        let wanted =
            "# top\n# old\n# why\n# a\nbase: ubuntu@22.04\nplatforms:\n  amd64: # b\n# end\n";
        assert_eq!(converted(text).as_deref(), Some(wanted));
    }

    #[test]
    fn what_the_new_form_cannot_say_stays() {
        let elsewhere = "bases:
- build-on: [{name: ubuntu, channel: '20.04'}]
  run-on: [{name: ubuntu, channel: '20.04'}, {name: ubuntu, channel: '22.04'}]
";
        assert_eq!(converted(elsewhere), None);
        assert_eq!(converted("bases: [{name: ubuntu, channel: '22.04'}]\nbase:\n"), None);
        assert_eq!(converted("bases: [{name: ubuntu}, {name: ubuntu, channel: '22.04'}]\n"), None);
        assert_eq!(converted("bases: [{name: ubuntu, channel: '12.04'}]\n"), None);
    }

    #[test]
    fn a_charm_without_parts_gets_the_one_it_had() {
        let snapshot =
            Snapshot::alone("charmcraft.yaml", "bases: [{name: ubuntu, channel: '22.04'}]")
                .unwrap();
        let edit = conversion(&Context::new(&snapshot)).unwrap().edits.remove(0);
        assert!(edit.insert.ends_with("\nparts:\n  charm:\n    plugin: charm\n    source: ."));
    }
}
