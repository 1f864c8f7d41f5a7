// Read-only documents that the server writes: the expanded charm, which follows what is typed, and the
// pages of rules.

import * as vscode from 'vscode';

import type { Server } from './server';

const EXPANDED = 'flask-lsp-expanded';
const RULE = 'flask-lsp-rule';

/** What comes first: what charmcraft prints first, or what stands first in the file. */
type Order = 'charmcraft' | 'document';

interface Expanded {
  text: string;
}

interface Page {
  markdown: string;
}

/** Shows them, and keeps them up to date. */
export class Documents implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly parts: vscode.Disposable[];

  constructor(private readonly server: Server) {
    this.parts = [
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(EXPANDED, {
        onDidChange: this.changed.event,
        provideTextDocumentContent: (uri) => this.expanded(uri),
      }),
      vscode.workspace.registerTextDocumentContentProvider(RULE, {
        provideTextDocumentContent: (uri) => this.rule(uri),
      }),
      server.onNotification('flask-lsp/didChangeExpansion', (params) => {
        const { textDocument } = params as { textDocument: { uri: string } };
        const charm = vscode.Uri.parse(textDocument.uri);
        this.changed.fire(expandedUri(charm, 'charmcraft'));
        this.changed.fire(expandedUri(charm, 'document'));
      }),
    ];
  }

  dispose(): void {
    for (const part of this.parts) {
      part.dispose();
    }
  }

  async showExpanded(charm: vscode.Uri): Promise<void> {
    const document = await vscode.workspace.openTextDocument(expandedUri(charm, 'charmcraft'));
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  async compareExpanded(charm: vscode.Uri): Promise<void> {
    const title = 'charmcraft.yaml, as written and as packed';
    // In the order of the file, or everything would seem to be new.
    const expanded = expandedUri(charm, 'document');
    await vscode.commands.executeCommand('vscode.diff', charm, expanded, title);
  }

  async showRule(code: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: RULE, path: `/${code}.md` });
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  }

  private async expanded(uri: vscode.Uri): Promise<string> {
    const textDocument = { uri: vscode.Uri.parse(uri.query).toString() };
    const params = { textDocument, order: uri.fragment };
    const result = await this.server.request<Expanded | null>('flask-lsp/expand', params);
    return result?.text ?? '# There is no charm in this file.\n';
  }

  private async rule(uri: vscode.Uri): Promise<string> {
    const code = uri.path.replace(/^\//, '').replace(/\.md$/, '');
    const page = await this.server.request<Page | null>('flask-lsp/explain', { code });
    return page?.markdown ?? `There is no rule \`${code}\`.`;
  }
}

/** The charm that an expanded one is of. */
export function charmBehind(uri: vscode.Uri): vscode.Uri | undefined {
  return uri.scheme === EXPANDED ? vscode.Uri.parse(uri.query) : undefined;
}

/** Ends in `.yaml`, so that VS Code takes it for YAML. */
function expandedUri(charm: vscode.Uri, order: Order): vscode.Uri {
  return vscode.Uri.from({
    scheme: EXPANDED,
    path: charm.path.replace(/charmcraft\.yaml$/, 'charmcraft (expanded).yaml'),
    query: charm.toString(),
    fragment: order,
  });
}
