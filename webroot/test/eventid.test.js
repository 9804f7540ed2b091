import assert from 'node:assert/strict';
import test from 'node:test';
import { formatEventId, hasEvent, parseEventId, reached } from '../client/src/eventid.js';

test('an id has the position of each channel, and types of which later events are known', () => {
  const id = 'events.orders=7.19+A:25+B:30,events.pricing=7.3';
  const positions = parseEventId(id);
  assert.equal(formatEventId(positions), id);
  const orders = positions.get('events.orders');
  assert.equal(hasEvent(orders, 'C', { epoch: 7, offset: 19 }), true);
  assert.equal(hasEvent(orders, 'C', { epoch: 7, offset: 20 }), false);
  assert.equal(hasEvent(orders, 'A', { epoch: 7, offset: 25 }), true);
  assert.equal(hasEvent(orders, 'A', { epoch: 8, offset: 1 }), false);
});

test('a type is named until everything up to there is known, and in its epoch', () => {
  const orders = parseEventId('o=7.19+A:25').get('o');
  const at = (position) => formatEventId(new Map([['o', reached(orders, position)]]));
  assert.equal(at({ epoch: 7, offset: 24 }), 'o=7.24+A:25');
  assert.equal(at({ epoch: 7, offset: 25 }), 'o=7.25');
  assert.equal(at({ epoch: 8, offset: 1 }), 'o=8.1');
});

test('what is no position is left out', () => {
  assert.deepEqual([...parseEventId('old,o=1.2').keys()], ['o']);
  assert.equal(parseEventId(null).size, 0);
});
