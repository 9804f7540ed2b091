/**
 * @typedef {import('./types.js').Tick} Tick
 *
 * @typedef {object} Point The mid of one second: the last one, the extremes, and when the last was.
 * @property {number} time in seconds
 * @property {number} value
 * @property {number} high
 * @property {number} low
 * @property {number} at in milliseconds
 *
 * @typedef {object} Series
 * @property {() => readonly Point[]} points
 * @property {(tick: Tick) => void} add
 * @property {() => {whole: boolean, points: readonly Point[]}} take what was not yet drawn
 * @property {(listener: () => void) => () => void} subscribe
 */

/**
 * The newest seconds of mid prices, bounded. Ticks may come in any order; the points are the same.
 *
 * @param {number} [limit] exceeded by at most a tenth, so that the whole is redrawn rarely
 * @returns {Series}
 */
export function createSeries(limit = 3_600) {
  /** @type {Point[]} */
  let points = [];
  /** @type {Set<() => void>} */
  const listeners = new Set();
  let whole = true;
  let drawnTo = -Infinity;

  /** @param {Point} point */
  function insert(point) {
    let index = points.length;
    while (index > 0 && points[index - 1].time > point.time) index -= 1;
    if (index < points.length) whole = true;
    if (index > 0 && points[index - 1].time === point.time) {
      points[index - 1] = merged(points[index - 1], point);
    } else {
      points.splice(index, 0, point);
    }
    if (points.length > limit * 1.1) {
      points = points.slice(-limit);
      whole = true;
    }
  }

  return {
    points: () => points,
    add({ mid, time }) {
      const point = { time: Math.floor(time / 1000), value: mid, high: mid, low: mid, at: time };
      // Older than all of a full series: it would be inserted only to be cut off again.
      if (points.length >= limit && point.time < points[0].time) return;
      insert(point);
      for (const listener of [...listeners]) listener();
    },
    take() {
      const from = whole ? 0 : lastIndexNotAfter(points, drawnTo);
      const taken = { whole, points: points.slice(from) };
      whole = false;
      drawnTo = points.at(-1)?.time ?? -Infinity;
      return taken;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * High, low, change and last of the newest seconds, and how many seconds these really are.
 *
 * @param {readonly Point[]} points
 * @param {number} seconds
 */
export function summary(points, seconds) {
  const end = points.at(-1);
  if (end === undefined) return null;
  let { high, low } = end;
  let first = end;
  for (let index = points.length - 1; index >= 0; index -= 1) {
    if (points[index].time <= end.time - seconds) break;
    first = points[index];
    high = Math.max(high, first.high);
    low = Math.min(low, first.low);
  }
  const change = end.value - first.value;
  return { high, low, last: end.value, change, seconds: end.time - first.time + 1 };
}

/**
 * @param {Point} one
 * @param {Point} other
 * @returns {Point}
 */
function merged(one, other) {
  const last = other.at >= one.at ? other : one;
  const high = Math.max(one.high, other.high);
  return { ...last, high, low: Math.min(one.low, other.low) };
}

/**
 * @param {readonly Point[]} points
 * @param {number} time
 */
function lastIndexNotAfter(points, time) {
  let index = points.length - 1;
  while (index > 0 && points[index].time > time) index -= 1;
  return Math.max(0, index);
}
