// A VS Code with its own settings and extensions, and a window of it, with hands and eyes.

const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { PATIENCE, eventually, retried } = require('./checks.cjs');

const SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.commandCenter.enabled': false,
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'editor.stickyScroll.enabled': false,
  // Drawn as text, so that it can be read.
  'terminal.integrated.gpuAcceleration': 'off',
};

/** One web server. `home` is a directory that it has for itself. */
class Editor {
  constructor(program, home, { settings = {}, keybindings = [], environment = {} } = {}) {
    this.program = program;
    this.home = home;
    this.environment = environment;
    this.common = [
      ['--user-data-dir', path.join(home, 'data')],
      ['--extensions-dir', path.join(home, 'extensions')],
      ['--config', path.join(home, 'code-server.yaml')],
    ].flat();
    const user = path.join(home, 'data/User');
    fs.mkdirSync(user, { recursive: true });
    fs.writeFileSync(path.join(user, 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }));
    fs.writeFileSync(path.join(user, 'keybindings.json'), JSON.stringify(keybindings));
  }

  /** The user's settings, as they lie on the disk. */
  settings() {
    return fs.readFileSync(path.join(this.home, 'data/User/settings.json'), 'utf8');
  }

  install(vsix) {
    execFileSync(this.program, [...this.common, '--install-extension', vsix], { encoding: 'utf8' });
  }

  /** Where an extension lies. */
  extension(prefix) {
    const extensions = path.join(this.home, 'extensions');
    const name = fs.readdirSync(extensions).find((found) => found.startsWith(prefix));
    return path.join(extensions, name);
  }

  /** Starts it on a free port; as from a command line, since it would else ask a login shell for PATH. */
  async start() {
    const own = ['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-telemetry', '--disable-update-check'];
    this.process = spawn(this.program, [...this.common, ...own], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, VSCODE_CLI: '1', ...this.environment },
    });
    let log = '';
    this.address = await new Promise((resolve, reject) => {
      const read = (data) => {
        log += data;
        const found = /HTTP server listening on (http:\S+)/.exec(log);
        if (found) {
          resolve(found[1].replace(/\/$/, ''));
        }
      };
      this.process.stdout.on('data', read);
      this.process.stderr.on('data', read);
      this.process.on('exit', () => reject(new Error(`VS Code ended:\n${log}`)));
    });
  }

  stop() {
    this.process?.removeAllListeners('exit');
    this.process?.kill();
  }

  /** A window on what a query names, such as `folder=/shop`. */
  async open(browser, query, screenshots) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(PATIENCE);
    await page.goto(`${this.address}/?${query}`);
    await page.waitForSelector('.monaco-workbench .explorer-folders-view');
    return new Window(page, screenshots);
  }
}

class Window {
  constructor(page, screenshots) {
    this.page = page;
    this.screenshots = screenshots;
  }

