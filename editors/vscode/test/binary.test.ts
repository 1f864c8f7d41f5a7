import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findProgram, type Surroundings } from '../src/binary';

function around(changes: Partial<Surroundings>): Surroundings {
  return {
    setting: null,
    folder: '/work space/shop',
    home: '/home/ada',
    extension: '/extensions/flask-lsp',
    windows: false,
    isFile: () => false,
    ...changes,
  };
}

test('the setting comes first, then the bundled program, then PATH', () => {
  const isFile = (path: string): boolean => path === '/extensions/flask-lsp/server/flask-lsp';
  assert.deepEqual(findProgram(around({ setting: '/opt/flask-lsp', isFile })), {
    command: '/opt/flask-lsp',
    origin: 'setting',
  });
  assert.deepEqual(findProgram(around({ isFile })), {
    command: '/extensions/flask-lsp/server/flask-lsp',
    origin: 'bundled',
  });
  assert.deepEqual(findProgram(around({})), { command: 'flask-lsp', origin: 'path' });
});

test('a setting may be relative, or name the folder or the home directory', () => {
  const command = (setting: string): string => findProgram(around({ setting })).command;
  assert.equal(command('bin/flask-lsp'), '/work space/shop/bin/flask-lsp');
  assert.equal(command('./flask-lsp'), '/work space/shop/flask-lsp');
  assert.equal(command('${workspaceFolder}/flask-lsp'), '/work space/shop/flask-lsp');
  assert.equal(command('~/bin/flask-lsp'), '/home/ada/bin/flask-lsp');
  assert.equal(command('flask-lsp-next'), 'flask-lsp-next');
  assert.equal(command('C:\\tools\\flask-lsp.exe'), 'C:\\tools\\flask-lsp.exe');
});

test('on Windows the program ends in .exe', () => {
  const extension = 'C:\\extensions\\flask-lsp';
  const isFile = (path: string): boolean => path.endsWith('\\server\\flask-lsp.exe');
  const found = findProgram(around({ extension, isFile, windows: true }));
  assert.equal(found.command, 'C:\\extensions\\flask-lsp\\server\\flask-lsp.exe');
});
