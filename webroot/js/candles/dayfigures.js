import { part, write } from '../dom.js';
import { translate } from '../i18n.js';
import { createCandleFeed } from './candlefeed.js';
import { createCandleWindow } from './candlewindow.js';
import { percent } from './paintframe.js';
import { createCandleTimes } from './timemarks.js';
import { lengthOf } from './intervals.js';

const DAYS = 600;

/**
 * @typedef {object} Day The figures of the day of trading, which begins where candles of a day do.
 * @property {number} high
 * @property {number} low
 * @property {number} close the newest price
 * @property {number | null} previousClose of the day before; null where there is none
 * @property {number} base of the change: the previous close, else the first price of the day
 * @property {string} previousDay
 */

/**
 * The figures of the newest of the candles of a day.
 *
 * @param {import('./candlewindow.js').CandleWindow} window
 * @returns {Day | null}
 */
export function dayOf(window) {
  if (window.size() === 0) return null;
  const { origin, time, open, high, low, close } = window.columns();
  const place = window.last() - origin;
  const hasPrevious = window.size() > 1;
  return {
    high: high[place],
    low: low[place],
    close: close[place],
    previousClose: hasPrevious ? close[place - 1] : null,
    base: hasPrevious ? close[place - 1] : open[place],
    previousDay: hasPrevious ? createCandleTimes('UTC', lengthOf('1d')).whole(time[place - 1]) : '',
  };
}

/**
 * Previous close, the high and low of the day, and the change with its base.
 *
 * @param {object} options
 * @param {{symbol: string, price: import('./intervals.js').Price}} options.series
 * @param {import('./sharedtopics.js').Topics} options.connection
 * @param {import('../types.js').Clock} options.clock
 * @param {import('../types.js').Store<import('../types.js').Language>} options.language
 * @param {import('../price.js').PriceFormat} options.format
 * @param {(previousClose: number | null) => void} options.onClose
 */
export function bindDayFigures({ series, connection, clock, language, format, onClose }) {
  const window = createCandleWindow(DAYS);
  const feed = createCandleFeed({
    series: { ...series, interval: '1d' },
    window,
    connection,
    clock,
    onChange: draw,
  });

  function draw() {
    const day = dayOf(window);
    part('day').hidden = day === null;
    if (day === null) return;
    const price = series.price === 'mid' ? format.mid : format.price;
    write(part('day-high'), price(day.high));
    write(part('day-low'), price(day.low));
    write(part('previous-close'), day.previousClose === null ? '–' : price(day.previousClose));
    const change = part('day-change');
    write(change, percent(day.close, day.base));
    change.dataset.direction = day.close > day.base ? 'up' : day.close < day.base ? 'down' : 'flat';
    const key = day.previousClose === null ? 'changeOfDay' : 'changeSince';
    write(part('day-base'), translate(language.get(), key, { price: price(day.base), day: day.previousDay }));
    onClose(day.previousClose);
  }

  const ends = [feed.start(), language.subscribe(draw)];
  return () => ends.forEach((end) => end());
}
