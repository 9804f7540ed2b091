import assert from 'node:assert/strict';
import test from 'node:test';
import { createSeries } from '../js/series.js';
import { createStore } from '../client/src/store.js';
import { createTicker } from '../js/ticker.js';
import { fakeClock, message } from './fakes.js';

const START = Date.parse('2026-02-16T13:05:00.000Z');
const stamp = (second) => new Date(START + second * 1000).toISOString();
const body = (offset, fields = {}) => message(offset, { timestamp: stamp(offset), ...fields });
const settled = () => new Promise((resolve) => setImmediate(resolve));

const sample = (second, mid = 151.247) => {
  const time = START + second * 1000;
  return { first: time, last: time, open: mid, mid, high: mid, low: mid };
};
const answer = (samples, complete = true) => ({ complete, interval: 1_000, samples });

function build(history = async () => answer([])) {
  const clock = fakeClock(START + 1_000_000);
  const series = createSeries(1_000);
  const errors = [];
  let asked = 0;
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
    topic: 'ticks.USD_JPY',
    connection,
    series,
    history: () => {
      asked += 1;
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
    asked: () => asked,
    ticker,
    stop,
    mine: () => mine,
    state: () => ticker.state.get(),
    quote: () => ticker.state.get().quote,
    connect: () => phase.set({ phase: 'connected' }),
    breakOff: () => phase.set({ phase: 'disconnected' }),
    receive: (payload, snapshot = false) => mine.onMessage({ body: payload, snapshot }),
  };
}

const seconds = (page) => page.series.points().map(({ time }) => (time - START) / 1000);

test('the series is filled from history and goes on live', async () => {
  const page = build(async () => answer([sample(1), sample(2)]));
  page.connect();
  await settled();
  page.receive(body(3));
  assert.deepEqual(seconds(page), [1, 2, 3]);
  assert.equal(page.quote().tick.position.offset, 3);
});

test('history is asked for behind the subscription, or where there is no connection', () => {
  const page = build();
  assert.equal(page.asked(), 0);
  assert.equal(page.mine().address, 'ticks.USD_JPY');
  page.breakOff();
  assert.equal(page.asked(), 1);
  page.connect();
  assert.equal(page.asked(), 1);
});

test('a history that comes after the live tick stands before it', async () => {
  const page = build(async () => answer([sample(1), sample(2)]));
  page.connect();
  page.receive(body(9, { mid: 151.248 }));
  await settled();
  assert.equal(page.quote().tick.position.offset, 9);
  assert.deepEqual(seconds(page), [1, 2, 9]);
});

test('an answer that was overtaken is dropped', async () => {
  const answers = [];
  const page = build(() => new Promise((resolve) => answers.push(resolve)));
  page.connect();
  page.ticker.fill();
  answers[1]({ ...answer([sample(8)]), interval: 4_000 });
  await settled();
  answers[0](answer([sample(1)]));
  await settled();
  assert.equal(page.series.interval(), 4_000);
  assert.deepEqual(seconds(page), [8]);
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
  assert.equal(page.state().latency, null);
  page.receive(body(2, { timestamp: sent }));
  assert.equal(page.state().latency, 40);
});

test('an old snapshot does not count as data that flows', () => {
  const page = build();
  page.receive(body(1), true);
  assert.equal(page.state().freshAt, START + 1_000);
});

test('history tells that a price is known, and when it was, before any tick', async () => {
  const page = build(async () => answer([sample(1)]));
  page.connect();
  assert.equal(page.state().known, false);
  await settled();
  assert.deepEqual([page.state().known, page.state().freshAt], [true, START + 1_000]);
});

test('an empty history tells that there is no price', async () => {
  const page = build();
  page.connect();
  await settled();
  assert.deepEqual([page.state().known, page.state().freshAt], [true, null]);
});

test('a snapshot from tomorrow says nothing of when data flowed, and is not drawn', () => {
  const page = build();
  page.receive(body(1, { timestamp: stamp(90_000) }), true);
  assert.equal(page.state().freshAt, null);
  assert.equal(page.quote().tick.position.offset, 1);
  assert.deepEqual(seconds(page), []);
});

