/**
 * @typedef {import('./watchlistapi.js').Position} Position
 *
 * @typedef {'needBoth' | 'quantityInvalid' | 'purchaseInvalid'} PositionProblem
 * @typedef {{position: Position} | {problem: PositionProblem}} ParsedPosition
 */

// Thirteen digits before the point and two behind it: what the server keeps without rounding.
const NUMBER = /^[-−]?\d{1,13}(\.\d{1,2})?$/;

/**
 * A position as the user has typed it; both fields empty stand for none. Full-width digits and
 * thousands separators are read, too.
 *
 * @param {string} quantityText
 * @param {string} purchaseText
 * @returns {ParsedPosition}
 */
export function parsePosition(quantityText, purchaseText) {
  const [quantity, purchase] = [quantityText, purchaseText].map(plain);
  if (quantity === '' && purchase === '') {
    return { position: { quantity: null, purchase_price: null } };
  }
  if (quantity === '' || purchase === '') return { problem: 'needBoth' };
  if (!NUMBER.test(quantity) || value(quantity) === 0) return { problem: 'quantityInvalid' };
  if (!NUMBER.test(purchase) || value(purchase) < 0) return { problem: 'purchaseInvalid' };
  return { position: { quantity: value(quantity), purchase_price: value(purchase) } };
}

/** @param {string} text */
function plain(text) {
  return text.normalize('NFKC').replace(/[,\s]/g, '');
}

/** @param {string} text */
function value(text) {
  return Number(text.replace('−', '-'));
}
