/**
 * @typedef {object} Band A gap as the chart shows it.
 * @property {number} from the place of the last point before it, among all places of the chart
 * @property {number} to
 * @property {string} text its length
 *
 * @typedef {object} Colors
 * @property {string} surface
 * @property {string} stripe
 * @property {string} text
 * @property {string} font
 */

const STRIPES = 8;
const MARGIN = 8;
const TOP = 12;

/**
 * Hides the line over each gap, which would show prices that did not exist, and marks the gap
 * with its length.
 *
 * @param {() => Colors} colors
 */
export function createGapBands(colors) {
  /** @type {readonly Band[]} */
  let bands = [];
  /** @type {import('lightweight-charts').SeriesAttachedParameter | null} */
  let chart = null;

  /** @type {import('lightweight-charts').IPrimitivePaneRenderer} */
  const renderer = {
    draw(target) {
      target.useMediaCoordinateSpace(({ context, mediaSize }) => {
        const scale = chart?.chart.timeScale();
        if (!scale) return;
        const shown = bands.flatMap(({ from, to, text }) => {
          const left = scale.logicalToCoordinate(/** @type {any} */ (from));
          const right = scale.logicalToCoordinate(/** @type {any} */ (to));
          const isIn = left !== null && right !== null && right > 0 && left < mediaSize.width;
          return isIn ? [{ left: left - 1, right: right + 1, text }] : [];
        });
        shown.forEach(({ left, right }) => band(context, left, right, mediaSize.height, colors()));
        labels(context, shown, mediaSize, colors());
      });
    },
  };
  /** @type {import('lightweight-charts').IPrimitivePaneView} */
  const view = { renderer: () => renderer, zOrder: () => 'top' };
  const views = [view];

  return {
    /** @type {import('lightweight-charts').ISeriesPrimitive<import('lightweight-charts').Time>} */
    primitive: {
      attached: (parameters) => {
        chart = /** @type {any} */ (parameters);
      },
      detached: () => {
        chart = null;
      },
      paneViews: () => views,
    },

    /** @param {readonly Band[]} next */
    show(next) {
      bands = next;
      chart?.requestUpdate();
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} left
 * @param {number} right
 * @param {number} height
 * @param {Colors} colors
 */
function band(context, left, right, height, colors) {
  const width = Math.max(1, right - left);
  context.save();
  context.beginPath();
  context.rect(left, 0, width, height);
  context.clip();
  context.fillStyle = colors.surface;
  context.fillRect(left, 0, width, height);
  stripes(context, left, left + width, height, colors.stripe);
  context.restore();
}

/**
 * In the middle of their bands, or at the top where the band is too narrow for its text; where even
 * there is no room beside the one before, the band has none.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {readonly {left: number, right: number, text: string}[]} shown
 * @param {{width: number, height: number}} size
 * @param {Colors} colors
 */
function labels(context, shown, size, colors) {
  context.font = `12px ${colors.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  let used = 0;
  for (const { left, right, text } of shown) {
    const from = Math.max(left, 0);
    const to = Math.min(right, size.width);
    const wide = context.measureText(text).width + MARGIN;
    const isInside = wide <= to - from;
    const middle = Math.min(Math.max((from + to) / 2, wide / 2), size.width - wide / 2);
    if (!isInside && middle - wide / 2 < used) continue;
    const y = isInside ? size.height / 2 : TOP;
    if (!isInside) used = middle + wide / 2;
    context.fillStyle = colors.surface;
    context.fillRect(middle - wide / 2, y - 10, wide, 20);
    context.fillStyle = colors.text;
    context.fillText(text, middle, y);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} left
 * @param {number} right
 * @param {number} height
 * @param {string} color
 */
function stripes(context, left, right, height, color) {
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.beginPath();
  // From the same places whatever the band is, so that they stand still while it grows.
  const first = Math.floor((left - height) / STRIPES) * STRIPES;
  for (let x = first; x < right; x += STRIPES) {
    context.moveTo(x, height);
    context.lineTo(x + height, 0);
  }
  context.stroke();
}
