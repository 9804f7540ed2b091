import { isClosed } from '../market.js';
import { spanText, translate } from '../i18n.js';
import {
  paintCandles,
  paintLabel,
  paintLevel,
  paintLine,
  paintPauses,
  paintScale,
  paintTimes,
  paintValues,
} from './paint.js';
import { yOf } from './pricescale.js';
import { AXIS_HEIGHT } from './scene.js';
import { stepFor } from './timemarks.js';

/** A pause that is shorter, in milliseconds, is not marked. */
const PAUSE = 10_000;
const DAY = 86_400_000;

/**
 * @typedef {object} Look What a frame shows beside the candles.
 * @property {'candles' | 'line'} kind
 * @property {number} length of an interval, in milliseconds
 * @property {number} width of the plot without its scale
 * @property {number} height with the axis of time
 * @property {number} axis the width of the scale
 * @property {boolean} hasHours whether the symbol is traded in the hours of the FX market
 * @property {number | null} last the newest price
 * @property {number | null} previousClose
 * @property {import('../types.js').Language} language
 * @property {(value: number) => string} price
 * @property {ReturnType<typeof import('./timemarks.js').createCandleTimes>} times
 */

/**
 * Paints a scene.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {import('./scene.js').Scene} scene
 * @param {import('./viewport.js').Viewport} viewport
 * @param {Look} look
 * @param {import('./paint.js').Palette} palette
 * @returns {number} interruptions that are marked
 */
export function paintFrame(context, scene, viewport, look, palette) {
  const { groups, scale } = scene;
  const { width, height, axis } = look;
  const { x } = viewport;
  const { spacing } = viewport.view;
  const plot = height - AXIS_HEIGHT;
  context.clearRect(0, 0, width + axis, height);
  context.font = `12px ${palette.font}`;
  if (groups.count === 0) return 0;
  clip(context, width, height, () => {
    // Behind the clearings of hollow candles nothing may be: the grid is painted last, below.
    if (look.kind === 'candles') paintCandles(context, groups, scale, x, spacing, palette);
    else paintLine(context, groups, scale, x, palette);
    scene.lines.forEach((line) => paintIndicator(context, groups, line, scale, x, palette));
    for (const { values, color } of scene.compared) {
      paintValues(context, groups, (n) => values[n], scale, x, palette.color(color));
    }
    for (const { lines, scale: own } of scene.panes) {
      lines.forEach((line) => paintIndicator(context, groups, line, own, x, palette));
    }
  });
  context.globalCompositeOperation = 'destination-over';
  const isCompared = scene.compared.length > 0;
  paintScale(context, scale, width, palette, isCompared ? (value) => percent(value, scene.base) : look.price);
  for (const pane of scene.panes) paintPane(context, pane, width, palette);
  const step = stepFor((100 / spacing) * look.length);
  paintTimes(context, groups, x, { width, height: plot, step }, look.times, palette);
  context.globalCompositeOperation = 'source-over';
  const least = Math.max(PAUSE, look.length / 2);
  let marks = 0;
  if (look.length < DAY) {
    clip(context, width, height, () => {
      const text = (/** @type {number} */ pause, /** @type {number} */ time) => pauseText(pause, time, look);
      marks = paintPauses(context, groups, x, { height: plot, spacing, least }, text, palette);
    });
  }
  if (look.previousClose !== null) {
    paintPrice(context, scene, look, look.previousClose, palette.color('--muted'), palette);
  }
  if (look.last !== null) {
    paintPrice(context, scene, look, look.last, palette.color('--chart-line'), palette);
  }
  return marks;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} width
 * @param {number} height
 * @param {() => void} paint
 */
function clip(context, width, height, paint) {
  context.save();
  context.beginPath();
  context.rect(0, 0, width, height);
  context.clip();
  paint();
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import('./groups.js').Groups} groups
 * @param {import('./scene.js').ValueLine} line
 * @param {import('./pricescale.js').PriceScale} scale
 * @param {import('./paint.js').XOf} x
 * @param {import('./paint.js').Palette} palette
 */
function paintIndicator(context, groups, { values, origin, color }, scale, x, palette) {
  const half = groups.size / 2;
  const newest = origin + values.length - 1;
  /** The value at the last candle of a group. @param {number} n */
  const value = (n) => values[Math.min(newest, Math.floor(groups.index[n] + half)) - origin];
  paintValues(context, groups, (n) => value(n) ?? NaN, scale, x, palette.color(color));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import('./scene.js').OwnPane} pane
 * @param {number} width
 * @param {import('./paint.js').Palette} palette
 */
function paintPane(context, { scale, guides, lines }, width, palette) {
  for (const guide of guides) {
    const y = yOf(scale, guide);
    paintLevel(context, y, width, palette.color('--chart-cross'));
    context.fillStyle = palette.color('--muted');
    context.textAlign = 'left';
    context.fillText(String(guide), width + 6, y);
  }
  context.textAlign = 'left';
  context.fillStyle = palette.color('--muted');
  if (lines.length > 0) context.fillText(lines[0].name, 8, scale.top + 12);
  context.fillStyle = palette.color('--line');
  context.fillRect(0, Math.round(scale.top), width, 1);
}

/**
 * A price with a line across the plot and a label on the scale.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {import('./scene.js').Scene} scene
 * @param {Look} look
 * @param {number} price
 * @param {string} color
 * @param {import('./paint.js').Palette} palette
 */
function paintPrice(context, scene, look, price, color, palette) {
  const { scale, compared, base } = scene;
  if (price < scale.least || price > scale.most) return;
  const y = yOf(scale, price);
  paintLevel(context, y, look.width, color);
  const text = compared.length > 0 ? percent(price, base) : look.price(price);
  paintLabel(context, { x: look.width, y, wide: look.axis, text }, color, palette.color('--surface'));
}

/**
 * @param {number} pause
 * @param {number} time of the candle behind it
 * @param {Look} look
 */
function pauseText(pause, time, { hasHours, language }) {
  const span = spanText(language, pause);
  return hasHours && isClosed(time - pause / 2) ? `${translate(language, 'closed')} ${span}` : span;
}

/**
 * A price in per cent of another.
 *
 * @param {number} price
 * @param {number} base
 */
export function percent(price, base) {
  const value = (price / base - 1) * 100;
  const text = Math.abs(value).toFixed(2);
  if (Number(text) === 0) return `${text}%`;
  return `${value > 0 ? '+' : '−'}${text}%`;
}
