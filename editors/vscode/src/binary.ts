// Which program is started as the server. Knows neither VS Code nor the disk.

/** What the answer depends on. */
export interface Surroundings {
  /** The setting `flask-lsp.server.path`. */
  setting: string | null;
  /** The first folder of the workspace. */
  folder: string | undefined;
  /** The user's home directory. */
  home: string;
  /** Where the extension is installed. */
  extension: string;
  windows: boolean;
  isFile(path: string): boolean;
}

/** The program, and how it was found. */
export interface Program {
  command: string;
  origin: 'setting' | 'bundled' | 'path';
}

/** The program of the setting, else the bundled one, else the one on `PATH`. */
export function findProgram(around: Surroundings): Program {
  if (around.setting) {
    return { command: expand(around.setting, around), origin: 'setting' };
  }
  const separator = around.windows ? '\\' : '/';
  const name = around.windows ? 'flask-lsp.exe' : 'flask-lsp';
  const bundled = [around.extension, 'server', name].join(separator);
  if (around.isFile(bundled)) {
    return { command: bundled, origin: 'bundled' };
  }
  return { command: name, origin: 'path' };
}

function expand(path: string, around: Surroundings): string {
  const folder = around.folder ?? '';
  const filled = path
    .replaceAll('${workspaceFolder}', folder)
    .replaceAll('${userHome}', around.home)
    .replace(/^~(?=$|[\\/])/, around.home);
  const isAbsolute = /^([\\/]|[A-Za-z]:[\\/])/.test(filled);
  const isName = !/[\\/]/.test(filled);
  return isAbsolute || isName || !folder ? filled : `${folder}/${filled.replace(/^\.[\\/]/, '')}`;
}
