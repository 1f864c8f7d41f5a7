// The server's process, from its start to its end, and what is said to it.

import * as fs from 'node:fs';
import * as os from 'node:os';

import * as vscode from 'vscode';
import {
  type DocumentSelector,
  type ErrorHandler,
  type Executable,
  LanguageClient,
  type LanguageClientOptions,
  State,
  type StaticFeature,
} from 'vscode-languageclient/node';

import { findProgram, type Program } from './binary';
import { SHOWN_GLOB, SOURCE_LANGUAGES } from './files';
import { isYamlChecked, isYamlThere } from './neighbours';
import { type Choice, isChosen, nested } from './settings';
import { runInTerminal, type RunInTerminal } from './terminal';

type Listener = (params: unknown) => void;

/** The client, started and stopped as the settings want it. */
export class Server implements vscode.Disposable {
  private client: Client | undefined;
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly started = new vscode.EventEmitter<void>();
  private readonly state = new vscode.EventEmitter<State>();
  readonly onStarted = this.started.event;
  readonly onState = this.state.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    readonly output: vscode.LogOutputChannel,
  ) {}

  dispose(): void {
    void this.stop();
    this.started.dispose();
    this.state.dispose();
  }

  get isRunning(): boolean {
    return this.client?.state === State.Running;
  }

  /** What the server calls itself. */
  get version(): string | undefined {
    return this.client?.initializeResult?.serverInfo?.version;
  }

  program(): Program {
    const settings = vscode.workspace.getConfiguration('flask-lsp');
    return findProgram({
      setting: settings.get<string | null>('server.path', null),
      folder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
      home: os.homedir(),
      extension: this.context.extensionPath,
      windows: process.platform === 'win32',
      isFile: (path) => fs.statSync(path, { throwIfNoEntry: false })?.isFile() === true,
    });
  }

  async start(): Promise<void> {
    if (this.client) {
      return;
    }
    const program = this.program();
    if (program.origin === 'bundled') {
      makeExecutable(program.command);
    }
    this.output.info(`starting ${program.command} (${program.origin})`);
    const client = new Client(
      'flask-lsp',
      'flask-lsp',
      this.executable(program),
      this.options(),
    );
    this.client = client;
    client.registerFeature(announced);
    client.onDidChangeState((event) => {
      this.state.fire(event.newState);
      if (event.newState === State.Running) {
        this.started.fire();
      }
    });
    client.onRequest('flask-lsp/runInTerminal', (params: RunInTerminal) => runInTerminal(params));
    for (const [method, listeners] of this.listeners) {
      client.onNotification(method, (params: unknown) => {
        for (const listener of listeners) {
          listener(params);
        }
      });
    }
    try {
      await client.start();
      client.isStarting = false;
    } catch (error) {
      this.client = undefined;
      await this.sayFailure(program, error);
    }
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose(2_000).catch(() => undefined);
  }

  /** The answer, or `null` where there is no server to answer. */
  async request<T>(method: string, params: unknown): Promise<T | null> {
    if (!this.isRunning) {
      return null;
    }
    return (await this.client?.sendRequest<T>(method, params)) ?? null;
  }

  /** Hears of a notification, also after the server was started anew. */
  onNotification(method: string, listener: Listener): vscode.Disposable {
    const listeners = this.listeners.get(method) ?? new Set();
    this.listeners.set(method, listeners);
    listeners.add(listener);
    return new vscode.Disposable(() => listeners.delete(listener));
  }

  /**
   * What somebody chose. Defaults of the form would stand over the project's `flask-lsp.toml`, so they are not said.
   * The server cannot see what else is installed, so `auto` is decided here.
   */
  private settings(scope: string | undefined): Record<string, unknown> {
    const uri = scope === undefined ? undefined : vscode.Uri.parse(scope);
    const settings = vscode.workspace.getConfiguration('flask-lsp', uri);
    const { contributes } = this.context.extension.packageJSON as Manifest;
    const names = Object.keys(contributes.configuration.properties).map((name) => name.replace('flask-lsp.', ''));
    const chosen = names.filter((name) => isChosen(settings.inspect(name)));
    const syntax = settings.get<string>('diagnostics.syntax', 'auto');
    const decided = syntax === 'auto' ? (isYamlChecked() ? 'off' : 'on') : syntax;
    const choices = chosen.map((name): Choice => [name, settings.get(name)]);
    return nested([...choices, ['diagnostics.syntax', decided]]);
  }

  private executable(program: Program): Executable {
    const settings = vscode.workspace.getConfiguration('flask-lsp');
    const env = { ...process.env, ...settings.get<Record<string, string>>('server.env', {}) };
    return { command: program.command, args: ['--stdio'], options: { env } };
  }

  /** Says the settings anew: another extension came or went. */
  async tellSettings(): Promise<void> {
    await this.client?.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }

  private options(): LanguageClientOptions {
    const settings = vscode.workspace.getConfiguration('flask-lsp');
    return {
      documentSelector: selector(settings.get('sourceFiles.enable', true)),
      diagnosticCollectionName: 'flask-lsp',
      outputChannel: this.output,
      revealOutputChannelOn: 4,
      initializationOptions: { trusted: vscode.workspace.isTrusted },
      markdown: { isTrusted: false, supportHtml: false },
      errorHandler: patience(),
      middleware: {
        // From the palette a command comes without a file: the one on screen is meant.
        executeCommand: (command, args, next) => {
          const active = vscode.window.activeTextEditor?.document.uri.toString();
          return next(command, args.length === 0 && active ? [active] : args);
        },
        // Two outlines of one file would list every key twice, and the other one cannot be told.
        provideDocumentSymbols: (document, token, next) =>
          isYamlThere() ? [] : next(document, token),
        workspace: {
          configuration: ({ items }) => items.map(({ scopeUri }) => this.settings(scopeUri)),
          // Without values: the server asks, and is told by the above.
          didChangeConfiguration: (_sections, next) => next(undefined),
        },
      },
    };
  }

  private async sayFailure(program: Program, error: unknown): Promise<void> {
    this.output.error(String(error));
    this.state.fire(State.Stopped);
    const message =
      program.origin === 'path'
        ? 'flask-lsp was not found: this build of the extension brings none. Install it, or set `flask-lsp.server.path`.'
        : `flask-lsp could not be started from ${program.command}.`;
    const [settings, output] = ['Open Settings', 'Show Output'];
    const choice = await vscode.window.showErrorMessage(message, settings, output);
    if (choice === settings) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'flask-lsp.server.path');
    } else if (choice === output) {
      this.output.show();
    }
  }
}

