import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { createStore } from '@tickgate/client';
import { useClient } from './context.js';

/**
 * @typedef {object} TopicView
 * @property {Record<string, unknown> | null} data the newest payload
 * @property {import('@tickgate/client').Position | null} position
 * @property {boolean} snapshot the payload is the newest that there was, and may be old
 * @property {'disconnected' | 'connecting' | 'connected'} phase
 * @property {{code: string, message: string} | null} error the newest since the last payload
 */

/** @typedef {Omit<TopicView, 'phase'>} Newest */

/** @type {Newest} */
const NOTHING = { data: null, position: null, snapshot: false, error: null };

/**
 * The newest publication of a topic. `onMessage` gets each one, once and in order; `onReset` is
 * told where some may have been missed.
 *
 * @param {string} topic
 * @param {{enabled?: boolean, onMessage?: import('@tickgate/client').TopicListener['onMessage'],
 *     onReset?: () => void}} [options]
 * @returns {TopicView}
 */
export function useTopic(topic, options = {}) {
  const client = useClient();
  const { enabled = true } = options;
  const latest = useLatest(options);
  const store = useMemo(() => createStore(NOTHING), [client, topic]);

  useEffect(() => {
    if (!enabled) return undefined;
    return client.subscribe(topic, {
      onMessage(data, delivery) {
        store.set({ data, error: null, ...delivery });
        latest.current.onMessage?.(data, delivery);
      },
      onReset: () => latest.current.onReset?.(),
      onError: (error) => store.set({ ...store.get(), error }),
    });
  }, [client, topic, enabled, store, latest]);

  return { ...useStore(store), phase: useStore(client.state).phase };
}

/**
 * @template T
 * @param {{get: () => T, subscribe: (listener: () => void) => () => void}} store
 */
export function useStore(store) {
  const subscribe = useCallback(
    (/** @type {() => void} */ listener) => store.subscribe(listener),
    [store],
  );
  return useSyncExternalStore(subscribe, store.get, store.get);
}

/**
 * The value of the newest rendering, for callbacks that must not subscribe again.
 *
 * @template T
 * @param {T} value
 */
export function useLatest(value) {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}
