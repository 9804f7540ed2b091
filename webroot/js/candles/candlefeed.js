import { createStore } from '../../client/src/store.js';
import { loadCandles, parseCandleMessage } from './candleapi.js';
import { topicOf } from './intervals.js';

/**
 * @typedef {'first' | 'older' | 'newer'} Part of a series that is loaded: its newest page, those
 *     before what is here, those behind it
 * @typedef {{loading: Part | null, failed: Part | null}} FeedState
 * @typedef {ReturnType<typeof createCandleFeed>} CandleFeed
 */

const LEAST = 500;
// A page of this size is parsed within a frame.
const MOST = 2_500;
// Candles before the last one which late ticks may have changed while the page was away.
const AGAIN = 100;
const RETRY_AFTER = 10_000;

/**
 * Fills a window of candles: pages of the history when they are needed, and the forming candle as
 * it is published. One request at a time.
 *
 * @param {object} options
 * @param {{symbol: string, interval: string, price: import('./intervals.js').Price}} options.series
 * @param {import('./candlewindow.js').CandleWindow} options.window
 * @param {import('./sharedtopics.js').Topics} options.connection
 * @param {import('../types.js').Clock} options.clock
 * @param {() => void} options.onChange candles have come
 * @param {typeof fetch} [options.get]
 */
export function createCandleFeed({ series, window, connection, clock, onChange, get = fetch }) {
  /** @type {import('../types.js').Store<FeedState>} */
  const state = createStore(/** @type {FeedState} */ ({ loading: null, failed: null }));
  let ended = false;
  let isBehind = false;
  let limit = LEAST;
  let timer = 0;

  /** @param {Part} part */
  async function load(part) {
    if (ended || state.get().loading !== null) return;
    clock.clearTimeout(timer);
    state.set({ loading: part, failed: null });
    try {
      await { first, older, newer }[part]();
      if (!ended) state.set({ loading: null, failed: null });
    } catch {
      if (ended) return;
      state.set({ loading: null, failed: part });
      timer = clock.setTimeout(retry, RETRY_AFTER);
    }
    if (ended) return;
    onChange();
    if (isBehind && state.get().failed === null) void load('newer');
  }

  async function first() {
    // The view may ask for longer pages before the answer comes.
    const asked = limit;
    const { candles } = await loadCandles({ ...series, limit: asked }, get);
    if (!ended) window.addOlder(candles, candles.length < asked);
  }

  async function older() {
    const to = window.timeOf(window.first());
    const asked = limit;
    const { candles } = await loadCandles({ ...series, to, limit: asked }, get);
    if (!ended) window.addOlder(candles, candles.length < asked);
  }

  async function newer() {
    isBehind = false;
    if (window.size() === 0) return first();
    const index = Math.max(window.first(), window.last() - AGAIN);
    /** @type {number | null} */
    let from = window.timeOf(index);
    while (from !== null && !ended) {
      const { candles, next } = await loadCandles({ ...series, from, limit: MOST }, get);
      if (ended) return;
      window.addNewer(candles, next === null);
      from = next;
      onChange();
    }
  }

  function retry() {
    const { failed } = state.get();
    if (failed !== null) void load(failed);
  }

  function resume() {
    isBehind = true;
    void load('newer');
  }

  function onPhase() {
    const { phase } = connection.state.get();
    if (phase === 'connected') resume();
    else window.breakOff();
  }

  /** @param {import('../../client/src/frames.js').Message} message */
  function onMessage({ body, snapshot }) {
    const message = parseCandleMessage(body);
    if (message === null) return;
    if (message.skipped) window.breakOff();
    // The page that was loaded may be older than the subscription.
    if (message.skipped || snapshot) resume();
    window.merge(message.candle);
    onChange();
  }

  return {
    state,
    retry,

    /** Follows the series; returns how to stop. */
    start() {
      const { symbol, interval, price } = series;
      const unsubscribe = connection.subscribe(topicOf(symbol, interval, price), {
        since: () => null,
        onMessage,
      });
      const unwatch = connection.state.subscribe(onPhase);
      void load('first');
      return () => {
        ended = true;
        clock.clearTimeout(timer);
        unwatch();
        unsubscribe();
      };
    },

    /**
     * Loads what lies in a view and is not here.
     *
     * @param {number} from an index
     * @param {number} to an index
     * @param {number} count candles that are in view
     */
    need(from, to, count) {
      limit = Math.min(MOST, Math.max(LEAST, Math.ceil(count)));
      if (window.size() === 0 || state.get().failed !== null) return;
      if (from < window.first() && !window.reachesOldest()) void load('older');
      else if (to > window.last() && !window.reachesNewest()) void load('newer');
    },
  };
}
