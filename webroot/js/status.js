import { isClosed } from './market.js';

/** Without a tick for this long, in milliseconds, a quote is stale. */
export const STALE_AFTER = 5_000;

/**
 * What the badge says. Stale, closed and disconnected are three different things.
 *
 * @param {object} seen
 * @param {import('./connection.js').ConnectionState} seen.connection
 * @param {number | null} seen.freshAt when data last flowed
 * @param {boolean} seen.heard whether this connection has brought a tick, however old
 * @param {number} now
 * @returns {import('./types.js').Status}
 */
export function statusOf({ connection, freshAt, heard }, now) {
  if (connection.phase !== 'connected') return connection.phase;
  if (freshAt !== null && now - freshAt < STALE_AFTER) return 'live';
  if (!heard && now - connection.since < STALE_AFTER) return 'connecting';
  return isClosed(now) ? 'closed' : 'stale';
}
