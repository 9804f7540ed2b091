/** @typedef {import('./types.js').Direction} Direction */

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const JST = 9 * HOUR;

// The epoch began on a Thursday at 09:00 JST; Monday 07:00 JST is 3 days and 22 hours later.
const FIRST_OPENING = 3 * 24 * HOUR + 22 * HOUR;

const newYorkHour = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  hour: '2-digit',
  hourCycle: 'h23',
});

/**
 * Which way a price went; unchanged keeps the way it went before.
 *
 * @param {number | undefined} previous
 * @param {number} price
 * @param {Direction} [before]
 * @returns {Direction}
 */
export function direction(previous, price, before = 'flat') {
  if (previous === undefined || previous === price) return before;
  return price > previous ? 'up' : 'down';
}

/**
 * Whether the FX market is closed by the calendar: from Friday 17:00 in New York (Saturday 07:00
 * JST, 06:00 in US daylight-saving time) to Monday 07:00 JST. Holidays are not in it.
 *
 * @param {number} time in milliseconds
 */
export function isClosed(time) {
  const local = new Date(time + JST);
  const day = local.getUTCDay();
  if (day === 0) return true;
  if (day === 1) return local.getUTCHours() < 7;
  if (day !== 6) return false;
  // Saturday in Japan begins on Friday in New York; past midnight there it is Saturday noon here.
  return local.getUTCHours() >= 12 || Number(newYorkHour.format(time)) >= 17;
}

/**
 * The next Monday 07:00 JST.
 *
 * @param {number} time in milliseconds
 */
export function nextOpening(time) {
  return FIRST_OPENING + Math.ceil((time - FIRST_OPENING) / WEEK) * WEEK;
}
