import { createStore } from '../client/src/store.js';

/**
 * @typedef {import('./eventlog.js').BusinessEvent} BusinessEvent
 *
 * @typedef {object} Toast The events of one type that came close together.
 * @property {string} type
 * @property {number} count
 * @property {BusinessEvent} newest
 */

const SHOWN_FOR = 6_000;

// Events of a type that never pauses must not cover the page for ever.
const SHOWN_AT_MOST = 20_000;
const QUIET_FOR = 20_000;

// Prices change all the time.
const SILENT = new Set(['PRICE_CHANGE']);

/**
 * The toasts that are shown now, one for each type of event. A toast goes away some seconds after
 * its last event.
 *
 * @param {import('./types.js').Clock} clock
 */
export function createToasts(clock) {
  const shown = createStore(/** @type {readonly Toast[]} */ ([]));
  /** @type {Map<string, {timer: number, since: number}>} */
  const timers = new Map();
  /** @type {Map<string, number>} when a type may be shown again */
  const quiet = new Map();

  /** @param {string} type */
  function dismiss(type) {
    clock.clearTimeout(timers.get(type)?.timer ?? 0);
    timers.delete(type);
    shown.set(shown.get().filter((toast) => toast.type !== type));
  }

  /** @param {string} type */
  function silence(type) {
    quiet.set(type, clock.now() + QUIET_FOR);
    dismiss(type);
  }

  return {
    shown,

    /** @param {readonly BusinessEvent[]} events of one type */
    add(events) {
      const newest = events.at(-1);
      if (newest === undefined || SILENT.has(newest.type)) return;
      const { type } = newest;
      const now = clock.now();
      if (now < (quiet.get(type) ?? 0)) return;
      const since = timers.get(type)?.since ?? now;
      const left = Math.min(SHOWN_FOR, since + SHOWN_AT_MOST - now);
      const end = () => (left < SHOWN_FOR ? silence(type) : dismiss(type));
      clock.clearTimeout(timers.get(type)?.timer ?? 0);
      timers.set(type, { since, timer: clock.setTimeout(end, left) });
      const before = shown.get().find((toast) => toast.type === type);
      const toast = { type, newest, count: (before?.count ?? 0) + events.length };
      shown.set(
        before === undefined
          ? [...shown.get(), toast]
          : shown.get().map((other) => (other === before ? toast : other)),
      );
    },

    /** A reader has had enough of a type. @param {string} type */
    dismiss: silence,
  };
}
