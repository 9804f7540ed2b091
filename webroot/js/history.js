/** @typedef {import('./types.js').Sample} Sample */

const TIMEOUT = 12_000;

/**
 * The mids of a symbol from that many seconds ago until now, one sample an interval.
 *
 * @param {string} symbol
 * @param {{seconds: number, points: number}} span
 * @param {{now: () => number}} clock the server's
 * @param {typeof fetch} [get]
 * @returns {Promise<{complete: boolean, interval: number, samples: Sample[]}>}
 */
export async function loadHistory(symbol, span, clock, get = fetch) {
  const to = clock.now();
  const query = new URLSearchParams({
    from: new Date(to - span.seconds * 1_000).toISOString(),
    to: new Date(to).toISOString(),
    points: String(span.points),
  });
  const address = `api/ticks/${encodeURIComponent(symbol)}?${query}`;
  const response = await get(address, { signal: AbortSignal.timeout(TIMEOUT) });
  if (!response.ok) throw new Error(`history answered ${response.status}`);
  const { complete, interval, points } = await response.json();
  return { complete, interval, samples: points.map(sample) };
}

/**
 * A gateway of an earlier version, during an update, does not send `open`.
 *
 * @param {{first: string, last: string, open?: number, mid: number, high: number, low: number}} point
 * @returns {Sample}
 */
function sample({ first, last, mid, open = mid, high, low }) {
  return { first: Date.parse(first), last: Date.parse(last), open, mid, high, low };
}
