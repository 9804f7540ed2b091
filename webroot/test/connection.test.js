import assert from 'node:assert/strict';
import test from 'node:test';
import { createConnection } from '../client/src/connection.js';
import { fakeClock, fakeSockets } from './fakes.js';
import { settled } from './streams.js';

function build() {
  const clock = fakeClock();
  const sockets = fakeSockets();
  const refusals = [];
  let resets = 0;
  const backoff = { next: () => 2_000, reset: () => (resets += 1) };
  const connection = createConnection({
    open: sockets.open,
    clock,
    backoff,
    onRefused: (code, topic) => refusals.push([code, topic]),
  });
  const phase = () => connection.state.get().phase;
  return { clock, sockets, connection, refusals, phase, resets: () => resets };
}

function connected() {
  const built = build();
  built.connection.start();
  built.sockets.last().onopen();
  return built;
}

const subscription = (since = null) => {
  const messages = [];
  return { messages, since: () => since, onMessage: (received) => messages.push(received) };
};

test('it goes from disconnected over connecting to connected', () => {
  const { connection, sockets, phase } = build();
  const phases = [phase()];
  connection.state.subscribe(() => phases.push(phase()));
  connection.start();
  sockets.last().onopen();
  assert.deepEqual(phases, ['disconnected', 'connecting', 'connected']);
});

test('it registers when it is connected, and hands over what comes to the address', () => {
  const { connection, sockets } = build();
  const mine = subscription();
  connection.subscribe('ticks.USD_JPY', mine);
  connection.start();
  sockets.last().onopen();
  assert.deepEqual(sockets.last().sent, [
    { type: 'register', address: 'ticks.USD_JPY', headers: {} },
  ]);
  sockets.last().receive({ type: 'rec', address: 'ticks.USD_JPY', body: 1 });
  sockets.last().receive({ type: 'rec', address: 'ticks.EUR_JPY', body: 2 });
  assert.deepEqual(mine.messages.map(({ body }) => body), [1]);
});

test('a lost connection waits, comes back and registers with the position reached', () => {
  const { connection, sockets, clock, phase } = connected();
  connection.subscribe('ticks.USD_JPY', subscription('1.17'));
  sockets.last().onclose({ code: 1006 });
  assert.equal(phase(), 'disconnected');
  assert.equal(connection.state.get().retryAt, clock.now() + 2_000);
  clock.advance(1_999);
  assert.equal(sockets.opened.length, 1);
  clock.advance(1);
  assert.equal(phase(), 'connecting');
  sockets.last().onopen();
  assert.deepEqual(sockets.last().sent, [
    { type: 'register', address: 'ticks.USD_JPY', headers: { since: '1.17' } },
  ]);
});

test('retry now does not wait, and the planned attempt does not come on top', () => {
  const { connection, sockets, clock, phase } = connected();
  sockets.last().onclose({ code: 1006 });
  connection.retryNow();
  assert.equal(phase(), 'connecting');
  clock.advance(9_000);
  assert.equal(sockets.opened.length, 2);
});

test('retry now while connected changes nothing', () => {
  const { connection, sockets } = connected();
  connection.retryNow();
  assert.equal(sockets.opened.length, 1);
});

test('a socket that never opens is given up after twelve seconds', () => {
  const { connection, sockets, clock, phase } = build();
  connection.start();
  clock.advance(12_000);
  assert.equal(phase(), 'disconnected');
  assert.equal(sockets.last().closed, true);
});

test('what an old socket still reports does not touch the new one', () => {
  const { connection, sockets, phase } = connected();
  const old = sockets.last();
  old.onclose({ code: 1006 });
  connection.retryNow();
  sockets.last().onopen();
  assert.equal(old.onclose, null);
  assert.equal(old.onmessage, null);
  assert.equal(phase(), 'connected');
});

test('it pings every 25 seconds', () => {
  const { sockets, clock } = connected();
  clock.advance(25_000);
  sockets.last().onheartbeat();
  clock.advance(25_000);
  assert.deepEqual(sockets.last().sent, [{ type: 'ping' }, { type: 'ping' }]);
});

test('a connection without a sign of life is given up', () => {
  const { clock, phase } = connected();
  clock.advance(75_000);
  assert.equal(phase(), 'disconnected');
});

test('heartbeats alone keep a connection', () => {
  const { sockets, clock, phase } = connected();
  for (let beat = 0; beat < 10; beat += 1) {
    clock.advance(25_000);
    sockets.last().onheartbeat();
  }
  assert.equal(phase(), 'connected');
});

