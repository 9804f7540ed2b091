import assert from 'node:assert/strict';
import test from 'node:test';
import { createParser } from '../client/src/eventstream.js';

function parse(...pieces) {
  const events = [];
  const retries = [];
  const parser = createParser({
    onEvent: (event) => events.push(event),
    onRetry: (delay) => retries.push(delay),
  });
  pieces.forEach(parser);
  return { events, retries };
}

const EXPECTED = [{ event: 'message', data: '{"a":1}', id: '1.7' }];

for (const [name, ...pieces] of [
  ['in one piece', 'id: 1.7\ndata: {"a":1}\n\n'],
  ['in pieces', 'id: 1', '.7\nda', 'ta: {"a":1}\n', '\n'],
  ['with carriage returns', 'id: 1.7\r\ndata: {"a":1}\r\n\r\n'],
  ['cut within a line end', 'id: 1.7\r', '\ndata: {"a":1}\r', '\n\r', '\n'],
  ['without spaces', 'id:1.7\ndata:{"a":1}\n\n'],
  ['behind a comment', ': ping\n\nid: 1.7\ndata: {"a":1}\n\n'],
]) {
  test(`an event is read ${name}`, () => assert.deepEqual(parse(...pieces).events, EXPECTED));
}

test('lines of data are joined, and an event has the name it is given', () => {
  assert.deepEqual(parse('event: close\ndata: 1\ndata: 2\n\n').events, [
    { event: 'close', data: '1\n2', id: null },
  ]);
});

test('an event that the end cuts off is not delivered', () => {
  assert.deepEqual(parse('data: 1\n').events, []);
});

test('the delay to come back with is told', () => {
  assert.deepEqual(parse('retry: 230\n\nretry: soon\n\n').retries, [230]);
});
