import assert from 'node:assert/strict';
import test from 'node:test';
import { noteOf, statusOf } from '../js/status.js';

const WEDNESDAY = Date.parse('2026-07-22T03:00:00Z');
const SUNDAY = Date.parse('2026-07-19T03:00:00Z');
const connected = (since) => ({ phase: 'connected', since, retryAt: null });

const look = (now, { freshAgo = null, catchingUp = false, known = true, hasHours = true, since = 60_000 } = {}) =>
  statusOf(
    {
      connection: connected(now - since),
      freshAt: freshAgo === null ? null : now - freshAgo,
      catchingUp,
      known,
      hasHours,
    },
    now,
  );

test('a tick within five seconds is live', () => {
  assert.equal(look(WEDNESDAY, { freshAgo: 4_999 }), 'live');
});

test('five seconds without a tick are stale while the market is open', () => {
  assert.equal(look(WEDNESDAY, { freshAgo: 5_000 }), 'stale');
});

test('five seconds without a tick are no alarm while the market is closed', () => {
  assert.equal(look(SUNDAY, { freshAgo: 5_000 }), 'closed');
});

test('ticks that flow are live whatever the calendar says', () => {
  assert.equal(look(SUNDAY, { freshAgo: 900 }), 'live');
});

test('a symbol that is traded at any hour is stale on a Sunday', () => {
  assert.equal(look(SUNDAY, { freshAgo: 5_000, hasHours: false }), 'stale');
});

test('a connection of which nothing is known yet is still connecting', () => {
  assert.equal(look(WEDNESDAY, { known: false }), 'connecting');
});

test('a connection is stale as soon as it is known that no price comes', () => {
  assert.equal(look(WEDNESDAY, { known: true, since: 1 }), 'stale');
});

test('an old price is stale at once', () => {
  assert.equal(look(WEDNESDAY, { since: 100, freshAgo: 3_600_000 }), 'stale');
});

for (const phase of ['disconnected', 'connecting']) {
  test(`a ${phase} page is ${phase}, however fresh the last tick`, () => {
    const connection = { phase, since: WEDNESDAY, retryAt: null };
    assert.equal(statusOf({ connection, freshAt: WEDNESDAY, catchingUp: true, known: true, hasHours: true }, WEDNESDAY), phase);
  });
}

test('while ticks of a break come the page is catching up, though they are old', () => {
  assert.equal(look(WEDNESDAY, { catchingUp: true, freshAgo: 60_000 }), 'catchingUp');
});

const NOTES = [
  ['a stream that goes on without loss', { kind: 'resumed', count: 0 }, 'resumed'],
  ['a stream that has caught up', { kind: 'resumed', count: 3 }, 'resumedAfter'],
  ['a stream that goes on with loss', { kind: 'lost', count: 0 }, 'lost'],
  ['ticks that were left out', { kind: 'skipped', count: 7 }, 'skipped'],
];

for (const [name, told, key] of NOTES) {
  test(`${name}: told for a quarter of a minute`, () => {
    const continuity = { ...told, at: WEDNESDAY };
    assert.deepEqual(noteOf(continuity, 0, WEDNESDAY + 14_999), { key, count: told.count, span: 0 });
    assert.equal(noteOf(continuity, 0, WEDNESDAY + 15_000), null);
  });
}

test('a wrong clock of the device is told for as long as it is wrong, behind what passes', () => {
  const { key, span } = noteOf(null, -599_970, WEDNESDAY);
  assert.deepEqual([key, span], ['clockFast', 600_000]);
  assert.equal(noteOf(null, 600_000, WEDNESDAY).key, 'clockSlow');
  assert.equal(noteOf(null, 5_000, WEDNESDAY), null);
  assert.equal(noteOf({ kind: 'lost', count: 0, at: WEDNESDAY }, 600_000, WEDNESDAY).key, 'lost');
});
