import { zoneFor } from '../format.js';
import { perFrame } from '../frame.js';
import { createCandleFeed } from './candlefeed.js';
import { createCandleWindow } from './candlewindow.js';
import { paintCrosshair } from './crosshair.js';
import { paintFrame } from './paintframe.js';
import { createIndicatorLines } from './indicatorlines.js';
import { lengthOf } from './intervals.js';
import { createPalette } from './palette.js';
import { createCompared, createScene } from './scene.js';
import { createCandleTimes } from './timemarks.js';
import { createViewport } from './viewport.js';

/**
 * @typedef {object} Pointed The candle under the crosshair, else the newest.
 * @property {number} index
 * @property {import('./candlewindow.js').Candle} candle
 * @property {number} before the closing price of the one before; NaN where there is none
 * @property {string} time
 * @property {boolean} isPointed whether the crosshair is there
 *
 * @typedef {ReturnType<typeof createCandleChart>} CandleChart
 */

// A day of seconds with the margin of the newest. What is ahead, and a page of it, has room, too: else
// each page would push out what is in view.
const MOST_IN_VIEW = 92_000;
const LIMIT = 100_000;
const MOST_AHEAD = 2_500;
const LEAST_SPAN_PIPS = 3;
const COMPARED_COLORS = ['--compared-1', '--compared-2', '--compared-3'];

/**
 * A chart of the candles of a symbol on two canvases: the candles below, the crosshair above. Each
 * is painted at most once a frame.
 *
 * @param {object} options
 * @param {{plot: HTMLElement, canvas: HTMLCanvasElement, upper: HTMLCanvasElement}} options.parts
 * @param {{symbol: string, interval: string, price: import('./intervals.js').Price}} options.series
 * @param {import('./sharedtopics.js').Topics} options.connection
 * @param {import('../types.js').Clock} options.clock
 * @param {import('../types.js').Store<import('../types.js').Language>} options.language
 * @param {import('../price.js').PriceFormat} options.format
 * @param {boolean} options.hasHours
 * @param {() => void} options.onFrame a frame was painted
 */
