import { AreaSeries, ColorType, createChart } from '../vendor/lightweight-charts.standalone.production.mjs';
import { part, write } from './dom.js';
import { createDotLayer } from './dotlayer.js';
import { dots } from './dots.js';
import { createTimeFormat, zoneFor, zoneLabel } from './format.js';
import { createFollower } from './follow.js';
import { createGapBands } from './gapbands.js';
import { perFrame } from './frame.js';
import { spanText, translate } from './i18n.js';
import { gaps, grid } from './series.js';
import { all } from '../client/src/store.js';

/**
 * @typedef {import('lightweight-charts').UTCTimestamp} UTCTimestamp
 * @typedef {import('./price.js').PriceFormat} PriceFormat
 */

// A pipette as high as the plane would look like a trend.
const LOWEST_SPAN_PIPS = 3;

/**
 * The mid line, to the scale of time: intervals without a price have their place. It follows the
 * clock until the reader moves it, and again when a range is chosen.
 *
 * @param {object} options
 * @param {import('./series.js').Series} options.series
 * @param {import('./types.js').Store<import('./ticker.js').TickerState>} options.state
 * @param {import('./types.js').Store<import('./badge.js').View>} options.view
 * @param {import('./types.js').Store<import('./range.js').Range>} options.range
 * @param {import('./types.js').Store<import('./types.js').Language>} options.language
 * @param {PriceFormat} options.format
 */
export function bindChart({ series, state, view, range, language, format }) {
  const box = part('chart');
  const plot = part('plot');
  const empty = part('chart-empty');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const chart = createChart(plot, layoutOptions());
  const line = chart.addSeries(AreaSeries, seriesOptions(format));
  const newest = line.createPriceLine({ price: 0, axisLabelVisible: false, lineVisible: false });
  const bands = createGapBands(bandColors);
  const follower = createFollower(chart.timeScale(), plot, range);
  const dotLayer = createDotLayer(
    () => token('--chart-line'),
    () => (newest.options().axisLabelVisible ? newest.options().price : null),
  );
  // In this order: the dots are drawn over the bands.
  line.attachPrimitive(bands.primitive);
  line.attachPrimitive(dotLayer.primitive);
  let drawnFrom = 0;
  let drawnTo = 0;

  function draw() {
    const points = series.points();
    const now = view.get().now;
    const interval = series.interval();
    const { seconds } = range.get();
    // In steps of a whole span, so that places are cut off rarely.
    const span = seconds * 1_000;
    const since = Math.floor((now - span) / span) * span;
    const first = Math.max(since, Math.min(points[0]?.time ?? Infinity, now - span));
    // The interval that has just begun has no place before its first price, or the next one.
    const last = Math.max(points.at(-1)?.time ?? 0, now - interval);
    const places = grid(interval, first, last);
    const dataAt = dataOf(points);
    if (series.take() >= drawnTo && places[0] === drawnFrom) {
      places.filter((place) => place >= drawnTo).forEach((place) => line.update(dataAt(place)));
    } else {
      line.setData(places.map(dataAt));
    }
    drawnFrom = places[0];
    drawnTo = /** @type {number} */ (places.at(-1));
    box.dataset.points = String(points.length);
    empty.hidden = points.length > 0;
    const found = gaps(points, now);
    box.dataset.gaps = String(found.length);
    bands.show(found.map((gap) => bandOf(gap, places[0], interval)));
    const marked = dots(points);
    box.dataset.dots = String(marked.length);
    dotLayer.show(marked.map(({ time, value }) => ({ place: placeOf(time, places[0], interval), value })));
    follower.follow(places.length, Math.round((seconds * 1_000) / interval));
  }

  // Not with the frame, behind which the library draws: board and axis change together.
  function mark() {
    const mid = state.get().quote?.tick.mid;
    if (mid === undefined || mid === newest.options().price) return;
    newest.applyOptions({ price: mid, axisLabelVisible: true });
  }

  /**
   * @param {import('./series.js').Gap} gap
   * @param {number} first
   * @param {number} interval
   */
  function bandOf({ from, to }, first, interval) {
    /** @param {number} time */
    const place = (time) => placeOf(time, first, interval);
    return { from: place(from), to: place(to), text: spanText(language.get(), to - from) };
  }

  function localize() {
    const zone = zoneFor(language.get());
    const label = zoneLabel(zone, view.get().now);
    write(part('chart-zone'), translate(language.get(), 'times', { zone: label }));
    chart.applyOptions(timeOptions(createTimeFormat(zone), label));
  }

  function recolor() {
    chart.applyOptions(layoutOptions());
    line.applyOptions(seriesOptions(format));
    newest.applyOptions({ color: token('--chart-line') });
  }

  const frame = perFrame(draw);
  localize();
  recolor();
  frame.request();
  dark.addEventListener('change', recolor);
  const ends = [series, range, view].map((source) => source.subscribe(frame.request));
  return all(...ends, state.subscribe(mark), language.subscribe(localize), follower.stop, frame.cancel, () => {
    dark.removeEventListener('change', recolor);
    chart.remove();
  });
}

