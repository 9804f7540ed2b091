import assert from 'node:assert/strict';
import test from 'node:test';
import { moved } from '../js/reordering.js';

test('an id is moved to a place, and not beyond the ends', () => {
  const ids = [1, 2, 3];
  assert.deepEqual(moved(ids, 1, 1), [2, 1, 3]);
  assert.deepEqual(moved(ids, 1, 2), [2, 3, 1]);
  assert.deepEqual(moved(ids, 3, 0), [3, 1, 2]);
  assert.deepEqual(moved(ids, 1, -1), ids);
  assert.deepEqual(moved(ids, 3, 9), ids);
  assert.deepEqual(ids, [1, 2, 3]);
});
