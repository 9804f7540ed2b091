import assert from 'node:assert/strict';
import test from 'node:test';
import { readEventStream } from '../client/src/eventstream.js';
import { createRealtime } from '../client/src/realtime.js';
import { fakeClock } from './fakes.js';
import { fakeServer, settled } from './streams.js';

async function build(options = {}) {
  const server = fakeServer();
  const clock = fakeClock();
  const heard = [];
  const errors = [];
  const asked = [];
  let resets = 0;
  const stream = createRealtime(
    {
      address: 'http://h/api/realtime/events',
      token: ({ refresh }) => {
        asked.push(refresh);
        return null;
      },
      read: readEventStream,
      fetch: server.fetch,
      clock,
      backoff: { next: () => 1_000, reset() {} },
      ...options,
    },
    {
      onEvents: (events) => heard.push(events.map(({ payload }) => payload.id)),
      onReset: () => (resets += 1),
      onError: ({ code }) => errors.push(code),
    },
  );
  stream.start();
  await settled();
  return { server, clock, heard, errors, asked, stream, resets: () => resets };
}

const event = (id) => ({ type: 'ORDER_RECEIVED', payload: { id, action: 'created' }, timestamp: 't' });
const one = (at, id) => `id: o=${at}\ndata: ${JSON.stringify({ type: 'event', data: event(id) })}\n\n`;
const batch = (at, ...ids) =>
  `id: o=${at}\ndata: ${JSON.stringify({
    type: 'batch',
    data: { type: 'BATCHED', events: ids.map(event), count: ids.length, timestamp: 't' },
  })}\n\n`;

test('events come one by one and in batches', async () => {
  const { server, heard, stream } = await build({ channels: ['orders', 'pricing'] });
  assert.equal(server.last().address, 'http://h/api/realtime/events?channels=orders%2Cpricing');
  await server.last().open();
  assert.equal(stream.state.get().phase, 'connected');
  await server.last().send(one('1.1', 'a') + batch('1.3', 'b', 'c'));
  assert.deepEqual(heard, [['a'], ['b', 'c']]);
});

test('it comes back behind the last event, and gives none twice', async () => {
  const { server, clock, heard, stream } = await build();
  await server.last().open();
  await server.last().send(one('1.1', 'a'));
  await server.last().end();
  assert.equal(stream.state.get().retryAt, clock.now() + 1_000);
  clock.advance(1_000);
  await settled();
  assert.equal(server.last().headers['Last-Event-ID'], 'o=1.1');
  await server.last().open();
  await server.last().send(one('1.1', 'a') + one('1.2', 'b'));
  assert.deepEqual(heard, [['a'], ['b']]);
});

test('the delay that a stopping server names is kept', async () => {
  const { server, clock } = await build();
  await server.last().open();
  await server.last().send('retry: 230\n\nevent: close\ndata: {"code":1001}\n\n');
  clock.advance(229);
  await settled();
  assert.equal(server.requests.length, 1);
  clock.advance(1);
  await settled();
  assert.equal(server.requests.length, 2);
});

test('a token that ends is replaced', async () => {
  const { server, clock, asked } = await build();
  await server.last().open();
  await server.last().send('event: close\ndata: {"code":4401}\n\n');
  clock.advance(1_000);
  await settled();
  await server.last().answer(401, { code: 'UNAUTHORIZED' });
  clock.advance(1_000);
  await settled();
  assert.deepEqual(asked, [false, true, true]);
});

test('a connection from which nothing comes is given up', async () => {
  const { server, clock, stream } = await build();
  await server.last().open();
  clock.advance(60_000);
  await server.last().send(': \n\n');
  clock.advance(69_999);
  assert.equal(stream.state.get().phase, 'connected');
  clock.advance(1);
  assert.equal(stream.state.get().phase, 'disconnected');
});

test('a server that does not answer is asked again', async () => {
  const { server, clock } = await build();
  clock.advance(18_000);
  await settled();
  assert.equal(server.requests.length, 2);
  assert.equal(server.requests[0].signal.aborted, true);
});

test('a refusal for good is told, and ends the attempts', async () => {
  const { server, clock, errors, stream } = await build();
  await server.last().answer(403, { code: 'ACCESS_DENIED' });
  clock.advance(60_000);
  await settled();
  assert.deepEqual([errors, server.requests.length], [['ACCESS_DENIED'], 1]);
  assert.equal(stream.state.get().retryAt, null);
});

test('lost continuity is told', async () => {
  const { server, resets } = await build();
  await server.last().open();
  await server.last().send('data: {"type":"subscribed","topic":"events.orders","recovered":false}\n\n');
  assert.equal(resets(), 1);
});

test('an id that the server does not know begins anew', async () => {
  const { server, clock, resets } = await build({ lastEventId: 'old' });
  await server.last().answer(400, { code: 'INVALID_POSITION' });
  clock.advance(1_000);
  await settled();
  assert.equal(server.last().headers['Last-Event-ID'], undefined);
  assert.equal(resets(), 1);
});
