//! Makes a file that the project lacks: `migrate.sh`, which keeps the database in step with the code,
//! and `paas-config.yaml`, the settings of a 12-factor charm.

use syntax::TextSize;

use super::layout::{is_on_key, is_within, top_entry};
use super::{FileChange, NewFile, Refactoring};
use crate::application::entry_point::{self, Search};
use crate::application::{package_json, requirements};
use crate::facts::{self, Framework, MigrationTool, Variant};
use crate::file_kind::FileKind;
use crate::model::{Charm, Rock, Section};
use crate::partner::partner;
use crate::snapshot::Snapshot;

/// The file that is run before the application starts.
pub const MIGRATION_SCRIPT: &str = "migrate.sh";

const SCRIPT_HEAD: &str = "\
#!/bin/bash
# Brings the database up to date before the application starts, with the same environment variables.
# The charm runs this on every unit, and again after a failure: it must do no harm when it runs twice,
# or on several units at once.
set -euo pipefail
";

/// Offered on the line of `extensions`, and on an endpoint for a database.
pub(super) fn offer(snapshot: &Snapshot, at: TextSize) -> Vec<Refactoring> {
    let is_on_extension = is_on_key(snapshot, at, &["extensions"]);
    let mut offered = Vec::new();
    if is_on_extension || is_on_database(snapshot, at) {
        offered.extend(migration_script(snapshot));
    }
    if is_on_extension {
        offered.extend(paas_config(snapshot));
    }
    let made = offered.into_iter().map(|file| {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let title = format!("Create `{name}`");
        Refactoring {
            file: Some(FileChange::Create(file)),
            ..Refactoring::rewrite(title, Vec::new())
        }
    });
    made.collect()
}

fn is_on_database(snapshot: &Snapshot, at: TextSize) -> bool {
    let Some(requires) = top_entry(snapshot, "requires") else { return false };
    let text = snapshot.document.text();
    let line = text.line_of(at);
    let endpoints = Charm::new(snapshot.root()).endpoints(Section::Requires);
    is_within(snapshot, at, requires)
        && endpoints.iter().any(|endpoint| {
            let is_database = endpoint.interface().and_then(facts::integration);
            is_database.is_some_and(|it| it.database)
                && text.line_of(endpoint.key.range().start()) == line
        })
}

