import assert from 'node:assert/strict';
import test from 'node:test';
import { withFallback } from '../client/src/fallback.js';
import { fakeClock, fakeSockets } from './fakes.js';

function build() {
  const clock = fakeClock();
  const [first, second] = [fakeSockets(), fakeSockets()];
  const open = withFallback(first.open, second.open, clock);
  const events = [];
  const start = () => {
    const socket = open();
    socket.onopen = () => events.push('open');
    socket.onclose = ({ code }) => events.push(code);
    socket.onmessage = ({ data }) => events.push(data);
    return socket;
  };
  return { clock, first, second, start, events };
}

test('a first kind that opens is used', () => {
  const { first, second, start, events, clock } = build();
  const socket = start();
  first.last().onopen();
  clock.advance(10_000);
  first.last().receive(1);
  socket.send('2');
  assert.deepEqual(first.last().sent, [2]);
  first.last().onclose({ code: 1006 });
  assert.deepEqual(events, ['open', '1', 1006]);
  assert.equal(second.opened.length, 0);
});

for (const [name, happen] of [
  ['fails', ({ first }) => first.last().onclose({ code: 1006 })],
  ['does not answer', ({ clock }) => clock.advance(4_000)],
]) {
  test(`where the first kind ${name}, the second is opened`, () => {
    const built = build();
    built.start();
    happen(built);
    assert.equal(built.first.last().closed, true);
    built.second.last().onopen();
    built.clock.advance(10_000);
    assert.deepEqual(built.events, ['open']);
    assert.equal(built.second.opened.length, 1);
  });
}

test('a first kind that opened once is tried alone after a break, and once', () => {
  const { first, second, start, events } = build();
  start();
  first.last().onopen();
  first.last().onclose({ code: 1006 });
  start();
  first.last().onclose({ code: 1006 });
  assert.deepEqual(events, ['open', 1006, 1006]);
  assert.equal(second.opened.length, 0);
  start();
  first.last().onclose({ code: 1006 });
  assert.equal(second.opened.length, 1);
});

test('a socket that is closed opens nothing more', () => {
  const { second, start, clock } = build();
  start().close();
  clock.advance(10_000);
  assert.equal(second.opened.length, 0);
});
