import assert from 'node:assert/strict';
import test from 'node:test';
import { createStore } from '../client/src/store.js';
import { createListPrices } from '../js/listprices.js';
import { pricesStatus } from '../js/pricesbadge.js';
import { fakeClock } from './fakes.js';

// The times of messages have no zone.
process.env.TZ = 'Asia/Tokyo';

const item = (company_id) => ({ company_id, quantity: null, purchase_price: null });
const list = { id: 7, items: [item(1), item(2)] };
const phase = (name, reason = null) => ({ phase: name, since: 0, retryAt: null, reason });

function update(...prices) {
  return {
    watchlist_id: 7,
    stocks: prices.map((current_price, i) => ({ company_id: i + 1, current_price })),
    timestamp: '2025-11-09T16:00:00',
    totals: [{ currency: 'JPY', cost: 1, value: 2, unrealized_pl: 1 }],
  };
}

function build() {
  const clock = fakeClock();
  const opened = [];
  const heard = [];
  const client = {
    prices(id, onUpdate) {
      const subscription = {
        id,
        onUpdate,
        state: createStore(phase('connecting')),
        isStopped: false,
        retries: 0,
        retryNow: () => (subscription.retries += 1),
        stop: () => (subscription.isStopped = true),
      };
      opened.push(subscription);
      return subscription;
    },
  };
  const prices = createListPrices(client, clock, {
    onMismatch: () => heard.push('mismatch'),
    onUnauthorized: (code) => heard.push(code),
  });
  prices.follow(list, null);
  return { clock, opened, heard, prices, last: () => opened.at(-1) };
}

test('it has the newest prices of the list, and those before', () => {
  const { prices, last, clock } = build();
  last().onUpdate(update(10, null));
  clock.advance(5_000);
  last().onUpdate(update(11, null));
  assert.equal(prices.stocks.get().get(1).current_price, 11);
  assert.deepEqual(prices.trail(1), [10, 11]);
  assert.deepEqual(prices.trail(2), []);
  assert.equal(prices.totals.get()[0].value, 2);
  assert.equal(prices.freshness().time, Date.UTC(2025, 10, 9, 16));
});

test('changes of the list leave its connection alone', () => {
  const { prices, opened } = build();
  prices.follow({ ...list, items: [item(1)] }, null);
  assert.equal(opened.length, 1);
});

test('another list or another token begins anew', () => {
  const { prices, opened } = build();
  opened[0].onUpdate(update(10, 20));
  prices.follow({ id: 8, items: [] }, null);
  assert.equal(opened[0].isStopped, true);
  assert.equal(prices.stocks.get().size, 0);
  assert.deepEqual(prices.totals.get(), []);
  assert.deepEqual(prices.trail(1), []);
  assert.equal(prices.freshness().heardAt, null);
  prices.follow({ id: 8, items: [] }, 'token');
  assert.deepEqual(opened.map(({ id }) => id), [7, 8, 8]);
});

test('without a list there is no connection', () => {
  const { prices, opened } = build();
  prices.follow(null, null);
  assert.equal(opened[0].isStopped, true);
  assert.equal(opened.length, 1);
  assert.equal(prices.freshness().state.phase, 'closed');
});

test('prices of other items have the list loaded again, once for some time', () => {
  const { clock, heard, last } = build();
  last().onUpdate(update(10, 20));
  last().onUpdate(update(10));
  last().onUpdate(update(10));
  assert.deepEqual(heard, ['mismatch']);
  clock.advance(2_000);
  last().onUpdate(update(10));
  assert.deepEqual(heard, ['mismatch', 'mismatch']);
});

test('a refusal has a text of the page, and asks for a token where one helps', () => {
  const { heard, prices, last } = build();
  last().state.set(phase('error', 'Watchlist not found or access denied'));
  assert.equal(prices.refusal.get(), 'WATCHLIST_NOT_FOUND');
  assert.deepEqual(heard, []);
  last().state.set(phase('error', 'Invalid or expired session'));
  assert.deepEqual(heard, ['SESSION_EXPIRED']);
  last().state.set(phase('error', 'a new reason'));
  assert.equal(prices.refusal.get(), 'error');
});

test('a list that was refused is tried again when it is opened again', () => {
  const { prices, opened, last } = build();
  last().state.set(phase('error', 'User account is inactive'));
  prices.follow(list, null);
  assert.equal(opened.length, 2);
  assert.equal(prices.refusal.get(), '');
});

test('what an ended connection still says does not count', () => {
  const { prices, opened } = build();
  prices.follow({ id: 8, items: [] }, null);
  opened[0].state.set(phase('error', 'User not found'));
  assert.equal(prices.refusal.get(), '');
});

test('retry now goes to the open connection', () => {
  const { prices, last } = build();
  prices.retryNow();
  assert.equal(last().retries, 1);
});

test('an open connection without prices for 15 seconds is stale, another one is what it is', () => {
  const seen = { state: phase('open'), heardAt: 1_000 };
  assert.equal(pricesStatus(seen, 15_999, 1_000), 'open');
  assert.equal(pricesStatus(seen, 16_000, 1_000), 'stale');
  assert.equal(pricesStatus({ ...seen, state: phase('reconnecting') }, 99_000, 1_000), 'reconnecting');
  assert.equal(pricesStatus({ ...seen, heardAt: null }, 99_000, 1_000), 'open');
});

test('with a long interval it is stale after three of them', () => {
  const seen = { state: phase('open'), heardAt: 0 };
  assert.equal(pricesStatus(seen, 89_999, 30_000), 'open');
  assert.equal(pricesStatus(seen, 90_000, 30_000), 'stale');
});
