// What else looks at YAML in this window.

import * as vscode from 'vscode';

/** Whether Red Hat's YAML is there; it is started by the first YAML file of any kind. */
export function isYamlThere(): boolean {
  return vscode.extensions.getExtension('redhat.vscode-yaml') !== undefined;
}

/** Whether it reports mistakes in YAML. */
export function isYamlChecked(): boolean {
  return isYamlThere() && vscode.workspace.getConfiguration('yaml').get('validate', true);
}

/** Calls back when either may be different. */
export function onNeighboursChange(changed: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.extensions.onDidChange(changed),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('yaml.validate')) {
        changed();
      }
    }),
  );
}
