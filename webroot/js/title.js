import { translate } from './i18n.js';
import { all } from '../client/src/store.js';

/**
 * The title of the window: the mid, and the status where it is not live.
 *
 * @param {import('./types.js').Store<import('./ticker.js').TickerState>} state
 * @param {import('./types.js').Store<import('./badge.js').View>} view
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 * @param {import('./symbols.js').MarketSymbol} symbol
 * @param {import('./price.js').PriceFormat} format
 */
export function bindTitle(state, view, language, symbol, format) {
  function draw() {
    const { quote } = state.get();
    const { status } = view.get();
    const price = quote === null ? symbol.name : `${format.mid(quote.tick.mid)} ${symbol.name}`;
    const addition = status === 'live' ? '' : ` · ${translate(language.get(), status)}`;
    const demo = symbol.demo ? ` · ${translate(language.get(), 'demo')}` : '';
    const title = `${price}${addition}${demo} – Tickgate`;
    if (document.title !== title) document.title = title;
  }

  draw();
  return all(view.subscribe(draw), language.subscribe(draw));
}
