import assert from 'node:assert/strict';
import test from 'node:test';
import { amountText, decimalsOf, numberText, percentText, signedText } from '../js/money.js';

test('a number needs as many decimals as it has, eight at most', () => {
  const needed = [[2650, 0], [2650.5, 1], [151.247, 3], [0.1 + 0.2, 8], [1e-12, 8], [-1.25, 2]];
  for (const [value, decimals] of needed) assert.equal(decimalsOf(value), decimals, String(value));
});

test('numbers are grouped, and an unknown one has a mark', () => {
  assert.equal(numberText('ja', 1234567.5, 1), '1,234,567.5');
  assert.equal(numberText('en', -50, 0), '−50');
  assert.equal(numberText('en', null, 2), '–');
});

test('a change has its sign, and none has none', () => {
  assert.equal(signedText('en', 50, 1), '+50.0');
  assert.equal(signedText('en', -0.05, 2), '−0.05');
  assert.equal(signedText('en', 0, 2), '0.00');
  assert.equal(percentText('en', 1.923), '+1.92%');
  assert.equal(percentText('en', null), '–');
});

test('an amount is written as its currency is', () => {
  assert.equal(amountText('en', 15000, 'JPY', true), '+¥15,000');
  assert.equal(amountText('en', -12.5, 'USD', true), '−$12.50');
  assert.equal(amountText('en', 12.5, 'USD'), '$12.50');
  assert.equal(amountText('en', null, 'USD'), '–');
});

test('a currency that is none of ISO 4217 stands behind the amount', () => {
  assert.equal(amountText('en', 532.1, 'USDT', true), '+532.10 USDT');
});
