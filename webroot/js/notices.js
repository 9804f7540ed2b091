import { createStore } from '../client/src/store.js';

/** @typedef {{code: string, message: string}} Notice */

const SHOWN_FOR = 8_000;

// Data may flow again a moment later, and the sentence must still be readable.
const SHOWN_AT_LEAST = 3_000;

/**
 * The one error shown now: a newer one replaces it, and it goes away by itself.
 *
 * @param {import('./types.js').Clock} clock
 */
export function createNotices(clock) {
  /** @type {import('./types.js').Store<Notice | null>} */
  const current = createStore(/** @type {Notice | null} */ (null));
  let timer = 0;
  let shownAt = 0;
  let endsEarly = false;

  /** @param {number} delay */
  function endAfter(delay) {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => current.set(null), delay);
  }

  return {
    current,

    /**
     * @param {string} code
     * @param {string} message
     */
    show(code, message) {
      if (current.get()?.code !== code) shownAt = clock.now();
      endsEarly = false;
      current.set({ code, message });
      endAfter(SHOWN_FOR);
    },

    /**
     * Shows what nothing will end by itself.
     *
     * @param {string} code
     */
    stay(code) {
      clock.clearTimeout(timer);
      current.set({ code, message: '' });
    },

    /** Data flows again: ends the notice. */
    recovered() {
      if (current.get() === null || endsEarly) return;
      endsEarly = true;
      endAfter(Math.max(0, shownAt + SHOWN_AT_LEAST - clock.now()));
    },

    dismiss() {
      clock.clearTimeout(timer);
      current.set(null);
    },
  };
}
