import assert from 'node:assert/strict';
import test from 'node:test';
import { createPrices } from '../client/src/prices.js';
import { fakeClock, fakeSockets } from './fakes.js';
import { fakeServer, settled } from './streams.js';

const EXPIRED = 'Invalid or expired session';

async function build(token = () => null) {
  const clock = fakeClock();
  const sockets = fakeSockets();
  const server = fakeServer();
  const updates = [];
  const addresses = [];
  const asked = [];
  const prices = createPrices(
    {
      base: 'https://example.com/gate/',
      watchlistId: 7,
      token({ refresh }) {
        asked.push(refresh);
        return token();
      },
      fetch: server.fetch,
      open(address) {
        addresses.push(address);
        return sockets.open();
      },
      clock,
      backoff: { next: () => 2_000, reset() {} },
    },
    { onUpdate: (update) => updates.push(update) },
  );
  const phases = [];
  prices.state.subscribe(() => phases.push(prices.state.get().phase));
  prices.start();
  await settled();
  return { clock, sockets, server, updates, addresses, asked, prices, phases };
}

async function open() {
  const built = await build();
  built.sockets.last().onopen();
  built.sockets.last().receive(update());
  return built;
}

const update = (price = 2650) => ({
  type: 'price_update',
  watchlist_id: 7,
  stocks: [{ company_id: 1, current_price: price }],
  timestamp: '2025-11-09T16:00:00',
});

test('it connects, and is open with the first prices', async () => {
  const { sockets, addresses, updates, prices, phases } = await build();
  assert.deepEqual(addresses, ['wss://example.com/gate/api/v1/ws/watchlist/7/prices']);
  sockets.last().onopen();
  assert.equal(prices.state.get().phase, 'connecting');
  sockets.last().receive(update());
  sockets.last().receive(update(2651));
  assert.deepEqual(updates, [update(), update(2651)]);
  assert.deepEqual(phases, ['connecting', 'open']);
});

test('with a token it shows a ticket in the URL, and never the token', async () => {
  const { server, addresses } = await build(() => 'session');
  const { address, headers, answer } = server.last();
  assert.equal(address, 'https://example.com/gate/api/v1/auth/ws-token');
  assert.equal(headers.Authorization, 'Bearer session');
  await answer(200, { ws_token: 'tgt_1', expires_in: 60 });
  assert.deepEqual(addresses, [
    'wss://example.com/gate/api/v1/ws/watchlist/7/prices?token=tgt_1',
  ]);
});

test('a server that knows no tokens is asked without one', async () => {
  const { server, addresses } = await build(() => 'session');
  await server.last().answer(404);
  assert.deepEqual(addresses, ['wss://example.com/gate/api/v1/ws/watchlist/7/prices']);
});

test('a ping is answered', async () => {
  const { sockets, updates } = await open();
  sockets.last().receive({ type: 'ping' });
  assert.deepEqual(sockets.last().sent, [{ type: 'pong' }]);
  assert.equal(updates.length, 1);
});

test('a message it does not know is ignored', async () => {
  const { sockets, updates } = await open();
  sockets.last().receive({ type: 'news' });
  sockets.last().onmessage({ data: 'no JSON' });
  assert.equal(updates.length, 1);
});

test('a lost connection waits and reconnects, with the reason until prices come', async () => {
  const { clock, sockets, prices, phases } = await open();
  sockets.last().onclose({ code: 1011, reason: 'Internal server error' });
  assert.deepEqual(prices.state.get(), {
    phase: 'reconnecting',
    since: clock.now(),
    retryAt: clock.now() + 2_000,
    reason: 'Internal server error',
  });
  clock.advance(2_000);
  await settled();
  assert.equal(sockets.opened.length, 2);
  sockets.last().onopen();
  sockets.last().receive(update());
  assert.equal(prices.state.get().reason, null);
  assert.deepEqual(phases, ['connecting', 'open', 'reconnecting', 'reconnecting', 'open']);
});

test('a server that stops is obeyed about the delay', async () => {
  const { clock, sockets, prices } = await open();
  sockets.last().onclose({ code: 1001, reason: 'going away; retry in 230 ms' });
  assert.equal(prices.state.get().retryAt, clock.now() + 230);
});

