import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { bollinger } from '../js/indicators/bollinger.js';
import { ema } from '../js/indicators/ema.js';
import { createRegistry } from '../js/indicators/registry.js';
import { rsi } from '../js/indicators/rsi.js';
import { sma } from '../js/indicators/sma.js';

const rounded = (values) => values.map((value) => value && Number(value.toFixed(6)));

test('the simple average is the mean of the last values', () => {
  assert.deepEqual(rounded(sma([1, 2, 6, 3, 9], 3)), [null, null, 3, 3.666667, 6]);
});

test('the simple average does not drift', () => {
  const values = Array.from({ length: 100_000 }, (_, n) => 151 + (n % 7) * 0.001);
  const exact = (values.at(-1) + values.at(-2) + values.at(-3)) / 3;
  assert.ok(Math.abs(sma(values, 3).at(-1) - exact) < 1e-9);
});

// Of length 3 each value counts a half: (6 + 3) / 2 after the mean 3 of 1, 2 and 6 is 3, then 6.
test('the exponential average begins with the mean', () => {
  assert.deepEqual(rounded(ema([1, 2, 6, 3, 9], 3)), [null, null, 3, 3, 6]);
});

// Changes +2 −1 +3 −2: of length 2 the averages are 1 and 0.5; then (1+3)/2 = 2 and 0.25; then 1 and
// (0.25+2)/2 = 1.125. So 100·1/1.5, 100·2/2.25 and 100·1/2.125.
test('the relative strength is that of Wilder', () => {
  assert.deepEqual(rounded(rsi([10, 12, 11, 14, 12], 2)), [null, null, 66.666667, 88.888889, 47.058824]);
});

test('the relative strength is 100 where prices only rise, 0 where they fall, 50 where they stand', () => {
  assert.deepEqual(rsi([1, 2, 3], 2), [null, null, 100]);
  assert.equal(rsi([3, 2, 1], 2)[2], 0);
  assert.equal(rsi([2, 2, 2], 2)[2], 50);
});

// Of 2, 4 and 6: mean 4, variance (4 + 0 + 4) / 3.
test('the bands of Bollinger are standard deviations away from the mean', () => {
  const [middle, upper, lower] = bollinger([2, 4, 6, 6, 6], 3, 2);
  const distance = 2 * Math.sqrt(8 / 3);
  assert.deepEqual(rounded(middle), [null, null, 4, 5.333333, 6]);
  assert.deepEqual(rounded(upper.slice(0, 3)), rounded([null, null, 4 + distance]));
  assert.deepEqual(rounded(lower.slice(0, 3)), rounded([null, null, 4 - distance]));
  assert.deepEqual([upper[4], lower[4]], [6, 6]);
});

for (const { id, parameters, compute } of createRegistry().values()) {
  test(`${id} is pure, as long as its values, and null at first`, () => {
    const values = Float64Array.from({ length: 120 }, (_, n) => 150 + Math.sin(n / 5));
    const before = [...values];
    const lines = compute(values, parameters);
    assert.deepEqual(compute(values, parameters), lines);
    assert.deepEqual([...values], before);
    for (const line of lines) {
      const warmUp = line.findIndex((value) => value !== null);
      assert.equal(line.length, 120);
      assert.ok(warmUp >= parameters[0] - 1 && warmUp <= parameters[0]);
      assert.ok(line.slice(warmUp).every(Number.isFinite));
    }
    const few = compute(values.slice(0, 3), parameters);
    assert.ok(few.every((line) => line.every((value) => value === null)));
    assert.deepEqual(compute(new Float64Array(), parameters).map((line) => line.length), lines.map(() => 0));
  });
}

test('a plug-in is added to the registry, or replaces one', () => {
  const last = { id: 'last', name: 'Last', parameters: [], pane: 'price', colors: [], compute: (values) => [values] };
  const registry = createRegistry([last, { ...last, id: 'sma' }]);
  assert.deepEqual([...registry.keys()], ['sma', 'ema', 'bollinger', 'rsi', 'last']);
  assert.equal(registry.get('sma').name, 'Last');
});

test('the indicator of docs/chart.md works', async () => {
  const text = readFileSync(new URL('../../docs/chart.md', import.meta.url), 'utf8');
  const [, code] = /```js\n(.*?)```/s.exec(text);
  const { highest } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const indicator = createRegistry([highest]).get('highest');
  assert.deepEqual(indicator.compute(Float64Array.of(3, 5, 4, 2), [2]), [[null, 5, 5, 4]]);
});
