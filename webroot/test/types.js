// Generates client/src/events.d.ts from the JSON Schemas that the server checks events with:
// npm run types. test/types.test.js fails where the file is another one.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileFromFile } from 'json-schema-to-typescript';

const SCHEMAS = fileURLToPath(new URL('../../src/main/resources/schemas/', import.meta.url));

/** The generated file. */
export const FILE = fileURLToPath(new URL('../client/src/events.d.ts', import.meta.url));

/** The text of the file. */
export function generate() {
  return compileFromFile(SCHEMAS + 'message.json', {
    cwd: SCHEMAS,
    bannerComment: '// Generated from src/main/resources/schemas by "npm run types".',
    additionalProperties: false,
    style: { singleQuote: true },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(FILE, await generate());
}
