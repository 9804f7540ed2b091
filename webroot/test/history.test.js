import assert from 'node:assert/strict';
import test from 'node:test';
import { loadHistory } from '../js/history.js';

const NOW = Date.parse('2026-02-16T13:05:00.000Z');

test('a span is asked for by the server\'s time, and its points become samples', async () => {
  const clock = { now: () => NOW };
  let asked;
  const history = await loadHistory('A:B', { seconds: 900, points: 300 }, clock, async (address) => {
    asked = address;
    const point = {
      first: '2026-02-16T13:00:00.000Z',
      last: '2026-02-16T13:00:02.000Z',
      open: 1.5,
      mid: 2,
      high: 3,
      low: 1,
      count: 9,
    };
    return { ok: true, json: async () => ({ complete: true, interval: 3_000, points: [point] }) };
  });
  assert.equal(
    asked,
    'api/ticks/A%3AB?from=2026-02-16T12%3A50%3A00.000Z&to=2026-02-16T13%3A05%3A00.000Z&points=300',
  );
  assert.deepEqual(history, {
    complete: true,
    interval: 3_000,
    samples: [{ first: NOW - 300_000, last: NOW - 298_000, open: 1.5, mid: 2, high: 3, low: 1 }],
  });
});

test('an answer that is none is an error', async () => {
  const clock = { now: () => NOW };
  const failing = async () => ({ ok: false, status: 503 });
  await assert.rejects(loadHistory('A', { seconds: 1, points: 1 }, clock, failing), /503/);
});
