//! A project with programs on PATH that stand in for the real tools: they record how they are called,
//! write the files that the tools would write, and fail or hang on demand. `tool` says how.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// The tools that are stood in for.
pub(crate) const TOOLS: [&str; 4] = ["rockcraft", "rockcraft.skopeo", "charmcraft", "juju"];

/// Long, because a test that waits this long has failed already.
const PATIENCE: Duration = Duration::from_secs(30);

/// The rock of the project.
pub(crate) const ROCK: &str = "name: shop
base: ubuntu@24.04
version: '1.0'
summary: A shop.
description: It sells things.
platforms:
  amd64:
  arm64:
extensions:
  - flask-framework
";

/// The charm of the project.
pub(crate) const CHARM: &str = "name: shop
type: charm
base: ubuntu@24.04
platforms:
  amd64:
  arm64:
summary: A shop.
description: It sells things.
extensions:
  - flask-framework
config:
  options:
    token:
      description: For the payment service.
      type: string
    debug:
      description: Whether to say more.
      type: boolean
      default: false
requires:
  postgresql:
    interface: postgresql_client
    optional: true
    limit: 1
";

/// Such a project, removed at its end.
pub(crate) struct Stage {
    pub(crate) root: PathBuf,
    tools: PathBuf,
}

impl Stage {
    /// A shop in Flask with all tools. The name must be used by one test only.
    pub(crate) fn new(name: &str) -> Stage {
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("stage-{name}"));
        let _ = fs::remove_dir_all(&home);
        let stage = Stage { root: home.join("shop"), tools: home.join("bin") };
        fs::create_dir_all(&stage.tools).unwrap();
        for tool in TOOLS {
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/stand_ins/tool");
            fs::copy(script, stage.tools.join(tool)).unwrap();
        }
        for (path, text) in [
            ("rockcraft.yaml", ROCK),
            ("requirements.txt", "flask\n"),
            ("app.py", "import flask\napp = flask.Flask(__name__)\n"),
            ("charm/charmcraft.yaml", CHARM),
            ("charm/requirements.txt", "paas-charm\n"),
            ("charm/src/charm.py", "\n"),
        ] {
            stage.write(path, text);
        }
        stage
    }

    /// Takes a tool away.
    pub(crate) fn without(self, tool: &str) -> Stage {
        fs::remove_file(self.tools.join(tool)).unwrap();
        self
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Puts the tools, and nothing else but the system's own programs, on a command's PATH.
    pub(crate) fn equip(&self, command: &mut Command, variables: &[(&str, &str)]) {
        command.env("PATH", format!("{}:/usr/bin:/bin", self.tools.display()));
        command.env("STAND_IN_LOG", self.log());
        command.envs(variables.iter().copied());
    }

    /// A packed charm and rock, newer than everything else.
    pub(crate) fn packed(self) -> Stage {
        self.write(&rock_file(), "image");
        self.write(&format!("charm/{}", charm_file()), "charm");
        self
    }

    /// How the tools were called.
    pub(crate) fn calls(&self) -> String {
        fs::read_to_string(self.log()).unwrap_or_default().replace(architecture(), "ARCH")
    }

    /// The processes of a tool that hangs, once it does.
    pub(crate) fn hanging(&self) -> Vec<u32> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let pids = fs::read_to_string(self.log().with_extension("pids")).unwrap_or_default();
            let pids: Vec<_> = pids.split_whitespace().map(|pid| pid.parse().unwrap()).collect();
            if pids.len() >= 2 {
                return pids;
            }
            assert!(Instant::now() < deadline, "nothing hangs");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn log(&self) -> PathBuf {
        self.tools.with_file_name("calls")
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.root.parent().unwrap());
    }
}

/// Waits until none of the processes is left. One that nobody has collected yet is gone, too.
pub(crate) fn assert_gone(pids: &[u32]) {
    let deadline = Instant::now() + PATIENCE;
    let lives = |pid: &&u32| {
        let status = Command::new("ps").args(["-o", "stat=", "-p", &pid.to_string()]).output();
        let status = String::from_utf8(status.unwrap().stdout).unwrap();
        !status.trim().is_empty() && !status.trim().starts_with('Z')
    };
    while let Some(pid) = pids.iter().find(lives) {
        assert!(Instant::now() < deadline, "process {pid} is still there");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// This machine's architecture as Debian calls it.
pub(crate) fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}

pub(crate) fn rock_file() -> String {
    format!("shop_1.0_{}.rock", architecture())
}

pub(crate) fn charm_file() -> String {
    format!("shop_{}.charm", architecture())
}
