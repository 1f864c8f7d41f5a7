#!/usr/bin/env node
// Starts the program of the package for this platform, which npm installs as an optional dependency, and ends as it ends.
'use strict';

const { spawn } = require('node:child_process');
const { constants } = require('node:os');

/** Exit code for a check that could not be made. */
const FAILED = 2;

function program() {
  const name = `@flask-lsp/${process.platform}-${process.arch}`;
  const file = process.platform === 'win32' ? 'flask-lsp.exe' : 'flask-lsp';
  try {
    return require.resolve(`${name}/bin/${file}`);
  } catch {
    console.error(
      `error: ${name} is not installed: install without --omit=optional, or take the program from ` +
        'https://github.com/flask-lsp/flask-lsp/releases if there is no package for this platform',
    );
    process.exit(FAILED);
  }
}

const child = spawn(program(), process.argv.slice(2), { stdio: 'inherit', windowsHide: true });

// Whoever ends an editor or a job ends this process; the program must not stay behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
child.on('error', (error) => {
  console.error(`error: cannot start ${child.spawnfile}: ${error.message}`);
  process.exit(FAILED);
});
child.on('exit', (code, signal) => {
  process.exit(signal === null ? code : 128 + constants.signals[signal]);
});
