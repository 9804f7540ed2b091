import { part, write } from '../dom.js';
import { exportCsv } from './csv.js';
import { bindGestures } from './gestures.js';
import { lengthOf } from './intervals.js';
import { legendText } from './legend.js';
import { pictureOf, save } from './saving.js';

const ZOOM = 1.5;
const PAGE = 0.8;

/**
 * The pointer, the keys and the buttons that move and save the chart.
 *
 * @param {object} options
 * @param {() => import('./candlechart.js').CandleChart | null} options.chart null while ticks are shown
 * @param {import('../types.js').Store<import('./choice.js').Choice>} options.choice
 * @param {{symbol: string, name: string}} options.symbol
 * @param {import('../types.js').Store<import('../types.js').Language>} options.language
 * @param {(code: string, message: string) => void} options.onError
 */
export function bindControls({ chart, choice, symbol, language, onError }) {
  const plot = part('candle-plot');

  /** @param {(now: import('./candlechart.js').CandleChart) => void} act */
  function on(act) {
    const now = chart();
    if (now === null) return;
    act(now);
    now.redraw();
  }

  /** @param {number} factor */
  const zoom = (factor) => on(({ viewport, look }) => viewport.zoom(factor, look.width / 2));
  /** @param {number} parts of the width, to older candles */
  const page = (parts) => on(({ viewport, look }) => viewport.pan(look.width * parts));
  const toNewest = () => on(({ viewport }) => viewport.follow());

  /** @type {Record<string, (event: KeyboardEvent) => void>} */
  const keys = {
    ArrowLeft: (event) => step(event.shiftKey ? -10 : -1),
    ArrowRight: (event) => step(event.shiftKey ? 10 : 1),
    PageUp: () => page(PAGE),
    PageDown: () => page(-PAGE),
    Home: () => on(({ viewport, window }) => viewport.reveal(window.first())),
    End: toNewest,
    '+': () => zoom(ZOOM),
    '-': () => zoom(1 / ZOOM),
    Escape: () => on((now) => now.point(null, null)),
  };

  /** @param {number} candles */
  function step(candles) {
    on((now) => {
      now.step(candles);
      const pointed = now.pointed();
      if (pointed !== null) write(part('candle-spoken'), legendText(now, pointed, language.get()));
    });
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const act = keys[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(event);
  }

  /** @param {string} end */
  function fileName(end) {
    const { interval, price } = choice.get();
    return `${symbol.symbol}-${interval}-${price}.${end}`;
  }

  async function saveCsv() {
    const now = chart();
    if (now === null || now.window.size() === 0) return;
    const { interval, price } = choice.get();
    const { window, viewport } = now;
    const from = window.timeOf(viewport.from());
    const to = window.timeOf(viewport.to()) + lengthOf(interval);
    const text = await exportCsv({ symbol: symbol.symbol, interval, price }, { from, to });
    save(new Blob([text], { type: 'text/csv' }), fileName('csv'));
  }

  async function savePicture() {
    const now = chart();
    const pointed = now?.pointed() ?? null;
    if (now === null || pointed === null) return;
    const { color, backgroundColor, fontFamily } = getComputedStyle(part('chart'));
    const { interval, price } = choice.get();
    const text = `${symbol.name} ${interval} ${price} · ${legendText(now, pointed, language.get())}`;
    const canvas = /** @type {HTMLCanvasElement} */ (part('candle-canvas'));
    const picture = await pictureOf(canvas, { text, back: backgroundColor, color, font: fontFamily });
    save(picture, fileName('png'));
  }

  function toggleFullScreen() {
    const change = document.fullscreenElement ? document.exitFullscreen() : part('chart').requestFullscreen();
    change.catch(() => onError('FULL_SCREEN_FAILED', ''));
  }

  bindGestures(plot, {
    pan: (pixels) => on(({ viewport }) => viewport.pan(pixels)),
    zoom: (factor, x) => on(({ viewport }) => viewport.zoom(factor, x)),
    point: (x, y) => chart()?.point(x, y),
  });
  plot.addEventListener('keydown', onKey);
  plot.addEventListener('blur', () => chart()?.point(null, null));
  const clicks = /** @type {const} */ ([
    ['zoom-in', () => zoom(ZOOM)],
    ['zoom-out', () => zoom(1 / ZOOM)],
    ['to-newest', toNewest],
    ['full-screen', toggleFullScreen],
    ['save-png', () => void savePicture().catch(() => onError('EXPORT_FAILED', ''))],
    ['save-csv', () => void saveCsv().catch(() => onError('EXPORT_FAILED', ''))],
    ['candles-retry', () => chart()?.feed.retry()],
  ]);
  for (const [name, act] of clicks) part(name).addEventListener('click', act);
}
