import assert from 'node:assert/strict';
import test from 'node:test';
import { createPriceFormat } from '../js/price.js';

const yen = createPriceFormat({ decimals: 3, pip: 0.01 });
const euro = createPriceFormat({ decimals: 5, pip: 0.0001 });
const index = createPriceFormat({ decimals: 0, pip: 1 });
const half = createPriceFormat({ decimals: 1, pip: 5 });

test('a bid has its decimals, a mid one more where it lies half way', () => {
  assert.equal(yen.price(151.2), '151.200');
  assert.equal(yen.mid(151.2085), '151.2085');
  assert.equal(yen.mid(151.209), '151.209');
  assert.equal(yen.mid(151.1685), '151.1685');
  assert.equal(euro.mid(1.084255), '1.084255');
  assert.equal(index.mid(38500), '38500');
  assert.equal(index.mid(38500.5), '38500.5');
});

test('a price splits where a trader reads it', () => {
  const split = (format, text) => Object.values(format.split(text));
  assert.deepEqual(split(yen, '151.247'), ['151.', '24', '7']);
  assert.deepEqual(split(yen, '151.2085'), ['151.', '20', '85']);
  assert.deepEqual(split(euro, '1.08425'), ['1.08', '42', '5']);
  assert.deepEqual(split(index, '38500'), ['385', '00', '']);
  assert.deepEqual(split(half, '38500.5'), ['385', '00', '.5']);
  assert.deepEqual(split(createPriceFormat({ decimals: 2, pip: 0.01 }), '99.95'), ['99.', '95', '']);
  assert.deepEqual(split(createPriceFormat({ decimals: 1, pip: 0.1 }), '99.5'), ['9', '9.5', '']);
  assert.deepEqual(split(index, '7'), ['', '7', '']);
});

test('pips have no binary noise, and the half that a mid can have', () => {
  assert.equal(yen.pips(151.249 - 151.245), '0.4');
  assert.equal(yen.pips(151.256 - 151.251), '0.5');
  assert.equal(yen.pips(0), '0.0');
  assert.equal(yen.pips(0.0005), '0.05');
  assert.equal(euro.pips(1.08427 - 1.08424), '0.3');
  assert.equal(half.pips(12.5), '2.5');
});

test('a change has its sign, unless it is none', () => {
  assert.deepEqual([0.012, -0.012, 0, -0.0000001].map(yen.signedPips), ['+1.2', '−1.2', '0.0', '0.0']);
});
