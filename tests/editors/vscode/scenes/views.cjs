// What there is beside the text: the environment, the charm in full, pages of rules, the first steps.

const { check, eventually, retried } = require('../checks.cjs');
const { place } = require('../editor.cjs');

const CHARM = 'charm/charmcraft.yaml';

module.exports = async (stage) => {
  stage.editor();
  const window = await stage.window();
  await window.open(CHARM);
  await eventually('hints', async () => /token:\s*-> FLASK_TOKEN/.test(await window.text()));
  await seeEnvironment(stage, window);
  await seeExpanded(window);
  await compareExpanded(window);
  await explainRule(window);
  await walkThrough(window);
};

async function seeEnvironment(stage, window) {
  const rows = window.page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row');
  await window.command('flask-lsp: Show the Environment of the Application');
  // Rows that are out of sight do not exist, so the view gets the room of the one above.
  await window.page.locator('.pane-header.expanded:has-text("project")').first().click();
  await eventually('the environment', async () => {
    const texts = await rows.allTextContents();
    return texts.some((text) => text.includes('FLASK_TOKEN'));
  });
  const texts = await rows.allTextContents();
  check('what is wrong comes first', /Keeps the charm from working/.test(texts[0]), texts);
  await window.shot('vscode-environment');
  const [line] = place(stage.path(CHARM), 'token');
  await retried(
    'a variable leads to its option',
    () => rows.filter({ hasText: 'FLASK_TOKEN' }).first().click(),
    async () => (await window.page.locator('#status\\.editor\\.selection').textContent()).startsWith(`Ln ${line}, `),
  );
}

async function seeExpanded(window) {
  const { page } = window;
  await page.locator('.tab:has-text("charmcraft.yaml")').first().click();
  await window.command('flask-lsp: Show the Expanded Charm');
  await page.waitForSelector('.tab:has-text("expanded")');
  await eventually('the expanded charm', async () => /flask-app-image|charm-libs|peers/.test(await window.text(1)));
  await window.focusText();
  await window.press('Control+Home');
  await page.keyboard.type('title: Teapots\n');
  await eventually('it follows what is typed', async () => /title: Teapots/.test(await window.text(1)));
  await window.press('Control+z', 'Control+z');
  await eventually('and what is undone', async () => !/title: Teapots/.test(await window.text(1)));
  await window.command('View: Close Other Editors in Group');
  await window.command('View: Single Column Editor Layout');
}

async function compareExpanded(window) {
  const { page } = window;
  await page.locator('.tab:has-text("charmcraft.yaml")').first().click();
  await window.command('flask-lsp: Compare the Charm with the Expanded One');
  await page.waitForSelector('.tab.active:has-text("as written and as packed")');
  const side = async (name) =>
    (await page.locator(`.diff-editor .editor.${name} .view-line`).allTextContents()).join('\n').replaceAll('\u00a0', ' ');
  await eventually('as written on the left', async () => /flask-framework/.test(await side('original')));
  await eventually('as packed on the right', async () => /(assumes|containers|provides|charm-libs|parts):/.test(await side('modified')));
  const added = page.locator('.diff-editor .line-insert');
  await eventually('what was added is marked', async () => (await added.count()) > 0);
  await window.shot('vscode-compare');
  await window.command('View: Close Editor');
}

/** The codes of the file are offered, and the page is shown as text with headings. */
async function explainRule(window) {
  const { page } = window;
  await window.open(CHARM);
  const code = page.locator('.quick-input-list .monaco-list-row:has-text("database-endpoint-name")');
  await retried('codes of the file are offered', () => window.command('flask-lsp: Explain a Rule'), () => code.isVisible());
  await code.click();
  await page.waitForSelector('.tab:has-text("database-endpoint-name")');
  const shown = async () => {
    for (const frame of page.frames()) {
      const heading = await frame.locator('h1').allTextContents().catch(() => []);
      if (heading.includes('database-endpoint-name')) {
        return frame.locator('h2').allTextContents();
      }
    }
    return undefined;
  };
  const headings = await eventually('the page of the rule', shown);
  check('it says what to write instead', headings.includes('Instead'), headings);
  await window.shot('vscode-explain');
}

async function walkThrough(window) {
  const { page } = window;
  const choice = page.locator('.quick-input-list .monaco-list-row:has-text("From an application to a charm")');
  await retried('the walkthrough is offered', () => window.command('Welcome: Open Walkthrough'), () => choice.isVisible());
  await choice.click();
  const steps = page.locator('.gettingStartedContainer .getting-started-step');
  await eventually('the steps', async () => (await steps.count()) > 0);
  check('there are at most four', (await steps.count()) <= 4, await steps.allTextContents());
  await steps.filter({ hasText: 'Read the whole environment' }).click();
  await page.locator('.getting-started-step.expanded .button-link, .getting-started-step.expanded a').first().click();
  await eventually('what was done is ticked', async () => {
    const ticked = page.locator('.getting-started-step').filter({ hasText: 'Read the whole environment' });
    return (await ticked.locator('.getting-started-checkbox.complete, .codicon-getting-started-step-checked').count()) > 0;
  });
  await window.shot('vscode-walkthrough');
}
