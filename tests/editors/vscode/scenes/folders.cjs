// Two projects in one window, and their code: one server for all, and ways from the charm to the code and back.

const fs = require('node:fs');
const path = require('node:path');
const { check, eventually, retried } = require('../checks.cjs');
const { place } = require('../editor.cjs');

const CHARM = 'charm/charmcraft.yaml';

module.exports = async (stage) => {
  stage.editor();
  const weather = stage.copy('fastapi-weather');
  const workspace = path.join(stage.home, 'both.code-workspace');
  const folders = [{ path: stage.project }, { path: weather }];
  fs.writeFileSync(workspace, JSON.stringify({ folders, settings: {} }));
  const window = await stage.window(workspace);
  await window.open(path.join(weather, CHARM), 'fastapi-weather');
  const [, option] = /^ {4}([a-z-]+):$/m.exec(fs.readFileSync(path.join(weather, CHARM), 'utf8').split('options:')[1]);
  const variable = `APP_${option.toUpperCase().replaceAll('-', '_')}`;
  await eventually(`a hint in the second folder: ${variable}`, async () =>
    (await window.text()).includes(`-> ${variable}`));
  await window.open(stage.path(CHARM), 'project');
  await eventually('and in the first', async () => /token:\s*-> FLASK_TOKEN/.test(await window.text()));
  check('by one server', stage.servers().length === 1, stage.servers());
  await goToCode(window);
  await comeBack(stage, window);
};

/** The lens above an option shows where the code reads it. */
async function goToCode(window) {
  const lens = window.page.locator('.codelens-decoration a:has-text("1 use in the app")').first();
  await lens.waitFor();
  const shown = window.page.locator('.peekview-widget:has-text("app.py")');
  await retried('the code that reads it', () => lens.click(), () => shown.isVisible());
  await window.shot('vscode-uses');
  await window.press('Escape');
}

/** A name in the code says what sets it, and leads there. */
async function comeBack(stage, window) {
  await window.open(stage.path('app.py'), 'project');
  await window.goTo(place(stage.path('app.py'), '"GREETING'));
  await window.hover('FLASK_GREETING');
  await window.shot('vscode-code');
  const [line] = place(stage.path(CHARM), 'greeting');
  await retried(
    'from the code to the option',
    () => window.press('Escape', 'F12'),
    async () =>
      (await window.page.locator('.tab.active[data-resource-name="charmcraft.yaml"]').count()) > 0 &&
      (await window.page.locator('#status\\.editor\\.selection').textContent()).startsWith(`Ln ${line},`),
  );
}
