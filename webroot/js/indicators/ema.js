/**
 * The exponential moving average: each value counts 2 / (length + 1), the average before it the rest. It
 * begins with the mean of the first `length` values.
 *
 * @param {ArrayLike<number>} values
 * @param {number} length
 * @returns {(number | null)[]} null for the first `length - 1`
 */
export function ema(values, length) {
  /** @type {(number | null)[]} */
  const result = new Array(values.length).fill(null);
  if (values.length < length) return result;
  const weight = 2 / (length + 1);
  let average = 0;
  for (let i = 0; i < length; i += 1) average += values[i] / length;
  result[length - 1] = average;
  for (let i = length; i < values.length; i += 1) {
    average += weight * (values[i] - average);
    result[i] = average;
  }
  return result;
}
