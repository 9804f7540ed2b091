/**
 * The relative strength index as Wilder defined it: 100 − 100 / (1 + average gain / average loss). The
 * first averages are the means of `length` changes; from then on the last change counts 1 / length.
 *
 * @param {ArrayLike<number>} values
 * @param {number} length
 * @returns {(number | null)[]} 0 to 100, 50 where nothing moves; null for the first `length`
 */
export function rsi(values, length) {
  /** @type {(number | null)[]} */
  const result = new Array(values.length).fill(null);
  let gain = 0;
  let loss = 0;
  for (let i = 1; i < values.length; i += 1) {
    const change = values[i] - values[i - 1];
    const kept = i <= length ? 1 : (length - 1) / length;
    gain = gain * kept + Math.max(0, change) / length;
    loss = loss * kept + Math.max(0, -change) / length;
    if (i >= length) result[i] = gain + loss === 0 ? 50 : (100 * gain) / (gain + loss);
  }
  return result;
}
