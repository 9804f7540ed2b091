import assert from 'node:assert/strict';
import test from 'node:test';
import { mergePatch } from '../client/src/mergepatch.js';

// The examples of RFC 7386 whose target and patch are objects.
const EXAMPLES = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  [{ a: [1] }, { a: { b: 2 } }, { a: { b: 2 } }],
];

for (const [target, patch, expected] of EXAMPLES) {
  test(`${JSON.stringify(target)} with ${JSON.stringify(patch)}`, () => {
    const before = structuredClone(target);
    assert.deepEqual(mergePatch(target, patch), expected);
    assert.deepEqual(target, before);
  });
}

test('a field of any name is a field', () => {
  const patched = mergePatch({}, JSON.parse('{"__proto__":{"a":1}}'));
  assert.deepEqual(Object.keys(patched), ['__proto__']);
});