  async press(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  /** Opens the input at the top with a key, types into it, and answers the first row with a text. */
  async pick(key, typed, row, description = '') {
    const name = this.page.locator('.label-name', { hasText: row });
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    const found = rows.filter({ has: name, hasText: description }).first();
    const input = this.page.locator('.quick-input-widget input');
    await retried(
      `"${row}" can be picked`,
      async () => {
        await this.press('Escape', key);
        await input.first().waitFor({ timeout: 5_000 }).then(() => this.page.keyboard.type(typed), () => undefined);
      },
      () => found.isVisible(),
    );
    return found;
  }

  /** A file by the end of its path in the folder of the project; where there are several, by all of it, and the folder. */
  async open(file, folder = '') {
    const name = path.basename(file);
    await (await this.pick('Control+p', file, name, folder)).click();
    await this.page.waitForSelector(`.tab.active[data-resource-name="${name}"]`);
    await this.page.locator('.breadcrumbs-control').filter({ hasText: folder }).first().waitFor();
    await this.focusText();
  }

  /** Keys go to the text from now on. A click would first scroll to the middle of a long one. */
  async focusText() {
    await this.press('Control+1');
  }

  /** A command by its whole title: others may start with the same words. */
  async command(title) {
    const words = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    await (await this.pick('F1', title, new RegExp(`^\\s*${words}\\s*$`))).click();
  }

  /** Titles of the commands that there are for some words. */
  async commands(words) {
    await this.pick('F1', words, /./);
    const rows = await this.page.locator('.quick-input-list .monaco-list-row').allTextContents();
    await this.press('Escape');
    return rows;
  }

  async goTo([line, column]) {
    const selection = this.page.locator('#status\\.editor\\.selection');
    await retried(
      `the cursor is at ${line}:${column}`,
      async () => {
        await this.press('Escape', 'Control+g');
        await this.page.waitForSelector('.quick-input-widget:visible');
        await this.page.keyboard.type(`:${line}:${column}`);
        await this.press('Enter');
      },
      async () => (await selection.textContent()).startsWith(`Ln ${line}, Col ${column}`),
    );
  }

  /** All that the editor shows, hints included. */
  async text(index = 0) {
    // All at once: lines come and go while hints and lenses are put between them.
    const lines = this.page.locator('.editor-instance').nth(index).locator('.view-line');
    const texts = await lines.evaluateAll((all) => all.map((line) => line.textContent));
    return texts.join('\n').replaceAll('\u00a0', ' ');
  }

  /** What stands between the lines. */
  async lenses() {
    const texts = await this.page.locator('.codelens-decoration').allTextContents();
    return texts.join('\n').replaceAll('\u00a0', ' ');
  }

  /** What the hover at the cursor says, once it says something with `part` in it. */
  async hover(part) {
    const hovers = this.page.locator('.monaco-hover:visible');
    return retried(
      `a hover with ${part}`,
      () => this.press('Escape', 'Control+k', 'Control+i'),
      async () => {
        const texts = await hovers.allTextContents();
        return texts.find((text) => text.includes(part));
      },
    );
  }

  /** What the list of problems has for a file, one text for each. Rows that are out of sight do not exist. */
  async problems(file) {
    const panel = this.page.locator('.markers-panel-container');
    if (!(await panel.isVisible())) {
      await this.command('Problems: Focus on Problems View');
      await panel.waitFor();
    }
    const filter = this.page.locator('.viewpane-filter input').first();
    if ((await filter.inputValue()) !== `**/${file}`) {
      await filter.fill(`**/${file}`);
    }
    const rows = panel.locator('.monaco-list-row:not([aria-expanded])');
    return rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
  }

  /** The problems of a file become such that `holds` says yes. */
  async problemsAre(what, file, holds) {
    await eventually(what, async () => {
      const problems = await this.problems(file);
      if (!holds(problems)) {
        throw new Error(`${problems.length} problems: ${problems.join(' | ')}`);
      }
      return true;
    });
  }

  /** How many errors the status bar counts. */
  async errors() {
    const label = await this.page.locator('#status\\.problems').getAttribute('aria-label');
    return Number(/Errors: (\d+)/.exec(label ?? '')?.[1] ?? 0);
  }

  /** Messages in the corner. */
  async messages() {
    return this.page.locator('.notification-toast .notification-list-item-message').allTextContents();
  }

  async shot(name) {
    if (this.screenshots) {
      await this.page.mouse.move(640, 790);
      await this.page.locator('.workbench-hover:visible').first().waitFor({ state: 'hidden' });
      await this.page.screenshot({ path: path.join(this.screenshots, `${name}.png`) });
    }
  }

  close() {
    return this.page.close();
  }
}

/** The 1-based line of a text in a file, and the column behind it. */
function place(file, text) {
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  const row = lines.findIndex((line) => line.includes(text));
  return [row + 1, lines[row].indexOf(text) + text.length + 1];
}

module.exports = { Editor, Window, place, eventually };
