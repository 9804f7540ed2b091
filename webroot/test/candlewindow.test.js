import assert from 'node:assert/strict';
import test from 'node:test';
import { createCandleWindow } from '../js/candles/candlewindow.js';

const candle = (time, close = time, ticks = 1) => ({ time, open: close, high: close, low: close, close, ticks });
const span = (from, to) => Array.from({ length: to - from + 1 }, (_, n) => candle(from + n));

/** The times and closing prices of a window, in the order of its indices. */
function content(window) {
  const { origin, time, close } = window.columns();
  return Array.from({ length: window.size() }, (_, n) => {
    const place = window.first() - origin + n;
    return [time[place], close[place]];
  });
}

const times = (window) => content(window).map(([time]) => time);

function windowOf(limit, page, isOldest = false) {
  const window = createCandleWindow(limit);
  window.addOlder(page, isOldest);
  return window;
}

test('older pages come before what is there, whose indices stay', () => {
  const window = windowOf(100, span(50, 60));
  const index = window.indexOf(55);
  window.addOlder(span(40, 49), false);
  window.addOlder(span(30, 39), true);
  assert.deepEqual(times(window), span(30, 60).map(({ time }) => time));
  assert.equal(window.indexOf(55), index);
  assert.equal(window.timeOf(index), 55);
  assert.equal(window.reachesOldest(), true);
});

test('a page that comes twice changes nothing', () => {
  const window = windowOf(100, span(50, 60));
  window.addOlder(span(40, 49), false);
  const before = content(window);
  window.addOlder(span(40, 49), false);
  window.addNewer(span(45, 60), true);
  assert.deepEqual(content(window), before);
});

test('the forming candle is replaced, and the next one follows it', () => {
  const window = windowOf(100, span(50, 60));
  window.merge(candle(60, 7, 2));
  window.merge(candle(60, 7, 2));
  window.merge(candle(61, 8));
  assert.deepEqual(content(window).slice(-3), [[59, 59], [60, 7], [61, 8]]);
});

test('a page that was asked for earlier does not take ticks away', () => {
  const window = windowOf(100, span(50, 60));
  window.merge(candle(60, 7, 5));
  window.addNewer([candle(60, 1, 4)], true);
  assert.deepEqual(content(window).at(-1), [60, 7]);
});

test('a published candle wins, also with fewer ticks: the database may have gone back', () => {
  const window = windowOf(100, [candle(60, 7, 5)]);
  window.merge(candle(60, 1, 4));
  assert.deepEqual(content(window), [[60, 1]]);
});

test('a late tick may make a candle between others', () => {
  const window = windowOf(100, [candle(10), candle(20), candle(30)]);
  window.merge(candle(15));
  assert.deepEqual(times(window), [10, 15, 20, 30]);
});

test('a candle older than those that are here is left out', () => {
  const window = windowOf(100, span(50, 60));
  window.merge(candle(3));
  assert.equal(window.timeOf(window.first()), 50);
});

test('the first candle of all begins a series', () => {
  const window = windowOf(100, [], true);
  window.merge(candle(5));
  assert.deepEqual(times(window), [5]);
});

test('nothing is appended behind a hole until the pages between have come', () => {
  const window = windowOf(100, span(50, 60));
  window.breakOff();
  window.merge(candle(70));
  assert.equal(times(window).at(-1), 60);
  window.addNewer(span(60, 65), false);
  window.merge(candle(70));
  assert.equal(times(window).at(-1), 65);
  window.addNewer(span(66, 70), true);
  window.merge(candle(71));
  assert.deepEqual(times(window), span(50, 71).map(({ time }) => time));
});

test('memory is bounded: scrolling back lets go of the newest, coming back of the oldest', () => {
  const window = windowOf(100, span(1_000, 1_049));
  for (let from = 950; from >= 500; from -= 50) window.addOlder(span(from, from + 49), false);
  assert.equal(window.size(), 100);
  assert.equal(window.timeOf(window.first()), 500);
  assert.equal(window.reachesNewest(), false);
  window.merge(candle(2_000));
  assert.equal(times(window).at(-1), 599);

  for (let from = 600; from <= 1_000; from += 50) window.addNewer(span(from, from + 49), from === 1_000);
  assert.equal(window.size(), 100);
  assert.equal(times(window).at(-1), 1_049);
  assert.equal(window.reachesOldest(), false);
  assert.equal(window.columns().time.length, 150);
});

test('indices stay while pages come and go', () => {
  const window = windowOf(100, span(1_000, 1_049));
  const index = window.indexOf(1_000);
  for (let from = 950; from >= 700; from -= 50) window.addOlder(span(from, from + 49), false);
  assert.equal(window.indexOf(750), index - 250);
  for (let from = 800; from <= 1_000; from += 50) window.addNewer(span(from, from + 49), from === 1_000);
  assert.equal(window.indexOf(1_000), index);
});

test('hours of live candles keep the newest', () => {
  const window = windowOf(100, [], true);
  for (let time = 1; time <= 10_000; time += 1) window.merge(candle(time));
  assert.deepEqual(times(window), span(9_901, 10_000).map(({ time }) => time));
});
