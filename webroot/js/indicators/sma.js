/**
 * The simple moving average: the mean of the last `length` values.
 *
 * @param {ArrayLike<number>} values
 * @param {number} length
 * @returns {(number | null)[]} null for the first `length - 1`
 */
export function sma(values, length) {
  /** @type {(number | null)[]} */
  const result = new Array(values.length).fill(null);
  // Differences from the first value: a sum of 100,000 prices would lose their last digits.
  const base = values[0];
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) {
    sum += values[i] - base;
    if (i >= length) sum -= values[i - length] - base;
    if (i >= length - 1) result[i] = base + sum / length;
  }
  return result;
}
