import { Window } from 'happy-dom';
import assert from 'node:assert/strict';
import test, { afterEach, beforeEach } from 'node:test';
import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { act, createElement as h, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import useSWR, { SWRConfig, useSWRConfig } from 'swr';
import { createStore } from '@tickgate/client';
import { TickgateProvider, useRealtimeEvents, useRealtimePrices, useTopic } from '@tickgate/react';

// Times of messages have no zone; a test in UTC would not see them read as local ones.
process.env.TZ = 'Asia/Tokyo';

const window = new Window({ url: 'http://localhost/' });
Object.assign(globalThis, {
  window,
  document: window.document,
  IS_REACT_ACT_ENVIRONMENT: true,
});

/** A client whose messages a test sends by hand. */
function fakeClient() {
  const topics = new Map();
  const streams = new Set();
  const lists = new Map();
  const connected = { phase: 'connected', since: 0, retryAt: null };
  return {
    topics,
    streams,
    lists,
    state: createStore(connected),
    subscribe(topic, listener) {
      topics.set(topic, listener);
      return () => topics.delete(topic);
    },
    events(request, listener) {
      const stream = { request, ...listener };
      streams.add(stream);
      return {
        state: createStore(connected),
        retryNow: () => (stream.retried = true),
        stop: () => streams.delete(stream),
      };
    },
    prices(id, onUpdate) {
      const state = createStore({ phase: 'connecting', since: 0, retryAt: null, reason: null });
      const list = { state, onUpdate, retried: 0 };
      lists.set(id, list);
      return { state, retryNow: () => (list.retried += 1), stop: () => lists.delete(id) };
    },
  };
}

let client;
let root;
let container;

beforeEach(() => {
  client = fakeClient();
  container = document.body.appendChild(document.createElement('div'));
  root = createRoot(container);
});

afterEach(async () => {
  await act(() => root.unmount());
  container.remove();
});

const show = (...children) =>
  act(() => root.render(h(StrictMode, null, h(TickgateProvider, { client }, ...children))));
const text = () => container.textContent;
const order = (id) => ({ type: 'ORDER_RECEIVED', payload: { id, action: 'created' }, timestamp: 't' });
const receive = (...events) => act(() => [...client.streams][0].onEvents(events));

function Price({ topic }) {
  const { data, phase, error } = useTopic(topic);
  return h('p', null, `${data?.mid ?? '–'} ${phase} ${error?.code ?? ''}`);
}

test('a component shows the newest publication of a topic', async () => {
  await show(h(Price, { topic: 'ticks.USD_JPY' }));
  assert.equal(text(), '– connected ');
  const delivery = { position: { epoch: 1, offset: 2 }, snapshot: false };
  await act(() => client.topics.get('ticks.USD_JPY').onMessage({ mid: 151.2 }, delivery));
  assert.equal(text(), '151.2 connected ');
  await act(() => client.topics.get('ticks.USD_JPY').onError({ code: 'FEED_STALE', message: '' }));
  assert.equal(text(), '151.2 connected FEED_STALE');
  await act(() => client.state.set({ phase: 'disconnected', since: 0, retryAt: 1 }));
  assert.equal(text(), '151.2 disconnected FEED_STALE');
});

test('another topic begins empty, and nothing stays subscribed', async () => {
  await show(h(Price, { topic: 'ticks.USD_JPY' }));
  await act(() => client.topics.get('ticks.USD_JPY').onMessage({ mid: 151.2 }, {}));
  await show(h(Price, { topic: 'ticks.EUR_USD' }));
  assert.equal(text(), '– connected ');
  assert.deepEqual([...client.topics.keys()], ['ticks.EUR_USD']);
  await show();
  assert.equal(client.topics.size, 0);
});

test('a component that renders again keeps its stream, and calls the newest function', async () => {
  const heard = [];
  function Orders({ name }) {
    useRealtimeEvents({
      channels: ['orders'],
      onEvent: ({ payload }) => heard.push(`${name} ${payload.id}`),
    });
    return null;
  }
  await show(h(Orders, { name: 'first' }));
  const [stream] = client.streams;
  await receive(order('1'), order('2'));
  await show(h(Orders, { name: 'second' }));
  await receive(order('3'));
  assert.deepEqual(heard, ['first 1', 'first 2', 'second 3']);
  assert.deepEqual([...client.streams], [stream]);
  assert.deepEqual(stream.request.channels, ['orders']);
  await show();
  assert.equal(client.streams.size, 0);
});

const KEYS = { ORDER_RECEIVED: ({ payload }) => [['orders'], ['order', payload.id]] };

test('TanStack Query fetches again what an event concerns', async () => {
  const fetched = [];
  function Orders() {
    const queries = useQueryClient();
    useRealtimeEvents({
      keys: KEYS,
      invalidate: (queryKey) => queries.invalidateQueries({ queryKey }),
      onReset: () => queries.invalidateQueries(),
    });
    const queryFn = ({ queryKey }) => fetched.push(queryKey.join(' '));
    const options = { queryFn, staleTime: Infinity };
    useQuery({ ...options, queryKey: ['order', '1'] });
    useQuery({ ...options, queryKey: ['stock'] });
    const { data } = useQuery({ ...options, queryKey: ['orders'] });
    return data;
  }
  const queries = new QueryClient();
  await show(h(QueryClientProvider, { client: queries }, h(Orders)));
  await until(() => fetched.length === 3);
  await receive(order('1'), order('1'), order('2'));
  await until(() => fetched.length === 5);
  assert.deepEqual(fetched.slice(3).sort(), ['order 1', 'orders']);
  await act(() => [...client.streams][0].onReset());
  await until(() => fetched.length === 8);
  queries.clear();
});

test('SWR fetches again what an event concerns', async () => {
  const fetched = [];
  function Orders() {
    const { mutate } = useSWRConfig();
    useRealtimeEvents({
      keys: { ORDER_RECEIVED: () => ['/api/orders'] },
      invalidate: (key) => mutate(key),
      onReset: () => mutate(() => true),
    });
    const { data } = useSWR('/api/orders', (key) => fetched.push(key));
    useSWR('/api/stock', (key) => fetched.push(key));
    return data;
  }
  const config = { provider: () => new Map(), dedupingInterval: 0 };
  await show(h(SWRConfig, { value: config }, h(Orders)));
  await until(() => fetched.length === 2);
  await receive(order('1'), order('2'));
  await until(() => fetched.length === 3);
  assert.equal(fetched[2], '/api/orders');
});

let retry;

function List({ id, enabled }) {
  const { prices, stocks, totals, status, error, lastUpdate, retryNow } = useRealtimePrices(id, {
    enabled,
    onUpdate: ({ watchlist_id }) => updates.push(watchlist_id),
  });
  retry = retryNow;
  const time = lastUpdate?.toISOString() ?? '–';
  const shown = [prices.get(1)?.current_price, stocks.length, totals[0]?.value, status, error, time];
  return h('p', null, shown.map((value) => value ?? '–').join(' '));
}

const updates = [];
const update = (price) => ({
  type: 'price_update',
  watchlist_id: 7,
  stocks: [{ company_id: 1, current_price: price }],
  timestamp: '2025-11-09T16:00:00',
  totals: [{ currency: 'JPY', cost: 1, value: 2, unrealized_pl: 1 }],
});

test('a component shows the prices of a watchlist, and why there are none', async () => {
  await show(h(List, { id: 7 }));
  assert.equal(text(), '– 0 – connecting – –');
  const { state, onUpdate } = client.lists.get(7);
  await act(() => {
    state.set({ phase: 'open', since: 0, retryAt: null, reason: null });
    onUpdate(update(2650));
  });
  assert.equal(text(), '2650 1 2 open – 2025-11-09T16:00:00.000Z');
  await act(() => state.set({ phase: 'reconnecting', since: 0, retryAt: 1, reason: 'going away' }));
  assert.equal(text(), '2650 1 2 reconnecting going away 2025-11-09T16:00:00.000Z');
  retry();
  assert.equal(client.lists.get(7).retried, 1);
  assert.deepEqual(updates, [7]);
});

test('an empty watchlist has no time', async () => {
  await show(h(List, { id: 7 }));
  await act(() => client.lists.get(7).onUpdate({ watchlist_id: 7, stocks: [], timestamp: null }));
  assert.equal(text(), '– 0 – connecting – –');
});

test('another watchlist begins empty, and one that is off has no connection', async () => {
  await show(h(List, { id: 7 }));
  await act(() => client.lists.get(7).onUpdate(update(2650)));
  await show(h(List, { id: 8 }));
  assert.equal(text(), '– 0 – connecting – –');
  assert.deepEqual([...client.lists.keys()], [8]);
  await show(h(List, { id: 8, enabled: false }));
  assert.equal(text(), '– 0 – closed – –');
  assert.equal(client.lists.size, 0);
});

test('without a provider a hook says what is missing', async () => {
  await assert.rejects(
    async () => act(async () => root.render(h(Price, { topic: 'ticks.USD_JPY' }))),
    /there is no TickgateProvider above this component/,
  );
});

/** Lets tasks run until the condition holds; the time-out of the test ends a wait in vain. */
async function until(condition) {
  while (!condition()) await act(() => new Promise((resolve) => setImmediate(resolve)));
}
