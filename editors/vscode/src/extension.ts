// What VS Code calls. Starts nothing before there is a charm or rock to look at.

import * as vscode from 'vscode';

import { charmBehind, Documents } from './documents';
import { EnvironmentView } from './environment';
import { isCharm, isOurs, NOT_IN_GLOB, OURS_GLOB } from './files';
import type { Entry } from './groups';
import { onNeighboursChange } from './neighbours';
import { explainRule } from './rules';
import { Server } from './server';
import { Status } from './status';
import { checkTask, Tasks } from './terminal';

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('flask-lsp', { log: true });
  const server = new Server(context, output);
  const status = new Status(server);
  const documents = new Documents(server);
  const view = new EnvironmentView(server, (environment) => status.tell(environment));
  const tasks = vscode.tasks.registerTaskProvider(
    'flask-lsp',
    new Tasks(() => server.program().command),
  );
  context.subscriptions.push(output, server, status, documents, view, tasks);
  registerCommands(context, server, documents, view);

  followEditor(vscode.window.activeTextEditor);
  context.subscriptions.push(
    vscode.window.onDidChangeActiveTextEditor(followEditor),
    vscode.workspace.onDidChangeConfiguration((event) => void configure(event, server)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void restart(server)),
    onNeighboursChange(() => void server.tellSettings()),
  );
  await startWhenNeeded(context, server);
}

/** A YAML file of somebody else costs nothing: the server waits for one of ours. */
async function startWhenNeeded(context: vscode.ExtensionContext, server: Server): Promise<void> {
  const isNeeded = (document: vscode.TextDocument): boolean =>
    document.uri.scheme === 'file' && isOurs(document.uri.path);
  if (vscode.workspace.textDocuments.some(isNeeded)) {
    return start(server);
  }
  const waiting = vscode.workspace.onDidOpenTextDocument((document) => {
    if (isNeeded(document)) {
      waiting.dispose();
      void start(server);
    }
  });
  context.subscriptions.push(waiting);
  const found = await vscode.workspace.findFiles(OURS_GLOB, NOT_IN_GLOB, 1);
  if (found.length > 0) {
    waiting.dispose();
    await start(server);
  }
}

async function start(server: Server): Promise<void> {
  const isEnabled = vscode.workspace.getConfiguration('flask-lsp').get('enable', true);
  await setContext('active', isEnabled);
  if (isEnabled) {
    await server.start();
  }
}

async function restart(server: Server): Promise<void> {
  await server.stop();
  await start(server);
}

async function configure(event: vscode.ConfigurationChangeEvent, server: Server): Promise<void> {
  const needRestart = ['enable', 'server.path', 'server.env', 'sourceFiles.enable'];
  if (needRestart.some((key) => event.affectsConfiguration(`flask-lsp.${key}`))) {
    await restart(server);
  }
}

function followEditor(editor: vscode.TextEditor | undefined): void {
  const path = editor?.document.uri.path ?? '';
  void setContext('isOurs', isOurs(path));
  void setContext('isCharm', isCharm(path));
}

async function setContext(key: string, value: boolean): Promise<void> {
  await vscode.commands.executeCommand('setContext', `flask-lsp.${key}`, value);
}

function registerCommands(
  context: vscode.ExtensionContext,
  server: Server,
  documents: Documents,
  view: EnvironmentView,
): void {
  const commands: Record<string, (...args: never[]) => unknown> = {
    restart: () => restart(server),
    showOutput: () => server.output.show(),
    showVersion: () => showVersion(context, server),
    checkWorkspace: () => checkWorkspace(server),
    showExpanded: () => withCharm((charm) => documents.showExpanded(charm)),
    compareExpanded: () => withCharm((charm) => documents.compareExpanded(charm)),
    showEnvironment: () => view.show(),
    explainRule: (code?: string) => explainRule(server, documents, code),
    fixAll: () => fixAll(),
    copyVariable: (entry: Entry) => vscode.env.clipboard.writeText(entry.name),
    showReferences: (uri: string, position: Position, locations: Location[]) =>
      showReferences(uri, position, locations),
  };
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(`flask-lsp.${name}`, run));
  }
}

async function withCharm(show: (charm: vscode.Uri) => Promise<void>): Promise<void> {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active) {
    const behind = charmBehind(active);
    if (behind ?? isCharm(active.path)) {
      return show(behind ?? active);
    }
  }
  const [charm] = await vscode.workspace.findFiles('**/charmcraft.yaml', NOT_IN_GLOB, 1);
  if (charm) {
    return show(charm);
  }
  void vscode.window.showInformationMessage('There is no charmcraft.yaml in this workspace.');
}

async function checkWorkspace(server: Server): Promise<void> {
  const { command } = server.program();
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    await vscode.tasks.executeTask(checkTask(command, folder));
  }
}

async function showVersion(context: vscode.ExtensionContext, server: Server): Promise<void> {
  const { command, origin } = server.program();
  const extension = context.extension.packageJSON as { version: string };
  const lines = [
    `flask-lsp ${server.version ?? '(not running)'}`,
    `extension ${extension.version}`,
    `server from ${command} (${origin})`,
    `VS Code ${vscode.version}, ${process.platform} ${process.arch}`,
  ];
  const copy = 'Copy';
  const choice = await vscode.window.showInformationMessage(lines.join(' · '), copy);
  if (choice === copy) {
    await vscode.env.clipboard.writeText(lines.join('\n'));
  }
}

async function fixAll(): Promise<void> {
  await vscode.commands.executeCommand('editor.action.codeAction', {
    kind: 'source.fixAll.flask-lsp',
    apply: 'first',
  });
}

interface Position {
  line: number;
  character: number;
}

interface Location {
  uri: string;
  range: { start: Position; end: Position };
}

/** The lens that counts uses carries what the protocol calls positions; VS Code wants its own. */
async function showReferences(uri: string, position: Position, locations: Location[]): Promise<void> {
  const at = ({ line, character }: Position): vscode.Position => new vscode.Position(line, character);
  await vscode.commands.executeCommand(
    'editor.action.showReferences',
    vscode.Uri.parse(uri),
    at(position),
    locations.map(
      ({ uri, range }) =>
        new vscode.Location(vscode.Uri.parse(uri), new vscode.Range(at(range.start), at(range.end))),
    ),
  );
}
