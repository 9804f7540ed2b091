import assert from 'node:assert/strict';
import test from 'node:test';
import { createStore } from '../client/src/store.js';
import { createCandleFeed } from '../js/candles/candlefeed.js';
import { createCandleWindow } from '../js/candles/candlewindow.js';
import { exportCsv } from '../js/candles/csv.js';
import { fakeClock } from './fakes.js';

const SERIES = { symbol: 'USD_JPY', interval: '1s', price: 'bid' };
const BEGIN = Date.parse('2026-02-16T00:00:00Z');
const iso = (second) => new Date(BEGIN + second * 1_000).toISOString();
const settled = () => new Promise((resolve) => setImmediate(resolve));

const stored = (second, close = second + 1, ticks = 1) => ({
  time: iso(second), open: close, high: close, low: close, close, ticks, closed: true,
});

/** A server with a candle for each of so many seconds, which answers as docs/candles.md says. */
function server(seconds) {
  const fake = { seconds, asked: [], fails: false };
  fake.get = async (address) => {
    const { searchParams } = new URL(address, 'https://a.test/');
    fake.asked.push(Object.fromEntries(searchParams));
    if (fake.fails) return { ok: false, status: 503 };
    const limit = Number(searchParams.get('limit'));
    const bound = (name, otherwise) => {
      const text = searchParams.get(name);
      return text === null ? otherwise : (Date.parse(text) - BEGIN) / 1_000;
    };
    const to = Math.min(fake.seconds, bound('to', Infinity));
    const from = bound('from', Math.max(0, to - limit));
    const end = Math.min(to, from + limit);
    const candles = Array.from({ length: Math.max(0, end - from) }, (_, n) => stored(from + n));
    return { ok: true, text: async () => JSON.stringify({ candles, next: end < to ? iso(end) : null }) };
  };
  return fake;
}

function connectionOf(phase) {
  const state = createStore({ phase });
  const topics = new Map();
  return {
    state,
    topics,
    subscribe(topic, subscription) {
      topics.set(topic, subscription);
      return () => topics.delete(topic);
    },
    publish: (body, snapshot = false) =>
      topics.get('candles.USD_JPY.1s.bid')?.onMessage({ body: { type: 'candle', ...body }, snapshot }),
  };
}

/** @param {(feed) => void} [meanwhile] called before the first answer comes */
async function started(seconds, limit = 10_000, meanwhile = () => {}) {
  const window = createCandleWindow(limit);
  const connection = connectionOf('connected');
  const clock = fakeClock();
  const source = server(seconds);
  const feed = createCandleFeed({
    series: SERIES, window, connection, clock, onChange: () => {}, get: source.get,
  });
  const stop = feed.start();
  meanwhile(feed);
  await settled();
  return { window, connection, clock, source, feed, stop };
}

const last = (window) => (window.timeOf(window.last()) - BEGIN) / 1_000;
const first = (window) => (window.timeOf(window.first()) - BEGIN) / 1_000;

test('it begins with the newest page, and loads older ones when they come into view, once each', async () => {
  const { window, feed, source } = await started(1_200);
  assert.deepEqual([first(window), last(window)], [700, 1_199]);
  feed.need(window.first(), window.last(), 100);
  assert.equal(source.asked.length, 1);
  feed.need(window.first() - 10, window.last(), 100);
  feed.need(window.first() - 11, window.last(), 100);
  assert.equal(feed.state.get().loading, 'older');
  await settled();
  assert.deepEqual([first(window), window.size(), source.asked.length], [200, 1_000, 2]);
});

test('a view that asks for longer pages before the first one has come does not end history', async () => {
  const { window, feed } = await started(1_200, 10_000, (begun) => begun.need(0, 0, 640));
  assert.equal(window.reachesOldest(), false);
  feed.need(window.first() - 10, window.last(), 640);
  await settled();
  assert.equal(first(window), 60);
});

test('it knows where history ends', async () => {
  const { window, feed, source } = await started(700);
  feed.need(-10, window.last(), 100);
  await settled();
  assert.equal(window.reachesOldest(), true);
  feed.need(window.first() - 10, window.last(), 100);
  assert.equal(source.asked.length, 2);
});

