/**
 * @typedef {import('./types.js').Sample} Sample
 *
 * @typedef {object} Point The mids of one interval: the first, the last, the extremes, and when they were.
 * @property {number} time the beginning of the interval, in milliseconds
 * @property {number} open the first
 * @property {number} value the last
 * @property {number} high
 * @property {number} low
 * @property {number} first when the first was
 * @property {number} last when the last was
 * @property {boolean} restarted whether the stream lost its continuity before it
 *
 * @typedef {object} Gap A pause in which there is no price to draw.
 * @property {number} from
 * @property {number} to
 *
 * @typedef {object} Series
 * @property {() => readonly Point[]} points
 * @property {() => number} interval in milliseconds
 * @property {(sample: Sample, restarted?: boolean) => void} add
 * @property {() => number} take the earliest time that changed since it was last asked
 * @property {(interval: number) => void} reset begins anew with intervals of that length
 * @property {(listener: () => void) => () => void} subscribe
 */

/** A pause of more than this many milliseconds is a gap. */
const GAP = 10_000;

/**
 * Mid prices in intervals of equal length, bounded. Samples may come in any order.
 *
 * @param {number} interval
 * @param {number} [limit] exceeded by at most a tenth
 * @returns {Series}
 */
export function createSeries(interval, limit = 1_800) {
  /** @type {Point[]} */
  let points = [];
  let changedFrom = -Infinity;
  /** @type {Set<() => void>} */
  const listeners = new Set();

  /** @param {Point} point */
  function insert(point) {
    let index = points.length;
    while (index > 0 && points[index - 1].time > point.time) index -= 1;
    if (index > 0 && points[index - 1].time === point.time) {
      points[index - 1] = merged(points[index - 1], point);
    } else {
      points.splice(index, 0, point);
    }
    changedFrom = Math.min(changedFrom, point.time);
    if (points.length > limit * 1.1) {
      points = points.slice(-limit);
      changedFrom = -Infinity;
    }
  }

  function tell() {
    for (const listener of [...listeners]) listener();
  }

  return {
    points: () => points,
    interval: () => interval,
    add({ first, last, open, mid, high, low }, restarted = false) {
      const time = Math.floor(last / interval) * interval;
      // Older than all of a full series: it would be inserted only to be cut off again.
      if (points.length >= limit && time < points[0].time) return;
      insert({ time, open, value: mid, high, low, first, last, restarted });
      tell();
    },
    take() {
      const taken = changedFrom;
      changedFrom = Infinity;
      return taken;
    },
    reset(length) {
      interval = length;
      points = [];
      changedFrom = -Infinity;
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * High, low and change from one time up to another, and when the first and last price of it were.
 *
 * @param {readonly Point[]} points
 * @param {number} from
 * @param {number} to
 */
export function summary(points, from, to) {
  const shown = points.filter(({ first, last }) => last > from && first <= to);
  const begin = shown[0];
  const end = shown.at(-1);
  if (begin === undefined || end === undefined) return null;
  return {
    high: Math.max(...shown.map(({ high }) => high)),
    low: Math.min(...shown.map(({ low }) => low)),
    last: end.value,
    change: end.value - begin.open,
    first: begin.first,
  };
}

/**
 * The pauses between the points, and the one that lasts until now.
 *
 * @param {readonly Point[]} points
 * @param {number} now
 * @returns {Gap[]}
 */
export function gaps(points, now) {
  /** @type {Gap[]} */
  const found = [];
  points.forEach((point, index) => {
    const next = points[index + 1] ?? { first: now, restarted: false };
    if (isPause(point, next)) found.push({ from: point.last, to: next.first });
  });
  return found;
}

/**
 * Whether there is no price to draw between one point and the next.
 *
 * @param {Pick<Point, 'last'>} point
 * @param {Pick<Point, 'first' | 'restarted'>} next
 */
export function isPause({ last }, { first, restarted }) {
  return first - last > GAP || restarted;
}

/**
 * The beginnings of all intervals from the first to the last, also of those without a price: a
 * chart that places its points side by side shows them to the scale of time.
 *
 * @param {number} interval
 * @param {number} first
 * @param {number} last
 * @returns {number[]}
 */
export function grid(interval, first, last) {
  const begin = Math.floor(first / interval);
  const count = Math.max(0, Math.floor(last / interval) - begin + 1);
  return Array.from({ length: count }, (_, index) => (begin + index) * interval);
}

/**
 * @param {Point} one
 * @param {Point} other the one that came later
 * @returns {Point}
 */
function merged(one, other) {
  const newest = other.last >= one.last ? other : one;
  const oldest = other.first < one.first ? other : one;
  return {
    ...newest,
    open: oldest.open,
    high: Math.max(one.high, other.high),
    low: Math.min(one.low, other.low),
    first: Math.min(one.first, other.first),
    last: Math.max(one.last, other.last),
    restarted: one.restarted || other.restarted,
  };
}
