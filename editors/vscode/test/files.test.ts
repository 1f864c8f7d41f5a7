import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isCharm, isOurs } from '../src/files';

test('files are known by their whole name', () => {
  assert.ok(isOurs('/shop/charm/charmcraft.yaml') && isCharm('/shop/charm/charmcraft.yaml'));
  assert.ok(isOurs('/shop/rockfile.yaml') && !isCharm('/shop/rockcraft.yaml'));
  assert.ok(!isOurs('/shop/old-charmcraft.yaml') && !isOurs('/charmcraft.yaml/README.md'));
});
