import { createStore } from './store.js';

/** @typedef {import('./connection.js').ConnectionState} ConnectionState */

// A server that accepts and closes at once must not be met with the shortest delay for ever.
const STABLE = 5_000;

/**
 * The phases of a connection that reconnects, the timer of its next step, and the time of the last
 * message.
 *
 *     disconnected ──connect──▶ connecting ──▶ connected
 *          ▲                        │              │
 *          └───── reconnectIn ──────┴──────────────┘
 *
 * @param {object} options
 * @param {import('./types.js').Clock} options.clock
 * @param {import('./types.js').Backoff} options.backoff
 * @param {() => void} options.connect starts an attempt
 */
export function createPhases({ clock, backoff, connect }) {
  const state = createStore(
    /** @type {ConnectionState} */ ({ phase: 'disconnected', since: clock.now(), retryAt: null }),
  );
  let timer = 0;
  let heardAt = 0;

  /**
   * @param {ConnectionState['phase']} phase
   * @param {number | null} [retryAt]
   */
  function enter(phase, retryAt = null) {
    state.set({ phase, since: clock.now(), retryAt });
  }

  /**
   * Runs the next step after a delay, in place of the one that was planned.
   *
   * @param {number} delay
   * @param {() => void} run
   */
  function after(delay, run) {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(run, delay);
  }

  const silence = () => clock.now() - heardAt;

  return {
    state,
    enter,
    after,
    silence,
    cancel: () => clock.clearTimeout(timer),
    heard() {
      heardAt = clock.now();
    },
    /** The connection is over: after a stable one the delays begin anew. */
    lost() {
      const { phase, since } = state.get();
      if (phase === 'connected' && clock.now() - since >= STABLE) backoff.reset();
    },
    /** @param {number | null} hint the delay in milliseconds that the server asked for */
    reconnectIn(hint) {
      const delay = hint ?? backoff.next();
      after(delay, connect);
      enter('disconnected', clock.now() + delay);
    },
    retryNow() {
      if (state.get().phase === 'disconnected') connect();
    },
    /**
     * The page became visible, or the network came back.
     *
     * @param {number} doubtful the silence after which the connection may be gone
     */
    wake(doubtful) {
      const { phase, retryAt } = state.get();
      if (phase === 'disconnected' && retryAt !== null) connect();
      if (phase === 'connected' && silence() > doubtful) connect();
    },
  };
}
