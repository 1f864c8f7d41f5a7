// The language status item: which framework, which paas-charm, which server.

import * as vscode from 'vscode';
import { State } from 'vscode-languageclient/node';

import { OURS_GLOB } from './files';
import type { Environment } from './groups';
import type { Server } from './server';

export class Status implements vscode.Disposable {
  private readonly item: vscode.LanguageStatusItem;
  private environment: Environment | undefined;

  constructor(private readonly server: Server) {
    this.item = vscode.languages.createLanguageStatusItem('flask-lsp', {
      scheme: 'file',
      language: 'yaml',
      pattern: OURS_GLOB,
    });
    this.item.name = 'flask-lsp';
    this.item.command = { command: 'flask-lsp.showOutput', title: 'Show Output' };
    server.onState((state) => this.show(state));
    this.show(State.Starting);
  }

  dispose(): void {
    this.item.dispose();
  }

  tell(environment: Environment | undefined): void {
    this.environment = environment;
    this.show(this.server.isRunning ? State.Running : State.Stopped);
  }

  private show(state: State): void {
    const { item } = this;
    item.busy = state === State.Starting;
    item.severity =
      state === State.Stopped
        ? vscode.LanguageStatusSeverity.Error
        : vscode.LanguageStatusSeverity.Information;
    if (state === State.Stopped) {
      item.text = 'flask-lsp is not running';
      item.detail = '';
      return;
    }
    const { framework, paasCharm } = this.environment ?? {};
    item.text = framework ? `flask-lsp: ${framework}` : 'flask-lsp';
    const charm = paasCharm ? `paas-charm ${paasCharm}, ` : '';
    item.detail = `${charm}server ${this.server.version ?? '...'}`;
  }
}
