import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { FILES, generate, path } from './types.js';

for (const [name, schemas] of FILES) {
  test(name + '.d.ts is that of the schemas; otherwise: npm run types', async () => {
    assert.equal(await readFile(path(name), 'utf8'), await generate(schemas));
  });
}
