import { AreaSeries, ColorType, createChart } from '../vendor/lightweight-charts.standalone.production.mjs';
import { part, write } from './dom.js';
import { createTimeFormat, zoneFor, zoneLabel } from './format.js';
import { createFollower } from './follow.js';
import { perFrame } from './frame.js';
import { translate } from './i18n.js';
import { all } from './store.js';

/** @typedef {import('lightweight-charts').UTCTimestamp} UTCTimestamp */

// A pipette as high as the plane would look like a trend.
const LOWEST_SPAN = 0.03;

/**
 * The mid line. It follows the newest point until the reader moves it, and again when a range is
 * chosen.
 *
 * @param {import('./series.js').Series} series
 * @param {import('./types.js').Store<import('./range.js').Range>} range
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 */
export function bindChart(series, range, language) {
  const box = part('chart');
  const plot = part('plot');
  const empty = part('chart-empty');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const chart = createChart(plot, layoutOptions());
  const line = chart.addSeries(AreaSeries, seriesOptions());
  const follower = createFollower(chart.timeScale(), plot, range);

  function draw() {
    const { whole, points } = series.take();
    const drawn = points.map(({ time, value }) => ({
      time: /** @type {UTCTimestamp} */ (time),
      value,
    }));
    if (whole) line.setData(drawn);
    else drawn.forEach((point) => line.update(point));
    const count = series.points().length;
    box.dataset.points = String(count);
    empty.hidden = count > 0;
    follower.follow(count);
  }

  function localize() {
    const zone = zoneFor(language.get());
    const label = zoneLabel(zone, Date.now());
    write(part('chart-zone'), translate(language.get(), 'times', { zone: label }));
    chart.applyOptions(timeOptions(createTimeFormat(zone), label));
  }

  function recolor() {
    chart.applyOptions(layoutOptions());
    line.applyOptions(seriesOptions());
  }

  const frame = perFrame(draw);
  localize();
  frame.request();
  dark.addEventListener('change', recolor);
  const ends = [series, range].map((source) => source.subscribe(frame.request));
  return all(...ends, language.subscribe(localize), follower.stop, frame.cancel, () => {
    dark.removeEventListener('change', recolor);
    chart.remove();
  });
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
  };
}

/** @returns {import('lightweight-charts').AreaSeriesPartialOptions} */
function seriesOptions() {
  return {
    lineColor: token('--chart-line'),
    topColor: token('--chart-fill'),
    bottomColor: 'transparent',
    lineWidth: 2,
    priceLineColor: token('--chart-line'),
    autoscaleInfoProvider: widened,
    priceFormat: { type: 'price', precision: 3, minMove: 0.001 },
  };
}

/** @param {() => import('lightweight-charts').AutoscaleInfo | null} original */
function widened(original) {
  const info = original();
  if (!info?.priceRange) return info;
  const { minValue, maxValue } = info.priceRange;
  const missing = Math.max(0, LOWEST_SPAN - (maxValue - minValue)) / 2;
  return { ...info, priceRange: { minValue: minValue - missing, maxValue: maxValue + missing } };
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
