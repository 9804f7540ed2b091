import assert from 'node:assert/strict';
import test from 'node:test';
import { createGroups, fillGroups, groupSize } from '../js/candles/groups.js';

/** Candles of a second from an index on, without those of some seconds. */
function columns(origin, closes, missing = new Set()) {
  const times = closes.map((_, n) => n).concat([]);
  let second = 0;
  times.forEach((_, n) => {
    while (missing.has(second)) second += 1;
    times[n] = second * 1_000;
    second += 1;
  });
  return {
    origin,
    time: Float64Array.from(times),
    open: Float64Array.from(closes, (close) => close - 0.5),
    high: Float64Array.from(closes, (close) => close + 1),
    low: Float64Array.from(closes, (close) => close - 1),
    close: Float64Array.from(closes),
    ticks: Float64Array.from(closes, () => 1),
  };
}

const part = (array, groups) => [...array.subarray(0, groups.count)];

test('as many candles as are as wide as a pixel are drawn together', () => {
  assert.equal(groupSize(8, 2), 1);
  assert.equal(groupSize(1, 2), 2);
  assert.equal(groupSize(0.014, 1), 128);
});

test('a group has the first, highest, lowest and last price of its candles', () => {
  const groups = createGroups(10);
  fillGroups(groups, columns(0, [5, 9, 2, 4, 7, 3]), { from: 0, to: 5, first: 0, size: 4 }, 1_000);
  assert.deepEqual(part(groups.open, groups), [4.5, 6.5]);
  assert.deepEqual(part(groups.high, groups), [10, 8]);
  assert.deepEqual(part(groups.low, groups), [1, 2]);
  assert.deepEqual(part(groups.close, groups), [4, 3]);
  assert.deepEqual(part(groups.index, groups), [1.5, 5.5]);
});

test('groups keep their candles while the view moves', () => {
  const all = columns(-3, Array.from({ length: 100 }, (_, n) => (n * 37) % 19));
  const groups = createGroups(100);
  const look = (from, to) => {
    fillGroups(groups, all, { from, to, first: -3, size: 8 }, 1_000);
    return new Map(part(groups.index, groups).map((index, n) => [index, groups.high[n]]));
  };
  const before = look(10, 50);
  const after = look(13, 53);
  for (const [index, high] of before) if (index < 48) assert.equal(after.get(index) ?? high, high);
  assert.equal(after.has(11.5), true);
});

test('they are those of all candles, whatever the size', () => {
  const closes = Array.from({ length: 1_000 }, (_, n) => Math.sin(n) * 50);
  const groups = createGroups(1_000);
  for (const size of [1, 2, 16, 256]) {
    fillGroups(groups, columns(0, closes), { from: 0, to: 999, first: 0, size }, 1_000);
    assert.equal(Math.max(...part(groups.high, groups)), Math.max(...closes) + 1);
    assert.equal(groups.close[groups.count - 1], closes.at(-1));
    assert.equal(groups.count, Math.ceil(1_000 / size));
  }
});

test('a pause is told where candles are missing, also within a group', () => {
  const groups = createGroups(10);
  const paused = columns(0, [1, 2, 3, 4, 5, 6], new Set([3, 4]));
  fillGroups(groups, paused, { from: 0, to: 5, first: 0, size: 1 }, 1_000);
  assert.deepEqual(part(groups.pause, groups), [NaN, 0, 0, 2_000, 0, 0]);
  fillGroups(groups, paused, { from: 0, to: 5, first: 0, size: 2 }, 1_000);
  assert.deepEqual(part(groups.pause, groups), [0, 2_000, 0]);
});

test('it takes no more groups than there is room for', () => {
  const groups = createGroups(3);
  fillGroups(groups, columns(0, [1, 2, 3, 4, 5]), { from: 0, to: 4, first: 0, size: 1 }, 1_000);
  assert.equal(groups.count, 3);
});
