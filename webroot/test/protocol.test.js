import assert from 'node:assert/strict';
import test from 'node:test';
import { parseFrame, registerFrame } from '../client/src/frames.js';
import { parsePayload, parseTick } from '../js/protocol.js';
import { message } from './fakes.js';

test('a ticker message becomes a tick', () => {
  assert.deepEqual(parseTick(message(17)), {
    symbol: 'USD_JPY',
    bid: 151.245,
    ask: 151.249,
    mid: 151.247,
    time: Date.parse('2026-02-16T13:05:10.123Z'),
    position: { epoch: 1, offset: 17 },
  });
});

const INVALID = [
  ['a price that is text', message(1, { bid: '151.245' })],
  ['a price that is missing', message(1, { mid: undefined })],
  ['a bid above the ask', message(1, { bid: 152 })],
  ['a price of zero', message(1, { bid: 0 })],
  ['a time that is none', message(1, { timestamp: 'yesterday' })],
  ['no position', message(undefined)],
  ['nothing', null],
  ['a number', 7],
];

for (const [name, body] of INVALID) {
  test(`${name} is not a tick`, () => assert.equal(parseTick(body), null));
}

test('a rec frame carries its address, its body and whether it is a snapshot', () => {
  const frame = { type: 'rec', address: 'ticks.USD_JPY', body: { a: 1 } };
  const snapshot = { ...frame, headers: { snapshot: 'true' } };
  assert.equal(parseFrame(JSON.stringify(frame)).snapshot, false);
  assert.equal(parseFrame(JSON.stringify(snapshot)).snapshot, true);
  assert.equal(parseFrame(JSON.stringify({ ...frame, headers: { skipped: '3' } })).snapshot, false);
  assert.equal(parseFrame(JSON.stringify({ ...frame, headers: { snapshot: 'false' } })).snapshot, false);
  assert.deepEqual(parseFrame(JSON.stringify(frame)).body, { a: 1 });
});

test('an err frame is a refusal with its code', () => {
  const frame = { type: 'err', body: 'access_denied' };
  assert.deepEqual(parseFrame(JSON.stringify(frame)), {
    kind: 'refused',
    code: 'access_denied',
    address: null,
    topic: null,
    message: '',
  });
  assert.equal(parseFrame(JSON.stringify({ ...frame, reason: 'No.' })).message, 'No.');
  assert.equal(parseFrame(JSON.stringify({ ...frame, topic: 'user.8' })).topic, 'user.8');
});

for (const text of ['', 'not json', 'null', '7', '[]', '{"type":"rec"}', '{"type":"new"}']) {
  test(`the frame ${text || '(empty)'} is ignored`, () => assert.equal(parseFrame(text), null));
}

test('an error message is an error, not a tick', () => {
  const body = { type: 'error', code: 'FEED_STALE', message: 'm', timestamp: 't' };
  assert.deepEqual(parsePayload(body), { kind: 'error', code: 'FEED_STALE', message: 'm' });
});

test('a registration says from where to go on only after something was received', () => {
  assert.deepEqual(JSON.parse(registerFrame('a', null)).headers, {});
  assert.deepEqual(JSON.parse(registerFrame('a', '1.17')).headers, { since: '1.17' });
});
