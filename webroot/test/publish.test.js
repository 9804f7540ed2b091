import assert from 'node:assert/strict';
import test from 'node:test';
import { createPublisher } from '../client/src/publish.js';
import { fakeClock } from './fakes.js';
import { fakeServer, settled } from './streams.js';

const PUBLISHED = { topic: 'events.orders', epoch: 1, offset: 5 };

function build() {
  const server = fakeServer();
  const clock = fakeClock();
  const asked = [];
  const publish = createPublisher({
    base: 'http://h/p/',
    token: ({ refresh }) => {
      asked.push(refresh);
      return refresh ? 'new' : 'old';
    },
    fetch: server.fetch,
    clock,
    backoff: () => ({ next: () => 1_000, reset() {} }),
  });
  return { server, clock, publish, asked };
}

test('a publication has a key and a token', async () => {
  const { server, publish } = build();
  const published = publish('events.orders', { order: 17 }, { key: 'order-17' });
  await settled();
  const { address, headers, body, method } = server.last();
  assert.equal(`${method} ${address}`, 'POST http://h/p/api/publish/events.orders');
  assert.equal(headers['Idempotency-Key'], 'order-17');
  assert.equal(headers.Authorization, 'Bearer old');
  assert.equal(body, '{"order":17}');
  await server.last().answer(200, PUBLISHED);
  assert.deepEqual(await published, PUBLISHED);
});

test('it is sent again with the same key while the server does not take it', async () => {
  const { server, clock, publish } = build();
  const published = publish('events.orders', {});
  await settled();
  await server.last().fail();
  clock.advance(1_000);
  await settled();
  await server.last().answer(503, { code: 'NO_LEADER' }, { 'Retry-After': '3' });
  clock.advance(2_999);
  await settled();
  assert.equal(server.requests.length, 2);
  clock.advance(1);
  await settled();
  await server.last().answer(200, PUBLISHED);
  assert.deepEqual(await published, PUBLISHED);
  assert.equal(new Set(server.requests.map(({ headers }) => headers['Idempotency-Key'])).size, 1);
});

test('a refused token is replaced once', async () => {
  const { server, publish, asked } = build();
  const published = publish('events.orders', {});
  await settled();
  await server.last().answer(401);
  assert.equal(server.last().headers.Authorization, 'Bearer new');
  const refused = assert.rejects(published, { code: 'UNAUTHORIZED', status: 401 });
  await server.last().answer(401, { code: 'UNAUTHORIZED' });
  await refused;
  assert.deepEqual(asked, [false, true]);
});

test('the refusal of an array tells the reason and the index of the payload', async () => {
  const { server, publish } = build();
  const published = publish('events.orders', [{ order: 17 }, 18]);
  await settled();
  const refused = assert.rejects(published, {
    message: 'the server answered 400 INVALID_PAYLOAD: no object',
    index: 1,
  });
  await server.last().answer(400, { code: 'INVALID_PAYLOAD', message: 'no object', index: 1 });
  await refused;
});

test('a publication that is wrong is not sent again', async () => {
  const { server, publish } = build();
  const published = publish('events.orders', {}, { key: 'k' });
  await settled();
  const refused = assert.rejects(published, { code: 'INVALID_PAYLOAD', key: 'k' });
  await server.last().answer(400, { code: 'INVALID_PAYLOAD' });
  await refused;
  assert.equal(server.requests.length, 1);
});
