// Which files the extension is for. It adds no language: the files stay `yaml`, so that all other
// extensions for YAML go on working.

export const OURS = ['charmcraft.yaml', 'rockcraft.yaml', 'rockfile.yaml', 'paas-config.yaml'];

/** Ours beside a `charmcraft.yaml` only, which the server finds out. */
const BESIDE_A_CHARM = ['metadata.yaml', 'config.yaml', 'actions.yaml'];

/** What the server is told about. */
export const SHOWN_GLOB = `**/{${[...OURS, ...BESIDE_A_CHARM].join(',')}}`;

/** Where charms and rocks are looked for in a workspace. */
export const OURS_GLOB = `**/{${OURS.join(',')}}`;

/** What no charm or rock is looked for in. */
export const NOT_IN_GLOB = '**/{node_modules,.git,venv,.venv,.tox,target,parts,stage,prime}/**';

/** Languages in which applications read their environment. */
export const SOURCE_LANGUAGES = [
  'python',
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
  'go',
  'java',
];

/** The name behind the last slash. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether the file at a path (with `/` between names) is one of ours. */
export function isOurs(path: string): boolean {
  return OURS.includes(fileName(path));
}

/** Whether it is a charm. */
export function isCharm(path: string): boolean {
  return fileName(path) === 'charmcraft.yaml';
}