test('a page that failed is loaded again when asked for, or after some seconds', async () => {
  const { window, feed, source, clock } = await started(1_200);
  source.fails = true;
  feed.need(window.first() - 10, window.last(), 100);
  await settled();
  assert.deepEqual(feed.state.get(), { loading: null, failed: 'older' });
  feed.need(window.first() - 10, window.last(), 100);
  await settled();
  assert.equal(source.asked.length, 2);
  feed.retry();
  await settled();
  assert.equal(source.asked.length, 3);
  source.fails = false;
  clock.advance(10_000);
  await settled();
  assert.deepEqual([first(window), feed.state.get().failed], [200, null]);
});

test('the forming candle comes by its topic', async () => {
  const { window, connection } = await started(10);
  connection.publish(stored(9, 5, 2));
  connection.publish(stored(10, 6));
  assert.equal(last(window), 10);
  const { origin, close } = window.columns();
  assert.equal(close[window.last() - 1 - origin], 5);
});

test('after a break it loads what it missed before it goes on', async () => {
  const { window, connection, source } = await started(10);
  connection.state.set({ phase: 'disconnected' });
  source.seconds = 4_000;
  connection.publish(stored(4_000));
  assert.equal(last(window), 9);
  connection.state.set({ phase: 'connected' });
  for (let page = 0; page < 5; page += 1) await settled();
  assert.deepEqual([first(window), window.size()], [0, 4_000]);
  connection.publish(stored(4_000));
  assert.equal(last(window), 4_000);
});

test('behind skipped publications nothing is shown until what is between has come', async () => {
  const { window, connection, source } = await started(10);
  source.seconds = 13;
  connection.publish({ ...stored(13), skipped: 3 });
  assert.equal(last(window), 9);
});

for (const [name, body, snapshot] of [
  ['skipped publications', { skipped: 3 }, false],
  ['a snapshot', {}, true],
]) {
  test(`${name} may hide that a candle was closed: it is loaded again`, async () => {
    const { window, connection, source } = await started(10);
    source.seconds = 13;
    connection.publish({ ...stored(13), ...body }, snapshot);
    await settled();
    await settled();
    connection.publish(stored(13));
    assert.equal(window.size(), 14);
  });
}

test('the first candle of a new series is shown', async () => {
  const { window, connection } = await started(0);
  connection.publish(stored(0));
  assert.equal(window.size(), 1);
});

test('after its end it asks for nothing and takes nothing', async () => {
  const { window, connection, feed, stop, source } = await started(1_200);
  feed.need(window.first() - 10, window.last(), 100);
  stop();
  await settled();
  assert.equal(window.size(), 500);
  connection.state.set({ phase: 'connecting' });
  connection.state.set({ phase: 'connected' });
  assert.deepEqual([connection.topics.size, source.asked.length], [0, 2]);
});

test('CSV has the times and decimals of the server, over all pages', async () => {
  const page = (candle, next) => ({
    ok: true,
    text: async () => `{"symbol":"X","candles":[${candle}],"next":${next}}`,
  });
  const price = '"open":151.2400,"high":0.12345678901234567890,"low":100,"close":-1.50';
  const answers = [
    page(`{"time":"2026-02-16T00:00:00.000Z",${price},"ticks":58,"closed":true}`, `"${iso(1)}"`),
    page(`{"time":"2026-02-16T00:00:01.000Z",${price},"ticks":1,"closed":false}`, 'null'),
  ];
  const csv = await exportCsv(SERIES, { from: BEGIN, to: BEGIN + 2_000 }, async () => answers.shift());
  assert.equal(
    csv,
    'time,open,high,low,close,ticks,closed\r\n' +
      '2026-02-16T00:00:00.000Z,151.2400,0.12345678901234567890,100,-1.50,58,true\r\n' +
      '2026-02-16T00:00:01.000Z,151.2400,0.12345678901234567890,100,-1.50,1,false\r\n',
  );
});
