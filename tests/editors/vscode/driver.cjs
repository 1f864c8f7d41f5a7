// What a user of VS Code sees. Started by `run`, with the directory of the editor, that of the example project and
// a working directory that holds the packed extensions. Each scene has an editor and a copy of the project of its own.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');
const { passed } = require('./checks.cjs');
const { Editor } = require('./editor.cjs');

const [directory, example, work, ...options] = process.argv.slice(2);
const valueOf = (option) => options[options.indexOf(option) + 1];
const screenshots = options.includes('--screenshots') ? valueOf('--screenshots') : undefined;
const SCENES = ['writing', 'views', 'folders', 'settings', 'trust', 'beside-yaml'];
const wanted = options.includes('--only') ? valueOf('--only').split(',') : SCENES;

/** What a scene has to work with. */
class Stage {
  constructor(name, browser) {
    this.browser = browser;
    this.home = path.join(work, name);
    this.project = path.join(this.home, 'project');
    this.extension = path.join(work, 'flask-lsp.vsix');
    this.yamlExtension = process.env.YAML_EXTENSION ?? path.join(work, 'yaml.vsix');
    /** Where the stand-ins for the real tools write how they were called. */
    this.calls = path.join(this.home, 'tools.log');
    fs.cpSync(example, this.project, { recursive: true });
  }

  path(file) {
    return path.join(this.project, file);
  }

  read(file) {
    return fs.readFileSync(this.path(file), 'utf8');
  }

  /** How the stand-ins were called so far. */
  called() {
    return fs.existsSync(this.calls) ? fs.readFileSync(this.calls, 'utf8') : '';
  }

  /** An editor with the extension, not started yet. */
  editor(choices = {}) {
    const environment = { PATH: `${work}/tools:${process.env.PATH}`, STAND_IN_LOG: this.calls };
    this.running = new Editor(path.join(directory, 'code-server'), path.join(this.home, 'editor'), {
      ...choices,
      environment,
    });
    this.running.install(this.extension);
    return this.running;
  }

  /** The server that came with the extension. */
  get program() {
    return path.join(this.running.extension('flask-lsp'), 'server/flask-lsp');
  }

  /** A window on the project, or on a file that names several folders. */
  async window(workspace) {
    await this.running.start();
    const query = workspace ? `workspace=${workspace}` : `folder=${this.project}`;
    this.shown = await this.running.open(this.browser, query, screenshots);
    return this.shown;
  }

  /** Another project of ours beside it. Answers where it lies. */
  copy(name) {
    const copy = path.join(this.home, name);
    fs.cpSync(path.join(path.dirname(example), name), copy, { recursive: true });
    return copy;
  }

  /** Processes of the program that came with the extension of this editor. */
  servers() {
    return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((id) => {
      try {
        return fs.readFileSync(`/proc/${id}/cmdline`, 'utf8').startsWith(`${this.program}\0`);
      } catch {
        return false;
      }
    });
  }

  /** Makes the rock one that rockcraft takes. */
  mendRock() {
    execFileSync(this.program, ['--check', '--exit-zero', '--fix', '--unsafe-fixes', this.path('rockcraft.yaml')]);
  }
}

async function main() {
  const browser = await chromium.launch({
    executablePath: fs.realpathSync(path.join(directory, 'chromium')),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
      '--disable-background-networking', '--disable-component-update'],
  });
  try {
    for (const name of wanted) {
      const start = Date.now();
      const before = passed();
      await play(name, new Stage(name, browser));
      console.log(`${name}: ${passed() - before} checks in ${Math.round((Date.now() - start) / 1000)} s`);
    }
  } finally {
    await browser.close();
  }
}

async function play(name, stage) {
  try {
    await require(`./scenes/${name}.cjs`)(stage);
  } catch (error) {
    const picture = process.env.FAILURE_SCREENSHOT ?? path.join(work, 'failure.png');
    await stage.shown?.page.screenshot({ path: picture }).catch(() => undefined);
    error.message = `${name}: ${error.message}`;
    throw error;
  } finally {
    await stage.shown?.close().catch(() => undefined);
    stage.running?.stop();
  }
}

main().then(
  () => console.log(`passed: ${passed()} checks`),
  (error) => {
    console.error(`failed: ${error.stack}`);
    process.exitCode = 1;
  },
);
