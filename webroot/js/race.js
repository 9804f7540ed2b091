const REMEMBERED = 200;
const SHOWN = 21;

/** @param {number[]} values */
function median(values) {
  if (values.length === 0) return null;
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/**
 * @param {number[]} values
 * @param {number} value
 */
function keep(values, value) {
  values.push(value);
  if (values.length > SHOWN) values.shift();
}

/**
 * Compares when the same quotes of one exchange arrive directly and through the hub: medians of the
 * newest, in milliseconds. Of a repeated price only the first arrival counts.
 */
export function createRace() {
  const ways = [new Map(), new Map()];
  /** @type {number[]} */
  const differences = [];
  /** @type {number[]} */
  const delays = [];
  let compared = 0;

  /**
   * @param {0 | 1} way
   * @param {string} quote
   * @param {number} at
   */
  function arrived(way, quote, at) {
    const [own, other] = [ways[way], ways[1 - way]];
    if (own.has(quote)) return;
    own.set(quote, at);
    if (own.size > REMEMBERED) own.delete(own.keys().next().value);
    const before = other.get(quote);
    if (before === undefined) return;
    keep(differences, way === 1 ? at - before : before - at);
    compared += 1;
  }

  return {
    /** @param {string} quote @param {number} at */
    direct: (quote, at) => arrived(0, quote, at),
    /** @param {string} quote @param {number} at */
    throughHub: (quote, at) => arrived(1, quote, at),
    /** @param {number} delay from the time of the exchange to the direct arrival */
    delayed: (delay) => keep(delays, delay),
    result() {
      const direct = median(delays);
      const difference = median(differences);
      const hub = direct === null || difference === null ? null : direct + difference;
      return { direct, hub, difference, compared };
    },
  };
}

/**
 * The name of a quote that is the same on both ways, however its numbers are written.
 *
 * @param {string} symbol
 * @param {string | number} bid
 * @param {string | number} ask
 */
export function quoteKey(symbol, bid, ask) {
  return `${symbol} ${Number(bid)} ${Number(ask)}`;
}
