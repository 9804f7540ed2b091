import { isClosed } from './market.js';

/** Without a tick for this long, in milliseconds, a quote is stale. */
export const STALE_AFTER = 5_000;

/**
 * The state of the badge. Stale, closed and disconnected are three different states.
 *
 * @param {object} seen
 * @param {import('../client/src/connection.js').ConnectionState} seen.connection
 * @param {number | null} seen.freshAt when data last flowed
 * @param {boolean} seen.catchingUp whether ticks of the past come, which were missed
 * @param {boolean} seen.known whether a price is known, or that there is none
 * @param {boolean} seen.hasHours whether the symbol is traded in the hours of the FX market
 * @param {number} now
 * @returns {import('./types.js').Status}
 */
export function statusOf({ connection, freshAt, catchingUp, known, hasHours }, now) {
  if (connection.phase !== 'connected') return connection.phase;
  if (catchingUp) return 'catchingUp';
  if (freshAt !== null && now - freshAt < STALE_AFTER) return 'live';
  if (!known) return 'connecting';
  return hasHours && isClosed(now) ? 'closed' : 'stale';
}

/** How long it is told that a stream was resumed, or ticks were left out, in milliseconds. */
const TOLD_FOR = 15_000;

/** A clock that differs by more than this, in milliseconds, is called wrong. */
const WRONG_BY = 5_000;

/**
 * @typedef {object} Note A sentence beside the badge.
 * @property {'resumed' | 'resumedAfter' | 'lost' | 'skipped' | 'clockFast' | 'clockSlow'} key
 * @property {number} count
 * @property {number} span how wrong the clock is, in milliseconds
 */

/**
 * The note beside the badge: it tells of the continuity for some seconds, and of a wrong clock for as
 * long as the clock is wrong.
 *
 * @param {import('./ticker.js').Continuity | null} continuity
 * @param {number} ahead how far the server's clock is ahead of the device's, in milliseconds
 * @param {number} now
 * @returns {Note | null}
 */
export function noteOf(continuity, ahead, now) {
  if (continuity !== null && now - continuity.at < TOLD_FOR) {
    const { kind, count } = continuity;
    return { key: kind === 'resumed' && count > 0 ? 'resumedAfter' : kind, count, span: 0 };
  }
  if (Math.abs(ahead) <= WRONG_BY) return null;
  return { key: ahead < 0 ? 'clockFast' : 'clockSlow', count: 0, span: Math.round(Math.abs(ahead) / 1_000) * 1_000 };
}
