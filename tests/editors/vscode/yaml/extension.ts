// Stands in for Red Hat's YAML, which is in no registry of packages: the same language server, started in the
// same way, with the same name, and told of the schemas that extensions contribute.

import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

interface Contribution {
  fileMatch: string;
  url: string;
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = context.asAbsolutePath('server.js');
  const client = new LanguageClient(
    'yaml',
    'YAML',
    { module, transport: TransportKind.ipc },
    {
      documentSelector: [{ language: 'yaml' }],
      initializationOptions: { l10nPath: context.asAbsolutePath('l10n') },
    },
  );
  context.subscriptions.push(client);
  await client.start();
  await client.sendNotification('json/schemaAssociations', associations());
}

function associations(): { fileMatch: string[]; uri: string }[] {
  return vscode.extensions.all.flatMap((extension) => {
    const { contributes } = extension.packageJSON as { contributes?: { yamlValidation?: Contribution[] } };
    return (contributes?.yamlValidation ?? []).map(({ fileMatch, url }) => ({
      fileMatch: [`/${fileMatch}`],
      uri: vscode.Uri.joinPath(extension.extensionUri, url).toString(),
    }));
  });
}
