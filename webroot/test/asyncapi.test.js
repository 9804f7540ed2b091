import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import test from 'node:test';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { FILE, generate } from './asyncapi.js';

const specification = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0.json');

test('the document is that of the schemas; otherwise: npm run asyncapi', async () => {
  assert.equal(await readFile(FILE, 'utf8'), await generate());
});

test('the document is one of AsyncAPI 3', async () => {
  const ajv = new Ajv.default({
    strict: false,
    validateFormats: false,
    meta: false,
    validateSchema: false,
  });
  const validate = ajv.compile(specification);
  const document = parse(await readFile(FILE, 'utf8'));

  assert.ok(validate(document), JSON.stringify(validate.errors));
  assert.ok(!validate({ ...document, channels: { room: { address: 7 } } }));
});

test('each message is in a channel, and each channel has an operation', async () => {
  const document = parse(await readFile(FILE, 'utf8'));
  const heard = Object.values(document.channels).flatMap((channel) =>
    Object.keys(channel.messages),
  );
  const used = Object.values(document.operations).map((one) => one.channel.$ref);

  assert.deepEqual(new Set(heard), new Set(Object.keys(document.components.messages)));
  assert.deepEqual(
    new Set(used),
    new Set(Object.keys(document.channels).map((name) => '#/channels/' + name)),
  );
});
