import assert from 'node:assert/strict';
import test from 'node:test';
import { direction, isClosed, nextOpening } from '../js/market.js';

const at = (text) => Date.parse(text);

test('an unchanged price keeps the direction it had', () => {
  assert.equal(direction(undefined, 151), 'flat');
  assert.equal(direction(151, 151.001), 'up');
  assert.equal(direction(151.001, 151), 'down');
  assert.equal(direction(151, 151, 'down'), 'down');
});

const HOURS = [
  ['winter, the last minute of the week', '2026-02-14T06:59:59+09:00', false],
  ['winter, Saturday 07:00 JST', '2026-02-14T07:00:00+09:00', true],
  ['summer, one second before Saturday 06:00 JST', '2026-07-18T05:59:59+09:00', false],
  ['summer, Saturday 06:00 JST', '2026-07-18T06:00:00+09:00', true],
  ['the Saturday before US summer time begins', '2026-03-07T06:30:00+09:00', false],
  ['the Saturday after US summer time began', '2026-03-14T06:30:00+09:00', true],
  ['the Saturday after US summer time ended', '2026-11-07T06:30:00+09:00', false],
  ['Saturday afternoon', '2026-07-18T15:00:00+09:00', true],
  ['Saturday, a minute before midnight', '2026-07-18T23:59:00+09:00', true],
  ['Sunday', '2026-07-19T12:00:00+09:00', true],
  ['one second before Monday 07:00 JST', '2026-07-20T06:59:59+09:00', true],
  ['Monday 07:00 JST', '2026-07-20T07:00:00+09:00', false],
  ['Wednesday night', '2026-07-22T03:00:00+09:00', false],
];

for (const [name, time, closed] of HOURS) {
  test(`the market is ${closed ? 'closed' : 'open'}: ${name}`, () => {
    assert.equal(isClosed(at(time)), closed);
  });
}

test('the next opening is the coming Monday 07:00 JST', () => {
  const monday = at('2026-07-20T07:00:00+09:00');
  assert.equal(nextOpening(at('2026-07-18T06:00:00+09:00')), monday);
  assert.equal(nextOpening(at('2026-07-20T06:59:59+09:00')), monday);
  assert.equal(nextOpening(monday + 1), at('2026-07-27T07:00:00+09:00'));
});