/**
 * @param {number} time
 * @param {number} first the time of the first place of the chart
 * @param {number} interval
 */
function placeOf(time, first, interval) {
  return Math.floor(time / interval) - Math.floor(first / interval);
}

/**
 * The value that the library draws at a place.
 *
 * @param {readonly import('./series.js').Point[]} points
 */
function dataOf(points) {
  const values = new Map(points.map(({ time, value }) => [time, value]));
  /** @param {number} place */
  return (place) => {
    const time = /** @type {UTCTimestamp} */ (place / 1_000);
    const value = values.get(place);
    return value === undefined ? { time } : { time, value };
  };
}

/** @returns {import('./gapbands.js').Colors} */
function bandColors() {
  return {
    surface: token('--surface'),
    stripe: token('--chart-grid'),
    text: token('--muted'),
    font: token('--font'),
  };
}

/** @param {string} name */
function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** @returns {import('lightweight-charts').DeepPartial<import('lightweight-charts').ChartOptions>} */
function layoutOptions() {
  const grid = { color: token('--chart-grid') };
  const crosshair = { color: token('--chart-cross'), labelBackgroundColor: token('--chart-label') };
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: 'transparent' },
      textColor: token('--muted'),
      fontFamily: token('--font'),
      fontSize: 12,
      // The logo brings a style element, which the content security policy forbids; the notice
      // and the link its licence asks for stand in the footer.
      attributionLogo: false,
    },
    grid: { vertLines: grid, horzLines: grid },
    crosshair: { vertLine: crosshair, horzLine: crosshair },
    rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.12, bottom: 0.1 } },
    timeScale: { borderVisible: false, timeVisible: true, uniformDistribution: true },
    // A finger moving down the page must scroll the page.
    handleScroll: { vertTouchDrag: false },
    kineticScroll: { touch: !matchMedia('(prefers-reduced-motion: reduce)').matches },
  };
}

/**
 * @param {PriceFormat} format
 * @returns {import('lightweight-charts').AreaSeriesPartialOptions}
 */
function seriesOptions(format) {
  return {
    lineColor: token('--chart-line'),
    topColor: token('--chart-fill'),
    bottomColor: 'transparent',
    lineWidth: 2,
    // The newest by time is not always the newest: the price line is set to that of the board.
    priceLineVisible: false,
    lastValueVisible: false,
    autoscaleInfoProvider: widened(format.pip * LOWEST_SPAN_PIPS),
    priceFormat: { type: 'custom', minMove: format.step, formatter: format.mid },
  };
}

/** @param {number} lowest */
function widened(lowest) {
  /** @param {() => import('lightweight-charts').AutoscaleInfo | null} original */
  return (original) => {
    const info = original();
    if (!info?.priceRange) return info;
    const { minValue, maxValue } = info.priceRange;
    const missing = Math.max(0, lowest - (maxValue - minValue)) / 2;
    return { ...info, priceRange: { minValue: minValue - missing, maxValue: maxValue + missing } };
  };
}

/**
 * @param {ReturnType<typeof createTimeFormat>} format
 * @param {string} label
 */
function timeOptions(format, label) {
  /** @param {import('lightweight-charts').Time} time */
  const milliseconds = (time) => Number(time) * 1000;
  return {
    localization: {
      /** @param {import('lightweight-charts').Time} time */
      timeFormatter: (time) => `${format.second(milliseconds(time))} ${label}`,
    },
    timeScale: {
      /**
       * The library marks days at midnight UTC, which is morning in Japan.
       *
       * @param {import('lightweight-charts').Time} time
       */
      tickMarkFormatter: (time) => {
        const second = format.second(milliseconds(time));
        if (second === '00:00:00') return format.monthDay(milliseconds(time));
        return second.endsWith(':00') ? second.slice(0, 5) : second;
      },
    },
  };
}
