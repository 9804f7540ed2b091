import { part, write } from '../dom.js';
import { translate } from '../i18n.js';
import { createStore } from '../../client/src/store.js';
import { createRegistry } from '../indicators/registry.js';
import { createCandleChart } from './candlechart.js';
import { readChoice, TICKS, unknownCompared, writeChoice } from './choice.js';
import { bindControls } from './controls.js';
import { bindDayFigures } from './dayfigures.js';
import { drawLegend } from './legend.js';
import { createSharedTopics } from './sharedtopics.js';
import { bindToolbar } from './toolbar.js';

/** @typedef {import('./candlechart.js').CandleChart} CandleChart */

/** @param {import('../symbols.js').MarketSymbol} symbol */
const nameOf = ({ symbol }) => symbol;

/**
 * The chart of candles in the place of that of ticks, as chosen in the address. Where the server has
 * no candles, or none for this page, it says so, and only the ticks are shown.
 *
 * @param {object} options
 * @param {import('../symbols.js').MarketSymbol} options.symbol
 * @param {readonly import('../symbols.js').MarketSymbol[]} options.symbols
 * @param {boolean | null} options.isOffered whether the server has candles; null where it is unknown
 * @param {import('../types.js').Store<readonly string[]>} options.denied symbols whose live candles the
 *     server refuses
 * @param {boolean} options.hasHours
 * @param {import('../../client/src/connection.js').Connection} options.connection
 * @param {import('../types.js').Clock} options.clock
 * @param {import('../types.js').Store<import('../types.js').Language>} options.language
 * @param {import('../price.js').PriceFormat} options.format
 * @param {(code: string, message: string) => void} options.onError
 */
export function bindCandles(options) {
  const { symbol, symbols, isOffered, denied, hasHours, clock, language, format, onError } = options;
  part('toolbar').hidden = isOffered !== true;
  part('candles-off').hidden = isOffered !== false;
  if (isOffered !== true) return;
  const registry = createRegistry();
  const others = symbols.filter((other) => other.symbol !== symbol.symbol);
  const choice = createStore(readChoice(location.search, registry, others.map(nameOf)));
  const unknown = unknownCompared(location.search, symbols.map(nameOf));
  const connection = createSharedTopics(options.connection);
  /** @type {CandleChart | null} */
  let chart = null;
  let endDay = () => {};
  let shown = '';

  function onChoice() {
    const { interval, price } = choice.get();
    history.replaceState(null, '', writeChoice(location.href, choice.get()));
    part('candles').hidden = interval === TICKS;
    part('plot').hidden = interval !== TICKS;
    part('chart').dataset.kind = interval === TICKS ? TICKS : 'candles';
    if (shown !== `${interval} ${price}`) renew();
    shown = `${interval} ${price}`;
    applyChoice();
  }

  function renew() {
    const { interval, price } = choice.get();
    chart?.stop();
    endDay();
    endDay = bindDayFigures({
      series: { symbol: symbol.symbol, price },
      connection,
      clock,
      language,
      format,
      onClose: (close) => chart?.close(close),
    });
    chart = interval === TICKS ? null : create(interval, price);
    compared = '';
  }

  /** @param {string} interval @param {import('./intervals.js').Price} price */
  function create(interval, price) {
    return createCandleChart({
      parts: {
        plot: part('candle-plot'),
        canvas: /** @type {HTMLCanvasElement} */ (part('candle-canvas')),
        upper: /** @type {HTMLCanvasElement} */ (part('candle-upper')),
      },
      series: { symbol: symbol.symbol, interval, price },
      connection,
      clock,
      language,
      format,
      hasHours,
      onFrame,
    });
  }

  let compared = '';
  function applyChoice() {
    if (chart === null) return;
    const now = choice.get();
    chart.show(now.kind);
    chart.indicate(
      now.indicators.flatMap(({ id, parameters }) => {
        const indicator = registry.get(id);
        return indicator === undefined ? [] : [{ indicator, parameters }];
      }),
    );
    if (compared === now.compared.join()) return;
    compared = now.compared.join();
    chart.compare(others.filter((other) => now.compared.includes(other.symbol)));
  }

  function onFrame() {
    if (chart === null) return;
    drawLegend(chart, language.get());
    drawState(chart);
    const box = part('candles');
    box.dataset.candles = String(chart.window.size());
    box.dataset.inView = String(Math.max(0, chart.viewport.to() - chart.viewport.from() + 1));
    box.dataset.pauses = String(chart.marks());
  }

  /** @param {CandleChart} now */
  function drawState({ feed, window, viewport }) {
    const { loading, failed } = feed.state.get();
    const words = language.get();
    const isAtBegin = viewport.view.right - viewport.count() < window.first() - 1;
    const state =
      failed !== null
        ? 'candlesFailed'
        : loading !== null && (window.size() === 0 || isAtBegin)
          ? 'candlesLoading'
          : window.size() === 0
            ? 'candlesNone'
            : isAtBegin && window.reachesOldest()
              ? 'candlesBegin'
              : null;
    const note = part('candles-note');
    note.hidden = state === null;
    note.dataset.state = state ?? '';
    if (state !== null) write(part('candles-note-text'), translate(words, state));
    part('candles-retry').hidden = failed === null;
    part('to-newest').dataset.following = String(viewport.view.following);
  }

  /** The access rules deny live candles: without those of its symbol the chart ends, others leave the comparison. */
  function onDenied() {
    if (denied.get().includes(symbol.symbol)) return endCandles();
    const readable = choice.get().compared.filter((other) => !denied.get().includes(other));
    choice.set({ ...choice.get(), compared: readable });
    say('comparedDenied', denied.get());
  }

  function endCandles() {
    if (part('toolbar').hidden) return;
    endChoice();
    chart?.stop();
    chart = null;
    endDay();
    for (const name of ['toolbar', 'candles', 'day']) part(name).hidden = true;
    for (const name of ['ranges', 'plot']) part(name).hidden = false;
    part('chart').dataset.kind = TICKS;
    say('candlesDenied', [symbol.symbol]);
  }

  let endSaying = () => {};
  /**
   * Says which rights are missing.
   *
   * @param {'candlesDenied' | 'comparedDenied'} key
   * @param {readonly string[]} refused
   */
  function say(key, refused) {
    const draw = () => {
      const topics = refused.map((name) => `candles.${name}.*`).join(', ');
      write(part('candles-denied-text'), translate(language.get(), key, { topics }));
    };
    endSaying();
    endSaying = language.subscribe(draw);
    part('candles-denied').hidden = false;
    draw();
  }

  bindToolbar({ choice, registry, others, unknown, language });
  bindControls({ chart: () => chart, choice, symbol, language, onError });
  const endChoice = choice.subscribe(onChoice);
  denied.subscribe(onDenied);
  onChoice();
}
