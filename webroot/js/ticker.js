import { createStore } from '../client/src/store.js';
import { direction } from './market.js';
import { follows, formatPosition, isNewer } from '../client/src/position.js';
import { parsePayload } from './protocol.js';

/**
 * @typedef {import('./types.js').Tick} Tick
 * @typedef {import('./types.js').Sample} Sample
 * @typedef {import('./types.js').Direction} Direction
 *
 * @typedef {object} Quote
 * @property {Tick} tick
 * @property {{bid: Direction, ask: Direction, mid: Direction}} moves
 *
 * @typedef {object} TickerState
 * @property {Quote | null} quote the newest
 * @property {number | null} freshAt when the last tick came, or was quoted where it came before the page
 * @property {number | null} latency from the source's timestamp to receipt, in milliseconds
 * @property {boolean} known whether a price is known, or that there is none
 * @property {boolean} catchingUp whether ticks of the past come, which were missed in a break
 * @property {Continuity | null} continuity the last that the server reported
 *
 * @typedef {object} Continuity Whether ticks were missed.
 * @property {'resumed' | 'lost' | 'skipped'} kind after a break nothing was missed; something was; or
 *     the server left ticks out, because the page was too slow
 * @property {number} count ticks that were caught up with, or left out
 * @property {number} at
 */

// A history that fails is asked for again, but not with every tick.
const REFILL_AFTER = 30_000;

// A quote so far ahead of the server's clock says nothing of when it was made.
const AHEAD = 5_000;

/**
 * The state of one symbol: the newest quote, and its series. Ticks arrive as a snapshot, replayed or
 * live, in any order and more than once.
 *
 * @param {object} options
 * @param {string} options.topic
 * @param {import('../client/src/connection.js').Connection} options.connection
 * @param {import('./series.js').Series} options.series
 * @param {() => Promise<{complete: boolean, interval: number, samples: Sample[]}>} options.history
 *     of the span that is shown
 * @param {{now: () => number}} options.clock the server's
 * @param {(code: string, message: string) => void} options.onError
 */
export function createTicker({ topic, connection, series, history, clock, onError }) {
  /** @type {import('./types.js').Store<TickerState>} */
  const state = createStore(
    /** @type {TickerState} */ ({
      quote: null,
      freshAt: null,
      latency: null,
      known: false,
      catchingUp: false,
      continuity: null,
    }),
  );
  let filled = false;
  let filling = false;
  let refillAt = 0;
  // Each question has a number: an answer to one that was overtaken is dropped.
  let asked = 0;
  // After a break the first tick tells whether something was missed in between.
  let returned = false;
  // Ticks of the past that are still to come, of so many.
  let toReplay = 0;
  let replayed = 0;

  async function fill() {
    const question = ++asked;
    filling = true;
    try {
      const { complete, interval, samples } = await history();
      if (question !== asked) return;
      if (interval !== series.interval()) series.reset(interval);
      samples.forEach((sample) => series.add(sample));
      seen(samples.at(-1)?.last);
      settle(complete);
    } catch {
      if (question === asked) settle(false);
    }
  }

  /** @param {boolean} complete */
  function settle(complete) {
    filling = false;
    filled = complete;
    state.set({ ...state.get(), known: true });
    if (complete) return;
    refillAt = clock.now() + REFILL_AFTER;
    onError('HISTORY_UNAVAILABLE', '');
  }

  /** @param {number | undefined} time of a quote that was published earlier */
  function seen(time) {
    const { freshAt } = state.get();
    if (time === undefined || time > clock.now() + AHEAD) return;
    state.set({ ...state.get(), freshAt: Math.max(freshAt ?? -Infinity, time) });
  }

  function lastPosition() {
    return state.get().quote?.tick.position ?? null;
  }

  /** @param {Tick} tick */
  function show(tick) {
    const last = state.get().quote;
    const moves = {
      bid: direction(last?.tick.bid, tick.bid, last?.moves.bid),
      ask: direction(last?.tick.ask, tick.ask, last?.moves.ask),
      mid: direction(last?.tick.mid, tick.mid, last?.moves.mid),
    };
    state.set({ ...state.get(), quote: { tick, moves } });
  }

  /** @param {import('./protocol.js').Resumed} resumed */
  function onResumed({ recovered, replayed: count }) {
    if (!recovered) return tell('lost', 0);
    replayed = toReplay = count;
    if (count === 0) return tell('resumed', 0);
    state.set({ ...state.get(), catchingUp: true });
  }

  function countReplayed() {
    if (toReplay === 0) return;
    toReplay -= 1;
    if (toReplay === 0) tell('resumed', replayed);
  }

  /**
   * @param {Continuity['kind']} kind
   * @param {number} count
   */
  function tell(kind, count) {
    toReplay = 0;
    state.set({ ...state.get(), catchingUp: false, continuity: { kind, count, at: clock.now() } });
  }

  /**
   * @param {Tick} tick
   * @param {boolean} restarted
   */
  function draw({ mid, time }, restarted) {
    // A quote from tomorrow is drawn at the time of its arrival, not outside the view.
    const now = clock.now();
    const at = time > now + AHEAD ? now : time;
    series.add({ first: at, last: at, open: mid, mid, high: mid, low: mid }, restarted);
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
    if (missed || (!filled && !filling && now >= refillAt)) void fill();
    const isSameEpoch = last === null || tick.position.epoch === last.epoch;
    // A snapshot may be days old: it says what the price was, not that prices are coming.
    if (!snapshot || tick.time <= now + AHEAD) draw(tick, !isSameEpoch);
    const isNew = (snapshot && !isSameEpoch) || isNewer(tick.position, last);
    if (isNew) show(tick);
    if (snapshot) seen(tick.time);
    else if (isNew) state.set({ ...state.get(), freshAt: now, latency: now - tick.time });
    state.set({ ...state.get(), known: true });
  }

  function onPhase() {
    const { phase } = connection.state.get();
    if (phase === 'connected') returned = lastPosition() !== null;
    // Behind the subscription, so that no tick falls between the two; but not for ever behind it.
    if (phase !== 'connecting' && asked === 0) void fill();
  }

  return {
    state,

    /** Fills the series with the span that is shown. */
    fill() {
      void fill();
    },

    /** Fills the series and follows the symbol; returns how to stop. */
    start() {
      const unsubscribe = connection.subscribe(topic, {
        since() {
          const last = lastPosition();
          return last && formatPosition(last);
        },
        onMessage({ body, snapshot }) {
          const payload = parsePayload(body);
          if (payload?.kind === 'resumed') onResumed(payload);
          if (payload?.kind === 'tick') {
            onTick(payload.tick, snapshot);
            countReplayed();
            if (payload.skipped > 0) tell('skipped', payload.skipped);
          }
          if (payload?.kind === 'error') onError(payload.code, payload.message);
        },
      });
      const unwatch = connection.state.subscribe(onPhase);
      return () => {
        unwatch();
        unsubscribe();
      };
    },
  };
}