for (const reason of [
  'Missing authentication token',
  'Invalid session data',
  'User not found',
  'User account is inactive',
  'Watchlist not found or access denied',
]) {
  test(`${reason}: it is over until the user asks`, async () => {
    const { clock, sockets, prices } = await build();
    sockets.last().onclose({ code: 1008, reason });
    assert.equal(prices.state.get().phase, 'error');
    assert.equal(prices.state.get().reason, reason);
    clock.advance(120_000);
    prices.wake();
    await settled();
    assert.equal(sockets.opened.length, 1);
    prices.retryNow();
    await settled();
    assert.equal(sockets.opened.length, 2);
  });
}

test('a close code that says do not come back ends it, too', async () => {
  const { sockets, prices } = await open();
  sockets.last().onclose({ code: 4500, reason: '' });
  assert.equal(prices.state.get().phase, 'error');
  assert.equal(prices.state.get().reason, '4500');
});

test('after an expired session it asks for a newer token once', async () => {
  const { clock, sockets, asked, prices } = await open();
  sockets.last().onclose({ code: 1008, reason: EXPIRED });
  assert.equal(prices.state.get().phase, 'reconnecting');
  clock.advance(2_000);
  await settled();
  assert.deepEqual(asked, [false, true]);
  sockets.last().onclose({ code: 1008, reason: EXPIRED });
  assert.equal(prices.state.get().phase, 'error');
  assert.equal(prices.state.get().reason, EXPIRED);
});

test('a session that expires again later is renewed again', async () => {
  const { clock, sockets, asked, prices } = await open();
  for (let i = 0; i < 2; i += 1) {
    sockets.last().onclose({ code: 1008, reason: EXPIRED });
    clock.advance(2_000);
    await settled();
    sockets.last().receive(update());
  }
  assert.equal(prices.state.get().phase, 'open');
  assert.deepEqual(asked, [false, true, true]);
});

test('a token that gets no ticket is replaced once', async () => {
  const { clock, server, asked, prices } = await build(() => 'old');
  await server.last().answer(401);
  clock.advance(2_000);
  await settled();
  await server.last().answer(401);
  assert.deepEqual(asked, [false, true]);
  assert.equal(prices.state.get().phase, 'error');
});

test('a ticket that cannot be had now is asked for again', async () => {
  const { clock, server, prices } = await build(() => 'session');
  await server.last().answer(503);
  assert.equal(prices.state.get().phase, 'reconnecting');
  clock.advance(2_000);
  await settled();
  await server.last().fail();
  assert.equal(prices.state.get().phase, 'reconnecting');
});

test('a socket that never opens is given up after fourteen seconds', async () => {
  const { clock, sockets, prices } = await build();
  clock.advance(14_000);
  assert.equal(prices.state.get().phase, 'reconnecting');
  assert.equal(sockets.last().closed, true);
});

test('a connection without a sign of life is given up, one with pings is not', async () => {
  const { clock, sockets, prices } = await open();
  for (let i = 0; i < 5; i += 1) {
    clock.advance(60_000);
    sockets.last().receive({ type: 'ping' });
  }
  assert.equal(prices.state.get().phase, 'open');
  clock.advance(130_000);
  assert.equal(prices.state.get().phase, 'reconnecting');
});

test('waking ends the wait, and does not trust a connection after a long silence', async () => {
  const { clock, sockets, prices } = await open();
  prices.wake();
  await settled();
  assert.equal(sockets.opened.length, 1);
  clock.advance(66_000);
  prices.wake();
  await settled();
  assert.equal(sockets.opened.length, 2);
});

test('after stop it is closed, and nothing happens any more', async () => {
  const { clock, sockets, prices } = await open();
  const old = sockets.last();
  prices.stop();
  assert.equal(old.closed, true);
  assert.equal(old.onmessage, null);
  clock.advance(120_000);
  prices.wake();
  await settled();
  assert.equal(prices.state.get().phase, 'closed');
  assert.equal(sockets.opened.length, 1);
});

test('a token that comes after stop opens nothing', async () => {
  let tell;
  const { sockets, prices } = await build(() => new Promise((resolve) => (tell = resolve)));
  prices.stop();
  tell(null);
  await settled();
  assert.equal(sockets.opened.length, 0);
});
