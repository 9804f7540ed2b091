import assert from 'node:assert/strict';
import test from 'node:test';
import { createBackoff } from '../client/src/backoff.js';

const ALMOST_ONE = 0.999999;

test('the ceiling doubles from one second to thirty and stays there', () => {
  const backoff = createBackoff(() => ALMOST_ONE);
  const delays = Array.from({ length: 8 }, () => backoff.next());
  assert.deepEqual(delays, [1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
});

test('the jitter covers the whole range below the ceiling', () => {
  const backoff = createBackoff(() => 0.5);
  assert.deepEqual([backoff.next(), backoff.next(), backoff.next()], [500, 1000, 2000]);
});

test('no delay is so short that the page knocks in a tight loop', () => {
  assert.equal(createBackoff(() => 0).next(), 250);
});

test('a reset starts from one second again', () => {
  const backoff = createBackoff(() => ALMOST_ONE);
  backoff.next();
  backoff.next();
  backoff.reset();
  assert.equal(backoff.next(), 1000);
});

test('a thousand failures in a row still give a finite delay', () => {
  const backoff = createBackoff(() => ALMOST_ONE);
  for (let attempt = 0; attempt < 2000; attempt += 1) backoff.next();
  assert.equal(backoff.next(), 30000);
});
