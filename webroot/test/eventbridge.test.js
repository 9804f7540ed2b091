import assert from 'node:assert/strict';
import test from 'node:test';
import { readOverBridge } from '../client/src/eventbridge.js';
import { fakeSockets } from './fakes.js';
import { settled } from './streams.js';

const ORDERS = 'events.orders';

function open({ channels = ['orders'], lastEventId = null, token = null } = {}) {
  const sockets = fakeSockets();
  const heard = [];
  const ends = [];
  const controller = new AbortController();
  const listener = {
    onOpen: () => heard.push('open'),
    onSignOfLife() {},
    onRetry: (delay) => heard.push(delay),
    onEvent: ({ event, data, id }) => heard.push([event, data === '' ? null : JSON.parse(data), id]),
  };
  readOverBridge(sockets.open)(
    'http://h',
    { channels, lastEventId, token, signal: controller.signal },
    listener,
  ).then(
    () => ends.push('end'),
    ({ status, code }) => ends.push([status, code]),
  );
  const bridge = sockets.last();
  bridge.onopen();
  heard.length = 0;
  const receive = (body, topic = ORDERS) => bridge.receive({ type: 'rec', address: topic, body });
  return { bridge, heard, ends, controller, receive };
}

const event = (id) => ({ type: 'ORDER_RECEIVED', payload: { id } });
const at = (offset, id = String(offset)) => ({ ...event(id), accepted: 't', epoch: 7, offset });
const given = (offset) => ['message', { type: 'event', data: event(String(offset)) }, `${ORDERS}=7.${offset}`];

test('a client without an id gets the events behind the newest one', () => {
  const { bridge, heard, receive } = open({ token: 'secret' });
  assert.deepEqual(bridge.sent, [
    { type: 'auth', headers: { Authorization: 'Bearer secret' } },
    { type: 'register', address: ORDERS, headers: { since: '1.0' } },
  ]);
  receive({ type: 'subscribed', topic: ORDERS, epoch: 7, offset: 4, recovered: false });
  receive(at(4));
  receive(at(5));
  receive(at(5));
  assert.deepEqual(heard, [['message', null, `${ORDERS}=7.4`], given(5)]);
});

test('a client with an id goes on behind it, and gets none twice that came in a batch', () => {
  const { bridge, heard, receive } = open({ lastEventId: `${ORDERS}=7.4+ORDER_RECEIVED:5` });
  assert.equal(bridge.sent[0].headers.since, '7.4');
  receive({ type: 'subscribed', topic: ORDERS, epoch: 7, offset: 6, recovered: true, replayed: 2 });
  receive(at(5));
  receive(at(6));
  assert.deepEqual(heard, [given(6)]);
});

test('lost continuity is told, with the position from which it goes on', () => {
  const { heard, receive } = open({ lastEventId: `${ORDERS}=6.1` });
  const subscribed = { type: 'subscribed', topic: ORDERS, epoch: 7, offset: 4, recovered: false };
  receive(subscribed);
  receive(at(4));
  assert.deepEqual(heard, [
    ['message', subscribed, null],
    ['message', null, `${ORDERS}=7.4`],
  ]);
});

test('an error of a stream is told', () => {
  const { heard, receive } = open();
  receive({ type: 'error', code: 'FEED_STALE' });
  assert.deepEqual(heard, [['message', { type: 'error', code: 'FEED_STALE' }, null]]);
});

test('without named channels it has the four, but for those that may not be read', async () => {
  const { bridge, ends } = open({ channels: [] });
  assert.equal(bridge.sent.length, 4);
  for (let i = 0; i < 3; i += 1) bridge.receive({ type: 'err', body: 'access_denied' });
  await settled();
  assert.deepEqual(ends, []);
  bridge.receive({ type: 'err', body: 'access_denied' });
  await settled();
  assert.deepEqual(ends, [[403, 'ACCESS_DENIED']]);
  assert.equal(bridge.closed, true);
});

for (const [name, body, end] of [
  ['a named channel', 'access_denied', [403, 'ACCESS_DENIED']],
  ['a token', 'token_expired', [401, 'TOKEN_EXPIRED']],
]) {
  test(`${name} that the server refuses ends it`, async () => {
    const { bridge, ends } = open({ channels: ['orders', 'pricing'] });
    bridge.receive({ type: 'err', body });
    await settled();
    assert.deepEqual(ends, [end]);
  });
}

test('the close of the server is told, with its delay', async () => {
  const { bridge, heard, ends } = open();
  bridge.onclose({ code: 1001, reason: 'going away; retry in 230 ms' });
  await settled();
  assert.deepEqual(heard, [230, ['close', { code: 1001 }, null]]);
  assert.deepEqual(ends, ['end']);
});

test('the end of the request closes the socket', async () => {
  const { bridge, controller } = open();
  controller.abort();
  await settled();
  assert.equal(bridge.closed, true);
});
