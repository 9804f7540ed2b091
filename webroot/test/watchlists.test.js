import assert from 'node:assert/strict';
import test from 'node:test';
import { Problem } from '../js/watchlistapi.js';
import { createWatchlists, placed } from '../js/watchlists.js';
import { fakeClock } from './fakes.js';
import { settled } from './streams.js';

const item = (company_id, fields = {}) => ({
  company_id,
  quantity: null,
  purchase_price: null,
  memo: null,
  tags: [],
  ...fields,
});

/** A server with two lists that refuses a change of another version. */
function fakeApi() {
  const lists = new Map([
    [1, { id: 1, name: 'Mine', owner: true, version: 1, items: [item(10), item(11), item(12)] }],
    [2, { id: 2, name: 'Other', owner: true, version: 1, items: [] }],
  ]);
  const calls = [];
  const find = (id) => {
    const list = lists.get(id);
    if (list === undefined) throw new Problem(404, 'WATCHLIST_NOT_FOUND', '');
    return list;
  };
  const change = (id, version, items) => {
    const list = find(id);
    if (version !== undefined && version !== list.version) {
      throw new Problem(412, 'VERSION_MISMATCH', '');
    }
    const next = { ...list, version: list.version + 1, items: items(list.items) };
    lists.set(id, next);
    return next;
  };
  const api = {
    lists: async () => ({ watchlists: [...lists.values()], update_interval_ms: 30_000 }),
    list: async (id) => find(id),
    add: async ({ id }, fields) => change(id, undefined, (items) => [...items, item(fields.company_id, fields)]),
    edit: async ({ id, version }, company, position) =>
      change(id, version, (items) =>
        items.map((one) => (one.company_id === company ? { ...one, ...position } : one)),
      ),
    drop: async ({ id, version }, company) =>
      change(id, version, (items) => items.filter((one) => one.company_id !== company)),
    order: async ({ id, version }, ids) =>
      change(id, version, (items) => ids.map((one) => items.find((i) => i.company_id === one))),
    remove: async ({ id }) => void lists.delete(id),
    create: async (fields) => {
      const list = { id: 3, owner: true, version: 1, items: [], ...fields };
      lists.set(3, list);
      return list;
    },
  };
  for (const [name, call] of Object.entries(api)) {
    api[name] = async (...given) => {
      calls.push(name);
      await settled();
      return call(...given);
    };
  }
  return { api, lists, calls };
}

async function build(wanted = 1) {
  const server = fakeApi();
  const clock = fakeClock();
  const problems = [];
  const watchlists = createWatchlists(server.api, clock, {
    onProblem: (code) => problems.push(code),
    onUnauthorized: () => problems.push('unauthorized'),
  });
  await watchlists.load(wanted);
  const companies = () => watchlists.open.get()?.items.map(({ company_id }) => company_id);
  return { ...server, clock, problems, watchlists, companies };
}

test('it opens the list that is asked for, else the first', async () => {
  assert.equal((await build(2)).watchlists.open.get().id, 2);
  assert.equal((await build(null)).watchlists.open.get().id, 1);
});

test('it knows the interval of the prices', async () => {
  assert.equal((await build()).watchlists.updateInterval(), 30_000);
});

test('a list that is gone is said, and the first one is opened', async () => {
  const { watchlists, problems } = await build(99);
  assert.equal(watchlists.open.get().id, 1);
  assert.deepEqual(problems, ['WATCHLIST_NOT_FOUND']);
});

test('a list that went away after it was listed is said, too', async () => {
  const { watchlists, api, lists, problems } = await build(1);
  const all = await api.lists();
  lists.delete(2);
  api.lists = async () => all;
  await watchlists.load(2);
  assert.equal(watchlists.open.get().id, 1);
  assert.equal(watchlists.loading.get(), 'ready');
  assert.deepEqual(problems, ['WATCHLIST_NOT_FOUND']);
});

test('a server that does not answer is asked again', async () => {
  const { watchlists, api, clock } = await build();
  const { lists } = api;
  api.lists = async () => {
    throw new TypeError('network');
  };
  await watchlists.load(2);
  assert.equal(watchlists.loading.get(), 'failed');
  api.lists = lists;
  clock.advance(5_000);
  await settled();
  await watchlists.refresh();
  assert.equal(watchlists.loading.get(), 'ready');
  assert.equal(watchlists.open.get().id, 2);
});

test('a server without watchlists is told apart from one that wants a token', async () => {
  const { watchlists, api, problems } = await build();
  api.lists = async () => {
    throw new Problem(401, 'UNAUTHORIZED', '');
  };
  await watchlists.load(null);
  assert.deepEqual(problems, ['unauthorized']);
  assert.equal(watchlists.loading.get(), 'signedOut');
  api.lists = async () => {
    throw new Problem(404, 'NOT_FOUND', '');
  };
  await watchlists.load(null);
  assert.equal(watchlists.loading.get(), 'disabled');
});

