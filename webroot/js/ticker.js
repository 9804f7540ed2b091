import { createStore } from './store.js';
import { direction } from './market.js';
import { follows, formatPosition, isNewer } from './position.js';
import { parsePayload } from './protocol.js';

/**
 * @typedef {import('./types.js').Tick} Tick
 * @typedef {import('./types.js').Direction} Direction
 *
 * @typedef {object} Quote
 * @property {Tick} tick
 * @property {{bid: Direction, ask: Direction, mid: Direction}} moves
 *
 * @typedef {object} TickerState
 * @property {Quote | null} quote the newest
 * @property {number | null} receivedAt when the newest came
 * @property {number | null} freshAt when data last flowed, by this device's clock
 * @property {number | null} latency from the source's timestamp to receipt, in milliseconds
 * @property {number | null} heardAt when the connection last brought a tick, however old
 */

// A history that fails is asked for again, but not with every tick.
const REFILL_AFTER = 30_000;

/**
 * What the page knows of one symbol: the newest quote, and the series it adds to. Ticks arrive from
 * history, as a snapshot, replayed or live, in any order and more than once.
 *
 * @param {object} options
 * @param {string} options.symbol
 * @param {import('./connection.js').Connection} options.connection
 * @param {import('./series.js').Series} options.series
 * @param {(limit: number) => Promise<Tick[]>} options.history
 * @param {number} options.limit how many ticks of history to begin with
 * @param {{now: () => number}} options.clock
 * @param {(code: string, message: string) => void} options.onError
 */
export function createTicker({ symbol, connection, series, history, limit, clock, onError }) {
  /** @type {import('./types.js').Store<TickerState>} */
  const state = createStore(
    /** @type {TickerState} */ ({
      quote: null,
      receivedAt: null,
      freshAt: null,
      latency: null,
      heardAt: null,
    }),
  );
  let filled = false;
  let filling = false;
  let refillAt = 0;
  let depth = limit;
  // After a break the first tick tells whether something was missed in between.
  let returned = false;

  async function fill() {
    if (filling) return;
    filling = true;
    try {
      const ticks = await history(depth);
      ticks.forEach(series.add);
      // The last but one gives the last its direction.
      for (const tick of ticks.slice(-2)) {
        if (isNewer(tick.position, lastPosition())) show(tick, {});
      }
      filled = true;
    } catch {
      filled = false;
      refillAt = clock.now() + REFILL_AFTER;
      onError('HISTORY_UNAVAILABLE', '');
    } finally {
      filling = false;
    }
  }

  function lastPosition() {
    return state.get().quote?.tick.position ?? null;
  }

  /**
   * @param {Tick} tick
   * @param {Partial<TickerState>} seen
   */
  function show(tick, seen) {
    const last = state.get().quote;
    const moves = {
      bid: direction(last?.tick.bid, tick.bid, last?.moves.bid),
      ask: direction(last?.tick.ask, tick.ask, last?.moves.ask),
      mid: direction(last?.tick.mid, tick.mid, last?.moves.mid),
    };
    state.set({ ...state.get(), ...seen, quote: { tick, moves } });
  }

  /**
   * History or the connection before the last break has brought this tick already.
   *
   * @param {number} now
   * @param {number} freshAt
   */
  function onKnown(now, freshAt) {
    const seen = state.get();
    state.set({
      ...seen,
      heardAt: now,
      receivedAt: seen.receivedAt ?? now,
      freshAt: seen.freshAt ?? freshAt,
    });
  }

  /**
   * @param {Tick} tick
   * @param {boolean} snapshot
   */
  function onTick(tick, snapshot) {
    const now = clock.now();
    const last = lastPosition();
    // An empty history may have been answered before ticks that this connection was too late for.
    const begun = filled && last === null && tick.position.offset > 1;
    const missed = begun || (returned && !follows(tick.position, last));
    returned = false;
    if (missed || (!filled && now >= refillAt)) void fill();
    series.add(tick);
    // A snapshot may be days old: it says what the price was, not that prices are coming.
    const freshAt = snapshot ? Math.min(now, tick.time) : now;
    const renumbered = snapshot && tick.position.epoch !== last?.epoch;
    if (!renumbered && !isNewer(tick.position, last)) return onKnown(now, freshAt);
    const latency = snapshot ? state.get().latency : now - tick.time;
    show(tick, { receivedAt: now, heardAt: now, freshAt, latency });
  }

  return {
    state,

    /**
     * Fills the series further back than so far.
     *
     * @param {number} ticks
     */
    reachBack(ticks) {
      if (ticks <= depth) return;
      depth = ticks;
      void fill();
    },

    /** Fills the series and follows the symbol; returns how to stop. */
    start() {
      void fill();
      const unsubscribe = connection.subscribe(`ticks.${symbol}`, {
        since() {
          const last = lastPosition();
          return last && formatPosition(last);
        },
        onMessage({ body, snapshot }) {
          const payload = parsePayload(body);
          if (payload?.kind === 'tick') onTick(payload.tick, snapshot);
          if (payload?.kind === 'error') onError(payload.code, payload.message);
        },
      });
      const unwatch = connection.state.subscribe(() => {
        if (connection.state.get().phase === 'connected') returned = lastPosition() !== null;
      });
      return () => {
        unwatch();
        unsubscribe();
      };
    },
  };
}
