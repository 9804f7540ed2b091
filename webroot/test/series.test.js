import assert from 'node:assert/strict';
import test from 'node:test';
import { createSeries, gaps, grid, summary } from '../js/series.js';

const at = (time, mid) => ({ first: time, last: time, open: mid, mid, high: mid, low: mid });
const values = (points) => points.map(({ time, value }) => [time, value]);

function seriesOf(...samples) {
  const series = createSeries(1_000);
  samples.forEach(([time, mid]) => series.add(at(time, mid)));
  return series;
}

test('several ticks of one interval are one point with the last value', () => {
  assert.deepEqual(values(seriesOf([1_100, 151.1], [1_900, 151.3]).points()), [[1_000, 151.3]]);
});

test('a late tick of the same interval does not replace the later value', () => {
  assert.deepEqual(values(seriesOf([1_900, 151.3], [1_100, 151.1]).points()), [[1_000, 151.3]]);
});

test('ticks in any order give the same points', () => {
  const ticks = [1, 2, 3, 4, 5].map((second) => [second * 1000, 151 + second / 1000]);
  const shuffled = [3, 0, 4, 2, 1].map((index) => ticks[index]);
  assert.deepEqual(seriesOf(...shuffled).points(), seriesOf(...ticks).points());
});

test('the same sample twice changes nothing', () => {
  assert.deepEqual(seriesOf([1, 151], [1, 151]).points(), seriesOf([1, 151]).points());
});

test('memory is bounded, and the newest points stay', () => {
  const series = createSeries(1_000, 100);
  for (let second = 1; second <= 1_000; second += 1) series.add(at(second * 1000, 151));
  assert.ok(series.points().length <= 110);
  assert.equal(series.points().at(-1).time, 1_000_000);
});

test('it tells from when on it has changed', () => {
  const series = seriesOf([1_000, 151]);
  assert.equal(series.take(), -Infinity);
  assert.equal(series.take(), Infinity);
  series.add(at(5_500, 151));
  series.add(at(4_500, 151));
  assert.equal(series.take(), 4_000);
  series.reset(4_000);
  assert.equal(series.take(), -Infinity);
});

test('other intervals begin anew', () => {
  const series = seriesOf([1_000, 151]);
  series.reset(4_000);
  series.add(at(5_000, 151));
  series.add(at(7_999, 152));
  assert.deepEqual(values(series.points()), [[4_000, 152]]);
});

test('the summary knows the extremes within an interval', () => {
  const { points } = seriesOf([1_000, 151], [2_100, 151.5], [2_200, 150.5], [2_300, 151.2]);
  const { high, low, last, change } = summary(points(), 0, 3_000);
  assert.deepEqual([high, low, last, change.toFixed(3)], [151.5, 150.5, 151.2, '0.200']);
});

test('the change is from the first price of a span, also where its interval has others', () => {
  const { points } = seriesOf([1_100, 150.115], [1_900, 150.215], [13_000, 150.315]);
  const { low, high, change } = summary(points(), 0, 14_000);
  assert.deepEqual([low, high, change.toFixed(3)], [150.115, 150.315, '0.200']);
});

test('the first price of an interval is known whatever the order and the source of its samples', () => {
  const series = seriesOf([1_900, 151.3], [1_100, 151.1]);
  series.add({ first: 1_050, last: 1_500, open: 151, mid: 151.2, high: 151.2, low: 151 });
  assert.deepEqual(series.points().map(({ open, value }) => [open, value]), [[151, 151.3]]);
});

test('the summary ends now: older prices leave it though no newer ones come', () => {
  const { points } = seriesOf([1_000, 160], [400_000, 151], [500_000, 152]);
  assert.equal(summary(points(), 250_000, 550_000).high, 152);
  assert.equal(summary(points(), 450_000, 750_000).low, 152);
  assert.equal(summary(points(), 600_000, 900_000), null);
  assert.equal(summary([], 0, 1), null);
});

test('a pause of more than ten seconds is a gap, from its last price to its next', () => {
  const { points } = seriesOf([1_200, 151], [11_200, 151], [21_201, 151], [22_000, 151]);
  assert.deepEqual(gaps(points(), 23_000), [{ from: 11_200, to: 21_201 }]);
});

test('a pause that lasts is a gap until now', () => {
  const { points } = seriesOf([1_200, 151]);
  assert.deepEqual(gaps(points(), 11_200), []);
  assert.deepEqual(gaps(points(), 11_201), [{ from: 1_200, to: 11_201 }]);
});

test('a restart is a gap, however short', () => {
  const series = seriesOf([1_200, 151]);
  series.add(at(2_500, 151), true);
  series.add(at(2_700, 151));
  assert.deepEqual(gaps(series.points(), 3_000), [{ from: 1_200, to: 2_500 }]);
});

test('the grid has a place for each interval, with or without a price', () => {
  assert.deepEqual(grid(1_000, 1_500, 4_000), [1_000, 2_000, 3_000, 4_000]);
  assert.deepEqual(grid(4_000, 1_500, 8_100), [0, 4_000, 8_000]);
  assert.deepEqual(grid(1_000, 5_000, 1_000), []);
});
