import { formatPrice } from './format.js';
import { translate } from './i18n.js';
import { all } from './store.js';

/**
 * The title of the window: the mid, and the status where it is not live.
 *
 * @param {import('./types.js').Store<import('./ticker.js').TickerState>} state
 * @param {import('./types.js').Store<import('./badge.js').View>} view
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 */
export function bindTitle(state, view, language) {
  function draw() {
    const { quote } = state.get();
    const { status } = view.get();
    const price = quote === null ? 'USD/JPY' : `${formatPrice(quote.tick.mid)} USD/JPY`;
    const addition = status === 'live' ? '' : ` · ${translate(language.get(), status)}`;
    const title = `${price}${addition} – Tickgate`;
    if (document.title !== title) document.title = title;
  }

  draw();
  return all(view.subscribe(draw), language.subscribe(draw));
}
