/** @typedef {'mid' | 'bid' | 'ask'} Price */

/** The intervals of candles that the server has, and their lengths in milliseconds. */
export const INTERVALS = new Map([
  ['1s', 1_000],
  ['1m', 60_000],
  ['5m', 300_000],
  ['15m', 900_000],
  ['30m', 1_800_000],
  ['1h', 3_600_000],
  ['4h', 14_400_000],
  ['1d', 86_400_000],
]);

/** @type {readonly Price[]} */
export const PRICES = ['mid', 'bid', 'ask'];

/**
 * The length of an interval in milliseconds. A day on which the clocks change has an hour more or less.
 *
 * @param {string} interval
 */
export function lengthOf(interval) {
  const length = INTERVALS.get(interval);
  if (length === undefined) throw new RangeError(`there is no interval ${interval}`);
  return length;
}

/**
 * The symbol of a topic of candles; null where the topic is another one.
 *
 * @param {string} topic
 */
export function symbolOfTopic(topic) {
  return /^candles\.(.+)\.\d+[smhd](\.(bid|ask))?$/.exec(topic)?.[1] ?? null;
}

/**
 * The topic of the candles of a symbol.
 *
 * @param {string} symbol
 * @param {string} interval
 * @param {Price} price
 */
export function topicOf(symbol, interval, price) {
  return `candles.${symbol}.${interval}${price === 'mid' ? '' : `.${price}`}`;
}
