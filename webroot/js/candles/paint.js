import { stepOf, yOf } from './pricescale.js';

/**
 * @typedef {object} Palette The colours of the page.
 * @property {(name: string) => string} color of a CSS variable
 * @property {string} font
 *
 * @typedef {(index: number) => number} XOf
 */

const LABEL_GAP = 44;

/**
 * The lines of a scale and its labels, right of the plot.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {import('./pricescale.js').PriceScale} scale
 * @param {number} width of the plot
 * @param {Palette} palette
 * @param {(value: number) => string} text
 */
export function paintScale(context, scale, width, palette, text) {
  const step = stepOf(scale, Math.min(LABEL_GAP, scale.height / 2));
  context.fillStyle = palette.color('--muted');
  context.strokeStyle = palette.color('--chart-grid');
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.lineWidth = 1;
  context.beginPath();
  for (let n = Math.ceil(scale.least / step); n * step <= scale.most; n += 1) {
    const y = Math.round(yOf(scale, n * step)) + 0.5;
    context.moveTo(0, y);
    context.lineTo(width, y);
    const isInside = y > scale.top + 8 && y < scale.top + scale.height - 8;
    if (isInside) context.fillText(text(n * step), width + 6, y);
  }
  context.stroke();
}

/**
 * Candles: bodies from open to close, wicks from low to high.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {import('./groups.js').Groups} groups
 * @param {import('./pricescale.js').PriceScale} scale
 * @param {XOf} x
 * @param {number} spacing of candles
 * @param {Palette} palette
 */
export function paintCandles(context, groups, scale, x, spacing, palette) {
  const wide = Math.max(1, Math.floor(spacing * groups.size * 0.7));
  paintSide(context, groups, scale, x, wide, true, palette.color('--candle-up'));
  paintSide(context, groups, scale, x, wide, false, palette.color('--candle-down'));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import('./groups.js').Groups} groups
 * @param {import('./pricescale.js').PriceScale} scale
 * @param {XOf} x
 * @param {number} wide
 * @param {boolean} isUp
 * @param {string} color
 */
function paintSide(context, groups, scale, x, wide, isUp, color) {
  const { open, high, low, close, index } = groups;
  context.fillStyle = color;
  for (let n = 0; n < groups.count; n += 1) {
    if (close[n] >= open[n] !== isUp) continue;
    const middle = Math.round(x(index[n]));
    const top = yOf(scale, high[n]);
    context.fillRect(middle, top, 1, Math.max(1, yOf(scale, low[n]) - top));
    if (wide < 3) continue;
    const upper = yOf(scale, Math.max(open[n], close[n]));
    const lower = yOf(scale, Math.min(open[n], close[n]));
    const left = middle - Math.floor(wide / 2);
    context.fillRect(left, upper, wide, Math.max(1, lower - upper));
    // A rising candle is hollow: it is told from a falling one without its colour.
    if (isUp && wide >= 5 && lower - upper >= 3) {
      context.clearRect(left + 1, upper + 1, wide - 2, lower - upper - 2);
    }
  }
}

/**
 * The closing prices; where a group has several, also the highest and the lowest.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {import('./groups.js').Groups} groups
 * @param {import('./pricescale.js').PriceScale} scale
 * @param {XOf} x
 * @param {Palette} palette
 */
export function paintLine(context, groups, scale, x, palette) {
  context.strokeStyle = palette.color('--chart-line');
  context.lineWidth = groups.size > 1 ? 1 : 2;
  context.lineJoin = 'round';
  context.beginPath();
  for (let n = 0; n < groups.count; n += 1) {
    const at = x(groups.index[n]);
    if (n === 0) context.moveTo(at, yOf(scale, groups.open[n]));
    if (groups.size > 1) {
      context.lineTo(at, yOf(scale, groups.high[n]));
      context.lineTo(at, yOf(scale, groups.low[n]));
    }
    context.lineTo(at, yOf(scale, groups.close[n]));
  }
  context.stroke();
}