export function createCandleChart({ parts, series, connection, clock, language, format, hasHours, onFrame }) {
  const { plot, canvas, upper } = parts;
  const length = lengthOf(series.interval);
  const window_ = createCandleWindow(LIMIT);
  const viewport = createViewport(MOST_IN_VIEW);
  const scene = createScene();
  const palette = createPalette();
  const lower = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const over = /** @type {CanvasRenderingContext2D} */ (upper.getContext('2d'));
  const frame = perFrame(draw);
  const crossFrame = perFrame(drawCross);
  const feed = createCandleFeed({ series, window: window_, connection, clock, onChange: frame.request });
  const price = series.price === 'mid' ? format.mid : format.price;
  /** @type {import('./paintframe.js').Look} */
  const look = {
    kind: 'candles',
    length,
    width: 1,
    height: 1,
    axis: 64,
    hasHours,
    last: null,
    previousClose: null,
    language: language.get(),
    price,
    times: createCandleTimes(zoneFor(language.get()), length),
  };
  let lines = createIndicatorLines(window_, [], clock);
  /** @type {{feed: import('./candlefeed.js').CandleFeed, stop: () => void, name: string}[]} */
  let others = [];
  /** @type {{index: number, y: number | null} | null} */
  let cross = null;
  let marks = 0;

  function draw() {
    viewport.bound(window_.first(), window_.last());
    if (lines.advance()) frame.request();
    gatherLines();
    const { view } = viewport;
    scene.compose({
      window: window_,
      viewport,
      kind: look.kind,
      length,
      height: look.height,
      apart: format.pip * LEAST_SPAN_PIPS,
    });
    const columns = window_.columns();
    look.last = window_.size() > 0 && window_.reachesNewest() ? columns.close[window_.last() - columns.origin] : null;
    marks = paintFrame(lower, scene, viewport, look, palette);
    const from = Math.floor(view.right - viewport.count());
    // Half a view ahead, so that a slow hand never sees the edge.
    const ahead = Math.min(MOST_AHEAD, Math.floor(viewport.count() / 2));
    const room = LIMIT - MOST_AHEAD - ahead - viewport.count();
    const before = ahead + Math.min(lines.warmUp, Math.max(0, room));
    feed.need(from - before, viewport.to() + 1, viewport.count() + lines.warmUp);
    needOthers();
    drawCross();
    onFrame();
  }

  function gatherLines() {
    const own = lines.computed.filter(({ indicator }) => indicator.pane === 'own');
    scene.lines = lines.computed.filter((one) => !own.includes(one)).flatMap((one) => one.lines);
    scene.panes.forEach((pane, n) => {
      pane.lines = own[n].lines;
    });
  }

  function needOthers() {
    if (window_.size() === 0) return;
    scene.compared.forEach((other, n) => {
      const from = other.window.indexOf(window_.timeOf(Math.max(viewport.from(), window_.first())));
      others[n].feed.need(from, other.window.last(), viewport.count());
    });
  }

  function drawCross() {
    over.clearRect(0, 0, look.width + look.axis, look.height);
    if (cross === null || window_.size() === 0) return;
    const index = Math.min(window_.last(), Math.max(window_.first(), cross.index));
    const time = look.times.whole(window_.timeOf(index));
    paintCrosshair(over, scene, look, { x: viewport.x(index), y: cross.y, time }, palette);
  }

  function resize() {
    const ratio = devicePixelRatio;
    const { width, height } = plot.getBoundingClientRect();
    if (width === 0 || height === 0) return;
    lower.font = over.font = `12px ${palette.font}`;
    const widest = lower.measureText(price(window_.size() > 0 ? scene.scale.most : 100)).width;
    look.axis = Math.ceil(Math.max(56, widest + 14));
    look.width = width - look.axis;
    look.height = height;
    for (const [element, context] of /** @type {const} */ ([[canvas, lower], [upper, over]])) {
      element.width = Math.round(width * ratio);
      element.height = Math.round(height * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
    }
    viewport.resize(look.width);
    frame.cancel();
    // In the same frame: a canvas that was sized anew is empty.
    draw();
  }

  function recolor() {
    palette.renew();
    frame.request();
  }

  function localize() {
    look.language = language.get();
    look.times = createCandleTimes(zoneFor(language.get()), length);
    frame.request();
  }

  const dark = matchMedia('(prefers-color-scheme: dark)');
  const observer = new ResizeObserver(resize);
  const ends = [feed.start(), language.subscribe(localize), feed.state.subscribe(frame.request)];
  observer.observe(plot);
  dark.addEventListener('change', recolor);

  return {
    window: window_,
    viewport,
    feed,
    scene,
    look,
    redraw: frame.request,
    marks: () => marks,
    computed: () => lines.computed,

    /** @param {'candles' | 'line'} kind */
    show(kind) {
      look.kind = kind;
      frame.request();
    },

    /** @param {readonly {indicator: import('../indicators/registry.js').Indicator, parameters: readonly number[]}[]} chosen */
    indicate(chosen) {
      lines = createIndicatorLines(window_, chosen, clock);
      const own = chosen.filter(({ indicator }) => indicator.pane === 'own');
      scene.panes = own.map(({ indicator }) => ({
        lines: [],
        range: indicator.range,
        guides: indicator.guides ?? [],
        scale: { least: 0, most: 1, top: 0, height: 1 },
      }));
      frame.request();
    },

    /** Compares with other symbols. @param {readonly {symbol: string, name: string}[]} symbols */
    compare(symbols) {
      others.forEach(({ stop }) => stop());
      const windows = symbols.map(() => createCandleWindow(LIMIT));
      others = symbols.map(({ symbol, name }, n) => {
        const options = { series: { ...series, symbol }, window: windows[n], connection, clock };
        const other = createCandleFeed({ ...options, onChange: frame.request });
        return { feed: other, stop: other.start(), name };
      });
      scene.compared = symbols.map(({ name }, n) =>
        createCompared({ name, color: COMPARED_COLORS[n], window: windows[n] }),
      );
      frame.request();
    },

    /** @param {number | null} close of the day before */
    close(close) {
      look.previousClose = close;
      frame.request();
    },

    /** @param {number | null} x null where the pointer has left @param {number | null} y */
    point(x, y) {
      cross = x === null ? null : { index: viewport.indexAt(Math.min(x, look.width)), y };
      crossFrame.request();
      onFrame();
    },

    /** Moves the crosshair by candles, and the view with it. @param {number} candles */
    step(candles) {
      const begin = cross?.index ?? viewport.to() + (candles < 0 ? 1 : 0);
      const index = Math.min(window_.last(), Math.max(window_.first(), begin + candles));
      cross = { index, y: null };
      viewport.reveal(index);
      draw();
    },

    /** @returns {Pointed | null} */
    pointed() {
      if (window_.size() === 0) return null;
      const wish = cross?.index ?? window_.last();
      const index = Math.min(window_.last(), Math.max(window_.first(), wish));
      const columns = window_.columns();
      const place = index - columns.origin;
      const candle = {
        time: columns.time[place],
        open: columns.open[place],
        high: columns.high[place],
        low: columns.low[place],
        close: columns.close[place],
        ticks: columns.ticks[place],
      };
      const before = index > window_.first() ? columns.close[place - 1] : NaN;
      return { index, candle, before, time: look.times.whole(candle.time), isPointed: cross !== null };
    },

    stop() {
      ends.forEach((end) => end());
      others.forEach(({ stop }) => stop());
      observer.disconnect();
      dark.removeEventListener('change', recolor);
      frame.cancel();
      crossFrame.cancel();
    },
  };
}
