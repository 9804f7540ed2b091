import assert from 'node:assert/strict';
import test from 'node:test';
import { createNotices } from '../js/notices.js';
import { fakeClock } from './fakes.js';

function build() {
  const clock = fakeClock();
  const notices = createNotices(clock);
  return { clock, notices, code: () => notices.current.get()?.code };
}

test('an error goes away by itself after eight seconds', () => {
  const { clock, notices, code } = build();
  notices.show('FEED_STALE', '');
  clock.advance(7_999);
  assert.equal(code(), 'FEED_STALE');
  clock.advance(1);
  assert.equal(code(), undefined);
});

test('the same error again stays one notice and is shown for longer', () => {
  const { clock, notices, code } = build();
  notices.show('FEED_STALE', '');
  clock.advance(6_000);
  notices.show('FEED_STALE', '');
  clock.advance(6_000);
  assert.equal(code(), 'FEED_STALE');
});

test('a newer error replaces the older', () => {
  const { notices, code } = build();
  notices.show('FEED_STALE', '');
  notices.show('DB_POLLING_FAILED', '');
  assert.equal(code(), 'DB_POLLING_FAILED');
});

test('it goes away when data flows again, but not before it could be read', () => {
  const { clock, notices, code } = build();
  notices.show('FEED_STALE', '');
  clock.advance(100);
  notices.recovered();
  notices.recovered();
  clock.advance(2_000);
  assert.equal(code(), 'FEED_STALE');
  clock.advance(1_000);
  assert.equal(code(), undefined);
});

test('an error that comes again after data flowed stays until data flows once more', () => {
  const { clock, notices, code } = build();
  notices.show('FEED_STALE', '');
  notices.recovered();
  notices.show('FEED_STALE', '');
  clock.advance(5_000);
  assert.equal(code(), 'FEED_STALE');
  notices.recovered();
  clock.advance(0);
  assert.equal(code(), undefined);
});

test('it can be dismissed', () => {
  const { notices, code } = build();
  notices.show('FEED_STALE', '');
  notices.dismiss();
  assert.equal(code(), undefined);
});
