//! `worker-service-name`: a service looks like a worker or scheduler and is not named like one. Docs in
//! worker_service_name.md.

use crate::facts;
use crate::rules::edits::rename_key;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "worker-service-name",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Rockcraft],
    docs: include_str!("worker_service_name.md"),
    check,
};

/// A part of a name that says what the service does, and the ending that says the same to the charm.
const HINTS: [(&str, &str); 6] = [
    ("worker", "-worker"),
    ("celery", "-worker"),
    ("consumer", "-worker"),
    ("scheduler", "-scheduler"),
    ("beat", "-scheduler"),
    ("cron", "-scheduler"),
];

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(framework) = cx.framework() else { return };
    let Some(services) = cx.entry("services") else { return };
    for service in services.value.effective_entries() {
        let Some(name) = service.key.as_str() else { continue };
        let range = service.key.range();
        if service.is_repaired() || out.has_reported(range) {
            continue;
        }
        let lower = name.to_ascii_lowercase();
        let is_known = framework.rock.services.contains(&name);
        if is_known || facts::service_role(name).is_some() {
            continue;
        }
        let words = || lower.split(|ch: char| !ch.is_ascii_alphanumeric());
        let Some((word, suffix)) =
            HINTS.iter().rev().find(|(hint, _)| words().any(|word| word == *hint))
        else {
            continue;
        };
        let free = free_name(&lower, word, suffix);
        let draft = out
            .report(range, format!("service `{name}` does not end in `{suffix}`"))
            .note(
                "the charm gives the variables of the application only to services whose name ends in \
                 `-worker` or `-scheduler`",
            )
            .help(format!("call it `{free}`, if it needs them"));
        if services.value.get(&free).is_none() {
            draft.fix(rename_key(service.key, "service", &free));
        }
    }
}

/// `celery_worker` becomes `celery-worker`, `worker-mail` becomes `mail-worker`, `celery` becomes
/// `celery-worker`.
fn free_name(name: &str, word: &str, suffix: &str) -> String {
    let words = name.split(|ch: char| !ch.is_ascii_alphanumeric());
    let ending = suffix.trim_start_matches('-');
    let rest: Vec<_> =
        words.filter(|other| !other.is_empty() && (*other != word || word != ending)).collect();
    match rest.is_empty() {
        true => format!("app{suffix}"),
        false => format!("{}{suffix}", rest.join("-")),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{RULE, free_name};
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn services_that_the_charm_does_not_take_for_workers_are_marked() {
        check(
            &RULE,
            "extensions: [django-framework]
services:
  django: {}
  mail-worker: {}
  Mail-Scheduler: {}
  redis: {}
  worker:
# ^^^^^^ warning[worker-service-name]: service `worker` does not end in `-worker`
  celery_worker:
# ^^^^^^^^^^^^^ warning[worker-service-name]: service `celery_worker` does not end in `-worker`
  celery-beat:
# ^^^^^^^^^^^ warning[worker-service-name]: service `celery-beat` does not end in `-scheduler`
  workers-of-the-world: {}
",
        );
    }

    #[test]
    fn without_an_extension_names_mean_nothing() {
        check(&RULE, "services: {worker: {}}\n");
    }

    #[test]
    fn the_new_name_keeps_what_was_said() {
        assert_eq!(free_name("worker", "worker", "-worker"), "app-worker");
        assert_eq!(free_name("worker-mail", "worker", "-worker"), "mail-worker");
        assert_eq!(free_name("celery", "celery", "-worker"), "celery-worker");
        assert_eq!(free_name("celery-beat", "beat", "-scheduler"), "celery-beat-scheduler");
    }

    #[test]
    fn the_fix_renames() {
        let fixed = fixed(&RULE, "extensions: [go-framework]\nservices: {mail_worker: {}}\n", 0);
        assert_eq!(fixed, "extensions: [go-framework]\nservices: {mail-worker: {}}\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            warning (paas-charm): service `worker_1` does not end in `-worker`
              note: the charm gives the variables of the application only to services whose name ends in `-worker` or `-scheduler`
              help: call it `1-worker`, if it needs them
              fix (Unsafe): Rename the service to `1-worker`
        "#]]
        .assert_eq(&said(&RULE, "extensions: [go-framework]\nservices: {worker_1: {}}"));
    }
}
