import assert from 'node:assert/strict';
import test from 'node:test';
import {
  createTimeFormat,
  formatLatency,
  zoneFor,
  zoneLabel,
} from '../js/format.js';

const TIME = Date.parse('2026-02-16T15:05:10.007Z');

test('a time is written in its zone, past midnight with the next date', () => {
  const tokyo = createTimeFormat('Asia/Tokyo');
  const utc = createTimeFormat('UTC');
  assert.equal(`${tokyo.date(TIME)} ${tokyo.millisecond(TIME)}`, '2026-02-17 00:05:10.007');
  assert.equal(`${utc.date(TIME)} ${utc.millisecond(TIME)}`, '2026-02-16 15:05:10.007');
  assert.deepEqual([tokyo.second(TIME), tokyo.minute(TIME)], ['00:05:10', '00:05']);
  assert.equal(tokyo.monthDay(TIME), '02/17');
});

test('Japanese readers see JST, others their own zone', () => {
  assert.equal(zoneFor('ja'), 'Asia/Tokyo');
  assert.equal(zoneFor('en'), Intl.DateTimeFormat().resolvedOptions().timeZone);
  assert.equal(zoneLabel('Asia/Tokyo', TIME), 'JST');
  assert.equal(zoneLabel('UTC', TIME), 'UTC');
});

test('a latency is in milliseconds, from a second on in seconds', () => {
  assert.equal(formatLatency(38), '38 ms');
  assert.equal(formatLatency(1_240), '1.2 s');
  assert.equal(formatLatency(0), '< 1 ms');
  assert.equal(formatLatency(-20), '< 1 ms');
});

test('a latency that cannot be is not shown as a figure', () => {
  assert.equal(formatLatency(-1_001), null);
  assert.equal(formatLatency(600_000), null);
});
