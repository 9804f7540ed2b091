/**
 * @typedef {object} PriceScale Prices and their places on a plot.
 * @property {number} least
 * @property {number} most
 * @property {number} top of the plot, in CSS pixels
 * @property {number} height
 */

const STEPS = [1, 2, 2.5, 5, 10];
/** The part of the height above and below the drawing. */
const MARGIN = 0.08;

/**
 * A scale for prices from the least to the most, at least so far apart.
 *
 * @param {PriceScale} scale is set
 * @param {number} least
 * @param {number} most
 * @param {number} apart
 */
export function fit(scale, least, most, apart) {
  if (!(least <= most)) return;
  const missing = Math.max(0, apart - (most - least)) / 2;
  const margin = (Math.max(apart, most - least) * MARGIN) / (1 - 2 * MARGIN);
  scale.least = least - missing - margin;
  scale.most = most + missing + margin;
}

/**
 * @param {PriceScale} scale
 * @param {number} price
 */
export function yOf({ least, most, top, height }, price) {
  return top + ((most - price) / (most - least)) * height;
}

/**
 * @param {PriceScale} scale
 * @param {number} y
 */
export function priceAt({ least, most, top, height }, y) {
  return most - ((y - top) / height) * (most - least);
}

/**
 * The step of lines that are at least so many pixels apart.
 *
 * @param {PriceScale} scale
 * @param {number} pixels
 */
export function stepOf({ least, most, height }, pixels) {
  const wanted = ((most - least) / height) * pixels;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const found = STEPS.find((step) => step * power >= wanted * (1 - 1e-9));
  return (found ?? 10) * power;
}
