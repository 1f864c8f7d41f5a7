// What a user of VS Code sees in the example project. Started by `run`, with the directory of the editor and
// a working directory that holds the packed extension and a copy of the project.

const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');

const [editor, work, ...options] = process.argv.slice(2);
const screenshots = options[0] === '--screenshots' ? options[1] : undefined;
const project = path.join(work, 'project');
const PATIENCE = 60_000;
/** Where the stand-ins for the real tools write how they were called. */
const calls = path.join(work, 'tools.log');

let checks = 0;

function check(what, condition, seen) {
  if (!condition) {
    throw new Error(`${what}; seen: ${JSON.stringify(seen)?.slice(0, 800)}`);
  }
  checks += 1;
}

/** The first answer that is one, asked for again and again. */
async function eventually(what, get) {
  const end = Date.now() + PATIENCE;
  let seen;
  for (;;) {
    seen = await get().catch((error) => error.message);
    if (seen && typeof seen !== 'string') {
      break;
    }
    if (Date.now() > end) {
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  check(what, seen && typeof seen !== 'string', seen);
  return seen;
}

function code(...args) {
  return execFileSync(path.join(editor, 'code-server'), [...common, ...args], { encoding: 'utf8' });
}

const common = [
  ['--user-data-dir', path.join(work, 'data')],
  ['--extensions-dir', path.join(work, 'extensions')],
  ['--config', path.join(work, 'code-server.yaml')],
].flat();

const settings = {
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
};

/** Starts the web server on a free port; as from a command line, since it would else ask a login shell for PATH. */
async function serve() {
  const server = spawn(
    path.join(editor, 'code-server'),
    [...common, '--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-telemetry', '--disable-update-check'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: `${work}/tools:${process.env.PATH}`, STAND_IN_LOG: calls, VSCODE_CLI: '1' },
    },
  );
  let log = '';
  const address = new Promise((resolve, reject) => {
    const read = (data) => {
      log += data;
      const found = /HTTP server listening on (http:\S+)/.exec(log);
      if (found) {
        resolve(found[1].replace(/\/$/, ''));
      }
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.on('exit', () => reject(new Error(`VS Code ended:\n${log}`)));
  });
  return { server, address: await address };
}

class Window {
  constructor(page) {
    this.page = page;
  }

  async press(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  /** What lies in the folder of the project. */
  async open(file) {
    await this.press('Control+p');
    await this.page.waitForSelector('.quick-input-widget:visible');
    await this.page.keyboard.type(file);
    const name = path.basename(file);
    await this.page.waitForSelector(`.quick-input-list .monaco-list-row:has-text("${name}")`);
    await this.press('Enter');
    await this.page.waitForSelector(`.tab.active:has-text("${name}")`);
    await this.page.locator('.editor-instance .view-lines').first().click();
  }

  async command(title) {
    await this.press('F1');
    await this.page.waitForSelector('.quick-input-widget:visible');
    await this.page.keyboard.type(title);
    await this.page.locator(`.quick-input-list .monaco-list-row:has-text("${title}")`).first().click();
  }

  async goTo(line, column) {
    await this.press('Control+g');
    await this.page.waitForSelector('.quick-input-widget:visible');
    await this.page.keyboard.type(`:${line}:${column}`);
    await this.press('Enter');
  }

  /** All that the editor shows, hints included. */
  async text(index = 0) {
    // All at once: lines come and go while hints and lenses are put between them.
    const lines = this.page.locator('.editor-instance').nth(index).locator('.view-line');
    const texts = await lines.evaluateAll((all) => all.map((line) => line.textContent));
    return texts.join('\n').replaceAll('\u00a0', ' ');
  }

  async shot(name) {
    if (screenshots) {
      await this.page.mouse.move(640, 790);
      await this.page.screenshot({ path: path.join(screenshots, `${name}.png`) });
    }
  }
}

/** The 1-based line of a text in a file of the project, and the column behind it. */
function place(file, text) {
  const lines = fs.readFileSync(path.join(project, file), 'utf8').split('\n');
  const row = lines.findIndex((line) => line.includes(text));
  return [row + 1, lines[row].indexOf(text) + text.length + 1];
}

async function main() {
  fs.mkdirSync(path.join(work, 'data/User'), { recursive: true });
  fs.writeFileSync(path.join(work, 'data/User/settings.json'), JSON.stringify(settings));
  code('--install-extension', path.join(work, 'flask-lsp.vsix'));
  const bundled = fs.readdirSync(path.join(work, 'extensions')).find((name) => name.startsWith('flask-lsp'));
  const program = path.join(work, 'extensions', bundled, 'server/flask-lsp');
  check('the bundled server may be executed', fs.statSync(program).mode & 0o100, bundled);

  // Nothing is packed that rockcraft would refuse.
  execFileSync(program, ['--check', '--exit-zero', '--fix', '--unsafe-fixes', path.join(project, 'rockcraft.yaml')]);

  const { server, address } = await serve();
  const browser = await chromium.launch({
    executablePath: fs.realpathSync(path.join(editor, 'chromium')),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
      '--disable-background-networking', '--disable-component-update'],
  });
  let page;
  try {
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${address}/?folder=${project}`);
    await page.waitForSelector('.monaco-workbench .explorer-folders-view', { timeout: 60_000 });
    await see(new Window(page), page);
  } catch (error) {
    await page?.screenshot({ path: process.env.FAILURE_SCREENSHOT ?? path.join(work, 'failure.png') });
    throw error;
  } finally {
    await browser.close();
    server.removeAllListeners('exit');
    server.kill();
  }
}

async function see(window, page) {
  const charm = 'charm/charmcraft.yaml';
  await window.open(charm);

  await eventually('squiggles', async () => (await page.locator('.squiggly-error').count()) >= 2);
  await eventually('hints', async () => /token:\s*-> FLASK_TOKEN/.test(await window.text()));
  await eventually('problems are counted once', async () => {
    const label = await page.locator('#status\\.problems').getAttribute('aria-label');
    return label && /Errors: [1-9]/.test(label) && { label };
  });
  await window.shot('vscode');

  await window.goTo(...place(charm, 'greeting'));
  await window.press('Control+k', 'Control+i');
  await eventually('hover', async () => {
    const hovers = await page.locator('.monaco-hover:visible').allTextContents();
    return hovers.some((text) => text.includes('FLASK_GREETING'));
  });
  await window.shot('vscode-hover');
  await window.press('Escape');

  await fixDatabase(window, page, charm);
  await completeEndpoint(window, page, charm);
  await seeEnvironment(window, page);
  await seeExpanded(window, page);
  await packRock(window, page);
}

async function fixDatabase(window, page, charm) {
  await window.goTo(...place(charm, 'database'));
  await window.press('Control+.');
  // By keys, as the list lets no click through before it is all there.
  await page.locator('.action-widget .action').filter({ hasText: 'Rename the endpoint to' }).first().waitFor();
  await window.shot('vscode-fix');
  await eventually('the fix can be chosen', async () => {
    const focused = await page.locator('.action-widget .action.focused').first().textContent();
    if (focused.includes('Rename the endpoint to')) {
      return true;
    }
    await window.press('ArrowDown');
    return false;
  });
  await window.press('Enter');
  await eventually('the fix renames the endpoint', async () =>
    /postgresql:\s*-> POSTGRESQL_DB_CONNECT_STRING/.test(await window.text()));
}

async function completeEndpoint(window, page, charm) {
  await window.press('Control+End');
  const before = fs.readFileSync(path.join(project, charm), 'utf8');
  check('the example ends with its endpoints', /\nrequires:\n(.+\n)+$/.test(before), before.slice(-200));
  await page.keyboard.type('  mysq', { delay: 40 });
  await page.locator('.suggest-widget .monaco-list-row:has-text("mysql")').first().waitFor();
  await window.shot('vscode-completion');
  await window.press('Enter');
  await eventually('completion writes the whole endpoint', async () =>
    /interface: mysql_client/.test(await window.text()));
  await window.press('Escape');
  await window.press('Control+s');
  await eventually('it is written below the others', async () =>
    /\n {2}mysql:\n {4}interface: mysql_client\n/.test(fs.readFileSync(path.join(project, charm), 'utf8')));
}

async function seeEnvironment(window, page) {
  await window.command('flask-lsp: Show the Environment of the Application');
  await eventually('the environment', async () => {
    const rows = await page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row').allTextContents();
    return rows.some((row) => row.includes('FLASK_TOKEN')) && { rows };
  });
  await window.shot('vscode-environment');
}

async function seeExpanded(window, page) {
  await page.locator('.tab:has-text("charmcraft.yaml")').first().click();
  await window.command('flask-lsp: Show the Expanded Charm');
  await page.waitForSelector('.tab:has-text("expanded")');
  await eventually('the expanded charm', async () => /flask-app-image|charm-libs|peers/.test(await window.text(1)));
}

/** The server says what it will run, and the terminal runs it once the user has agreed. */
async function packRock(window, page) {
  await window.open('rockcraft.yaml');
  await window.command('flask-lsp: Pack the Rock');
  const run = page.locator('.notification-toast .monaco-button:has-text("Run")').first();
  await run.waitFor();
  await window.shot('vscode-run');
  await run.click();
  await eventually('the terminal packs the rock', async () =>
    /^rockcraft in project: \[pack\]$/m.test(fs.readFileSync(calls, 'utf8')));
  check('the rock is there', fs.readdirSync(project).some((name) => name.endsWith('.rock')), fs.readdirSync(project));
}

main().then(
  () => console.log(`passed: ${checks} checks`),
  (error) => {
    console.error(`failed: ${error.stack}`);
    process.exitCode = 1;
  },
);
