import assert from 'node:assert/strict';
import test from 'node:test';
import { createSockJs } from '../client/src/sockjs.js';
import { fakeClock } from './fakes.js';

const BASE = 'http://host/quotes/eventbus';

/** Opens sockets over transports that the test drives. */
function build(count = 2) {
  const clock = fakeClock();
  const links = [];
  const transports = Array.from({ length: count }, (_, number) => (address, on) => {
    const link = { number, address, on, sent: [], closed: false };
    links.push(link);
    return { send: (text) => link.sent.push(text), close: () => (link.closed = true) };
  });
  const open = createSockJs(BASE, transports, clock);
  const heard = [];
  const start = () => {
    const socket = open();
    socket.onopen = () => heard.push('open');
    socket.onmessage = ({ data }) => heard.push(data);
    socket.onheartbeat = () => heard.push('heartbeat');
    socket.onclose = ({ code, reason }) => heard.push([code, reason]);
    return socket;
  };
  return { start, links, heard, clock };
}

function open(count) {
  const built = build(count);
  return { ...built, socket: built.start() };
}

test('frames become events, and each session has an address of its own below the base', () => {
  const { socket, links, heard } = open();
  links[0].on.frame('o');
  links[0].on.frame('h');
  links[0].on.frame('a["one","two"]');
  socket.send('{"type":"ping"}');

  assert.deepEqual(heard, ['open', 'heartbeat', 'one', 'two']);
  assert.deepEqual(links[0].sent, ['{"type":"ping"}']);
  assert.match(links[0].address, /^http:\/\/host\/quotes\/eventbus\/\d{1,3}\/\d+$/);
  assert.notEqual(open().links[0].address, links[0].address);
});

test('a transport that fails before it opens is replaced by the next, in another session', () => {
  const { links, heard } = open();
  links[0].on.end(1006, '');
  links[1].on.frame('o');
  links[0].on.frame('a["late"]');

  assert.deepEqual(heard, ['open']);
  assert.equal(links[0].closed, true);
  assert.notEqual(links[1].address, links[0].address);
});

test('so is one that says nothing', () => {
  const { links, heard, clock } = open(3);
  clock.advance(3_999);
  assert.equal(links.length, 1);
  clock.advance(1);
  assert.equal(links.length, 2);
  clock.advance(2_400);
  assert.equal(links.length, 3);
  links[2].on.frame('o');
  clock.advance(60_000);

  assert.deepEqual(heard, ['open']);
});

test('without a transport left it closes', () => {
  const { links, heard } = open();
  links[0].on.end(1006, '');
  links[1].on.end(1006, '');

  assert.deepEqual(heard, [[2000, '']]);
});

test('the code and the reason of a close frame are told, and the transport ended', () => {
  const { links, heard } = open();
  links[0].on.frame('o');
  links[0].on.frame('c[4401,"unauthorized"]');
  links[0].on.end(1006, '');

  assert.deepEqual(heard, ['open', [4401, 'unauthorized']]);
  assert.equal(links[0].closed, true);
});

test('an open transport that breaks closes with its code and reason, and no other is tried', () => {
  const { links, heard } = open();
  links[0].on.frame('o');
  links[0].on.end(1001, 'retry in 230 ms');

  assert.deepEqual(heard, ['open', [1001, 'retry in 230 ms']]);
  assert.equal(links.length, 1);
});

test('a session that the server has forgotten is lost', () => {
  const { links, heard } = open();
  links[0].on.frame('o');
  links[0].on.frame('o');

  assert.deepEqual(heard, ['open', [1006, '']]);
});

test('a first transport that passed once is tried alone after a break, and once', () => {
  const { start, links, heard } = build();
  start();
  links[0].on.frame('o');
  links[0].on.end(1006, '');
  start();
  links[1].on.end(1006, '');
  start();
  links[2].on.end(1006, '');

  assert.deepEqual(links.map(({ number }) => number), [0, 0, 0, 1]);
  assert.deepEqual(heard, ['open', [1006, ''], [2000, '']]);
});

test('where another transport passed, all are tried after a break', () => {
  const { start, links } = build();
  start();
  links[0].on.end(1006, '');
  links[1].on.frame('o');
  links[1].on.end(1006, '');
  start();

  assert.deepEqual(links.map(({ number }) => number), [0, 1, 0]);
});
