import assert from 'node:assert/strict';
import test from 'node:test';
import { createSeries, summary } from '../js/series.js';

const tick = (time, mid) => ({ time, mid });
const values = (points) => points.map(({ time, value }) => [time, value]);

/** A chart like the library's: it throws when it is updated with an older time. */
function strictChart() {
  let data = [];
  return {
    data: () => data,
    draw({ whole, points }) {
      if (whole) data = values(points);
      else for (const [time, value] of values(points)) update(time, value);
    },
  };
  function update(time, value) {
    const last = data.at(-1)?.[0] ?? -Infinity;
    if (time < last) throw new Error(`cannot update the oldest data: ${time} after ${last}`);
    if (time === last) data[data.length - 1] = [time, value];
    else data.push([time, value]);
  }
}

test('several ticks of one second are one point with the last value', () => {
  const series = createSeries();
  series.add(tick(1_100, 151.1));
  series.add(tick(1_900, 151.3));
  assert.deepEqual(values(series.points()), [[1, 151.3]]);
});

test('a late tick of the same second does not replace the later value', () => {
  const series = createSeries();
  series.add(tick(1_900, 151.3));
  series.add(tick(1_100, 151.1));
  assert.deepEqual(values(series.points()), [[1, 151.3]]);
});

test('ticks in any order give the same points', () => {
  const ordered = createSeries();
  const shuffled = createSeries();
  const ticks = [1, 2, 3, 4, 5].map((second) => tick(second * 1000, 151 + second / 1000));
  ticks.forEach(ordered.add);
  for (const index of [3, 0, 4, 2, 1]) shuffled.add(ticks[index]);
  assert.deepEqual(shuffled.points(), ordered.points());
});

test('the same tick twice changes nothing', () => {
  const series = createSeries();
  series.add(tick(1_000, 151.1));
  series.add(tick(1_000, 151.1));
  assert.equal(series.points().length, 1);
});

test('memory is bounded, and the newest points stay', () => {
  const series = createSeries(100);
  for (let second = 1; second <= 1_000; second += 1) series.add(tick(second * 1000, 151));
  assert.ok(series.points().length <= 110);
  assert.equal(series.points().at(-1).time, 1_000);
});

test('the chart is never updated with an older time, and shows what the series holds', () => {
  const series = createSeries(50);
  const chart = strictChart();
  // A fixed sequence that jumps back and forth around a rising second.
  for (let step = 0; step < 2_000; step += 1) {
    const second = 100 + Math.floor(step / 4) - ((step * 7) % 5);
    series.add(tick(second * 1000 + ((step * 37) % 1000), 151 + (step % 100) / 1000));
    if (step % 3 === 0) chart.draw(series.take());
  }
  chart.draw(series.take());
  assert.deepEqual(chart.data(), values(series.points()));
});

test('a chart that is drawn with every tick is bounded like the series', () => {
  const series = createSeries(50);
  const chart = strictChart();
  for (let second = 1; second <= 500; second += 1) {
    series.add(tick(second * 1000, 151));
    chart.draw(series.take());
    assert.deepEqual(chart.data(), values(series.points()));
  }
});

test('after the first drawing only what changed is drawn', () => {
  const series = createSeries();
  for (let second = 1; second <= 100; second += 1) series.add(tick(second * 1000, 151));
  assert.equal(series.take().points.length, 100);
  series.add(tick(101_000, 151));
  const { whole, points } = series.take();
  assert.equal(whole, false);
  assert.deepEqual(points.map(({ time }) => time), [100, 101]);
});

test('the summary knows the extremes within a second', () => {
  const series = createSeries();
  series.add(tick(1_000, 151));
  series.add(tick(2_100, 151.5));
  series.add(tick(2_200, 150.5));
  series.add(tick(2_300, 151.2));
  const { high, low, last, change } = summary(series.points(), 900);
  assert.deepEqual([high, low, last, change.toFixed(3)], [151.5, 150.5, 151.2, '0.200']);
});

test('the summary leaves out what is older than its seconds', () => {
  const series = createSeries();
  series.add(tick(1_000, 160));
  series.add(tick(400_000, 151));
  series.add(tick(500_000, 152));
  assert.equal(summary(series.points(), 300).high, 152);
  assert.equal(summary(series.points(), 300).seconds, 101);
  assert.equal(summary([], 300), null);
});
