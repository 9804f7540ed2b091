import assert from 'node:assert/strict';
import test from 'node:test';
import { registerFrame, sendFrame, unregisterFrame } from '../client/src/frames.js';
import { openSseSocket } from '../client/src/ssesocket.js';
import { fakeServer, settled } from './streams.js';

function open(registrations, token = null) {
  const server = fakeServer();
  const frames = [];
  const closes = [];
  let opens = 0;
  const socket = openSseSocket('http://h/sse', registrations, token, server.fetch);
  socket.onopen = () => (opens += 1);
  socket.onmessage = ({ data }) => frames.push(JSON.parse(data));
  socket.onclose = ({ code, reason }) => closes.push({ code, reason });
  return { server, socket, frames, closes, opens: () => opens };
}

const ORDERS = { address: 'events.orders', since: '1.4' };
const PRICES = { address: 'events.pricing', since: null };

test('one topic is asked for from its position, with the token in a header', async () => {
  const { server, opens } = open([ORDERS], 'secret');
  await server.last().open();
  assert.equal(server.last().address, 'http://h/sse?topic=events.orders');
  assert.equal(server.last().headers['Last-Event-ID'], '1.4');
  assert.equal(server.last().headers.Authorization, 'Bearer secret');
  assert.equal(opens(), 1);
});

test('a request is refused, for a stream takes none', async () => {
  const { server, socket, frames } = open([ORDERS]);
  await server.last().open();
  socket.send(sendFrame('tickgate.commands', { type: 'join_game' }, 'reply-1'));
  await settled();
  assert.equal(frames.length, 1);
  const { reason, ...answer } = frames[0];
  assert.deepEqual(answer, { type: 'err', address: 'reply-1', body: 'websocket_needed' });
  assert.match(reason, /WebSocket/);
});

test('of several topics the id tells which one a publication is of', async () => {
  const { server, frames } = open([ORDERS, PRICES]);
  assert.equal(server.last().headers['Last-Event-ID'], 'events.orders=1.4');
  await server.last().open();
  await server.last().send('id: events.orders=1.4,events.pricing=1.1\ndata: {"p":1}\n\n');
  await server.last().send('id: events.orders=1.5,events.pricing=1.1\ndata: {"o":5}\n\n');
  await server.last().send('id: events.orders=1.5,events.pricing=1.1\ndata: {"o":5}\n\n');
  await server.last().send('data: {"type":"error","code":"FEED_STALE","topic":"events.orders"}\n\n');
  assert.deepEqual(
    frames.map(({ address, body }) => [address, body.p ?? body.o ?? body.code]),
    [
      ['events.pricing', 1],
      ['events.orders', 5],
      ['events.orders', 'FEED_STALE'],
    ],
  );
});

test('another topic opens a stream from the positions reached', async () => {
  const { server, socket, closes } = open([ORDERS]);
  await server.last().open();
  await server.last().send('id: 1.5\ndata: {"o":5}\n\n');
  const first = server.last();
  socket.send(registerFrame('events.orders', '1.4'));
  socket.send(registerFrame('events.pricing', '2.9'));
  await settled();
  assert.equal(first.signal.aborted, true);
  assert.equal(server.requests.length, 2);
  assert.equal(
    server.last().headers['Last-Event-ID'],
    'events.orders=1.5,events.pricing=2.9',
  );
  socket.send(unregisterFrame('events.orders'));
  socket.send(unregisterFrame('events.pricing'));
  await settled();
  assert.equal(server.requests.length, 2);
  assert.deepEqual(closes, []);
});

test('a socket without topics is open, and makes no request', async () => {
  const { server, opens } = open([]);
  await settled();
  assert.deepEqual([server.requests.length, opens()], [0, 1]);
});

for (const [name, run, code] of [
  ['a token that is refused', (request) => request.answer(401), 4401],
  ['a topic that may not be read', (request) => request.answer(403, { code: 'ACCESS_DENIED' }), 4500],
  ['a server that is busy', (request) => request.answer(503), 1006],
  ['a server that does not answer', (request) => request.fail(), 1006],
]) {
  test(`${name} closes the socket`, async () => {
    const { server, closes } = open([ORDERS]);
    await run(server.last());
    assert.deepEqual(closes.map((close) => close.code), [code]);
  });
}

test('a server that stops tells when to come back', async () => {
  const { server, closes } = open([ORDERS]);
  await server.last().open();
  await server.last().send('retry: 230\n\nevent: close\ndata: {"code":1001,"reason":"going away"}\n\n');
  assert.deepEqual(closes, [{ code: 1001, reason: 'retry in 230 ms' }]);
});
