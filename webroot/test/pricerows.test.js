import assert from 'node:assert/strict';
import test from 'node:test';
import { heldIds, isSameList, nextSorting, rowsOf, sortedIds, UNSORTED } from '../js/pricerows.js';

const item = (company_id, quantity = null, purchase_price = null) => ({
  company_id,
  ticker_symbol: `S${company_id}`,
  company_name: `Company ${company_id}`,
  currency: 'JPY',
  quantity,
  purchase_price,
});
const stock = (company_id, current_price, position = {}) => ({
  company_id,
  current_price,
  change: 1,
  change_percent: 0.5,
  ...position,
});
const stocks = (...all) => new Map(all.map((one) => [one.company_id, one]));
const rows = (...prices) => prices.map((price, i) => ({ id: i + 1, symbol: `S${9 - i}`, price }));

test('the rows have the order of the list, and the newest prices', () => {
  const [first, second] = rowsOf([item(2), item(1)], stocks(stock(1, 10), stock(2, 20)));
  assert.deepEqual([first.id, first.price, first.dayChange], [2, 20, 1]);
  assert.deepEqual([second.id, second.price, second.symbol], [1, 10, 'S1']);
});

test('an item without a price has none of the figures', () => {
  const [row] = rowsOf([item(1, 100, 5)], stocks());
  assert.deepEqual([row.price, row.dayChange, row.changePercent, row.profitLoss], [null, null, null, null]);
  assert.equal(row.quantity, 100);
});

test('a profit of a position that has been changed since is not shown', () => {
  const received = stocks(stock(1, 10, { quantity: 100, purchase_price: 5, unrealized_pl: 500 }));
  assert.equal(rowsOf([item(1, 100, 5)], received)[0].profitLoss, 500);
  assert.equal(rowsOf([item(1, 200, 5)], received)[0].profitLoss, null);
});

test('prices of other items tell that the list was changed elsewhere', () => {
  const items = [item(1), item(2, 100, 5)];
  const held = stock(2, 20, { quantity: 100, purchase_price: 5, unrealized_pl: 0 });
  assert.equal(isSameList(items, [stock(1, 10), held]), true);
  assert.equal(isSameList(items, [held, stock(1, 10)]), false);
  assert.equal(isSameList(items, [stock(1, 10)]), false);
  assert.equal(isSameList(items, [stock(1, 10), { ...held, quantity: 99 }]), false);
});

test('rows are sorted by a column in both directions, unknown values last', () => {
  const some = rows(3, null, 1, 2);
  assert.deepEqual(sortedIds(some, UNSORTED), [1, 2, 3, 4]);
  assert.deepEqual(sortedIds(some, { key: 'price', isDescending: false }), [3, 4, 1, 2]);
  assert.deepEqual(sortedIds(some, { key: 'price', isDescending: true }), [1, 4, 3, 2]);
  assert.deepEqual(sortedIds(some, { key: 'company', isDescending: false }), [4, 3, 2, 1]);
});

test('equal values keep the order of the list in both directions', () => {
  const some = rows(1, 1, 0, 1);
  assert.deepEqual(sortedIds(some, { key: 'price', isDescending: false }), [3, 1, 2, 4]);
  assert.deepEqual(sortedIds(some, { key: 'price', isDescending: true }), [1, 2, 4, 3]);
});

test('held rows keep their places, new ones come last and removed ones go', () => {
  assert.deepEqual(heldIds([3, 1, 2], [1, 2, 3]), [3, 1, 2]);
  assert.deepEqual(heldIds([3, 1, 2], [4, 1, 3]), [3, 1, 4]);
});

test('a column sorts up, then down, then the list has its own order again', () => {
  const up = nextSorting(UNSORTED, 'price');
  const down = nextSorting(up, 'price');
  assert.deepEqual(up, { key: 'price', isDescending: false });
  assert.deepEqual(down, { key: 'price', isDescending: true });
  assert.deepEqual(nextSorting(down, 'price'), UNSORTED);
  assert.deepEqual(nextSorting(down, 'dayChange'), { key: 'dayChange', isDescending: false });
});
