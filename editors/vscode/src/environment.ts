// The view of the application's environment: who sets which variable, and when.

import * as vscode from 'vscode';

import { isCharm } from './files';
import { type Entry, type Environment, type Group, groups } from './groups';
import type { Server } from './server';

type Item = Group | Entry;

/** The tree of the charm that was looked at last. */
export class EnvironmentView implements vscode.TreeDataProvider<Item>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Item>;
  private readonly parts: vscode.Disposable[];
  private charm: vscode.Uri | undefined;
  /** What was shown last. */
  environment: Environment | undefined;

  constructor(
    private readonly server: Server,
    private readonly onEnvironment: (environment: Environment | undefined) => void,
  ) {
    this.view = vscode.window.createTreeView('flask-lsp.environment', { treeDataProvider: this });
    this.parts = [
      this.changed,
      this.view,
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
      server.onNotification('flask-lsp/didChangeEnvironment', () => this.refresh()),
      server.onStarted(() => this.refresh()),
    ];
    this.follow(vscode.window.activeTextEditor);
  }

  dispose(): void {
    for (const part of this.parts) {
      part.dispose();
    }
  }

  async show(): Promise<void> {
    await vscode.commands.executeCommand('flask-lsp.environment.focus');
  }

  refresh(): void {
    this.changed.fire(undefined);
  }

  async getChildren(item?: Item): Promise<Item[]> {
    if (item) {
      return 'entries' in item ? item.entries : [];
    }
    this.environment = await this.ask();
    this.onEnvironment(this.environment);
    this.view.description = this.environment?.framework ?? '';
    return this.environment ? groups(this.environment) : [];
  }

  getTreeItem(item: Item): vscode.TreeItem {
    return 'entries' in item ? groupItem(item) : this.entryItem(item);
  }

  private entryItem(entry: Entry): vscode.TreeItem {
    const item = new vscode.TreeItem(entry.name);
    item.description = entry.when;
    item.contextValue = entry.isVariable ? 'variable' : 'problem';
    item.tooltip = new vscode.MarkdownString(`**\`${entry.name}\`** ${entry.when}\n\n${entry.description}`);
    item.iconPath = new vscode.ThemeIcon(entry.isVariable ? 'symbol-variable' : 'warning');
    if (this.charm && entry.range) {
      const { start } = entry.range;
      const selection = new vscode.Range(start.line, start.character, start.line, start.character);
      item.command = { command: 'vscode.open', title: 'Open', arguments: [this.charm, { selection }] };
    }
    return item;
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    const uri = editor?.document.uri;
    if (uri?.scheme === 'file' && isCharm(uri.path) && uri.toString() !== this.charm?.toString()) {
      this.charm = uri;
      this.refresh();
    }
  }

  private async ask(): Promise<Environment | undefined> {
    if (!this.charm) {
      return undefined;
    }
    const textDocument = { uri: this.charm.toString() };
    const answer = await this.server.request<Environment | null>('flask-lsp/environment', {
      textDocument,
    });
    return answer ?? undefined;
  }
}

function groupItem(group: Group): vscode.TreeItem {
  const item = new vscode.TreeItem(group.title, vscode.TreeItemCollapsibleState.Expanded);
  item.description = String(group.entries.length);
  return item;
}
