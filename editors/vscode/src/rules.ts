// The list of rules to choose a page from: those of the file first.

import * as vscode from 'vscode';

import { charmBehind, type Documents } from './documents';
import type { Server } from './server';

interface RuleLine {
  code: string;
  summary: string;
}

/** Shows the page of a rule; asks which one if nothing says it. */
export async function explainRule(
  server: Server,
  documents: Documents,
  code: string | undefined,
): Promise<void> {
  const chosen = code ?? (await chooseRule(server));
  if (chosen) {
    await documents.showRule(chosen);
  }
}

async function chooseRule(server: Server): Promise<string | undefined> {
  const found = new Map<string, string>();
  for (const diagnostic of findings()) {
    const code = codeOf(diagnostic);
    if (!found.has(code)) {
      found.set(code, diagnostic.message.split('\n', 1)[0] ?? '');
    }
  }
  const rules = (await server.request<RuleLine[]>('flask-lsp/rules', {})) ?? [];
  const others = rules.filter(({ code }) => !found.has(code));
  const group = (label: string, items: vscode.QuickPickItem[]): vscode.QuickPickItem[] =>
    items.length > 0 ? [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items] : [];
  const items = [
    ...group('found here', [...found].map(([label, description]) => ({ label, description }))),
    ...group('all others', others.map(({ code, summary }) => ({ label: code, description: summary }))),
  ];
  const choice = await vscode.window.showQuickPick(items, {
    placeHolder: 'Which rule?',
    matchOnDescription: true,
  });
  return choice?.label;
}

/** Those of the file on screen, the nearest to the cursor first; those of all files if it has none. */
function findings(): vscode.Diagnostic[] {
  const editor = vscode.window.activeTextEditor;
  const isOurs = (diagnostic: vscode.Diagnostic): boolean => diagnostic.source === 'flask-lsp';
  if (editor) {
    const { uri } = editor.document;
    const here = vscode.languages.getDiagnostics(charmBehind(uri) ?? uri).filter(isOurs);
    if (here.length > 0) {
      const line = editor.selection.active.line;
      const distance = ({ range }: vscode.Diagnostic): number => Math.abs(range.start.line - line);
      return here.sort((left, right) => distance(left) - distance(right));
    }
  }
  return vscode.languages.getDiagnostics().flatMap(([, all]) => all.filter(isOurs));
}

function codeOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === 'object' ? code.value : (code ?? ''));
}
