import assert from 'node:assert/strict';
import test from 'node:test';
import { createWatchlistApi, Problem } from '../js/watchlistapi.js';
import { fakeServer } from './streams.js';

const list = { id: 3, version: 7 };

function build(token = null) {
  const server = fakeServer();
  return { server, api: createWatchlistApi(() => token, server.fetch) };
}

async function answered(call, server, status = 200, json = {}) {
  const promise = call.catch((failure) => failure);
  await server.last().answer(status, json);
  return promise;
}

test('it asks for the own and the public lists, with the token', async () => {
  const { server, api } = build('session');
  const lists = await answered(api.lists(), server, 200, { watchlists: [list], update_interval_ms: 5_000 });
  assert.deepEqual(lists, { watchlists: [list], update_interval_ms: 5_000 });
  assert.equal(server.last().address, 'api/v1/watchlists?public=true');
  assert.equal(server.last().headers.Authorization, 'Bearer session');
});

test('without a token it sends none', async () => {
  const { server, api } = build();
  await answered(api.list(3), server, 200, list);
  assert.deepEqual(server.last().headers, {});
});

const item = { company_id: 5, quantity: 1, purchase_price: 2 };
const position = { quantity: null, purchase_price: null };
const fields = { name: 'Mine', description: null, is_public: true };
for (const [name, call, method, path, version, body] of [
  ['create', (api) => api.create(fields), 'POST', 'watchlists', undefined, fields],
  ['change', (api) => api.change(list, fields), 'PATCH', 'watchlists/3', '"7"', fields],
  ['remove', (api) => api.remove(list), 'DELETE', 'watchlists/3', '"7"', null],
  ['add', (api) => api.add(list, item), 'POST', 'watchlists/3/items', undefined, item],
  ['edit', (api) => api.edit(list, 5, position), 'PATCH', 'watchlists/3/items/5', '"7"', position],
  ['drop', (api) => api.drop(list, 5), 'DELETE', 'watchlists/3/items/5', '"7"', null],
  ['order', (api) => api.order(list, [2, 1]), 'PUT', 'watchlists/3/order', '"7"', { company_ids: [2, 1] }],
]) {
  test(`${name} names the version that it is made to`, async () => {
    const { server, api } = build();
    await answered(call(api), server);
    const { method: sent, address, headers, body: text } = server.last();
    assert.equal(sent, method);
    assert.equal(address, `api/v1/${path}`);
    assert.equal(headers['If-Match'], version);
    assert.deepEqual(text === undefined ? null : JSON.parse(text), body);
  });
}

test('a query is encoded', async () => {
  const { server, api } = build();
  await answered(api.companies('トヨタ&x'), server, 200, { companies: [] });
  assert.equal(server.last().address, `api/v1/companies?query=${encodeURIComponent('トヨタ&x')}&limit=20`);
});

test('a refusal has the code of the server and says which field is wrong', async () => {
  const { server, api } = build();
  const errors = [{ field: 'name', message: 'name must not be empty' }];
  const problem = { code: 'INVALID_BODY', detail: 'The body is invalid.', errors };
  const failure = await answered(api.create(fields), server, 400, problem);
  assert.ok(failure instanceof Problem);
  assert.deepEqual([failure.status, failure.code, failure.message], [
    400,
    'INVALID_BODY',
    'name must not be empty',
  ]);
});

test('a refusal of a proxy has its status as code', async () => {
  const api = createWatchlistApi(() => null, async () => new Response('<html>', { status: 502 }));
  const failure = await api.lists().catch((thrown) => thrown);
  assert.deepEqual([failure.status, failure.code, failure.message], [502, '502', '']);
});

test('a deletion has no answer', async () => {
  const api = createWatchlistApi(() => null, async () => new Response(null, { status: 204 }));
  assert.equal(await api.remove(list), null);
});
