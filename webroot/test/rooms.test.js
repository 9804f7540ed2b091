import assert from 'node:assert/strict';
import test from 'node:test';
import { createClient } from '../client/src/index.js';
import { fakeClock } from './fakes.js';
import { settled } from './streams.js';

const ROOM = 'room.game_42';

/** A client whose sockets a test drives. */
function build() {
  const clock = fakeClock();
  const sockets = [];
  class FakeSocket {
    static OPEN = 1;
    readyState = 1;
    sent = [];
    constructor(address) {
      this.address = address;
      sockets.push(this);
    }
    send(text) {
      this.sent.push(...JSON.parse(text).map((one) => JSON.parse(one)));
    }
    close() {}
    open() {
      this.onopen?.();
      this.onmessage({ data: 'o' });
    }
    receive(frame) {
      this.onmessage({ data: `a${JSON.stringify([JSON.stringify(frame)])}` });
    }
    /** The last message to the address of commands. */
    command() {
      return this.sent.filter(({ address }) => address === 'tickgate.commands').at(-1);
    }
    answer(body) {
      this.receive({ type: 'rec', address: this.command().replyAddress, body });
    }
    refuse(code) {
      const address = this.command().replyAddress;
      this.receive({ type: 'err', address, body: code.toLowerCase(), message: code, reason: code });
    }
  }
  const client = createClient({
    url: 'http://host/',
    WebSocket: FakeSocket,
    clock,
    random: () => 0.5,
  });
  const events = [];
  const room = client.joinRoom('42', { onEvent: (event) => events.push(event) });
  return { clock, sockets, client, events, room, last: () => sockets.at(-1) };
}

async function joined() {
  const built = build();
  built.last().open();
  await settled();
  built.last().answer({ type: 'ack' });
  await settled();
  return built;
}

let offset = 0;
const publication = (body) => ({
  type: 'rec',
  address: ROOM,
  body: { ...body, epoch: 7, offset: (offset += 1) },
});

test('it joins when it is connected, and knows who is there', async () => {
  const { room, last, events } = build();
  assert.equal(room.state.get().phase, 'joining');
  last().open();
  await settled();
  assert.deepEqual(last().command().body, { type: 'join_game', game_session_id: '42' });
  last().answer({ type: 'ack' });
  last().receive({ type: 'rec', address: ROOM, body: { type: 'joined_game', user_id: '7', role: 'player' } });
  last().receive({
    type: 'rec',
    address: ROOM,
    body: { type: 'presence', room: 'game_42', members: ['7'], count: 1 },
  });
  last().receive(publication({ type: 'player_joined', user_id: '8' }));
  await settled();

  assert.deepEqual(room.state.get(), {
    phase: 'joined',
    code: null,
    user: '7',
    role: 'player',
    members: ['7', '8'],
    count: 2,
  });
  assert.deepEqual(events, [{ type: 'player_joined', user_id: '8' }]);
});

test('a command is answered, or refused with its code', async () => {
  const { room, last } = await joined();
  const said = room.say('hi');
  assert.equal(last().command().body.message, 'hi');
  last().answer({ type: 'ack' });
  await said;
  const acted = room.act('move', { x: 3 });
  assert.deepEqual(last().command().body.data, { x: 3 });
  last().refuse('ACCESS_DENIED');
  await assert.rejects(acted, { code: 'ACCESS_DENIED' });
});

test('after a break it joins again, and sends again what was not answered, with its key', async () => {
  const { room, last, clock } = await joined();
  const said = room.say('hi');
  const { key } = last().command().body;
  last().onclose({ code: 1006 });
  await settled();
  assert.equal(room.state.get().phase, 'joining');
  clock.advance(30_000);
  last().open();
  await settled();
  assert.equal(last().command().body.type, 'join_game');
  last().answer({ type: 'ack' });
  await settled();
  clock.advance(500);
  await settled();
  assert.deepEqual(last().command().body, { type: 'chat_message', game_session_id: '42', message: 'hi', key });
  last().answer({ type: 'ack' });
  await said;
  assert.equal(room.state.get().phase, 'joined');
});

test('who is refused or removed does not try again', async () => {
  const refused = build();
  refused.last().open();
  await settled();
  refused.last().refuse('ACCESS_DENIED');
  await settled();
  assert.equal(refused.room.state.get().phase, 'refused');
  assert.equal(refused.room.state.get().code, 'ACCESS_DENIED');

  const removed = await joined();
  removed.last().receive({ type: 'rec', address: ROOM, body: { type: 'removed', reason: 'KICKED' } });
  await settled();
  assert.equal(removed.room.state.get().code, 'KICKED');
});

test('an inbox gives each event once, and acknowledges the last', async () => {
  const { client, last, clock } = await joined();
  const events = [];
  client.inbox({ user: '7' }, { onEvent: (event) => events.push(event) });
  await settled();
  assert.deepEqual(last().command().body, { type: 'open_inbox' });
  last().answer({ type: 'ack' });
  const own = (body, at) => ({ type: 'rec', address: 'user.7', body: { ...body, epoch: 3, offset: at } });
  last().receive(own({ type: 'notification', message: 'one' }, 1));
  last().receive(own({ type: 'notification', message: 'two' }, 2));
  last().receive(own({ type: 'notification', message: 'two' }, 2));
  assert.deepEqual(events.map(({ message }) => message), ['one', 'two']);
  clock.advance(1_000);
  assert.deepEqual(last().command().body, { type: 'acknowledge', position: '3.2' });
  assert.equal(last().sent.some(({ type, address }) => type === 'register' && address === 'user.7'), false);
});
