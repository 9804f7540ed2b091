import assert from 'node:assert/strict';
import test from 'node:test';
import { follows, formatPosition, isNewer } from '../client/src/position.js';

const at = (epoch, offset) => ({ epoch, offset });

test('a position is newer by offset within an epoch', () => {
  assert.equal(isNewer(at(1, 18), at(1, 17)), true);
  assert.equal(isNewer(at(1, 17), at(1, 17)), false);
  assert.equal(isNewer(at(1, 16), at(1, 17)), false);
});

test('a new epoch resets, an old one is late', () => {
  assert.equal(isNewer(at(2, 1), at(1, 9_000)), true);
  assert.equal(isNewer(at(1, 9_000), at(2, 1)), false);
});

test('the first position of all is newer than none', () => {
  assert.equal(isNewer(at(1, 1), null), true);
});

test('only the next offset or one already seen leaves no gap', () => {
  assert.equal(follows(at(1, 18), at(1, 17)), true);
  assert.equal(follows(at(1, 17), at(1, 17)), true);
  assert.equal(follows(at(1, 19), at(1, 17)), false);
  assert.equal(follows(at(2, 18), at(1, 17)), false);
  assert.equal(follows(at(1, 1), null), false);
});

test('on the wire a position is epoch, dot, offset', () => {
  assert.equal(formatPosition(at(3, 17)), '3.17');
});
