/**
 * @typedef {object} MarketSymbol
 * @property {string} symbol
 * @property {string} topic
 * @property {string} name
 * @property {number} decimals
 * @property {number} pip
 * @property {boolean} demo whether its prices are simulated
 */

const TIMEOUT = 10_000;
const PAIR = /^([A-Z]{3})[_./-]?([A-Z]{3})$/;

/**
 * The symbols that this page may show. Their answer also sets the clock.
 *
 * @param {import('./serverclock.js').ServerClock} clock
 * @param {typeof fetch} [get]
 * @returns {Promise<MarketSymbol[]>}
 */
export function loadSymbols(clock, get = fetch) {
  return load(clock, 'api/symbols', get);
}

/**
 * One symbol, as the newest quotes say how to write it: of a table with many symbols the list does
 * not know. Also sets the clock.
 *
 * @param {import('./serverclock.js').ServerClock} clock
 * @param {string} symbol
 * @param {typeof fetch} [get]
 * @returns {Promise<MarketSymbol | null>}
 */
export async function loadSymbol(clock, symbol, get = fetch) {
  const symbols = await load(clock, `api/symbols?symbol=${encodeURIComponent(symbol)}`, get);
  return symbols[0] ?? null;
}

/**
 * @param {import('./serverclock.js').ServerClock} clock
 * @param {string} address
 * @param {typeof fetch} get
 * @returns {Promise<MarketSymbol[]>}
 */
async function load(clock, address, get) {
  const { symbols } = await clock.ask(async () => {
    const response = await get(address, { signal: AbortSignal.timeout(TIMEOUT) });
    if (!response.ok) throw new Error(`symbols answered ${response.status}`);
    return response.json();
  });
  return symbols;
}

/**
 * The symbol asked for in the address, else the first; null where there is no such one.
 *
 * @param {readonly MarketSymbol[]} symbols
 * @param {string} search
 * @returns {MarketSymbol | null}
 */
export function chooseSymbol(symbols, search) {
  const wish = new URLSearchParams(search).get('symbol');
  if (wish === null) return symbols[0] ?? null;
  return symbols.find(({ symbol }) => symbol === wish) ?? null;
}

/**
 * The two currencies of a pair; null where the symbol is not one of currencies.
 *
 * @param {string} symbol
 * @returns {[string, string] | null}
 */
export function currencies(symbol) {
  const pair = PAIR.exec(symbol);
  if (pair === null) return null;
  const known = new Set(Intl.supportedValuesOf('currency'));
  return known.has(pair[1]) && known.has(pair[2]) ? [pair[1], pair[2]] : null;
}

/**
 * The currencies of a pair in words, or nothing.
 *
 * @param {string} symbol
 * @param {import('./types.js').Language} language
 */
export function pairText(symbol, language) {
  const names = new Intl.DisplayNames(language, { type: 'currency' });
  const pair = currencies(symbol)?.map((code) => names.of(code));
  return pair?.join(language === 'ja' ? '／' : ' / ') ?? '';
}
