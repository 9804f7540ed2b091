import assert from 'node:assert/strict';
import test from 'node:test';
import { createPriceTrail, linePoints, POINTS } from '../js/sparkline.js';
import { fakeClock } from './fakes.js';

test('a line goes from the left to the right edge, the highest price on top', () => {
  assert.equal(linePoints([10, 30, 20], 96, 24), '0,24 48,0 96,12');
});

test('prices that do not move make a level line in the middle, one alone makes none', () => {
  assert.equal(linePoints([5, 5], 96, 24), '0,12 96,12');
  assert.equal(linePoints([5], 96, 24), '');
});

test('a trail keeps the newest prices of each company', () => {
  const clock = fakeClock();
  const trail = createPriceTrail(clock);
  for (let i = 0; i < POINTS + 5; i += 1) {
    trail.add(1, i);
    clock.advance(1_000);
  }
  assert.equal(trail.values(1).length, POINTS);
  assert.equal(trail.values(1).at(-1), POINTS + 4);
  assert.deepEqual(trail.values(2), []);
});

test('of several prices within a second the last one is kept', () => {
  const clock = fakeClock();
  const trail = createPriceTrail(clock);
  trail.add(1, 10);
  clock.advance(400);
  trail.add(1, 11);
  clock.advance(600);
  trail.add(1, 12);
  assert.deepEqual(trail.values(1), [11, 12]);
});

test('another list begins without the trails of the one before', () => {
  const trail = createPriceTrail(fakeClock());
  trail.add(1, 10);
  trail.clear();
  assert.deepEqual(trail.values(1), []);
});