test('waking ends the wait, but leaves a healthy connection alone', () => {
  const { connection, sockets, clock, phase } = connected();
  clock.advance(20_000);
  connection.wake();
  assert.equal(sockets.opened.length, 1);
  sockets.last().onclose({ code: 1006 });
  connection.wake();
  assert.equal(phase(), 'connecting');
});

test('waking after a long silence does not trust the old connection', () => {
  const { connection, sockets, clock } = connected();
  clock.advance(36_000);
  connection.wake();
  assert.equal(sockets.opened.length, 2);
});

test('the delays start again only after a connection that held', () => {
  const { connection, sockets, clock, resets } = connected();
  sockets.last().onclose({ code: 1006 });
  assert.equal(resets(), 0);
  connection.retryNow();
  sockets.last().onopen();
  clock.advance(5_000);
  sockets.last().onclose({ code: 1006 });
  assert.equal(resets(), 1);
});

test('a close code that says do not come back is obeyed until the user asks', () => {
  const { connection, sockets, clock, phase } = connected();
  sockets.last().onclose({ code: 4500 });
  assert.equal(connection.state.get().retryAt, null);
  clock.advance(120_000);
  connection.wake();
  assert.equal(sockets.opened.length, 1);
  connection.retryNow();
  assert.equal(phase(), 'connecting');
});

test('a refusal of the bridge is reported, with its topic where it names one', () => {
  const { sockets, refusals } = connected();
  sockets.last().receive({ type: 'err', body: 'access_denied', topic: 'user.8' });
  sockets.last().receive({ type: 'err', body: 'rate_limited' });
  assert.deepEqual(refusals, [['access_denied', 'user.8'], ['rate_limited', null]]);
});

test('who unsubscribes hears no more and is unregistered', () => {
  const { connection, sockets } = connected();
  const mine = subscription();
  connection.subscribe('a', mine)();
  sockets.last().receive({ type: 'rec', address: 'a', body: 1 });
  assert.deepEqual(mine.messages, []);
  assert.equal(sockets.last().sent.at(-1).type, 'unregister');
});

test('after stop nothing happens any more', () => {
  const { connection, sockets, clock, phase } = connected();
  connection.stop();
  clock.advance(120_000);
  connection.wake();
  assert.equal(phase(), 'disconnected');
  assert.equal(sockets.opened.length, 1);
});

test('it waits as long as the server asks for', () => {
  const { connection, sockets, clock } = connected();
  sockets.last().onclose({ code: 1001, reason: 'going away; retry in 230 ms' });
  assert.equal(connection.state.get().retryAt, clock.now() + 230);
});

function withTokens() {
  const clock = fakeClock();
  const sockets = fakeSockets();
  const asked = [];
  const connection = createConnection({
    open: sockets.open,
    clock,
    backoff: { next: () => 2_000, reset() {} },
    onRefused() {},
    token: ({ refresh }) => {
      asked.push(refresh);
      return `token-${asked.length}`;
    },
  });
  connection.start();
  return { clock, sockets, asked, connection };
}

const auth = (token) => ({ type: 'auth', headers: { Authorization: `Bearer ${token}` } });

test('a token is shown before the topics are named', async () => {
  const { connection, sockets } = withTokens();
  connection.subscribe('events.orders', subscription());
  await settled();
  sockets.last().onopen();
  assert.deepEqual(sockets.last().sent, [
    auth('token-1'),
    { type: 'register', address: 'events.orders', headers: {} },
  ]);
});

test('and before what is sent by those who waited for the connection', async () => {
  const { connection, sockets } = withTokens();
  connection.state.subscribe(() => {
    if (connection.state.get().phase === 'connected') void connection.request('a', {});
  });
  await settled();
  sockets.last().onopen();
  assert.deepEqual(
    sockets.last().sent.map(({ type }) => type),
    ['auth', 'send'],
  );
});

test('a token that ends soon is replaced on the open connection', async () => {
  const { sockets, asked } = withTokens();
  await settled();
  sockets.last().onopen();
  sockets.last().receive({ type: 'event', event: 'auth_expiring', message: { expires_in: 60 } });
  await settled();
  assert.deepEqual(sockets.last().sent, [auth('token-1'), auth('token-2')]);
  assert.deepEqual(asked, [false, true]);
});

test('after a refused token another one is asked for', async () => {
  const { sockets, clock, asked } = withTokens();
  await settled();
  sockets.last().onopen();
  sockets.last().onclose({ code: 4401 });
  clock.advance(2_000);
  await settled();
  assert.deepEqual(asked, [false, true]);
  assert.equal(sockets.opened.length, 2);
});
