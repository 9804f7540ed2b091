/**
 * @typedef {object} PriceFormat How the prices of one symbol are written, the same everywhere.
 * @property {(price: number) => string} price a bid or ask
 * @property {(mid: number) => string} mid with one decimal more where it lies half way
 * @property {(text: string) => {handle: string, pips: string, pipette: string}} split
 * @property {(difference: number) => string} pips
 * @property {(difference: number) => string} signedPips
 * @property {number} step the least difference between two mids
 * @property {number} pip
 */

/**
 * @param {{decimals: number, pip: number}} symbol
 * @returns {PriceFormat}
 */
export function createPriceFormat({ decimals, pip }) {
  // The place of a pip: 2 for 0.01. One of 5 or 0.25 is counted where its first digit stands.
  const place = -Math.floor(Math.log10(pip) + 1e-9);
  const fraction = Math.max(0, decimals - place);

  /** @param {number} difference */
  const pips = (difference) => half(difference / pip, Math.max(1, fraction));

  return {
    price: (price) => price.toFixed(decimals),
    mid: (mid) => half(mid, decimals),
    split(text) {
      const point = text.includes('.') ? text.indexOf('.') : text.length;
      const end = place > 0 ? Math.min(text.length, point + 1 + place) : point + place;
      const two = text.slice(end - 2, end);
      const start = Math.max(0, end - (two.includes('.') ? 3 : 2));
      return { handle: text.slice(0, start), pips: text.slice(start, end), pipette: text.slice(end) };
    },
    pips,
    signedPips(difference) {
      const text = pips(Math.abs(difference));
      if (Number(text) === 0) return text;
      return `${difference > 0 ? '+' : '−'}${text}`;
    },
    step: 10 ** -(decimals + 1),
    pip,
  };
}

/**
 * A number with so many decimals, and one more where that one is not zero.
 *
 * @param {number} value
 * @param {number} decimals
 */
function half(value, decimals) {
  const text = value.toFixed(decimals + 1);
  return text.endsWith('0') ? text.slice(0, decimals === 0 ? -2 : -1) : text;
}
