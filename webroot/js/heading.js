import { part, write } from './dom.js';
import { spanText, translate } from './i18n.js';
import { pairText } from './symbols.js';
import { all } from '../client/src/store.js';

const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 10, useGrouping: false });

/** @typedef {import('./symbols.js').MarketSymbol} MarketSymbol */

/**
 * The name of the symbol, whether it is a demo, and what its figures mean.
 *
 * @param {MarketSymbol} symbol
 * @param {import('./series.js').Series} series
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 */
export function bindHeading(symbol, series, language) {
  const words = part('pair-words');
  const footnote = part('footnote');

  function draw() {
    write(words, pairText(symbol.symbol, language.get()));
    const span = spanText(language.get(), series.interval());
    write(footnote, translate(language.get(), 'footnote', { pip: plain.format(symbol.pip), span }));
  }

  write(part('pair'), symbol.name);
  part('demo').hidden = !symbol.demo;
  part('demo-hint').hidden = !symbol.demo;
  draw();
  return all(series.subscribe(draw), language.subscribe(draw));
}

/**
 * The switch to other symbols; each has an address of its own.
 *
 * @param {readonly MarketSymbol[]} symbols
 * @param {string | null} chosen
 */
export function bindSwitch(symbols, chosen) {
  const select = /** @type {HTMLSelectElement} */ (part('symbol-switch'));
  const options = symbols.map(({ symbol, name }) => new Option(name, symbol, false, symbol === chosen));
  if (chosen === null) options.unshift(new Option('–', '', true, true));
  select.replaceChildren(...options);
  select.hidden = symbols.length < 2 && chosen !== null;
  select.addEventListener('change', () => {
    const address = new URL(location.href);
    address.searchParams.set('symbol', select.value);
    location.assign(address);
  });
}