test('changes made at once run one after another, each to the newest version', async () => {
  const { watchlists, companies, problems } = await build();
  await Promise.all([watchlists.drop(10), watchlists.drop(12), watchlists.add(13)]);
  assert.deepEqual(companies(), [11, 13]);
  assert.deepEqual(problems, []);
});

test('a change to a version that another page has left is not made, and said', async () => {
  const { watchlists, api, companies, problems } = await build();
  await api.drop({ id: 1, version: 1 }, 12);
  assert.equal(await watchlists.drop(10), false);
  assert.deepEqual(companies(), [10, 11]);
  assert.deepEqual(problems, ['VERSION_MISMATCH']);
  assert.equal(await watchlists.drop(10), true);
});

test('a change goes to the list that it was made in, not to one opened since', async () => {
  const { watchlists, calls, lists } = await build();
  const loaded = watchlists.load(2);
  const added = watchlists.add(13);
  await loaded;
  assert.equal(await added, false);
  assert.equal(calls.includes('add'), false);
  assert.equal(lists.get(2).items.length, 0);
});

test('another list is opened after the changes to this one', async () => {
  const { watchlists, lists, calls } = await build();
  const dropped = watchlists.drop(10);
  await watchlists.load(2);
  assert.equal(await dropped, true);
  assert.ok(calls.indexOf('drop') < calls.lastIndexOf('lists'));
  assert.equal(lists.get(1).items.length, 2);
  assert.equal(watchlists.open.get().id, 2);
});

const bought = { quantity: 100, purchase_price: 5 };

test('a position is set', async () => {
  const { watchlists } = await build();
  assert.equal(await watchlists.setPosition(item(10), bought), 'saved');
  assert.equal(watchlists.open.get().items[0].quantity, 100);
});

test('a position that was changed since the user began is not overwritten', async () => {
  const { watchlists, api } = await build();
  await api.edit({ id: 1, version: 1 }, 10, { quantity: 7, purchase_price: 1 });
  await watchlists.refresh();
  assert.equal(await watchlists.setPosition(item(10), bought), 'changed');
  assert.equal(watchlists.open.get().items[0].quantity, 7);
  const seen = item(10, { quantity: 7, purchase_price: 1 });
  assert.equal(await watchlists.setPosition(seen, bought), 'saved');
});

test('a removed item comes back to its place with its position', async () => {
  const { watchlists, companies } = await build();
  await watchlists.setPosition(item(11), bought);
  const before = watchlists.open.get().items;
  const removed = before[1];
  await watchlists.drop(11);
  await watchlists.add(13);
  await watchlists.restore(removed, before.map(({ company_id }) => company_id));
  assert.deepEqual(companies(), [10, 11, 12, 13]);
  assert.equal(watchlists.open.get().items[1].quantity, 100);
});

test('items that came since keep their places at the end, removed ones stay away', () => {
  assert.deepEqual(placed([1, 2, 3], [item(1), item(4), item(3)]), [1, 3, 4]);
});

test('a new list is opened, and one that is deleted makes room for the first', async () => {
  const { watchlists } = await build();
  assert.equal(await watchlists.create({ name: 'New' }), true);
  assert.equal(watchlists.open.get().id, 3);
  assert.equal(await watchlists.remove(), true);
  assert.equal(watchlists.open.get().id, 1);
  assert.deepEqual(watchlists.lists.get().map(({ id }) => id), [1, 2]);
});

test('a change by somebody who is not the owner is refused in the words of the page', async () => {
  const { watchlists, api, problems } = await build();
  api.drop = async () => {
    throw new Problem(403, 'ACCESS_DENIED', '');
  };
  assert.equal(await watchlists.drop(10), false);
  assert.deepEqual(problems, ['LIST_READ_ONLY']);
});

test('a change without an answer is not taken for made', async () => {
  const { watchlists, api, problems } = await build();
  api.drop = async () => {
    throw new TypeError('network');
  };
  assert.equal(await watchlists.drop(10), false);
  assert.deepEqual(problems, ['NOT_SAVED']);
});

test('a refresh without an answer leaves the list as it is', async () => {
  const { watchlists, api, problems, companies } = await build();
  api.list = async () => {
    throw new TypeError('network');
  };
  await watchlists.refresh();
  assert.deepEqual(companies(), [10, 11, 12]);
  assert.equal(watchlists.loading.get(), 'ready');
  assert.deepEqual(problems, []);
});
