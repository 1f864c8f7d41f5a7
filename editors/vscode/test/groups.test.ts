import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type Environment, groups } from '../src/groups';

const variable = (name: string, source: Environment['env'][0]['source'], always: boolean) => ({
  name,
  source,
  always,
  description: '',
});

test('problems come first, then options, endpoints and the framework', () => {
  const environment: Environment = {
    framework: 'flask',
    paasCharm: '1.12',
    env: [
      variable('FLASK_TOKEN', ['config', 'options', 'token'], false),
      variable('S3_BUCKET', ['requires', 's3'], true),
      variable('S3_REGION', ['requires', 's3'], false),
      variable('FLASK_BASE_URL', 'framework', true),
    ],
    ignored: [],
    breaks: [{ source: ['requires', 'database'], reason: 'the charm crashes' }],
  };
  const shown = groups(environment).map(({ title, entries }) => [
    title,
    entries.map(({ name, when }) => `${name}: ${when}`),
  ]);
  assert.deepEqual(shown, [
    ['Keeps the charm from working', ['database: the charm crashes']],
    ['Config options', ['FLASK_TOKEN: token, if set']],
    ['Endpoints', ['S3_BUCKET: s3, once integrated', 'S3_REGION: s3, sometimes, once integrated']],
    ['Framework', ['FLASK_BASE_URL: always']],
  ]);
});
