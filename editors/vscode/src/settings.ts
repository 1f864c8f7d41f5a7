// What somebody chose in the settings, in the form that the server takes. Knows nothing of VS Code.

/** A setting by its name behind `flask-lsp.`, with its value. */
export type Choice = [name: string, value: unknown];

/** `{ a: { b: 1 } }` for a setting `a.b`. */
export function nested(choices: Choice[]): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [name, value] of choices) {
    const keys = name.split('.');
    const last = keys.pop() ?? name;
    let table = root;
    for (const key of keys) {
      table = (table[key] ??= {}) as Record<string, unknown>;
    }
    table[last] = value;
  }
  return root;
}

/** What `inspect` of VS Code says of one setting. */
interface Inspected {
  globalValue?: unknown;
  workspaceValue?: unknown;
  workspaceFolderValue?: unknown;
}

/** Whether a value is more than the default of the form. */
export function isChosen(inspected: Inspected | undefined): boolean {
  const { globalValue, workspaceValue, workspaceFolderValue } = inspected ?? {};
  return [globalValue, workspaceValue, workspaceFolderValue].some((value) => value !== undefined);
}
