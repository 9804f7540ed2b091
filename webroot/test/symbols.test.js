import assert from 'node:assert/strict';
import test from 'node:test';
import { chooseSymbol, currencies, loadSymbol, loadSymbols, pairText } from '../js/symbols.js';

const SYMBOLS = [{ symbol: 'USD_JPY' }, { symbol: 'EUR_USD' }];

test('the address chooses the symbol, else it is the first', () => {
  assert.equal(chooseSymbol(SYMBOLS, '?symbol=EUR_USD').symbol, 'EUR_USD');
  assert.equal(chooseSymbol(SYMBOLS, '?lang=ja').symbol, 'USD_JPY');
  assert.equal(chooseSymbol(SYMBOLS, '?symbol=XXX'), null);
  assert.equal(chooseSymbol([], ''), null);
});

test('a pair of currencies is named in both languages, anything else not', () => {
  assert.equal(pairText('USD_JPY', 'en'), 'US Dollar / Japanese Yen');
  assert.equal(pairText('EURUSD', 'ja'), 'ユーロ／米ドル');
  assert.equal(pairText('BTCUSDT', 'en'), '');
  assert.equal(currencies('AAA_BBB'), null);
});

test('symbols are asked for below the page, and their answer sets the clock', async () => {
  const asked = [];
  const clock = { ask: (request) => (asked.push('clock'), request()) };
  const symbols = await loadSymbols(clock, async (address) => {
    asked.push(address);
    return { ok: true, json: async () => ({ now: '', symbols: SYMBOLS }) };
  });
  assert.deepEqual(symbols, SYMBOLS);
  assert.deepEqual(asked, ['clock', 'api/symbols']);
});

test('one symbol is asked for by its name', async () => {
  const clock = { ask: (request) => request() };
  const answering = (symbols) => async (address) => {
    assert.equal(address, 'api/symbols?symbol=A%3AB');
    return { ok: true, json: async () => ({ now: '', symbols }) };
  };
  assert.equal(await loadSymbol(clock, 'A:B', answering([SYMBOLS[1]])), SYMBOLS[1]);
  assert.equal(await loadSymbol(clock, 'A:B', answering([])), null);
});
