/** @typedef {import('./types.js').Language} Language */

export const TOKYO = 'Asia/Tokyo';

/**
 * The zone in which a reader expects times: Japan for Japanese, else that of the device.
 *
 * @param {Language} language
 */
export function zoneFor(language) {
  return language === 'ja' ? TOKYO : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/**
 * How a zone is named beside a time; `JST` where Intl only says `GMT+9`.
 *
 * @param {string} zone
 * @param {number} time
 */
export function zoneLabel(zone, time) {
  if (zone === TOKYO) return 'JST';
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    timeZoneName: 'short',
  }).formatToParts(time);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

/**
 * The times of one zone, written so that they sort and never change their width.
 *
 * @param {string} zone
 */
export function createTimeFormat(zone) {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  });

  /** @param {number} time */
  function parts(time) {
    return Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
  }

  return {
    /** @param {number} time */
    date(time) {
      const { year, month, day } = parts(time);
      return `${year}-${month}-${day}`;
    },
    /** @param {number} time */
    monthDay(time) {
      const { month, day } = parts(time);
      return `${month}/${day}`;
    },
    /** @param {number} time */
    minute(time) {
      const { hour, minute } = parts(time);
      return `${hour}:${minute}`;
    },
    /** @param {number} time */
    second(time) {
      const { hour, minute, second } = parts(time);
      return `${hour}:${minute}:${second}`;
    },
    /** @param {number} time */
    millisecond(time) {
      const { hour, minute, second, fractionalSecond } = parts(time);
      return `${hour}:${minute}:${second}.${fractionalSecond}`;
    },
  };
}

/** Clocks that are together may differ so much, in milliseconds. */
export const CLOCKS = 1_000;

/** A row of this age was not in transit for that time: it is old, not late. */
export const AGE = 60_000;

const tenths = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/**
 * A latency as a person reads it, or null where it would be a lie: the clock of the source is ahead
 * of the server's, or the figure is the age of a row and no latency.
 *
 * @param {number} milliseconds
 */
export function formatLatency(milliseconds) {
  if (milliseconds < -CLOCKS || milliseconds >= AGE) return null;
  if (milliseconds < 1) return '< 1 ms';
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  return `${tenths.format(milliseconds / 1_000)} s`;
}
