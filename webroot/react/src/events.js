import { useEffect, useMemo } from 'react';
import { createStore } from '@tickgate/client';
import { useClient } from './context.js';
import { useLatest, useStore } from './topic.js';

/**
 * @typedef {import('@tickgate/client').BusinessEvent} BusinessEvent
 * @typedef {import('@tickgate/client').ConnectionState} ConnectionState
 */

/**
 * @template K
 * @typedef {object} RealtimeEventsOptions
 * @property {readonly string[]} [channels] all that the client may read where none is named
 * @property {boolean} [enabled]
 * @property {(event: BusinessEvent) => void} [onEvent]
 * @property {Record<string, (event: BusinessEvent) => readonly K[]>} [keys] by type of event, the
 *     keys of the queries whose answers an event has made stale
 * @property {(key: K) => void} [invalidate] marks the answer of a query as stale; called once for
 *     each key of a batch
 * @property {() => void} [onReset] events may have been missed: invalidate every query
 */

/**
 * Receives business events, and has queries that they concern fetched again. It knows no library of
 * queries: `invalidate` names the function of yours.
 *
 * @template [K=unknown]
 * @param {RealtimeEventsOptions<K>} options
 * @returns {ConnectionState & {retryNow: () => void}}
 */
export function useRealtimeEvents(options) {
  const client = useClient();
  const { channels = [], enabled = true } = options;
  const latest = useLatest(options);
  const names = channels.join(',');
  const store = useMemo(() => createStore(STOPPED), [client, names]);
  const control = useMemo(() => ({ retryNow: () => {} }), [client, names]);

  useEffect(() => {
    if (!enabled) return undefined;
    const stream = client.events(
      { channels: names === '' ? [] : names.split(',') },
      {
        onEvents(events) {
          events.forEach((event) => latest.current.onEvent?.(event));
          invalidate(events, latest.current);
        },
        onReset: () => latest.current.onReset?.(),
      },
    );
    control.retryNow = stream.retryNow;
    const follow = () => store.set(stream.state.get());
    follow();
    const unsubscribe = stream.state.subscribe(follow);
    return () => {
      unsubscribe();
      stream.stop();
      store.set(STOPPED);
    };
  }, [client, names, enabled, store, control, latest]);

  return { ...useStore(store), ...control };
}

/** @type {ConnectionState} */
const STOPPED = { phase: 'disconnected', since: 0, retryAt: null };

/**
 * @template K
 * @param {BusinessEvent[]} events
 * @param {RealtimeEventsOptions<K>} options
 */
function invalidate(events, { keys = {}, invalidate: stale }) {
  if (stale === undefined) return;
  /** @type {Map<string, K>} */
  const found = new Map();
  for (const event of events) {
    for (const key of keys[event.type]?.(event) ?? []) found.set(JSON.stringify(key), key);
  }
  found.forEach((key) => stale(key));
}
