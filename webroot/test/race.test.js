import assert from 'node:assert/strict';
import test from 'node:test';
import { createRace, quoteKey } from '../js/race.js';

test('the difference is that of the same quote on both ways, whichever is first', () => {
  const race = createRace();
  race.direct(quoteKey('A', '1.10', '1.20'), 100);
  race.throughHub(quoteKey('A', 1.1, 1.2), 103);
  assert.deepEqual(race.result(), { direct: null, hub: null, difference: 3, compared: 1 });
  race.throughHub(quoteKey('A', 2, 3), 200);
  race.direct(quoteKey('A', '2', '3'), 202);
  assert.equal(race.result().compared, 2);
  race.throughHub(quoteKey('A', 4, 5), 300);
  assert.equal(race.result().compared, 2);
});

test('a repeated quote counts once', () => {
  const race = createRace();
  race.direct('a', 100);
  race.direct('a', 150);
  race.throughHub('a', 160);
  race.throughHub('a', 190);
  assert.deepEqual(race.result(), { direct: null, hub: null, difference: 60, compared: 1 });
});

test('the latency through the hub is the direct one and the difference', () => {
  const race = createRace();
  for (const delay of [30, 900, 31]) race.delayed(delay);
  race.direct('a', 100);
  race.throughHub('a', 104);
  assert.deepEqual(race.result(), { direct: 31, hub: 35, difference: 4, compared: 1 });
});
