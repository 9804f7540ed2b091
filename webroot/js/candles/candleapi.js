import { asObject } from '../../client/src/frames.js';

/**
 * @typedef {import('./candlewindow.js').Candle} Candle
 *
 * @typedef {object} Question What candles are asked for; times in milliseconds.
 * @property {string} symbol
 * @property {string} interval
 * @property {import('./intervals.js').Price} price
 * @property {number} [from] buckets from here on; else the newest ones
 * @property {number} [to] buckets before it
 * @property {number} limit
 *
 * @typedef {{candles: Candle[], next: number | null}} Page `next` is where the next page begins
 */

const TIMEOUT = 12_000;
const NUMBERS = /"(open|high|low|close)":(-?[\d.]+)/g;

/**
 * A page of stored candles, in the order of time.
 *
 * @param {Question} question
 * @param {typeof fetch} [get]
 * @returns {Promise<Page>}
 */
export async function loadCandles(question, get = fetch) {
  const { candles, next } = JSON.parse(await ask(question, get));
  return { candles: candles.map(parseCandle), next: next === null ? null : Date.parse(next) };
}

/**
 * A page as {@link loadCandles}, with times and prices as the server wrote them.
 *
 * @param {Question} question
 * @param {typeof fetch} [get]
 * @returns {Promise<{candles: Record<string, string | number | boolean>[], next: number | null}>}
 */
export async function loadExactCandles(question, get = fetch) {
  // A number would lose the zeros at its end, and digits beyond the sixteenth.
  const text = (await ask(question, get)).replace(NUMBERS, '"$1":"$2"');
  const { candles, next } = JSON.parse(text);
  return { candles, next: next === null ? null : Date.parse(next) };
}

/**
 * @param {Question} question
 * @param {typeof fetch} get
 */
async function ask({ symbol, interval, price, from, to, limit }, get) {
  const query = new URLSearchParams({ interval, price, limit: String(limit) });
  if (from !== undefined) query.set('from', new Date(from).toISOString());
  if (to !== undefined) query.set('to', new Date(to).toISOString());
  const address = `api/ticks/${encodeURIComponent(symbol)}/candles?${query}`;
  const response = await get(address, { signal: AbortSignal.timeout(TIMEOUT) });
  if (!response.ok) throw new Error(`candles answered ${response.status}`);
  return response.text();
}

/** @param {any} candle */
function parseCandle({ time, open, high, low, close, ticks }) {
  return { time: Date.parse(time), open, high, low, close, ticks };
}

/**
 * The body of a message on a topic of candles, or null where it is none.
 *
 * @param {unknown} body
 * @returns {{candle: Candle, skipped: boolean} | null}
 */
export function parseCandleMessage(body) {
  const object = asObject(body);
  if (object?.type !== 'candle') return null;
  const candle = parseCandle(object);
  if (!Object.values(candle).every(Number.isFinite)) return null;
  return { candle, skipped: object.skipped !== undefined };
}