/// A script that brings the database up to date with the tool that the application uses, else with SQL.
/// `None` where there is one, where the framework needs none, and where neither a tool is known nor the
/// database one that takes the SQL.
pub fn migration_script(snapshot: &Snapshot) -> Option<NewFile> {
    let (directory, framework) = project(snapshot)?;
    let application = match framework.name {
        "django" => return None,
        "expressjs" => format!("{directory}app/"),
        _ => directory,
    };
    let files = &*snapshot.project;
    let exists = |name: &str| files.entry(&format!("{application}{name}")).is_some();
    if facts::migrations().iter().any(|it| exists(it.file)) {
        return None;
    }
    let database = database_variable(snapshot, framework);
    let tool = tool(snapshot, framework, &application);
    let mut text = SCRIPT_HEAD.to_owned();
    let variable = match (tool, database) {
        (Some(_), database) => database,
        (None, None | Some("POSTGRESQL_DB_CONNECT_STRING")) => Some("POSTGRESQL_DB_CONNECT_STRING"),
        (None, Some(_)) => return None,
    };
    if let Some(variable) = variable {
        text.push_str("\n# Nothing to do before the database is integrated.\n");
        text.push_str(&format!("if [ -z \"${{{variable}:-}}\" ]; then\n    exit 0\nfi\n"));
    }
    text.push('\n');
    match tool {
        Some(tool) => {
            let module = module(snapshot, framework, &application);
            text.push_str(&tool.command.replace("{module}", &module));
            text.push('\n');
        }
        None => {
            for line in &facts::migration_tools().sql {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    Some(NewFile { path: format!("{application}{MIGRATION_SCRIPT}"), text, executable: true })
}

/// The directory of the rock, from that of the document, with a slash behind it; and the framework.
fn project(snapshot: &Snapshot) -> Option<(String, &'static Framework)> {
    let extensions = Charm::new(snapshot.root()).extensions().into_iter();
    let framework = extensions.map(|(_, name)| name).find_map(facts::framework_by_extension)?;
    match snapshot.kind {
        FileKind::Rockcraft => Some((String::new(), framework)),
        FileKind::Charmcraft => {
            let rock = partner(snapshot)?.path;
            Some((rock.strip_suffix("rockcraft.yaml")?.to_owned(), framework))
        }
        _ => None,
    }
}

/// The variable with the address of the charm's first database.
fn database_variable(snapshot: &Snapshot, framework: &Framework) -> Option<&'static str> {
    let beside = match snapshot.kind {
        FileKind::Rockcraft => partner(snapshot).map(|charm| charm.document),
        _ => Some(snapshot.document.clone()),
    }?;
    let endpoints = Charm::new(beside.root()).endpoints(Section::Requires);
    let mut databases = endpoints.iter().filter_map(|endpoint| {
        let integration = facts::integration(endpoint.interface()?)?;
        let address = integration.variables(framework.name).first()?;
        address.plain_name().filter(|_| integration.database)
    });
    databases.next()
}

/// The tool that the application depends on.
fn tool(
    snapshot: &Snapshot,
    framework: &Framework,
    application: &str,
) -> Option<&'static MigrationTool> {
    let files = &*snapshot.project;
    let node = files.read(&format!("{application}package.json"));
    let python = files.read(&format!("{application}requirements.txt"));
    let python = python.map(|text| requirements::names(&text));
    let is_used = |package: &str| match framework.name {
        "expressjs" => node.as_ref().is_some_and(|text| package_json::depends_on(text, package)),
        _ => python.as_ref().is_some_and(|names| names.iter().any(|name| name == package)),
    };
    let mut tools = facts::migration_tools().tools.iter();
    tools.find(|tool| tool.frameworks.contains(&framework.name) && is_used(tool.package))
}

/// The module of the application object, `app` where it is not found.
fn module(snapshot: &Snapshot, framework: &Framework, application: &str) -> String {
    let found = (snapshot.kind == FileKind::Rockcraft && application.is_empty())
        .then_some(framework.rock.project.entry_points.as_ref())
        .flatten()
        .map(|wanted| {
            let name = Rock::new(snapshot.root()).entry("name");
            let name = name.and_then(|name| name.value.resolved().as_str());
            let module = name.map(|name| name.replace('-', "_").to_lowercase());
            entry_point::find(&*snapshot.project, wanted, module.as_deref())
        });
    let Some(Search::Found { path }) = found else { return "app".to_owned() };
    let module = path.trim_end_matches(".py").trim_end_matches("/__init__");
    module.replace('/', ".")
}

/// Settings of the charm with a word on each; nothing that changes what it does.
fn paas_config(snapshot: &Snapshot) -> Option<NewFile> {
    let name = FileKind::PaasConfig.canonical_name();
    let extension = Charm::new(snapshot.root()).extension()?;
    if snapshot.kind != FileKind::Charmcraft || snapshot.project.entry(name).is_some() {
        return None;
    }
    let Variant { port, port_paas_config, .. } = extension.variant;
    let mut text = "# Settings of the charm that are fixed when it is packed.\n".to_owned();
    if extension.framework.json_logging {
        text.push_str("\n# Form of the logs: none or json.\nframework_logging_format: none\n");
    }
    if *port_paas_config {
        text.push_str(&format!("\n# Port that the application listens on.\nport: {port}\n"));
    }
    text.push_str(&format!(
        "
# What Prometheus scrapes beside the metrics of the framework:
# prometheus:
#   scrape_configs:
#     - job_name: orders
#       metrics_path: /metrics
#       static_configs:
#         - targets: [\"*:{port}\"]
"
    ));
    Some(NewFile { path: name.to_owned(), text, executable: false })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::FileChange;
    use super::super::testing::offered;
    use super::NewFile;
    use crate::facts;
    use crate::snapshot::Snapshot;

    fn made(fixture: &str, title: &str) -> Option<NewFile> {
        let mut offered = offered(fixture).into_iter();
        match offered.find(|refactoring| refactoring.title == title)?.file? {
            FileChange::Create(file) => Some(file),
            FileChange::Delete(_) => None,
        }
    }

    #[test]
    fn the_script_uses_the_tool_of_the_application() {
        let fixture = "//- rockcraft.yaml\nextensions: [$0flask-framework]\n\
            //- charm/charmcraft.yaml\nrequires: {mysql: {interface: mysql_client}}\n\
            //- main.py\napp = 1\n//- requirements.txt\nflask\nFlask-Migrate==4\n";
        let file = made(fixture, "Create `migrate.sh`").unwrap();
        assert_eq!((file.path.as_str(), file.executable), ("migrate.sh", true));
        expect![[r#"
            #!/bin/bash
            # Brings the database up to date before the application starts, with the same environment variables.
            # The charm runs this on every unit, and again after a failure: it must do no harm when it runs twice,
            # or on several units at once.
            set -euo pipefail

            # Nothing to do before the database is integrated.
            if [ -z "${MYSQL_DB_CONNECT_STRING:-}" ]; then
                exit 0
            fi

            python3 -m flask --app main db upgrade
        "#]]
        .assert_eq(&file.text);
    }

    #[test]
    fn without_a_tool_it_is_sql() {
        let fixture = "//- charmcraft.yaml\nextensions: [go-framework]\nrequires:\n  post$0gresql:\n    interface: postgresql_client\n//- ../rockcraft.yaml\nname: x\n";
        let file = made(fixture, "Create `migrate.sh`").unwrap();
        assert_eq!(file.path, "../migrate.sh");
        assert!(file.text.contains("pg_advisory_xact_lock"), "{}", file.text);
        let fixture = fixture.replace("postgresql_client", "mongodb_client");
        assert_eq!(made(&fixture, "Create `migrate.sh`"), None);
    }

    #[test]
    fn express_has_it_beside_its_package() {
        let fixture = "//- rockcraft.yaml\nextensions: [$0expressjs-framework]\n//- app/package.json\n{\"dependencies\": {\"knex\": \"3\"}}\n";
        let file = made(fixture, "Create `migrate.sh`").unwrap();
        assert_eq!(file.path, "app/migrate.sh");
        assert!(file.text.ends_with("\nnpx knex migrate:latest\n"), "{}", file.text);
    }

    #[test]
    fn there_is_one_script_at_most() {
        for other in ["migrate.sh", "migrate.py", "migrate", "manage.py"] {
            let fixture =
                format!("//- rockcraft.yaml\nextensions: [$0flask-framework]\n//- {other}\n");
            assert_eq!(made(&fixture, "Create `migrate.sh`"), None, "{other}");
        }
        let django = "//- rockcraft.yaml\nextensions: [$0django-framework]\n";
        assert_eq!(made(django, "Create `migrate.sh`"), None);
        let alone = "extensions: [$0flask-framework]\n";
        assert_eq!(made(alone, "Create `migrate.sh`"), None);
    }

    #[test]
    fn the_settings_have_no_problem_whatever_the_charm() {
        for framework in facts::frameworks() {
            for base in framework.variants.iter().flat_map(|variant| &variant.bases) {
                let base = base.base;
                let charm = format!("base: {base}\nextensions: [$0{}]\n", framework.extension);
                let file = made(&charm, "Create `paas-config.yaml`").unwrap();
                let mut settings = Snapshot::alone("paas-config.yaml", &file.text).unwrap();
                let charm = charm.replace("$0", "");
                let beside = [("charmcraft.yaml", charm.as_str())];
                settings.project = std::sync::Arc::new(crate::project::MemoryFiles::new(beside));
                let found = crate::check(&settings);
                assert!(found.is_empty(), "{} on {base}: {found:?}", framework.name);
            }
        }
        let there = "//- charmcraft.yaml\nextensions: [$0flask-framework]\n//- paas-config.yaml\n";
        assert_eq!(made(there, "Create `paas-config.yaml`"), None);
    }
}
