const FIRST = 1_000;
const LONGEST = 30_000;

// Full jitter may come out near zero; a page must not knock in a tight loop.
const SHORTEST = 250;

/**
 * Exponential delays with full jitter: up to 1, 2, 4, 8 … 30 seconds.
 *
 * @param {() => number} [random] a number from 0 to below 1
 * @returns {{next: () => number, reset: () => void}}
 */
export function createBackoff(random = Math.random) {
  let attempts = 0;
  return {
    next() {
      const ceiling = Math.min(LONGEST, FIRST * 2 ** Math.min(attempts, 10));
      attempts += 1;
      return Math.max(SHORTEST, Math.round(random() * ceiling));
    },
    reset() {
      attempts = 0;
    },
  };
}
