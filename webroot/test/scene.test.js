import assert from 'node:assert/strict';
import test from 'node:test';
import { createCandleWindow } from '../js/candles/candlewindow.js';
import { dayOf } from '../js/candles/dayfigures.js';
import { createIndicatorLines } from '../js/candles/indicatorlines.js';
import { percent } from '../js/candles/paintframe.js';
import { priceAt, stepOf, yOf } from '../js/candles/pricescale.js';
import { AXIS_HEIGHT, createCompared, createScene } from '../js/candles/scene.js';
import { createSharedTopics } from '../js/candles/sharedtopics.js';
import { createViewport } from '../js/candles/viewport.js';
import { createRegistry } from '../js/indicators/registry.js';
import { fakeClock } from './fakes.js';

function windowOf(closes, begin = 0) {
  const window = createCandleWindow(10_000);
  const candle = (close, n) => ({
    time: begin + n * 1_000, open: close, high: close + 1, low: close - 1, close, ticks: 1,
  });
  window.addOlder(closes.map(candle), true);
  return window;
}

function composed(window, scene = createScene(), kind = 'candles') {
  const viewport = createViewport(10_000, 10);
  viewport.resize(500);
  viewport.bound(window.first(), window.last());
  scene.compose({ window, viewport, kind, length: 1_000, height: 400 + AXIS_HEIGHT, apart: 0.01 });
  return scene;
}

test('the scale has all candles in view, and a margin', () => {
  const { scale } = composed(windowOf([900, ...Array(100).fill(100), 110, 90]));
  assert.ok(scale.most > 111 && scale.most < 116);
  assert.ok(scale.least < 89 && scale.least > 84);
  assert.ok(Math.abs(priceAt(scale, yOf(scale, 105)) - 105) < 1e-9);
});

test('prices that stand still have a scale', () => {
  const { scale } = composed(windowOf([100, 100]), createScene(), 'line');
  assert.ok(scale.most - scale.least >= 0.01);
});

test('lines of a scale are at round prices', () => {
  assert.equal(stepOf({ least: 150, most: 151, top: 0, height: 400 }, 44), 0.2);
  assert.equal(stepOf({ least: 0, most: 100, top: 0, height: 400 }, 44), 20);
});

test('another symbol is compared in per cent, both from the first candle in view', () => {
  const window = windowOf([100, 102, 104]);
  const scene = createScene();
  scene.compared = [createCompared({ name: 'B', color: '', window: windowOf([10, 10.1, 10.4]) })];
  composed(window, scene);
  assert.equal(scene.base, 100);
  assert.deepEqual([...scene.compared[0].values.subarray(0, 3)], [100, 101, 104]);
  assert.deepEqual([percent(104, 100), percent(99, 100), percent(100.001, 100)], ['+4.00%', '−1.00%', '0.00%']);
});

test('a symbol that has no candles yet has no line', () => {
  const scene = createScene();
  scene.compared = [createCompared({ name: 'B', color: '', window: createCandleWindow(10) })];
  composed(windowOf([100, 102]), scene);
  assert.ok(Number.isNaN(scene.compared[0].values[0]));
});

test('the day has its base: the close of the day before, else its first price', () => {
  const day = 86_400_000;
  const window = createCandleWindow(10);
  const candle = (time, open, close) => ({ time, open, high: 160, low: 140, close, ticks: 1 });
  assert.equal(dayOf(window), null);
  window.addOlder([candle(22 * 3_600_000 + day, 149, 150)], true);
  assert.deepEqual([dayOf(window).base, dayOf(window).previousClose], [149, null]);
  window.addOlder([candle(22 * 3_600_000, 1, 151)], true);
  const { base, previousClose, previousDay, high, low, close } = dayOf(window);
  assert.deepEqual([base, previousClose, previousDay], [151, 151, '1970-01-02']);
  assert.deepEqual([high, low, close], [160, 140, 150]);
});

test('indicators are computed one a frame, and again when candles come', () => {
  const window = windowOf([1, 2, 3, 4, 5]);
  const registry = createRegistry();
  const chosen = ['sma', 'rsi'].map((id) => ({ indicator: registry.get(id), parameters: [2] }));
  const lines = createIndicatorLines(window, chosen, fakeClock());
  assert.equal(lines.advance(), true);
  assert.deepEqual(lines.computed.map(({ lines: found }) => found.length), [1, 0]);
  assert.equal(lines.advance(), false);
  assert.deepEqual([...lines.computed[0].lines[0].values], [NaN, 1.5, 2.5, 3.5, 4.5]);
  assert.equal(lines.advance(), false);
  window.merge({ time: 5_000, open: 6, high: 6, low: 6, close: 8, ticks: 1 });
  lines.advance();
  assert.equal(lines.computed[0].lines[0].values.at(-1), 6.5);
});

test('of many candles indicators are computed once a second while the last one forms', () => {
  const window = windowOf(Array.from({ length: 6_000 }, (_, n) => n));
  const clock = fakeClock();
  const chosen = [{ indicator: createRegistry().get('sma'), parameters: [2] }];
  const lines = createIndicatorLines(window, chosen, clock);
  lines.advance();
  const last = () => lines.computed[0].lines[0].values.at(-1);
  window.merge({ time: 5_999_000, open: 6, high: 6, low: 6, close: 0, ticks: 2 });
  lines.advance();
  assert.equal(last(), 5_998.5);
  clock.advance(1_000);
  lines.advance();
  assert.equal(last(), 2_999);
});

test('a topic has one subscription, whichever parts of the page need it', () => {
  const calls = [];
  let publish;
  const shared = createSharedTopics({
    state: null,
    subscribe(topic, { onMessage }) {
      calls.push(`+${topic}`);
      publish = onMessage;
      return () => calls.push(`-${topic}`);
    },
  });
  const heard = [];
  const ends = [1, 2].map((n) => shared.subscribe('a', { since: () => null, onMessage: (m) => heard.push(n + m) }));
  publish('x');
  ends[0]();
  publish('y');
  assert.deepEqual([heard, calls], [['1x', '2x', '2y'], ['+a']]);
  ends[1]();
  assert.deepEqual(calls, ['+a', '-a']);
});
