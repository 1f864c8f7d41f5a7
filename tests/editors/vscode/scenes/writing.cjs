// Opening a charm, reading what is shown, mending, completing, packing.

const fs = require('node:fs');
const { check, eventually, never, retried } = require('../checks.cjs');
const { place } = require('../editor.cjs');

const CHARM = 'charm/charmcraft.yaml';

module.exports = async (stage) => {
  stage.editor();
  check('the bundled server may be executed', fs.statSync(stage.program).mode & 0o100, stage.program);
  // Nothing is packed that rockcraft would refuse.
  stage.mendRock();
  const window = await stage.window();
  const { page } = window;
  await window.open(CHARM);

  await eventually('squiggles', async () => (await page.locator('.squiggly-error').count()) > 0);
  await eventually('hints', async () => /token:\s*-> FLASK_TOKEN/.test(await window.text()));
  await eventually('problems are counted', async () => (await window.errors()) === 2);
  await window.shot('vscode');
  await checkWorkspace(window);

  await window.goTo(place(stage.path(CHARM), 'greeting'));
  await window.hover('FLASK_GREETING');
  await window.shot('vscode-hover');
  await window.press('Escape');

  await fixDatabase(stage, window);
  await fixRest(window);
  await completeEndpoint(stage, window);
  await packRock(stage, window);
};

/** The task of continuous integration: what it finds replaces what is there, and is not counted again. */
async function checkWorkspace(window) {
  await window.command('flask-lsp: Check the Workspace');
  await eventually('the terminal shows findings', async () => {
    const texts = await window.page.locator('.xterm-rows').allTextContents();
    return texts.some((text) => /2 errors/.test(text.replaceAll('\u00a0', ' ')));
  });
  await never('no problem is lost or counted twice', async () => (await window.errors()) !== 2);
  await window.focusText();
}

async function fixDatabase(stage, window) {
  const { page } = window;
  const fix = page.locator('.action-widget .action').filter({ hasText: 'Rename the endpoint to' }).first();
  await window.goTo(place(stage.path(CHARM), 'database'));
  await retried('a fix', () => window.press('Escape', 'Control+.'), () => fix.isVisible());
  await window.shot('vscode-fix');
  await chooseByKeys(window, '.action-widget .action.focused', 'Rename the endpoint to');
  await eventually('the fix renames the endpoint', async () =>
    /postgresql:\s*-> POSTGRESQL_DB_CONNECT_STRING/.test(await window.text()));
}

/** What can have been meant in one way only, all at once. */
async function fixRest(window) {
  await window.command('flask-lsp: Fix All Safe Problems in the File');
  await eventually('all that is safe is mended', async () => {
    const text = await window.text();
    return /type: string/.test(text.split('greeting')[0]) && (await window.errors()) === 0;
  });
  await window.focusText();
}

/** In a list that is open, as some let no click through before they are all there. */
async function chooseByKeys(window, focused, text) {
  await eventually(`${text} is chosen`, async () => {
    if ((await window.page.locator(focused).first().textContent()).includes(text)) {
      return true;
    }
    await window.press('ArrowDown');
    return false;
  });
  await window.press('Enter');
}

async function completeEndpoint(stage, window) {
  const { page } = window;
  const offered = page.locator('.suggest-widget .monaco-list-row:has-text("mysql")').first();
  check('the example ends with its endpoints', /\nrequires:\n(.+\n)+$/.test(stage.read(CHARM)), stage.read(CHARM));
  await window.press('Control+End');
  await page.keyboard.type('  mysq', { delay: 40 });
  await retried('a completion', () => window.press('Escape', 'Control+Space'), () => offered.isVisible());
  await window.shot('vscode-completion');
  await chooseByKeys(window, '.suggest-widget .monaco-list-row.focused', 'mysql');
  await eventually('completion writes the whole endpoint', async () =>
    /interface: mysql_client/.test(await window.text()));
  await window.press('Escape');
  await window.press('Control+s');
  await eventually('it is written below the others', async () =>
    /\n {2}mysql:\n {4}interface: mysql_client\n/.test(stage.read(CHARM)));
}

/** The server says what it will run, and the terminal runs it once the user has agreed. */
async function packRock(stage, window) {
  await window.open('rockcraft.yaml');
  await window.command('flask-lsp: Pack the Rock');
  const run = window.page.locator('.notification-toast .monaco-button:has-text("Run")').first();
  await run.waitFor();
  await window.shot('vscode-run');
  await run.click();
  await eventually('the terminal packs the rock', async () => /^rockcraft in project: \[pack\]$/m.test(stage.called()));
  await eventually('the rock is there', async () => fs.readdirSync(stage.project).some((name) => name.endsWith('.rock')));
}
