/**
 * The numbers of a watchlist as a reader expects them. A minus is the sign of that name, as wide as
 * a plus.
 *
 * @typedef {import('./types.js').Language} Language
 */

const UNKNOWN = '–';
const MOST_DECIMALS = 8;

/**
 * The decimals that a number needs.
 *
 * @param {number} value
 */
export function decimalsOf(value) {
  for (let decimals = 0; decimals < MOST_DECIMALS; decimals += 1) {
    if (Number(value.toFixed(decimals)) === value) return decimals;
  }
  return MOST_DECIMALS;
}

/**
 * A number with so many decimals, or the mark of an unknown one.
 *
 * @param {Language} language
 * @param {number | null} value
 * @param {number} decimals
 */
export function numberText(language, value, decimals) {
  if (value === null) return UNKNOWN;
  return written(language, value, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}

/**
 * A change with its sign.
 *
 * @param {Language} language
 * @param {number | null} value
 * @param {number} decimals
 */
export function signedText(language, value, decimals) {
  if (value === null) return UNKNOWN;
  return written(language, value, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: 'exceptZero',
  });
}

/**
 * @param {Language} language
 * @param {number | null} value in percent
 */
export function percentText(language, value) {
  return value === null ? UNKNOWN : `${signedText(language, value, 2)}%`;
}

/**
 * An amount of a currency; the code stands behind where it is none of ISO 4217, such as `USDT`.
 *
 * @param {Language} language
 * @param {number | null} value
 * @param {string} currency
 * @param {boolean} [isSigned]
 */
export function amountText(language, value, currency, isSigned = false) {
  if (value === null) return UNKNOWN;
  const signDisplay = isSigned ? 'exceptZero' : 'auto';
  if (/^[A-Z]{3}$/.test(currency)) {
    return written(language, value, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      signDisplay,
    });
  }
  const decimals = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return `${written(language, value, { ...decimals, signDisplay })} ${currency}`;
}

/**
 * @param {Language} language
 * @param {number} value
 * @param {Intl.NumberFormatOptions} options
 */
function written(language, value, options) {
  return formatOf(language, options).format(value).replace('-', '−');
}

/** @type {Map<string, Intl.NumberFormat>} a format is slow to make, and asked for with each price */
const formats = new Map();

/**
 * @param {Language} language
 * @param {Intl.NumberFormatOptions} options
 */
function formatOf(language, options) {
  const key = language + JSON.stringify(options);
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(language, options);
  formats.set(key, made);
  return made;
}
