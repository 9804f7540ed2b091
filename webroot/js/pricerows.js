/**
 * @typedef {import('../client/src/prices.js').Stock} Stock
 * @typedef {import('./watchlistapi.js').Item} Item
 *
 * @typedef {object} PriceRow An item of the list with its newest price.
 * @property {number} id of the company
 * @property {string} symbol
 * @property {string} name
 * @property {string} currency
 * @property {number | null} price
 * @property {number | null} dayChange against the previous close
 * @property {number | null} changePercent
 * @property {number | null} quantity
 * @property {number | null} purchasePrice
 * @property {number | null} profitLoss
 *
 * @typedef {'listOrder' | 'company' | 'price' | 'dayChange' | 'changePercent' | 'quantity'
 *     | 'purchasePrice' | 'profitLoss'} SortKey
 * @typedef {{key: SortKey, isDescending: boolean}} Sorting
 */

/** @type {Sorting} */
export const UNSORTED = { key: 'listOrder', isDescending: false };

/** @type {readonly SortKey[]} */
export const SORT_KEYS = [
  'listOrder',
  'company',
  'price',
  'dayChange',
  'changePercent',
  'quantity',
  'purchasePrice',
  'profitLoss',
];

/**
 * The rows of a list, in its order. A profit that was computed of another position is not shown.
 *
 * @param {readonly Item[]} items
 * @param {ReadonlyMap<number, Stock>} stocks by company
 * @returns {PriceRow[]}
 */
export function rowsOf(items, stocks) {
  return items.map((item) => {
    const stock = stocks.get(item.company_id);
    const isSame = stock !== undefined && isSamePosition(item, stock);
    return {
      id: item.company_id,
      symbol: item.ticker_symbol,
      name: item.company_name,
      currency: item.currency,
      price: stock?.current_price ?? null,
      dayChange: stock?.change ?? null,
      changePercent: stock?.change_percent ?? null,
      quantity: item.quantity,
      purchasePrice: item.purchase_price,
      profitLoss: isSame ? (stock.unrealized_pl ?? null) : null,
    };
  });
}

/**
 * Whether the prices are those of these items: another page may have changed the list.
 *
 * @param {readonly Item[]} items
 * @param {readonly Stock[]} stocks
 */
export function isSameList(items, stocks) {
  return (
    items.length === stocks.length &&
    items.every(
      (item, i) => item.company_id === stocks[i].company_id && isSamePosition(item, stocks[i]),
    )
  );
}

/**
 * @param {Item} item
 * @param {Stock} stock
 */
function isSamePosition(item, stock) {
  return (
    item.quantity === (stock.quantity ?? null) &&
    item.purchase_price === (stock.purchase_price ?? null)
  );
}

/**
 * The ids of the rows as sorted; equal ones in the order of the list, unknown values last.
 *
 * @param {readonly PriceRow[]} rows
 * @param {Sorting} sorting
 * @returns {number[]}
 */
export function sortedIds(rows, { key, isDescending }) {
  const sign = isDescending ? -1 : 1;
  const sorted = rows.map((row, place) => ({ id: row.id, value: valueOf(row, place, key) }));
  return sorted.sort((one, other) => compare(one.value, other.value, sign)).map(({ id }) => id);
}

/**
 * The order of rows that must not jump now: those that stay keep their places, new ones come last.
 *
 * @param {readonly number[]} shown
 * @param {readonly number[]} wanted
 */
export function heldIds(shown, wanted) {
  const kept = shown.filter((id) => wanted.includes(id));
  return [...kept, ...wanted.filter((id) => !kept.includes(id))];
}

/**
 * The sorting after a choice of a column: up, down, and back to the order of the list.
 *
 * @param {Sorting} sorting
 * @param {SortKey} key
 * @returns {Sorting}
 */
export function nextSorting(sorting, key) {
  if (sorting.key !== key) return { key, isDescending: false };
  return sorting.isDescending ? UNSORTED : { key, isDescending: true };
}

/**
 * @param {PriceRow} row
 * @param {number} place
 * @param {SortKey} key
 */
function valueOf(row, place, key) {
  if (key === 'listOrder') return place;
  return key === 'company' ? row.symbol : row[key];
}

/**
 * @param {number | string | null} one
 * @param {number | string | null} other
 * @param {number} sign
 */
function compare(one, other, sign) {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (one === other) return 0;
  return one < other ? -sign : sign;
}