/** Tells nobody that it cannot start: the message of `Server` does, and offers more. */
class Client extends LanguageClient {
  isStarting = true;

  override error(message: string, data?: unknown, showNotification?: boolean | 'force'): void {
    super.error(message, data, this.isStarting ? false : showNotification);
  }
}

/** The part of `package.json` that names the settings. */
interface Manifest {
  contributes: { configuration: { properties: Record<string, unknown> } };
}

/** What the client can do beyond the protocol. */
const announced: StaticFeature = {
  fillClientCapabilities(capabilities) {
    capabilities.experimental = {
      ...(capabilities.experimental as object | undefined),
      runInTerminal: true,
      expandedDocument: true,
      commands: { commands: ['flask-lsp.showReferences', 'flask-lsp.showEnvironment'] },
    };
  },
  initialize() {},
  getState: () => ({ kind: 'static' }),
  clear() {},
};

function selector(withSources: boolean): DocumentSelector {
  const ours = [{ scheme: 'file', language: 'yaml', pattern: SHOWN_GLOB }];
  if (!withSources) {
    return ours;
  }
  const sources = SOURCE_LANGUAGES.map((language) => ({ scheme: 'file', language }));
  const properties = { scheme: 'file', pattern: '**/application*.{properties,yaml,yml}' };
  return [...ours, ...sources, properties];
}

/** Starts a crashed server again, but gives up after four crashes in three minutes. */
function patience(): ErrorHandler {
  const crashes: number[] = [];
  return {
    error: () => ({ action: 1 }),
    closed: () => {
      const now = Date.now();
      crashes.push(now);
      const recent = crashes.filter((crash) => now - crash < 180_000);
      if (recent.length < 4) {
        return { action: 2 };
      }
      const message =
        'flask-lsp ended four times in three minutes and stays stopped. "flask-lsp: Restart the Server" starts it again.';
      return { action: 1, message };
    },
  };
}

/** Archives made on Windows, and some unpackers, lose the permission. */
function makeExecutable(path: string): void {
  if (process.platform === 'win32') {
    return;
  }
  const { mode } = fs.statSync(path);
  if ((mode & 0o100) === 0) {
    fs.chmodSync(path, mode | 0o755);
  }
}