test('a live tick from tomorrow is drawn where it came', () => {
  const page = build();
  page.receive(body(1, { timestamp: stamp(90_000) }));
  page.receive(body(2, { timestamp: stamp(1_000) }));
  assert.deepEqual(seconds(page), [1_000]);
  assert.equal(page.state().latency, 0);
});

test('a new epoch is a restart of the series', () => {
  const page = build();
  page.receive(body(1));
  page.receive(body(2));
  page.receive(body(3, { epoch: 2 }));
  assert.deepEqual(page.series.points().map(({ restarted }) => restarted), [false, false, true]);
});

test('it comes back with the position reached', () => {
  const page = build();
  assert.equal(page.mine().since(), null);
  page.receive(body(17));
  assert.equal(page.mine().since(), '1.17');
});

test('a gap after a break is filled from history', async () => {
  const page = build();
  page.connect();
  await settled();
  page.receive(body(17));
  page.breakOff();
  page.connect();
  page.receive(body(30), true);
  assert.equal(page.asked(), 2);
});

test('nothing is fetched again after a break in which nothing was missed', async () => {
  const page = build();
  page.connect();
  await settled();
  page.receive(body(17));
  page.breakOff();
  page.connect();
  page.receive(body(17), true);
  page.receive(body(18));
  page.receive(body(25));
  assert.equal(page.asked(), 1);
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

for (const [name, history] of [
  ['fails', async () => Promise.reject(new Error('503'))],
  ['is not complete', async () => answer([sample(1)], false)],
]) {
  test(`a history that ${name} is told, and asked for again later, not with every tick`, async () => {
    const page = build(history);
    page.connect();
    await settled();
    assert.deepEqual(page.errors, ['HISTORY_UNAVAILABLE']);
    assert.equal(page.state().known, true);
    for (let offset = 1; offset <= 100; offset += 1) page.receive(body(offset));
    assert.equal(page.asked(), 1);
    page.clock.advance(30_000);
    page.receive(body(101));
    assert.equal(page.asked(), 2);
  });
}

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

const subscribed = (fields) => ({ type: 'subscribed', topic: 'ticks.USD_JPY', epoch: 1, offset: 12, ...fields });

function afterABreak() {
  const page = build();
  page.connect();
  page.receive(body(9));
  page.breakOff();
  page.connect();
  return page;
}

test('after a break it catches up, and then knows that nothing was missed', () => {
  const page = afterABreak();
  page.receive(subscribed({ recovered: true, replayed: 2 }));
  assert.equal(page.state().catchingUp, true);
  page.receive(body(10));
  assert.equal(page.state().catchingUp, true);
  page.receive(body(11));
  assert.equal(page.state().catchingUp, false);
  const { kind, count } = page.state().continuity;
  assert.deepEqual([kind, count], ['resumed', 2]);
});

test('a break in which nothing was published is over at once', () => {
  const page = afterABreak();
  page.receive(subscribed({ recovered: true, replayed: 0 }));
  assert.deepEqual([page.state().catchingUp, page.state().continuity.kind], [false, 'resumed']);
});

test('it knows when something was missed', () => {
  const page = afterABreak();
  page.receive(subscribed({ recovered: false }));
  assert.deepEqual([page.state().catchingUp, page.state().continuity.kind], [false, 'lost']);
});

test('a break while it catches up ends the catching up', () => {
  const page = afterABreak();
  page.receive(subscribed({ recovered: true, replayed: 2 }));
  page.breakOff();
  page.connect();
  page.receive(subscribed({ recovered: false }));
  assert.equal(page.state().catchingUp, false);
});

test('ticks that the server left out are counted', () => {
  const page = build();
  page.receive(body(9));
  assert.equal(page.state().continuity, null);
  page.receive(body(15, { skipped: 5 }));
  const { kind, count } = page.state().continuity;
  assert.deepEqual([kind, count], ['skipped', 5]);
});

test('a subscription without a position tells nothing of continuity', () => {
  const page = build();
  page.receive(subscribed({}));
  assert.equal(page.state().continuity, null);
});
