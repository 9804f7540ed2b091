import { sma } from './sma.js';

/**
 * Bollinger bands: the simple moving average, and `width` standard deviations (of the `length`
 * values, not of a sample) above and below it.
 *
 * @param {ArrayLike<number>} values
 * @param {number} length
 * @param {number} width
 * @returns {(number | null)[][]} the middle, the upper and the lower band; null for the first `length - 1`
 */
export function bollinger(values, length, width) {
  const middle = sma(values, length);
  /** @type {(number | null)[]} */
  const upper = new Array(values.length).fill(null);
  const lower = upper.slice();
  for (let i = length - 1; i < values.length; i += 1) {
    const mean = /** @type {number} */ (middle[i]);
    let squares = 0;
    for (let at = i - length + 1; at <= i; at += 1) squares += (values[at] - mean) ** 2;
    const distance = width * Math.sqrt(squares / length);
    upper[i] = mean + distance;
    lower[i] = mean - distance;
  }
  return [middle, upper, lower];
}
