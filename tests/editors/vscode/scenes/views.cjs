// What there is beside the text: the environment, the charm in full, pages of rules, the first steps.

const { check, eventually, retried } = require('../checks.cjs');
const { place } = require('../editor.cjs');

const CHARM = 'charm/charmcraft.yaml';

module.exports = async (stage) => {
  stage.editor();
  const window = await stage.window();
  // VS Code saves what is typed by itself after a while.
  const written = stage.read(CHARM).split('\n');
  await window.open(CHARM);
  await eventually('hints', async () => /token:\s*-> FLASK_TOKEN/.test(await window.text()));
  await seeEnvironment(stage, window);
  await seeExpanded(written, window);
  await compareExpanded(written, window);
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

async function seeExpanded(written, window) {
  const { page } = window;
  await window.open(CHARM);
  await window.command('flask-lsp: Show the Expanded Charm');
  await page.waitForSelector('.tab:has-text("expanded")');
  await eventually('the expanded charm', async () => /flask-app-image|charm-libs|peers/.test(await window.text(1)));
  await window.focusText();
  await window.press('Control+Home');
  await page.keyboard.type('title: Teapots\n');
  await eventually('it follows what is typed', async () => /title: Teapots/.test(await window.text(1)));
  await undo(written, window);
  await eventually('and what is undone', async () => !/title: Teapots/.test(await window.text(1)));
  await window.shot('vscode-expanded');
  await window.command('View: Close Editors in Other Groups');
}

/** Typed words are undone in as many steps as VS Code took them for. */
async function undo([first], window) {
  await eventually('all that was typed is undone', async () => {
    if ((await window.text()).startsWith(first)) {
      return true;
    }
    await window.press('Control+z');
    return false;
  });
}

/** Line by line what the extension adds, while the left side is written. */
async function compareExpanded(written, window) {
  const { page } = window;
  await window.command('flask-lsp: Compare the Charm with the Expanded One');
  await page.waitForSelector('.tab.active:has-text("as written and as packed")');
  const side = async (name) =>
    (await page.locator(`.monaco-diff-editor .editor.${name} .view-line`).allTextContents()).join('\n').replaceAll('\u00a0', ' ');
  await eventually('as written on the left', async () => /flask-framework/.test(await side('original')));
  await eventually('as packed on the right', async () => /build-on:/.test(await side('modified')));
  const marked = page.locator('.monaco-diff-editor .editor.modified .line-insert');
  await eventually('what was added is marked', async () => (await marked.count()) > 0);
  const [name, type] = written;
  const right = await side('modified');
  check('what was not touched stands where it was', right.startsWith(`${name}\n${type}\n`), right);
  await window.shot('vscode-compare');
  const left = page.locator('.monaco-diff-editor .editor.original .view-lines');
  await left.click({ position: { x: 5, y: 5 } });
  await window.press('Control+Home');
  await page.keyboard.type('title: Teapots\n');
  await eventually('it follows what is typed', async () => /title: Teapots/.test(await side('modified')));
  await eventually('all that was typed is undone', async () => {
    await window.press('Control+z');
    return (await side('original')).startsWith(name);
  });
  await eventually('and what is undone', async () => !/title: Teapots/.test(await side('modified')));
}

/** From the comparison, where the codes of its charm are offered; the page is shown as text with headings. */
async function explainRule(window) {
  const { page } = window;
  const row = (text) => page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
  await retried(
    'codes of the file are offered with what was found',
    () => window.command('flask-lsp: Explain a Rule'),
    () => row('database-endpoint-name').filter({ hasText: 'is named `database`' }).isVisible(),
  );
  await page.keyboard.type('duplicate-key');
  await eventually('and all others by name', () => row('duplicate-key').first().isVisible());
  await page.locator('.quick-input-widget input').first().fill('database-endpoint-name');
  await row('database-endpoint-name').first().click();
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
  await window.command('View: Close All Editors');
}

async function walkThrough(window) {
  const { page } = window;
  const choice = page.locator('.quick-input-list .monaco-list-row:has-text("From an application to a charm")');
  await retried('the walkthrough is offered', () => window.command('Welcome: Open Walkthrough...'), () => choice.isVisible());
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
