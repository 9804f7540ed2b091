/**
 * @typedef {object} Dot
 * @property {number} place among all places of the chart
 * @property {number} value
 */

const RADIUS = 3;
const DASH = [1, 2];

/**
 * Draws dots, and a line at the newest price, over the gap bands.
 *
 * @param {() => string} color
 * @param {() => number | null} price of the line; null where there is none yet
 */
export function createDotLayer(color, price) {
  /** @type {readonly Dot[]} */
  let dots = [];
  /** @type {import('lightweight-charts').SeriesAttachedParameter | null} */
  let chart = null;

  /** @type {import('lightweight-charts').IPrimitivePaneRenderer} */
  const renderer = {
    draw(target) {
      target.useMediaCoordinateSpace(({ context, mediaSize }) => {
        if (chart === null) return;
        const { series } = chart;
        const scale = chart.chart.timeScale();
        const newest = price();
        const y = newest === null ? null : series.priceToCoordinate(newest);
        context.fillStyle = context.strokeStyle = color();
        if (y !== null) dashes(context, mediaSize.width, y);
        for (const { place, value } of dots) {
          const left = scale.logicalToCoordinate(/** @type {any} */ (place));
          const top = series.priceToCoordinate(value);
          if (left !== null && top !== null) dot(context, left, top);
        }
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

    /** @param {readonly Dot[]} next */
    show(next) {
      dots = next;
      chart?.requestUpdate();
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} width
 * @param {number} y
 */
function dashes(context, width, y) {
  context.save();
  context.lineWidth = 1;
  context.setLineDash(DASH);
  context.beginPath();
  context.moveTo(0, Math.round(y) + 0.5);
  context.lineTo(width, Math.round(y) + 0.5);
  context.stroke();
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 */
function dot(context, x, y) {
  context.beginPath();
  context.arc(x, y, RADIUS, 0, 2 * Math.PI);
  context.fill();
}
