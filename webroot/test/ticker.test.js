import assert from 'node:assert/strict';
import test from 'node:test';
import { createSeries } from '../js/series.js';
import { createStore } from '../js/store.js';
import { createTicker } from '../js/ticker.js';
import { parseTick } from '../js/protocol.js';
import { fakeClock, message } from './fakes.js';

const START = Date.parse('2026-02-16T13:05:00.000Z');
const stamp = (second) => new Date(START + second * 1000).toISOString();
const body = (offset, fields = {}) => message(offset, { timestamp: stamp(offset), ...fields });
const settled = () => new Promise((resolve) => setImmediate(resolve));

function build(history = async () => []) {
  const clock = fakeClock(START + 1_000_000);
  const series = createSeries();
  const errors = [];
  const asked = [];
  const phase = createStore({ phase: 'connecting' });
  let mine;
  const connection = {
    state: phase,
    subscribe: (address, subscription) => {
      mine = { address, ...subscription };
      return () => (mine = null);
    },
  };
  const ticker = createTicker({
    symbol: 'USD_JPY',
    connection,
    series,
    limit: 900,
    history: (limit) => {
      asked.push(limit);
      return history();
    },
    clock,
    onError: (code) => errors.push(code),
  });
  const stop = ticker.start();
  return {
    clock,
    series,
    errors,
    asked,
    ticker,
    stop,
    mine: () => mine,
    quote: () => ticker.state.get().quote,
    connect: () => phase.set({ phase: 'connected' }),
    breakOff: () => phase.set({ phase: 'disconnected' }),
    receive: (payload, snapshot = false) => mine.onMessage({ body: payload, snapshot }),
  };
}

test('the series is filled from history and goes on live', async () => {
  const page = build(async () => [body(1), body(2)].map(parseTick));
  await settled();
  page.receive(body(3));
  assert.deepEqual(page.series.points().map(({ time }) => time - START / 1000), [1, 2, 3]);
  assert.equal(page.quote().tick.position.offset, 3);
});

test('ticks between an empty history and the connection are fetched', async () => {
  const answers = [[], [body(1), body(2), body(3)].map(parseTick)];
  const page = build(async () => answers.shift());
  await settled();
  page.receive(body(3), true);
  await settled();
  assert.equal(page.series.points().length, 3);
  assert.deepEqual(page.asked, [900, 900]);
});

test('the quote from history already has a direction', async () => {
  const page = build(async () => [body(1), body(2, { mid: 151.248 })].map(parseTick));
  await settled();
  assert.equal(page.quote().moves.mid, 'up');
});

test('a history that comes after the live tick does not set the quote back', async () => {
  const page = build(async () => [body(1), body(2)].map(parseTick));
  page.receive(body(9, { mid: 151.248 }));
  await settled();
  assert.equal(page.quote().tick.position.offset, 9);
  assert.equal(page.series.points().length, 3);
});

test('what is not newer is dropped', () => {
  const page = build();
  page.receive(body(9, { mid: 151.248 }));
  page.receive(body(8, { mid: 151.246 }));
  page.receive(body(9, { mid: 151.246 }));
  assert.equal(page.quote().tick.mid, 151.248);
});

test('a new epoch resets the position', () => {
  const page = build();
  page.receive(body(900));
  page.receive(body(1, { epoch: 2 }));
  assert.deepEqual(page.quote().tick.position, { epoch: 2, offset: 1 });
});

test('a snapshot of another epoch counts even where its number is lower', () => {
  const page = build();
  page.receive(body(900, { epoch: 5 }));
  page.receive(body(1, { epoch: 2 }), true);
  assert.deepEqual(page.quote().tick.position, { epoch: 2, offset: 1 });
});

test('each side has a direction of its own', () => {
  const page = build();
  page.receive(body(1));
  page.receive(body(2, { bid: 151.244, ask: 151.25, mid: 151.247 }));
  assert.deepEqual(page.quote().moves, { bid: 'down', ask: 'up', mid: 'flat' });
});

test('latency is from the source to receipt, and a snapshot says nothing about it', () => {
  const page = build();
  const sent = new Date(page.clock.now() - 40).toISOString();
  page.receive(body(1, { timestamp: stamp(0) }), true);
  assert.equal(page.ticker.state.get().latency, null);
  page.receive(body(2, { timestamp: sent }));
  assert.equal(page.ticker.state.get().latency, 40);
});

test('an old snapshot does not count as data that flows', () => {
  const page = build();
  page.receive(body(1), true);
  assert.equal(page.ticker.state.get().freshAt, START + 1_000);
});

test('a snapshot that history has brought already still tells when the price was', async () => {
  const page = build(async () => [parseTick(body(1))]);
  await settled();
  page.receive(body(1), true);
  const { freshAt, receivedAt } = page.ticker.state.get();
  assert.deepEqual([freshAt, receivedAt], [START + 1_000, page.clock.now()]);
});

test('it comes back with the position reached', () => {
  const page = build();
  assert.equal(page.mine().since(), null);
  page.receive(body(17));
  assert.equal(page.mine().since(), '1.17');
});

test('a gap after a break is filled from history', async () => {
  const page = build();
  await settled();
  page.receive(body(17));
  page.breakOff();
  page.connect();
  page.receive(body(30), true);
  assert.equal(page.asked.length, 2);
});

test('nothing is fetched again after a break in which nothing was missed', async () => {
  const page = build(async () => [parseTick(body(16))]);
  await settled();
  page.receive(body(17));
  page.connect();
  page.receive(body(17), true);
  page.receive(body(18));
  page.receive(body(25));
  assert.equal(page.asked.length, 1);
});

test('ticks replayed after a newer snapshot still reach the series', async () => {
  const page = build();
  await settled();
  page.receive(body(1));
  page.connect();
  page.receive(body(4), true);
  page.receive(body(2));
  page.receive(body(3));
  assert.equal(page.series.points().length, 4);
  assert.equal(page.quote().tick.position.offset, 4);
});

test('it reaches further back once when more is to be shown', async () => {
  const page = build();
  await settled();
  page.ticker.reachBack(300);
  page.ticker.reachBack(3_600);
  await settled();
  page.ticker.reachBack(3_600);
  assert.deepEqual(page.asked, [900, 3_600]);
});

test('a history that fails is told, and asked for again later, not with every tick', async () => {
  const page = build(async () => {
    throw new Error('503');
  });
  await settled();
  assert.deepEqual(page.errors, ['HISTORY_UNAVAILABLE']);
  for (let offset = 1; offset <= 100; offset += 1) page.receive(body(offset));
  assert.equal(page.asked.length, 1);
  page.clock.advance(30_000);
  page.receive(body(101));
  assert.equal(page.asked.length, 2);
});

test('errors are told and change no quote; what is neither is ignored', () => {
  const page = build();
  page.receive({ type: 'error', code: 'FEED_STALE', message: 'm' });
  page.receive({ type: 'unknown' });
  assert.deepEqual(page.errors, ['FEED_STALE']);
  assert.equal(page.quote(), null);
});

test('after stop it is no longer subscribed', () => {
  const page = build();
  page.stop();
  assert.equal(page.mine(), null);
});
