// A folder from a stranger: it is read, and nothing of it is run, until the user trusts it.

const fs = require('node:fs');
const path = require('node:path');
const { check, eventually, never } = require('../checks.cjs');

const CHARM = 'charm/charmcraft.yaml';

module.exports = async (stage) => {
  stage.editor({
    settings: {
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
    },
    // Menus do not show the command, but keys know no menus.
    keybindings: [{ key: 'ctrl+alt+9', command: 'flask-lsp.packRock' }],
  });
  stage.mendRock();
  const started = bringServer(stage);
  const window = await stage.window();
  const { page } = window;
  await window.open(CHARM);
  await eventually('hints from the bundled server', async () => /token:\s*-> FLASK_TOKEN/.test(await window.text()));
  await eventually('lenses that count', async () => /3 variables/.test(await window.lenses()));
  await eventually('problems', async () => (await window.errors()) === 2);
  check('the program of the folder was not started', !fs.existsSync(started), started);
  await window.shot('vscode-restricted');

  await window.open('rockcraft.yaml');
  await eventually('the rock is read', async () => (await window.commands('flask-lsp: Show Server Version')).length > 0);
  const offered = await window.commands('flask-lsp: ');
  const runs = offered.filter((title) => /Pack|Upload|Deploy|Refresh|Check the Workspace/.test(title));
  check('nothing that runs programs is offered', offered.length > 0 && runs.length === 0, offered);
  await never('and no lens does', async () => /Pack|Upload|Refresh/.test(await window.lenses()));
  await window.focusText();
  await window.press('Control+Alt+9');
  await never('nothing is run by keys either', async () => stage.called());
  await never('nor agreed to', () => page.locator('.notification-toast .monaco-button:has-text("Run")').first().isVisible());

  await trust(window);
  await eventually('once trusted, the folder chooses the program', async () => fs.existsSync(started));
  await window.open(CHARM);
  await eventually('which is the server now', async () => /token:\s*-> FLASK_TOKEN/.test(await window.text()));
  await window.open('rockcraft.yaml');
  await eventually('and lenses pack', async () => /\bPack rock/.test(await window.lenses()));
};

/** Settings in the folder that name a program of its own. Answers the file that the program leaves behind. */
function bringServer(stage) {
  const program = stage.path('server');
  const started = path.join(stage.home, 'started');
  fs.writeFileSync(program, `#!/bin/sh\ntouch '${started}'\nexec '${stage.program}' "$@"\n`, { mode: 0o755 });
  fs.mkdirSync(stage.path('.vscode'));
  const settings = { 'flask-lsp.server.path': './server', 'flask-lsp.run.confirm': false };
  fs.writeFileSync(stage.path('.vscode/settings.json'), JSON.stringify(settings));
  return started;
}

async function trust(window) {
  const { page } = window;
  await window.command('Workspaces: Manage Workspace Trust');
  await page.locator('.workspace-trust-editor .monaco-button:has-text("Trust")').first().click();
  await page.waitForSelector('.workspace-trust-editor.trusted');
}
