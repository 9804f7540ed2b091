/** A sparkline has so many points at most. */
export const POINTS = 60;

// Prices may come many times a second; a point stands for a second at least.
const STEP = 1_000;

/**
 * The prices that the page has seen of each company, bounded.
 *
 * @param {{now: () => number}} clock
 */
export function createPriceTrail(clock) {
  /** @type {Map<number, {values: number[], at: number}>} */
  const trails = new Map();
  return {
    /**
     * @param {number} id
     * @param {number} price
     */
    add(id, price) {
      const now = clock.now();
      const trail = trails.get(id) ?? { values: [], at: -Infinity };
      trails.set(id, trail);
      if (now - trail.at < STEP) {
        trail.values[trail.values.length - 1] = price;
        return;
      }
      trail.at = now;
      trail.values.push(price);
      if (trail.values.length > POINTS) trail.values.shift();
    },

    /** @param {number} id @returns {readonly number[]} */
    values: (id) => trails.get(id)?.values ?? [],

    clear: () => trails.clear(),
  };
}

/**
 * The points of a line from the left to the right edge; level in the middle where nothing moved.
 *
 * @param {readonly number[]} values
 * @param {number} width
 * @param {number} height
 */
export function linePoints(values, width, height) {
  if (values.length < 2) return '';
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return values
    .map((value, i) => {
      const x = (i / (values.length - 1)) * width;
      const y = span === 0 ? height / 2 : (1 - (value - low) / span) * height;
      return `${round(x)},${round(y)}`;
    })
    .join(' ');
}

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10;
