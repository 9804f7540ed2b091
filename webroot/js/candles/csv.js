import { loadExactCandles } from './candleapi.js';

const FIELDS = ['time', 'open', 'high', 'low', 'close', 'ticks', 'closed'];
const PAGE = 5_000;

/**
 * Candles as CSV (RFC 4180) with a line of names: times as ISO 8601 in UTC, prices with the decimals
 * that the server sent.
 *
 * @param {{symbol: string, interval: string, price: import('./intervals.js').Price}} series
 * @param {{from: number, to: number}} span in milliseconds; `to` is not in it
 * @param {typeof fetch} [get]
 */
export async function exportCsv(series, span, get = fetch) {
  const lines = [FIELDS.join(',')];
  /** @type {number | null} */
  let from = span.from;
  while (from !== null) {
    const question = { ...series, from, to: span.to, limit: PAGE };
    const { candles, next } = await loadExactCandles(question, get);
    candles.forEach((candle) => lines.push(FIELDS.map((field) => candle[field]).join(',')));
    from = next;
  }
  return lines.map((line) => `${line}\r\n`).join('');
}
