import assert from 'node:assert/strict';
import test from 'node:test';
import { createCandleWindow } from '../js/candles/candlewindow.js';
import { createIndicatorLines } from '../js/candles/indicatorlines.js';
import { createRegistry } from '../js/indicators/registry.js';

const SECONDS = 6_000;
// A price is shown with three decimals, and RSI with fewer.
const UNSEEN = 0.00005;

// A walk that goes far, so that its averages do not forget its begin by chance.
const closes = Array.from({ length: SECONDS }, (_, n) => 150 + 5 * Math.sin(n / 700) + Math.sin(n * n) * 0.05);
const candle = (n) => ({ time: n, open: closes[n], high: closes[n], low: closes[n], close: closes[n], ticks: 1 });
const span = (from, to) => Array.from({ length: to - from }, (_, n) => candle(from + n));

/** The values of an indicator by the times of the candles, as the chart has them now. */
function shown(window, lines) {
  while (lines.advance());
  return lines.computed[0].lines.map(({ origin, values }) => {
    const found = new Map();
    values.forEach((value, n) => {
      if (!Number.isNaN(value)) found.set(window.timeOf(origin + n), value);
    });
    return found;
  });
}

function linesOf(window, indicator) {
  return createIndicatorLines(window, [{ indicator, parameters: indicator.parameters }], { now: () => 0 });
}

for (const indicator of createRegistry().values()) {
  test(`a value of ${indicator.id} that was shown stays when older candles come`, () => {
    const window = createCandleWindow(10_000);
    window.addOlder(span(4_500, SECONDS), false);
    const lines = linesOf(window, indicator);
    const before = shown(window, lines);
    for (const [to, isOldest] of [[4_500, false], [3_000, false], [1_500, true]]) {
      window.addOlder(span(to - 1_500, to), isOldest);
      shown(window, lines).forEach((values, line) => {
        assert.ok(before[line].size > 300 && before[line].size < values.size);
        for (const [time, value] of before[line]) assert.ok(Math.abs(values.get(time) - value) < UNSEEN);
      });
    }
  });
}

test('where the series begins, values begin as they are defined', () => {
  const window = createCandleWindow(10_000);
  window.addOlder(span(0, 100), true);
  const [values] = shown(window, linesOf(window, createRegistry().get('ema')));
  assert.equal(Math.min(...values.keys()), 49);
});

test('it tells how many candles the values in view need before them', () => {
  const { warmUp } = linesOf(createCandleWindow(10), createRegistry().get('sma'));
  assert.equal(warmUp, 19);
  assert.equal(createIndicatorLines(createCandleWindow(10), [], { now: () => 0 }).warmUp, 0);
});
