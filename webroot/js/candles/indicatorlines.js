/**
 * @typedef {import('../indicators/registry.js').Indicator} Indicator
 * @typedef {import('./scene.js').ValueLine} ValueLine
 *
 * @typedef {object} Computed An indicator with the lines it had when it was last computed.
 * @property {Indicator} indicator
 * @property {readonly number[]} parameters
 * @property {readonly ValueLine[]} lines
 * @property {number} version of the window of which they are
 */

/** A window with many candles is computed again this often, in milliseconds. */
const OFTEN = 1_000;
const MANY = 5_000;

/**
 * The lines of the chosen indicators. They are computed from all candles of the window, one indicator
 * a frame, so that no frame is held up by all of them. Where older candles may still be loaded, the
 * first values are left out: they would change with these.
 *
 * @param {import('./candlewindow.js').CandleWindow} window
 * @param {readonly {indicator: Indicator, parameters: readonly number[]}[]} chosen
 * @param {{now: () => number}} clock
 */
export function createIndicatorLines(window, chosen, clock) {
  /** @type {Computed[]} */
  const computed = chosen.map((one) => ({ ...one, lines: [], version: -1 }));
  let first = NaN;
  let last = NaN;
  let computedAt = -Infinity;

  /** @param {Computed} one */
  function compute(one) {
    const { origin, close } = window.columns();
    const values = close.subarray(window.first() - origin, window.last() + 1 - origin);
    const { indicator, parameters } = one;
    const found = indicator.compute(values, parameters);
    const unsure = window.reachesOldest() ? 0 : warmUpOf(one);
    one.lines = found.map((line, n) => ({
      name: [indicator.name, ...parameters].join(' '),
      color: indicator.colors[n % indicator.colors.length],
      origin: window.first(),
      values: Float64Array.from(line, (value) => value ?? NaN).fill(NaN, 0, unsure),
    }));
    one.version = window.version();
  }

  return {
    computed,
    /** How many candles before the first in view are needed for its values. */
    warmUp: Math.max(0, ...computed.map(warmUpOf)),

    /** Computes what has changed, if it is time; returns whether there is more to do. */
    advance() {
      const isLonger = window.first() !== first || window.last() !== last;
      const isTime = window.size() < MANY || clock.now() - computedAt >= OFTEN;
      const old = computed.find(({ version }) => version !== window.version());
      if (old === undefined || !(isLonger || isTime)) return false;
      compute(old);
      if (computed.every(({ version }) => version === window.version())) {
        first = window.first();
        last = window.last();
        computedAt = clock.now();
      }
      return old !== computed.at(-1);
    },
  };
}

/** @param {Pick<Computed, 'indicator' | 'parameters'>} one */
function warmUpOf({ indicator, parameters }) {
  return indicator.warmUp?.(parameters) ?? 0;
}
