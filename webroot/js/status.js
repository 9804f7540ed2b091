import { isClosed } from './market.js';

/** Without a tick for this long, in milliseconds, a quote is stale. */
export const STALE_AFTER = 5_000;

/**
 * The state of the badge. Stale, closed and disconnected are three different states.
 *
 * @param {object} seen
 * @param {import('../client/src/connection.js').ConnectionState} seen.connection
 * @param {number | null} seen.freshAt when data last flowed
 * @param {boolean} seen.known whether a price is known, or that there is none
 * @param {boolean} seen.hasHours whether the symbol is traded in the hours of the FX market
 * @param {number} now
 * @returns {import('./types.js').Status}
 */
export function statusOf({ connection, freshAt, known, hasHours }, now) {
  if (connection.phase !== 'connected') return connection.phase;
  if (freshAt !== null && now - freshAt < STALE_AFTER) return 'live';
  if (!known) return 'connecting';
  return hasHours && isClosed(now) ? 'closed' : 'stale';
}
