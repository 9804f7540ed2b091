import { createStore } from '../client/src/store.js';
import { isSameList } from './pricerows.js';
import { createPriceTrail } from './sparkline.js';

/**
 * @typedef {import('../client/src/prices.js').Stock} Stock
 * @typedef {import('../client/src/prices.js').PricesState} PricesState
 * @typedef {import('./watchlistapi.js').Watchlist} Watchlist
 *
 * @typedef {object} Listening
 * @property {() => void} onMismatch the prices are of other items: the list was changed elsewhere
 * @property {(code: string) => void} onUnauthorized another token is needed
 */

/** @type {PricesState} */
const NOT_CONNECTED = { phase: 'closed', since: 0, retryAt: null, reason: null };

// Prices of before a change may still come once.
const MISMATCH_PAUSE = 2_000;

/** The reasons with which the server refuses a list, and the texts for them. */
const REFUSALS = new Map([
  ['Missing authentication token', 'SESSION_NEEDED'],
  ['Invalid or expired session', 'SESSION_EXPIRED'],
  ['Invalid session data', 'SESSION_INVALID'],
  ['User not found', 'SESSION_INVALID'],
  ['User account is inactive', 'USER_INACTIVE'],
  ['Watchlist not found or access denied', 'WATCHLIST_NOT_FOUND'],
  ['UNAUTHORIZED', 'SESSION_EXPIRED'],
  ['TOKEN_EXPIRED', 'SESSION_EXPIRED'],
  ['ACCESS_DENIED', 'WATCHLIST_NOT_FOUND'],
]);
const NEEDS_TOKEN = new Set(['SESSION_NEEDED', 'SESSION_EXPIRED', 'SESSION_INVALID']);

/**
 * The prices of the open list: the newest ones, and those before.
 *
 * @param {Pick<import('../client/src/client.js').Client, 'prices'>} client
 * @param {import('./types.js').Clock} clock
 * @param {Listening} listening
 */
export function createListPrices(client, clock, { onMismatch, onUnauthorized }) {
  const stocks = createStore(/** @type {ReadonlyMap<number, Stock>} */ (new Map()));
  const totals = createStore(/** @type {readonly import('../client/src/prices.js').Total[]} */ ([]));
  const state = createStore(NOT_CONNECTED);
  const refusal = createStore('');
  const trail = createPriceTrail(clock);
  /** @type {Watchlist | null} */
  let list = null;
  /** @type {string | null} */
  let shown = null;
  /** @type {ReturnType<typeof client.prices> | null} */
  let subscription = null;
  let heardAt = /** @type {number | null} */ (null);
  let time = /** @type {number | null} */ (null);
  let mismatchAt = -Infinity;

  function start() {
    stop();
    if (list === null) return;
    const opened = client.prices(list.id, onUpdate);
    subscription = opened;
    opened.state.subscribe(() => subscription === opened && onState(opened.state.get()));
    onState(opened.state.get());
  }

  function stop() {
    const ended = subscription;
    subscription = null;
    ended?.stop();
    trail.clear();
    heardAt = time = null;
    mismatchAt = -Infinity;
    totals.set([]);
    stocks.set(new Map());
    onState(NOT_CONNECTED);
  }

  /** @param {import('../client/src/prices.js').PriceUpdate} update */
  function onUpdate(update) {
    heardAt = clock.now();
    time = update.timestamp === null ? null : Date.parse(`${update.timestamp}Z`);
    for (const { company_id, current_price } of update.stocks) {
      if (current_price !== null) trail.add(company_id, current_price);
    }
    totals.set(update.totals ?? []);
    stocks.set(new Map(update.stocks.map((stock) => [stock.company_id, stock])));
    compare(update.stocks);
  }

  /** @param {readonly Stock[]} received */
  function compare(received) {
    if (list === null || isSameList(list.items, received)) return;
    if (clock.now() - mismatchAt < MISMATCH_PAUSE) return;
    mismatchAt = clock.now();
    onMismatch();
  }

  /** @param {PricesState} next */
  function onState(next) {
    state.set(next);
    const code = next.phase === 'error' ? (REFUSALS.get(next.reason ?? '') ?? 'error') : '';
    refusal.set(code);
    if (NEEDS_TOKEN.has(code)) onUnauthorized(code);
  }

  return {
    stocks,
    totals,
    refusal,
    trail: trail.values,
    watchlistId: () => list?.id ?? null,
    freshness: () => ({ state: state.get(), heardAt, time }),
    onState: state.subscribe,
    retryNow: () => subscription?.retryNow(),

    /**
     * Shows the prices of a list; those of the same list with the same token go on.
     *
     * @param {Watchlist | null} next
     * @param {string | null} token
     */
    follow(next, token) {
      const isSame = next?.id === list?.id && token === shown && refusal.get() === '';
      list = next;
      shown = token;
      if (!isSame) start();
    },
  };
}
