// Generates the types of the client's messages from the JSON Schemas that the server checks them
// with: npm run types. test/types.test.js fails where a file is another one.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileFromFile } from 'json-schema-to-typescript';
import { generateRecords, RECORDS } from './records.js';

const SCHEMAS = fileURLToPath(new URL('../../src/main/resources/schemas/', import.meta.url));

/** The generated files, and the schemas that each is of. */
export const FILES = new Map([
  ['events', ['message']],
  ['roommessages', ['room-command', 'room-answer', 'room-event']],
]);

/** @param {string} name */
export function path(name) {
  return fileURLToPath(new URL('../client/src/' + name + '.d.ts', import.meta.url));
}

/**
 * The text of a file.
 *
 * @param {readonly string[]} schemas
 */
export async function generate(schemas) {
  const texts = await Promise.all(
    schemas.map((schema, index) =>
      compileFromFile(SCHEMAS + schema + '.json', {
        cwd: SCHEMAS,
        bannerComment:
          index === 0 ? '// Generated from src/main/resources/schemas by "npm run types".' : '',
        additionalProperties: false,
        style: { singleQuote: true },
      }),
    ),
  );
  return texts.join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, schemas] of FILES) {
    await writeFile(path(name), await generate(schemas));
  }
  await writeFile(RECORDS, await generateRecords());
}
