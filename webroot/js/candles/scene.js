import { createGroups, fillGroups, groupSize } from './groups.js';
import { fit } from './pricescale.js';

/**
 * @typedef {object} ValueLine The values of an indicator; NaN where there is none.
 * @property {string} name
 * @property {string} color a CSS variable
 * @property {number} origin the index of the first value
 * @property {Float64Array} values
 *
 * @typedef {object} OwnPane A pane of an indicator below the prices.
 * @property {readonly ValueLine[]} lines
 * @property {readonly [number, number] | undefined} range
 * @property {readonly number[]} guides
 * @property {import('./pricescale.js').PriceScale} scale
 *
 * @typedef {object} Compared Another symbol on the same plot.
 * @property {string} name
 * @property {string} color a CSS variable
 * @property {import('./candlewindow.js').CandleWindow} window
 * @property {Float64Array} values its prices at the ends of the groups, as prices of the first symbol
 * @property {number} base its price where both are at 0 %; NaN where it is unknown
 *
 * @typedef {ReturnType<typeof createScene>} Scene
 */

const ROOM = 8_192;
export const AXIS_HEIGHT = 26;
const OWN_PANE = 0.22;
/** The least width of a candle and of a step of a line, in CSS pixels. */
const LEAST = { candles: 3, line: 1 };

/**
 * The content of a frame: the candles in view, grouped for its pixels, and the scales. It takes its
 * memory once.
 */
export function createScene() {
  const groups = createGroups(ROOM);
  /** @type {import('./pricescale.js').PriceScale} */
  const scale = { least: 0, most: 1, top: 0, height: 1 };
  const scene = {
    groups,
    scale,
    /** The price of the first symbol that is 0 %. */
    base: NaN,
    /** @type {readonly ValueLine[]} */
    lines: [],
    /** @type {readonly OwnPane[]} */
    panes: [],
    /** @type {readonly Compared[]} */
    compared: [],

    /**
     * @param {object} look
     * @param {import('./candlewindow.js').CandleWindow} look.window
     * @param {import('./viewport.js').Viewport} look.viewport
     * @param {'candles' | 'line'} look.kind
     * @param {number} look.length of an interval, in milliseconds
     * @param {number} look.height of the whole plot with its axis
     * @param {number} look.apart the least span of the scale
     */
    compose({ window, viewport, kind, length, height, apart }) {
      const columns = window.columns();
      const size = groupSize(viewport.view.spacing, LEAST[kind]);
      const range = { from: viewport.from(), to: viewport.to(), first: window.first(), size };
      fillGroups(groups, columns, range, length);
      placePanes(height);
      if (groups.count === 0) return;
      scene.base = columns.close[range.from - columns.origin];
      scene.compared.forEach((other) => fillCompared(other, columns, range));
      fitPrices(kind, range, apart);
      scene.panes.forEach((pane) => fitPane(pane, range));
    },
  };

  /** @param {number} height */
  function placePanes(height) {
    const plot = Math.max(1, height - AXIS_HEIGHT);
    const own = Math.floor(plot * Math.min(OWN_PANE, 0.6 / Math.max(1, scene.panes.length)));
    scale.top = 0;
    scale.height = plot - own * scene.panes.length;
    scene.panes.forEach((pane, n) => {
      pane.scale.top = scale.height + n * own;
      pane.scale.height = own;
    });
  }

  /**
   * @param {Compared} other
   * @param {import('./candlewindow.js').Columns} columns
   * @param {{from: number, to: number}} range
   */
  function fillCompared(other, columns, range) {
    const { window, values } = other;
    const { origin, close } = window.columns();
    const from = columns.time[range.from - columns.origin];
    const first = Math.max(window.indexOf(from), window.first());
    other.base = first <= window.last() ? close[first - origin] : NaN;
    for (let n = 0; n < groups.count; n += 1) {
      const end = Math.min(range.to, Math.floor(groups.index[n] + groups.size / 2));
      const index = window.indexOf(columns.time[end - columns.origin]);
      const isKnown = index >= window.first() && index <= window.last();
      values[n] = isKnown ? (close[index - origin] / other.base) * scene.base : NaN;
    }
  }

  /**
   * @param {'candles' | 'line'} kind
   * @param {{from: number, to: number}} range
   * @param {number} apart
   */
  function fitPrices(kind, range, apart) {
    let least = Infinity;
    let most = -Infinity;
    /** @param {number} value */
    const add = (value) => {
      if (value < least) least = value;
      if (value > most) most = value;
    };
    for (let n = 0; n < groups.count; n += 1) {
      const isLine = kind === 'line' && groups.size === 1;
      add(isLine ? groups.close[n] : groups.low[n]);
      add(isLine ? groups.close[n] : groups.high[n]);
      scene.compared.forEach(({ values }) => add(values[n]));
    }
    scene.lines.forEach((line) => extremes(line, range, add));
    fit(scale, least, most, apart);
  }

  /**
   * @param {OwnPane} pane
   * @param {{from: number, to: number}} range
   */
  function fitPane(pane, range) {
    let [least, most] = pane.range ?? [Infinity, -Infinity];
    /** @param {number} value */
    const add = (value) => {
      if (value < least) least = value;
      if (value > most) most = value;
    };
    if (pane.range === undefined) pane.lines.forEach((line) => extremes(line, range, add));
    fit(pane.scale, least, most, 1e-9);
  }

  return scene;
}

/**
 * @param {ValueLine} line
 * @param {{from: number, to: number}} range
 * @param {(value: number) => void} add
 */
function extremes({ origin, values }, { from, to }, add) {
  const end = Math.min(to - origin, values.length - 1);
  for (let at = Math.max(0, from - origin); at <= end; at += 1) add(values[at]);
}

/** @param {{name: string, color: string, window: import('./candlewindow.js').CandleWindow}} other @returns {Compared} */
export function createCompared(other) {
  return { ...other, values: new Float64Array(ROOM), base: NaN };
}