/**
 * A value of each group; where it is NaN the line has a gap.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {import('./groups.js').Groups} groups
 * @param {(n: number) => number} value
 * @param {import('./pricescale.js').PriceScale} scale
 * @param {XOf} x
 * @param {string} color
 */
export function paintValues(context, groups, value, scale, x, color) {
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  context.beginPath();
  let isOpen = false;
  for (let n = 0; n < groups.count; n += 1) {
    const y = yOf(scale, value(n));
    if (Number.isNaN(y)) isOpen = false;
    else if (isOpen) context.lineTo(x(groups.index[n]), y);
    else context.moveTo(x(groups.index[n]), y);
    isOpen = !Number.isNaN(y);
  }
  context.stroke();
}

/**
 * A line across the plot at a value.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} y
 * @param {number} width
 * @param {string} color
 */
export function paintLevel(context, y, width, color) {
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.setLineDash([4, 4]);
  context.beginPath();
  context.moveTo(0, Math.round(y) + 0.5);
  context.lineTo(width, Math.round(y) + 0.5);
  context.stroke();
  context.setLineDash([]);
}

/**
 * A label on an axis.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {{x: number, y: number, wide: number, text: string}} place its left edge and middle
 * @param {string} back
 * @param {string} color
 */
export function paintLabel(context, { x, y, wide, text }, back, color) {
  context.fillStyle = back;
  context.fillRect(x, y - 10, wide, 20);
  context.fillStyle = color;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, x + wide / 2, y + 0.5);
}

/**
 * The marks of the time axis.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {import('./groups.js').Groups} groups
 * @param {XOf} x
 * @param {{width: number, height: number, step: number}} axis `height` is that of the plot
 * @param {ReturnType<typeof import('./timemarks.js').createCandleTimes>} times
 * @param {Palette} palette
 */
export function paintTimes(context, groups, x, { width, height, step }, times, palette) {
  if (groups.count === 0) return;
  context.fillStyle = palette.color('--muted');
  context.strokeStyle = palette.color('--chart-grid');
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = 1;
  times.near(groups.time[groups.count - 1]);
  let used = 0;
  context.beginPath();
  for (let n = 1; n < groups.count; n += 1) {
    if (times.numberOf(groups.time[n], step) === times.numberOf(groups.time[n - 1], step)) continue;
    const at = Math.round(x(groups.index[n])) + 0.5;
    if (at < used + 64 || at > width - 20) continue;
    used = at;
    context.moveTo(at, 0);
    context.lineTo(at, height);
    context.fillText(times.mark(times.begin(groups.time[n], step), step), at, height + 13);
  }
  context.stroke();
}

/**
 * Marks where candles are missing: a dashed line, and how long the stream was interrupted.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {import('./groups.js').Groups} groups
 * @param {XOf} x
 * @param {{height: number, spacing: number, least: number}} look `least` is the shortest pause that is marked
 * @param {(pause: number, time: number) => string} text
 * @param {Palette} palette
 * @returns {number} marks
 */
export function paintPauses(context, groups, x, { height, spacing, least }, text, palette) {
  let count = 0;
  let used = -Infinity;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = 1;
  for (let n = 0; n < groups.count; n += 1) {
    if (!(groups.pause[n] > least)) continue;
    count += 1;
    const at = Math.round(x(groups.index[n]) - (spacing * groups.size) / 2) + 0.5;
    if (at < used + 3) continue;
    context.strokeStyle = palette.color('--warn');
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(at, 22);
    context.lineTo(at, height);
    context.stroke();
    context.setLineDash([]);
    const words = text(groups.pause[n], groups.time[n]);
    const wide = context.measureText(words).width;
    const middle = Math.max(at, wide / 2 + 4);
    if (middle - wide / 2 < used) continue;
    context.fillStyle = palette.color('--warn');
    context.fillText(words, middle, 12);
    used = middle + wide / 2 + 6;
  }
  return count;
}
