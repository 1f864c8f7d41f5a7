// The form of the settings, and what stands over what: the form over the project's file, its defaults over nothing.

const fs = require('node:fs');
const { check, eventually, never } = require('../checks.cjs');

const CHARM = 'charm/charmcraft.yaml';
const HINT = /token:\s*-> FLASK_TOKEN/;

module.exports = async (stage) => {
  const open = (key, query) => ({ key, command: 'workbench.action.openSettings', args: query });
  stage.editor({ keybindings: [open('ctrl+alt+8', '@ext:flask-lsp.flask-lsp'), open('ctrl+alt+7', 'flask-lsp.versions.charmcraft')] });
  // What is counted is of the charm alone.
  stage.mendRock();
  const project = (text) => fs.writeFileSync(stage.path('flask-lsp.toml'), text);
  project('inlay-hints = false\n');
  const window = await stage.window();
  await window.open(CHARM);
  await eventually('problems', async () => (await window.errors()) === 2);
  await never('a default of the form does not stand over the project', async () => HINT.test(await window.text()));
  project('');
  await eventually('the project counts at once', async () => HINT.test(await window.text()));

  await editAll(window);
  await chooseVersion(stage, window);
  await misnameServer(stage, window);
  await endServer(stage, window);
};

/** Everything can be chosen in the form, by whoever knows no JSON. */
async function editAll(window) {
  const { page } = window;
  await window.press('Control+Alt+8');
  const items = page.locator('.settings-editor .setting-item-contents');
  await eventually('the form', async () => (await items.count()) > 3);
  await window.shot('vscode-settings');
  const seen = new Set();
  await page.locator('.settings-editor .settings-tree-container .monaco-list').first().focus();
  await eventually('all settings were seen', async () => {
    for (const label of await items.locator('.setting-item-label').allTextContents()) {
      seen.add(label);
    }
    const raw = await items.filter({ hasText: 'Edit in settings.json' }).locator('.setting-item-label').allTextContents();
    check('none is for JSON alone', raw.length === 0, raw);
    await page.mouse.move(700, 500);
    await page.mouse.wheel(0, 300);
    return seen.has('Registry') && seen.has('Extend Exclude') && seen.has('Paas Charm');
  });
  await window.command('View: Close Editor');
}

/** An older charmcraft refuses what it does not know yet, as soon as it is chosen. */
async function chooseVersion(stage, window) {
  const { page } = window;
  await window.press('Control+Alt+7');
  const input = page.locator('.settings-editor .setting-item-contents:has-text("Charmcraft") input').first();
  await input.fill('3.0');
  await eventually('a version counts at once', async () => (await window.errors()) === 3);
  await input.fill('latest');
  await page.locator('.setting-item-validation-message:has-text("A version such as")').first().waitFor();
  await input.fill('');
  await eventually('and none is none', async () => (await window.errors()) === 2);
  check('nothing is left behind', !/versions/.test(stage.running.settings()), stage.running.settings());
}

/** A program that is not there is told of once, and does not keep the next one from starting. */
async function misnameServer(stage, window) {
  const file = '.vscode/settings.json';
  fs.mkdirSync(stage.path('.vscode'));
  fs.writeFileSync(stage.path(file), JSON.stringify({ 'flask-lsp.server.path': './no-such-program' }));
  await window.open(CHARM);
  const told = async () => (await window.messages()).filter((text) => /flask-lsp/.test(text));
  const messages = await eventually('a server that cannot be started is told of', async () => {
    const texts = await told();
    return texts.length > 0 && texts;
  });
  check('with the program', /could not be started from .*no-such-program/.test(messages.join(' ')), messages);
  await never('and once', async () => (await told()).length > 1);
  await window.shot('vscode-failure');
  await eventually('nothing is hinted at', async () => !HINT.test(await window.text()));
  fs.rmSync(stage.path(file));
  await eventually('the next one starts', async () => HINT.test(await window.text()));
  await eventually('and counts', async () => (await window.errors()) === 2);
}

/** A server that ends is started again, but not for ever. */
async function endServer(stage, window) {
  const ended = new Set();
  for (let times = 0; times < 4; times += 1) {
    const server = await eventually('a server runs', () => stage.servers().find((id) => !ended.has(id)));
    await eventually('and says what there is', async () => HINT.test(await window.text()) && (await window.errors()) === 2);
    // What the one before said may be on screen for a moment; one that is killed while it starts is another story.
    await never('it stays', () => stage.servers().find((id) => id !== server), 1_500);
    await eventually('and still says it', async () => (await window.errors()) === 2);
    ended.add(server);
    process.kill(server, 'SIGKILL');
  }
  // The client has words of its own for one that ends while it starts.
  await eventually('it is said that it stays stopped', async () =>
    (await window.messages()).some((text) => /ended four times|Restarting server failed/.test(text)));
  await never('it does', () => stage.servers().find((id) => !ended.has(id)));
  await window.command('flask-lsp: Restart the Server');
  await eventually('until it is started', () => stage.servers().find((id) => !ended.has(id)));
  await eventually('and says the same', async () => HINT.test(await window.text()) && (await window.errors()) === 2);
}
