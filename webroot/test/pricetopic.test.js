import assert from 'node:assert/strict';
import test from 'node:test';
import { openPriceTopic } from '../client/src/pricetopic.js';
import { fakeSockets } from './fakes.js';

const TOPIC = 'watchlist.7';
const UPDATE = { type: 'price_update', watchlist_id: 7 };

function open() {
  const bridges = fakeSockets();
  const heard = [];
  const socket = openPriceTopic(bridges.open, TOPIC, 'ticket');
  socket.onopen = () => heard.push('open');
  socket.onmessage = ({ data }) => heard.push(JSON.parse(data));
  socket.onclose = ({ code, reason }) => heard.push([code, reason]);
  bridges.last().onopen();
  return { bridge: bridges.last(), socket, heard };
}

test('it shows the token and subscribes, and its messages are those of the WebSocket', () => {
  const { bridge, heard } = open();
  assert.deepEqual(bridge.sent, [
    { type: 'auth', headers: { Authorization: 'Bearer ticket' } },
    { type: 'register', address: TOPIC, headers: {} },
  ]);
  bridge.receive({ type: 'rec', address: TOPIC, body: UPDATE });
  assert.deepEqual(heard, ['open', UPDATE]);
});

for (const [name, frame, close] of [
  ['a refused list', { type: 'err', body: 'access_denied' }, [1008, 'ACCESS_DENIED']],
  [
    'a list that may not be read any more',
    { type: 'rec', address: TOPIC, body: { type: 'error', code: 'ACCESS_DENIED' } },
    [1008, 'ACCESS_DENIED'],
  ],
  ['a token that is not accepted', { type: 'err', body: 'unauthorized' }, [4401, 'UNAUTHORIZED']],
  ['a token that cannot be checked', { type: 'err', body: 'auth_unavailable' }, [1006, 'AUTH_UNAVAILABLE']],
]) {
  test(`${name} closes it, once`, () => {
    const { bridge, heard } = open();
    bridge.receive(frame);
    bridge.onclose?.({ code: 3000, reason: 'Go away!' });
    assert.deepEqual(heard, ['open', close]);
    assert.equal(bridge.closed, true);
  });
}

test('an error of the stream is passed on, and closes nothing', () => {
  const { bridge, heard } = open();
  const body = { type: 'error', code: 'DB_POLLING_FAILED' };
  bridge.receive({ type: 'rec', address: TOPIC, body });
  assert.deepEqual(heard, ['open', body]);
});
