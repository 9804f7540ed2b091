import assert from 'node:assert/strict';
import test from 'node:test';
import { readChoice, unknownCompared, writeChoice } from '../js/candles/choice.js';
import { createRegistry } from '../js/indicators/registry.js';

const registry = createRegistry();
const OTHERS = ['A', 'B', 'C', 'D', 'EUR_JPY'];
const FIRST = readChoice('', registry, OTHERS);

test('it begins with the ticks', () => {
  assert.deepEqual(FIRST, { interval: 'ticks', price: 'mid', kind: 'candles', indicators: [], compared: [] });
});

test('the address keeps the choice, and the rest of the address', () => {
  const choice = {
    interval: '5m',
    price: 'bid',
    kind: 'line',
    indicators: [{ id: 'sma', parameters: [10] }, { id: 'bollinger', parameters: [20, 3] }],
    compared: ['EUR_JPY'],
  };
  const address = new URL(writeChoice('https://a.test/?symbol=USD_JPY', choice));
  assert.deepEqual(readChoice(address.search, registry, OTHERS), choice);
  assert.equal(address.searchParams.get('symbol'), 'USD_JPY');
  assert.equal(writeChoice(address.href, FIRST), 'https://a.test/?symbol=USD_JPY');
});

for (const search of ['?interval=2m', '?price=last', '?kind=bars', '?indicators=macd:3,,', '?compare=,']) {
  test(`${search} is as at first`, () => assert.deepEqual(readChoice(search, registry, OTHERS), FIRST));
}

test('a wrong parameter is as at first', () => {
  const { indicators } = readChoice('?indicators=sma:0,ema:1e9,bollinger:5', registry, OTHERS);
  assert.deepEqual(indicators.map(({ parameters }) => parameters), [[20], [50], [5, 2]]);
});

test('no more than three symbols are compared, each once', () => {
  assert.deepEqual(readChoice('?compare=A,B,A,C,D', registry, OTHERS).compared, ['A', 'B', 'C']);
});

test('a symbol that the page does not have is told, and takes the place of no other one', () => {
  const search = '?compare=NONE,USD_JPY,A,B,C,NONE,<b>';
  assert.deepEqual(readChoice(search, registry, OTHERS).compared, ['A', 'B', 'C']);
  assert.deepEqual(unknownCompared(search, ['USD_JPY', ...OTHERS]), ['NONE', '<b>']);
  assert.deepEqual(unknownCompared('', OTHERS), []);
});
