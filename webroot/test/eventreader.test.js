import assert from 'node:assert/strict';
import test from 'node:test';
import { createEventReader } from '../client/src/eventreader.js';
import { StreamRefused } from '../client/src/eventstream.js';
import { fakeClock } from './fakes.js';
import { settled } from './streams.js';

function build() {
  const clock = fakeClock();
  const ways = [[], []];
  const way = (calls) => (address, request, listener) =>
    new Promise((resolve, reject) => {
      request.signal.addEventListener('abort', () => reject(new Error('aborted')));
      calls.push({ listener, resolve, reject, signal: request.signal });
    });
  const read = createEventReader(way(ways[0]), way(ways[1]), clock);
  const heard = [];
  const start = () => {
    const controller = new AbortController();
    const listener = { onOpen: () => heard.push('open'), onSignOfLife() {} };
    read('http://h', { signal: controller.signal }, listener).then(
      () => heard.push('end'),
      ({ message }) => heard.push(message),
    );
    return controller;
  };
  return { clock, first: ways[0], second: ways[1], heard, start };
}

test('a first way is open with the first that it brings', async () => {
  const { first, second, heard, start, clock } = build();
  start();
  first[0].listener.onOpen();
  assert.deepEqual(heard, []);
  first[0].listener.onSignOfLife();
  first[0].listener.onSignOfLife();
  clock.advance(60_000);
  first[0].resolve();
  await settled();
  assert.deepEqual([heard, second.length], [['open', 'end'], 0]);
});

for (const [name, happen] of [
  ['fails', ({ first }) => first[0].reject(new TypeError('network'))],
  ['is refused by a proxy', ({ first }) => first[0].reject(new StreamRefused(403, null))],
  ['ends without a word', ({ first }) => first[0].resolve()],
  ['brings nothing', ({ clock }) => clock.advance(4_000)],
]) {
  test(`where the first way ${name}, the second is tried`, async () => {
    const built = build();
    built.start();
    built.first[0].listener.onOpen();
    happen(built);
    await settled();
    built.second[0].listener.onOpen();
    assert.deepEqual(built.heard, ['open']);
  });
}

for (const [name, happen] of [
  ['a refusal of the server', ({ first }) => first[0].reject(new StreamRefused(403, ''))],
  ['the end of the request', ({ controller }) => controller.abort()],
]) {
  test(`after ${name} the second way is not tried`, async () => {
    const built = build();
    const controller = built.start();
    happen({ ...built, controller });
    await settled();
    assert.deepEqual([built.heard.length, built.second.length], [1, 0]);
  });
}

test('a first way that passed once is tried alone after a break, and once', async () => {
  const { first, second, heard, start } = build();
  start();
  first[0].listener.onSignOfLife();
  for (const call of [0, 1, 2]) {
    first[call].reject(new Error(`break ${call}`));
    await settled();
    if (call < 2) start();
  }
  assert.deepEqual([heard, second.length], [['open', 'break 0', 'break 1'], 1]);
});
