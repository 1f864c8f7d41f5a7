import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isChosen, nested } from '../src/settings';

test('dots are tables', () => {
  const told = nested([
    ['rules', { 'unused-ignore': 'off' }],
    ['versions.charmcraft', '4.3'],
    ['versions.juju', ''],
    ['a.b.c', 1],
  ]);
  assert.deepEqual(told, {
    rules: { 'unused-ignore': 'off' },
    versions: { charmcraft: '4.3', juju: '' },
    a: { b: { c: 1 } },
  });
  assert.deepEqual(nested([]), {});
});

test('a default is nobody\'s choice, and false is one', () => {
  assert.equal(isChosen(undefined), false);
  assert.equal(isChosen({}), false);
  assert.equal(isChosen({ globalValue: false }), true);
  assert.equal(isChosen({ workspaceFolderValue: '' }), true);
});
