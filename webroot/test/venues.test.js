import assert from 'node:assert/strict';
import test from 'node:test';
import { VENUES, addedGroups, groupOf, groupsOf, symbolOf, withGroups } from '../js/venues.js';

test('quotes of each exchange have the symbol of the topics', () => {
  const frames = {
    binance: { stream: 'btcusdt@bookTicker', data: { u: 1, s: 'BTCUSDT', b: '1.10', a: '1.20' } },
    gmoFx: { symbol: 'USD_JPY', bid: '1.10', ask: '1.20', timestamp: '2026-02-16T13:05:10.123Z' },
    kraken: { channel: 'ticker', data: [{ symbol: 'BTC/USD', bid: 1.1, ask: 1.2 }] },
  };
  const symbols = { binance: 'BTCUSDT', gmoFx: 'USD_JPY', kraken: 'BTC_USD' };
  for (const [venue, frame] of Object.entries(frames)) {
    const [quote] = VENUES[venue].quotes(frame);
    assert.equal(quote.symbol, symbols[/** @type {keyof typeof symbols} */ (venue)]);
    assert.deepEqual([Number(quote.bid), Number(quote.ask)], [1.1, 1.2]);
  }
});

test('other frames have no quote and no time', () => {
  for (const venue of Object.values(VENUES)) {
    for (const frame of [{}, { result: null, id: 1 }, { channel: 'heartbeat' }, { error: 'ERR' }]) {
      assert.deepEqual(venue.quotes(frame), []);
      assert.equal(venue.time(frame), null);
    }
  }
});

test('the time of the exchange is read where a frame has one', () => {
  assert.equal(VENUES.binance.time({ data: { e: 'trade', E: 1672515782136 } }), 1672515782136);
  assert.equal(VENUES.gmo.time({ timestamp: '1970-01-01T00:00:01.000Z' }), 1000);
  assert.equal(VENUES.gmo.time({ timestamp: 'soon' }), null);
});

test('instruments that no enabled exchange has are left out', () => {
  assert.deepEqual(
    groupsOf(['gmoFx']).map(({ name, quotes }) => [name, quotes.length]),
    [
      ['USD/JPY', 1],
      ['EUR/JPY', 1],
    ],
  );
  assert.deepEqual(groupsOf([]), []);
});

test('a symbol of the user gets the spelling of the topics', () => {
  assert.equal(symbolOf('kraken', ' sol/usd '), 'SOL_USD');
  assert.equal(symbolOf('binance', 'sol-usdt'), 'SOLUSDT');
  assert.equal(symbolOf('gmoFx', 'GBP/JPY'), 'GBP_JPY');
  for (const text of ['', 'GBP', 'GBP_JPY_X', 'a b', 'GBP.JPY']) {
    assert.equal(symbolOf('gmoFx', text), null);
  }
  for (const [name, { symbol, example }] of Object.entries(VENUES)) {
    assert.match(example, symbol);
    assert.equal(symbolOf(name, example), example);
  }
});

test('symbols that the user adds are in the address, beside other parameters', () => {
  const groups = [...groupsOf(['gmoFx']), groupOf({ venue: 'gmoFx', symbol: 'GBP_JPY' })];
  const search = withGroups('?lang=ja&symbol=kraken.SOL_USD', groups);

  assert.equal(search, '?lang=ja&symbol=gmoFx.GBP_JPY');
  assert.deepEqual(addedGroups(search, ['gmoFx']), [
    { name: 'GBP/JPY', quotes: [{ venue: 'gmoFx', symbol: 'GBP_JPY' }], added: true },
  ]);
  assert.equal(withGroups(search, []), '?lang=ja');
  assert.equal(withGroups('?symbol=gmoFx.GBP_JPY', []), '');
});

test('an address with symbols that no enabled exchange can have adds nothing', () => {
  for (const text of ['kraken.SOL_USD', 'gmoFx', 'gmoFx.', 'gmoFx.gbp_jpy', 'gmoFx.A_B', '.x', '']) {
    assert.deepEqual(addedGroups(`?symbol=${text}`, ['gmoFx']), []);
  }
});
