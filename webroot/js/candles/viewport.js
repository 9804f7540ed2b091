/**
 * @typedef {object} View Which candles are shown, and where: candle `i` is `spacing` wide and has its
 *     middle at `x(i)`.
 * @property {number} right the index at the right edge, with a fraction
 * @property {number} spacing CSS pixels from one candle to the next
 * @property {number} width of the plot, in CSS pixels
 * @property {boolean} following whether the newest candle is in view, and stays there
 *
 * @typedef {ReturnType<typeof createViewport>} Viewport
 */

/** The free places right of the newest candle, in parts of the width. */
const MARGIN = 0.05;
const WIDEST = 60;

/**
 * The part of a series that is in view. It is told how many candles there are, and keeps some of
 * them in view.
 *
 * @param {number} most the most candles that may be in view
 * @param {number} [spacing] that it begins with
 */
export function createViewport(most, spacing = 8) {
  /** @type {View} */
  const view = { right: 0, spacing, width: 0, following: true };
  let first = 0;
  let last = -1;
  let version = 0;

  const count = () => view.width / view.spacing;

  function clamp() {
    view.spacing = Math.min(WIDEST, Math.max(view.spacing, view.width / most, 1e-6));
    if (last < first) return;
    // A tenth of the plot always has candles.
    const kept = Math.min(count() / 10, last - first + 1);
    view.right = Math.max(first + kept, Math.min(view.right, last + count() - kept));
    view.following = view.right > last;
    version += 1;
  }

  const newestRight = () => last + 1 + count() * MARGIN;

  function follow() {
    view.right = newestRight();
    clamp();
  }

  return {
    /** @type {Readonly<View>} */
    view,
    version: () => version,

    /** The middle of a candle. @param {number} index */
    x: (index) => view.width - (view.right - index - 0.5) * view.spacing,

    /** The candle at a place, which may be one that there is none of. @param {number} x */
    indexAt: (x) => Math.floor(view.right - (view.width - x) / view.spacing),

    /** The first candle of which something is in view. */
    from: () => Math.max(first, Math.floor(view.right - count())),

    /** The last one. */
    to: () => Math.min(last, Math.ceil(view.right) - 1),

    /** The number of candles that have room. */
    count,

    /** @param {number} width in CSS pixels; the newer end stays where it is */
    resize(width) {
      view.width = width;
      if (view.following) follow();
      else clamp();
    },

    /**
     * The candles that there are now. While it follows, newer ones move the view.
     *
     * @param {number} newFirst
     * @param {number} newLast
     */
    bound(newFirst, newLast) {
      const added = newLast - last;
      const isFirst = last < first;
      first = newFirst;
      last = newLast;
      if (view.following && (isFirst || added !== 0)) {
        if (isFirst) return follow();
        view.right += added;
      }
      clamp();
    },

    /** @param {number} pixels to the right, where older candles come into view */
    pan(pixels) {
      view.right -= pixels / view.spacing;
      clamp();
    },

    /**
     * @param {number} factor over 1: fewer candles, larger
     * @param {number} [x] the place that stays under the cursor
     */
    zoom(factor, x = view.width) {
      const fixed = view.right - (view.width - x) / view.spacing;
      const { following } = view;
      view.spacing *= factor;
      clamp();
      view.right = fixed + (view.width - x) / view.spacing;
      // A view of the newest candles does not open a void behind them.
      if (following) view.right = Math.min(view.right, newestRight());
      clamp();
    },

    /** Shows so many candles, up to the newest one. @param {number} candles */
    show(candles) {
      view.spacing = view.width / candles;
      clamp();
      follow();
    },

    follow,

    /** Moves the view so that a candle is in it. @param {number} index */
    reveal(index) {
      const left = view.right - count();
      if (index < left) view.right -= left - index;
      if (index + 1 > view.right) view.right = index + 1;
      clamp();
    },
  };
}
