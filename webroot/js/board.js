import { part, write } from './dom.js';
import { perFrame } from './frame.js';
import { translate } from './i18n.js';

/** @typedef {import('./types.js').Direction} Direction */

const SIGNS = { up: '▲', down: '▼', flat: '' };

// A screen reader would never come to an end if it read every tick.
const SPOKEN_EVERY = 15_000;

/**
 * The quote board: bid, ask and mid with their direction, and the spread.
 *
 * @param {import('./types.js').Store<import('./ticker.js').TickerState>} state
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 * @param {{now: () => number}} clock
 * @param {import('./symbols.js').MarketSymbol} symbol
 * @param {import('./price.js').PriceFormat} format
 */
export function bindBoard(state, language, clock, symbol, format) {
  const prices = {
    bid: bindPrice('bid', format),
    ask: bindPrice('ask', format),
    mid: bindPrice('mid', format),
  };
  const spread = part('spread');
  const spoken = part('quote-spoken');
  let spokenAt = -Infinity;

  function draw() {
    const { quote } = state.get();
    if (quote === null) return;
    const { bid, ask, mid } = quote.tick;
    prices.bid(format.price(bid), quote.moves.bid);
    prices.ask(format.price(ask), quote.moves.ask);
    prices.mid(format.mid(mid), quote.moves.mid);
    write(spread, format.pips(ask - bid));
    speak(quote.tick);
  }

  /** @param {import('./types.js').Tick} tick */
  function speak({ bid, ask }) {
    if (clock.now() - spokenAt < SPOKEN_EVERY) return;
    spokenAt = clock.now();
    const values = {
      name: symbol.name,
      bid: format.price(bid),
      ask: format.price(ask),
      spread: format.pips(ask - bid),
    };
    write(spoken, translate(language.get(), 'quoteSpoken', values));
  }

  const frame = perFrame(draw);
  const unsubscribe = state.subscribe(frame.request);
  return () => {
    unsubscribe();
    frame.cancel();
  };
}

/**
 * @param {'bid' | 'ask' | 'mid'} side
 * @param {import('./price.js').PriceFormat} format
 */
function bindPrice(side, format) {
  const element = part(side);
  const box = /** @type {HTMLElement} */ (element.closest('[data-direction]'));
  const sign = part(`${side}-sign`);
  const [handle, pips, pipette] = element.children;

  /**
   * @param {string} price
   * @param {Direction} direction
   */
  return (price, direction) => {
    const split = format.split(price);
    write(handle, split.handle);
    write(pips, split.pips);
    write(pipette, split.pipette);
    write(sign, SIGNS[direction]);
    box.dataset.direction = direction;
  };
}
