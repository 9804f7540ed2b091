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
 * @param {() => Promise<Tick[]>} options.history
 * @param {{now: () => number}} options.clock
 * @param {(code: string, message: string) => void} options.onError
 */
export function createTicker({ symbol, connection, series, history, clock, onError }) {
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
  // After a break the first tick tells whether something was missed in between.
  let returned = false;

  async function fill() {
    if (filling) return;
    filling = true;
    try {
      const ticks = await history();
      ticks.forEach(series.add);
      const newest = ticks.at(-1);
      if (newest && isNewer(newest.position, lastPosition())) show(newest, {});
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
   * @param {Tick} tick
   * @param {boolean} snapshot
   */
  function onTick(tick, snapshot) {
    const now = clock.now();
    const last = lastPosition();
    const missed = returned && !follows(tick.position, last);
    returned = false;
    if (missed || (!filled && now >= refillAt)) void fill();
    series.add(tick);
    const renumbered = snapshot && tick.position.epoch !== last?.epoch;
    if (!renumbered && !isNewer(tick.position, last)) {
      return state.set({ ...state.get(), heardAt: now });
    }
    // A snapshot may be days old: it says what the price was, not that prices are coming.
    const freshAt = snapshot ? Math.min(now, tick.time) : now;
    const latency = snapshot ? state.get().latency : now - tick.time;
    show(tick, { receivedAt: now, heardAt: now, freshAt, latency });
  }

  return {
    state,

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
