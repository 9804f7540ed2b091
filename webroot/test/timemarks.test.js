import assert from 'node:assert/strict';
import test from 'node:test';
import { createCandleTimes, stepFor } from '../js/candles/timemarks.js';

const at = (text) => Date.parse(text);

test('marks are at full steps of the clock of the reader', () => {
  const times = createCandleTimes('Asia/Kolkata', 60_000);
  times.near(at('2026-02-16T12:00:00Z'));
  const step = stepFor(3_000_000);
  assert.equal(step, 3_600_000);
  const before = times.numberOf(at('2026-02-16T12:29:00Z'), step);
  assert.equal(times.numberOf(at('2026-02-16T12:30:00Z'), step), before + 1);
  assert.equal(times.mark(times.begin(at('2026-02-16T12:47:00Z'), step), step), '18:00');
  assert.equal(times.whole(at('2026-02-16T12:47:00Z')), '2026-02-16 18:17');
});

test('midnight is marked with its date', () => {
  const times = createCandleTimes('Asia/Tokyo', 60_000);
  assert.equal(times.mark(at('2026-02-15T15:00:00Z'), 3_600_000), '02/16');
});

test('a day of trading has the name of its middle, in every zone and both seasons', () => {
  for (const zone of ['UTC', 'Asia/Tokyo', 'America/New_York']) {
    const times = createCandleTimes(zone, 86_400_000);
    assert.equal(times.whole(at('2026-02-15T22:00:00Z')), '2026-02-16');
    assert.equal(times.whole(at('2026-07-19T21:00:00Z')), '2026-07-20');
    assert.equal(times.whole(at('2026-02-16T00:00:00Z')), '2026-02-16');
  }
});

test('seconds are told where candles are seconds', () => {
  const times = createCandleTimes('UTC', 1_000);
  assert.equal(times.whole(at('2026-02-16T12:47:03Z')), '2026-02-16 12:47:03');
});
