import assert from 'node:assert/strict';
import test from 'node:test';
import { dots } from '../js/dots.js';
import { createSeries } from '../js/series.js';

const at = (second) => ({ first: second * 1_000, last: second * 1_000, open: 151, mid: 151, high: 151, low: 151 });

function dotsOf(seconds, restarts = []) {
  const series = createSeries(1_000);
  seconds.forEach((second) => series.add(at(second), restarts.includes(second)));
  return dots(series.points()).map(({ time }) => time / 1_000);
}

test('quotes further apart than ten seconds are all dots', () => {
  assert.deepEqual(dotsOf([0, 12, 24, 36]), [0, 12, 24, 36]);
});

test('quotes ten seconds apart are a line, and the newest is a dot', () => {
  assert.deepEqual(dotsOf([0, 10, 20, 30]), [30]);
});

test('a quote alone between two gaps is a dot', () => {
  assert.deepEqual(dotsOf([0, 1, 2, 60, 120, 121, 122]), [2, 60, 120, 122]);
});

test('a line of two quotes between gaps has a dot at each end', () => {
  assert.deepEqual(dotsOf([0, 60, 61, 120]), [0, 60, 61, 120]);
});

test('the first quote of all is a dot', () => {
  assert.deepEqual(dotsOf([7]), [7]);
  assert.deepEqual(dotsOf([]), []);
});

test('the quotes on either side of a restart are dots', () => {
  assert.deepEqual(dotsOf([0, 1, 2, 3, 4], [2]), [1, 2, 4]);
});
