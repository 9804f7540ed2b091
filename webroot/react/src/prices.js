import { useEffect, useMemo } from 'react';
import { createStore } from '@tickgate/client';
import { useClient } from './context.js';
import { useLatest, useStore } from './topic.js';

/**
 * @typedef {import('@tickgate/client').PriceUpdate} PriceUpdate
 * @typedef {import('@tickgate/client').Stock} Stock
 *
 * @typedef {object} RealtimePricesOptions
 * @property {boolean} [enabled]
 * @property {(update: PriceUpdate) => void} [onUpdate]
 *
 * @typedef {object} RealtimePrices
 * @property {ReadonlyMap<number, Stock>} prices by `company_id`
 * @property {readonly Stock[]} stocks in the order of the list
 * @property {readonly import('@tickgate/client').Total[]} totals
 * @property {import('@tickgate/client').PricesState['phase']} status
 * @property {string | null} error the reason of the server, until prices come again
 * @property {Date | null} lastUpdate of the newest prices, by the clock of the server
 * @property {() => void} retryNow
 */

/**
 * The live prices of a watchlist. While it reconnects the last ones stay.
 *
 * @param {number} watchlistId
 * @param {RealtimePricesOptions} [options]
 * @returns {RealtimePrices}
 */
export function useRealtimePrices(watchlistId, options = {}) {
  const client = useClient();
  const { enabled = true } = options;
  const latest = useLatest(options);
  const newest = useMemo(() => createStore(NOTHING), [client, watchlistId]);
  const store = useMemo(() => createStore(STOPPED), [client, watchlistId]);
  const control = useMemo(() => ({ retryNow: () => {} }), [client, watchlistId]);

  useEffect(() => {
    if (!enabled) return undefined;
    const subscription = client.prices(watchlistId, (update) => {
      newest.set(viewOf(update));
      latest.current.onUpdate?.(update);
    });
    control.retryNow = subscription.retryNow;
    const follow = () => store.set(subscription.state.get());
    follow();
    const unsubscribe = subscription.state.subscribe(follow);
    return () => {
      unsubscribe();
      subscription.stop();
      store.set(STOPPED);
    };
  }, [client, watchlistId, enabled, newest, store, control, latest]);

  const { phase, reason } = useStore(store);
  return { ...useStore(newest), status: phase, error: reason, ...control };
}

/** @typedef {Pick<RealtimePrices, 'prices' | 'stocks' | 'totals' | 'lastUpdate'>} View */

/** @type {View} */
const NOTHING = { prices: new Map(), stocks: [], totals: [], lastUpdate: null };

/** @type {import('@tickgate/client').PricesState} */
const STOPPED = { phase: 'closed', since: 0, retryAt: null, reason: null };

/**
 * @param {PriceUpdate} update
 * @returns {View}
 */
function viewOf({ stocks, totals = [], timestamp }) {
  return {
    prices: new Map(stocks.map((stock) => [stock.company_id, stock])),
    stocks,
    totals,
    lastUpdate: timestamp === null ? null : new Date(`${timestamp}Z`),
  };
}
