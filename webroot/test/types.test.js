import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { generateRecords, RECORDS } from './records.js';
import { FILES, generate, path } from './types.js';

for (const [name, schemas] of FILES) {
  test(name + '.d.ts is that of the schemas; otherwise: npm run types', async () => {
    assert.equal(await readFile(path(name), 'utf8'), await generate(schemas));
  });
}

test('the records of the Java client are those of the schema; otherwise: npm run types', async () => {
  assert.equal(words(await readFile(RECORDS, 'utf8')), words(await generateRecords()));
});

/**
 * Java's formatter decides on the white space, and breaks comments.
 *
 * @param {string} text
 */
function words(text) {
  return text.replace(/[\s*]+/g, '');
}
