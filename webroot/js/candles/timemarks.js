import { createTimeFormat } from '../format.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 4, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 10, 30, 60, 180, 365].map((n) => n * DAY),
];

/**
 * The least step of the time axis that is as long as a span.
 *
 * @param {number} milliseconds
 */
export function stepFor(milliseconds) {
  return STEPS.find((step) => step >= milliseconds) ?? /** @type {number} */ (STEPS.at(-1));
}

/**
 * The times of candles as they are written on the axis and beside the crosshair.
 *
 * A day begins in the evening before, in New York: it is named after its middle in UTC.
 *
 * @param {string} zone
 * @param {number} length of the interval, in milliseconds
 */
export function createCandleTimes(zone, length) {
  const isDay = length >= DAY;
  const format = createTimeFormat(isDay ? 'UTC' : zone);
  /** @param {number} time */
  const shifted = (time) => (isDay ? time + DAY / 2 : time);
  let hour = NaN;
  let offset = 0;

  /** How far the zone is ahead of UTC. @param {number} time */
  function offsetAt(time) {
    const now = Math.floor(time / HOUR);
    if (now !== hour) {
      hour = now;
      offset = Date.parse(`${format.date(now * HOUR)}T${format.second(now * HOUR)}Z`) - now * HOUR;
    }
    return offset;
  }

  return {
    /** The number of a step that a time is in: a mark is where it changes. @param {number} time @param {number} step */
    numberOf: (time, step) => Math.floor((shifted(time) + offset) / step),

    /** When the step of a time begins. @param {number} time @param {number} step */
    begin: (time, step) => time - (((shifted(time) + offset) % step) + step) % step,

    /** To be called before a run of {@link numberOf}. @param {number} time */
    near: (time) => void offsetAt(shifted(time)),

    /** @param {number} time @param {number} step */
    mark(time, step) {
      const at = shifted(time);
      if (step >= 30 * DAY) return format.date(at);
      if (step >= DAY || format.second(at) === '00:00:00') return format.monthDay(at);
      return step < MINUTE ? format.second(at) : format.minute(at);
    },

    /** @param {number} time */
    whole(time) {
      const at = shifted(time);
      if (isDay) return format.date(at);
      return `${format.date(at)} ${length < MINUTE ? format.second(at) : format.minute(at)}`;
    },
  };
}
