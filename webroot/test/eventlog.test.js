import assert from 'node:assert/strict';
import test from 'node:test';
import { createEventLog, dataText, OTHER, SHOWN } from '../js/eventlog.js';
import { createToasts } from '../js/toasts.js';
import { fakeClock } from './fakes.js';

const event = (type, id, data) => ({ type, payload: { id, action: 'created', data }, timestamp: 't' });
const events = (type, count) => Array.from({ length: count }, (_, i) => event(type, String(i + 1)));

test('a list keeps the newest events, the newest first', () => {
  const log = createEventLog(fakeClock());
  log.add(events('ORDER_RECEIVED', 50));
  log.add(events('PRICE_CHANGE', 1));
  const list = log.lists.get('orders');
  assert.equal(list.length, SHOWN);
  assert.equal(list[0].event.payload.id, '50');
  assert.deepEqual([log.total(), log.count('orders'), log.count('pricing')], [51, 50, 1]);
});

test('events of a type that the page does not know have a list of their own', () => {
  const log = createEventLog(fakeClock());
  log.add(events('REFUND', 2));
  assert.equal(log.lists.get(OTHER).length, 2);
});

test('events are counted by second, for a minute', () => {
  const clock = fakeClock(0);
  const log = createEventLog(clock);
  log.add(events('ORDER_RECEIVED', 3));
  clock.advance(1_000);
  log.add(events('PRICE_CHANGE', 2));
  clock.advance(1_000);
  assert.deepEqual(log.history().slice(-3).map((counts) => Object.fromEntries(counts)), [
    {},
    { ORDER_RECEIVED: 3 },
    { PRICE_CHANGE: 2 },
  ]);
  clock.advance(60_000);
  assert.equal(log.history().every((counts) => counts.size === 0), true);
});

test('data is a line of plain values', () => {
  assert.equal(dataText(event('A', '1', { stock: 3, place: 'JP', deep: {} })), 'stock 3 · place JP');
  assert.equal(dataText(event('A', '1')), '');
});

function toasts() {
  const clock = fakeClock();
  const built = createToasts(clock);
  const shown = () => built.shown.get().map(({ type, count }) => `${type} ${count}`);
  return { ...built, clock, shown };
}

test('events of one type share a toast, which goes away after the last', () => {
  const { add, shown, clock } = toasts();
  add(events('ORDER_RECEIVED', 2));
  add(events('LISTING_UPDATE', 1));
  clock.advance(5_000);
  add(events('ORDER_RECEIVED', 1));
  assert.deepEqual(shown(), ['ORDER_RECEIVED 3', 'LISTING_UPDATE 1']);
  clock.advance(1_000);
  assert.deepEqual(shown(), ['ORDER_RECEIVED 3']);
  clock.advance(5_000);
  assert.deepEqual(shown(), []);
});

test('prices have no toast', () => {
  const { add, shown } = toasts();
  add(events('PRICE_CHANGE', 2));
  assert.deepEqual(shown(), []);
});

test('a type that never pauses, or that a reader dismissed, is quiet for a while', () => {
  const { add, dismiss, shown, clock } = toasts();
  for (let i = 0; i < 21; i += 1) {
    add(events('ORDER_RECEIVED', 1));
    clock.advance(1_000);
  }
  assert.deepEqual(shown(), []);
  clock.advance(20_000);
  add(events('ORDER_RECEIVED', 1));
  assert.deepEqual(shown(), ['ORDER_RECEIVED 1']);
  dismiss('ORDER_RECEIVED');
  add(events('ORDER_RECEIVED', 1));
  assert.deepEqual(shown(), []);
});
