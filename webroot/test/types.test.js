import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { FILE, generate } from './types.js';

test('the types of events are those of the schemas; otherwise: npm run types', async () => {
  assert.equal(await readFile(FILE, 'utf8'), await generate());
});
