import { parseTick } from './protocol.js';

/** @typedef {import('./types.js').Tick} Tick */

const TIMEOUT = 10_000;

/**
 * The newest ticks of a symbol, oldest first.
 *
 * @param {string} symbol
 * @param {number} limit
 * @param {typeof fetch} [get]
 * @returns {Promise<Tick[]>}
 */
export async function loadHistory(symbol, limit, get = fetch) {
  const address = `api/ticks/${encodeURIComponent(symbol)}?limit=${limit}`;
  const response = await get(address, { signal: AbortSignal.timeout(TIMEOUT) });
  if (!response.ok) throw new Error(`history answered ${response.status}`);
  const { ticks } = await response.json();
  return ticks.map(parseTick).filter((/** @type {Tick | null} */ tick) => tick !== null);
}
