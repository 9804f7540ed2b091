import assert from 'node:assert/strict';
import test from 'node:test';
import { parsePosition } from '../js/position.js';

test('a position has a quantity and a purchase price', () => {
  assert.deepEqual(parsePosition('100', '2500.5'), {
    position: { quantity: 100, purchase_price: 2500.5 },
  });
  assert.deepEqual(parsePosition('-50', '0'), { position: { quantity: -50, purchase_price: 0 } });
});

test('numbers are read as people write them', () => {
  const expected = { position: { quantity: -1234.5, purchase_price: 2500 } };
  assert.deepEqual(parsePosition(' −1,234.50 ', '2,500'), expected);
  assert.deepEqual(parsePosition('－１，２３４．５', '２５００'), expected);
});

test('two empty fields remove a position, one alone is a mistake', () => {
  assert.deepEqual(parsePosition('', ' '), { position: { quantity: null, purchase_price: null } });
  assert.deepEqual(parsePosition('100', ''), { problem: 'needBoth' });
  assert.deepEqual(parsePosition('', '1'), { problem: 'needBoth' });
});

for (const quantity of ['0', '0.00', '-0', '1.234', 'x', '1e3', '12345678901234', '.']) {
  test(`the quantity ${quantity} is refused`, () => {
    assert.deepEqual(parsePosition(quantity, '1'), { problem: 'quantityInvalid' });
  });
}

for (const price of ['-1', '1.234', 'x', '12345678901234']) {
  test(`the purchase price ${price} is refused`, () => {
    assert.deepEqual(parsePosition('1', price), { problem: 'purchaseInvalid' });
  });
}
