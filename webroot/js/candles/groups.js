/**
 * @typedef {object} Groups Candles as they are drawn: `size` neighbours together where there are more
 *     candles than pixels. The arrays are longer than `count`.
 * @property {number} count
 * @property {number} size candles of a group, a power of two
 * @property {Float64Array} index the middle of the group, an index with a fraction
 * @property {Float64Array} time the beginning of its first candle
 * @property {Float64Array} open
 * @property {Float64Array} high
 * @property {Float64Array} low
 * @property {Float64Array} close
 * @property {Float64Array} pause the longest time without a candle before one of its candles, in
 *     milliseconds; NaN before the first candle that there is
 */

/**
 * The least power of two of candles that are together as wide as `least`.
 *
 * @param {number} spacing
 * @param {number} least in the same unit
 */
export function groupSize(spacing, least) {
  let size = 1;
  while (spacing * size < least) size *= 2;
  return size;
}

/**
 * @param {number} room the most groups
 * @returns {Groups}
 */
export function createGroups(room) {
  return {
    count: 0,
    size: 1,
    index: new Float64Array(room),
    time: new Float64Array(room),
    open: new Float64Array(room),
    high: new Float64Array(room),
    low: new Float64Array(room),
    close: new Float64Array(room),
    pause: new Float64Array(room),
  };
}

/**
 * Groups the candles from one index to another. The bounds of groups are multiples of their size, so
 * that groups keep their candles while the view moves. Nothing is allocated.
 *
 * @param {Groups} groups
 * @param {import('./candlewindow.js').Columns} columns
 * @param {{from: number, to: number, first: number, size: number}} range `first` is the first
 *     candle that there is
 * @param {number} length of an interval, in milliseconds
 */
export function fillGroups(groups, columns, range, length) {
  const { origin, time, open, high, low, close } = columns;
  const { size } = range;
  groups.size = size;
  groups.count = 0;
  if (range.to < range.from) return;
  const begin = Math.max(range.first, Math.floor(range.from / size) * size);
  let index = begin;
  while (index <= range.to && groups.count < groups.index.length) {
    const next = (Math.floor(index / size) + 1) * size;
    const end = Math.min(next - 1, range.to);
    const place = index - origin;
    const endPlace = end - origin;
    let highest = high[place];
    let lowest = low[place];
    let pause = index > range.first ? time[place] - time[place - 1] - length : NaN;
    for (let at = place + 1; at <= endPlace; at += 1) {
      if (high[at] > highest) highest = high[at];
      if (low[at] < lowest) lowest = low[at];
      const missing = time[at] - time[at - 1] - length;
      // Also where there was no candle before the first one.
      if (!(missing <= pause)) pause = missing;
    }
    const n = groups.count;
    groups.index[n] = (next - size + next - 1) / 2;
    groups.time[n] = time[place];
    groups.open[n] = open[place];
    groups.close[n] = close[endPlace];
    groups.high[n] = highest;
    groups.low[n] = lowest;
    groups.pause[n] = pause;
    groups.count += 1;
    index = end + 1;
  }
}
