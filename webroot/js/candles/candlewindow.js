/**
 * @typedef {object} Candle The prices of a bucket; `time` is its beginning, in milliseconds.
 * @property {number} time
 * @property {number} open
 * @property {number} high
 * @property {number} low
 * @property {number} close
 * @property {number} ticks
 *
 * @typedef {object} Columns The candles of a window by fields. Candle `i` is at `i - origin`. They
 *     are those of the window itself, which writes to them: no other part does, or keeps them.
 * @property {number} origin
 * @property {Float64Array} time
 * @property {Float64Array} open
 * @property {Float64Array} high
 * @property {Float64Array} low
 * @property {Float64Array} close
 * @property {Float64Array} ticks
 *
 * @typedef {ReturnType<typeof createCandleWindow>} CandleWindow
 */

const FIELDS = /** @type {const} */ (['time', 'open', 'high', 'low', 'close', 'ticks']);

/**
 * A part of a series of candles without a hole in it, bounded. Each candle has an index, which stays
 * the same while older and newer ones come and go: a view that is told in indices stands still.
 *
 * Memory is taken once, for one and a half times the limit: candles that come at one end push out
 * those at the other.
 *
 * @param {number} limit the most candles that it keeps
 */
export function createCandleWindow(limit) {
  const capacity = Math.ceil(limit * 1.5);
  /** @type {Columns} */
  const columns = {
    origin: 0,
    time: new Float64Array(capacity),
    open: new Float64Array(capacity),
    high: new Float64Array(capacity),
    low: new Float64Array(capacity),
    close: new Float64Array(capacity),
    ticks: new Float64Array(capacity),
  };
  // Of the places of the arrays: from start, before end.
  let start = Math.floor(capacity / 2);
  let end = start;
  let version = 0;
  let reachesOldest = false;
  let reachesNewest = false;

  /** @param {number} place */
  function move(place) {
    const by = place - start;
    for (const field of FIELDS) columns[field].copyWithin(place, start, end);
    columns.origin -= by;
    start += by;
    end += by;
  }

  /** Makes room for so many candles before the first. @param {number} count */
  function roomBefore(count) {
    if (start < count) move(capacity - (end - start));
  }

  /** Makes room for so many candles behind the last. @param {number} count */
  function roomBehind(count) {
    if (capacity - end < count) move(0);
  }

  /**
   * @param {number} place
   * @param {Candle} candle
   */
  function write(place, candle) {
    for (const field of FIELDS) columns[field][place] = candle[field];
  }

  /** The place of the latest candle that begins at a time or before it. @param {number} time */
  function placeOf(time) {
    let low = start;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (columns.time[middle] <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** @param {Candle} candle */
  function append(candle) {
    roomBehind(1);
    write(end, candle);
    end += 1;
    dropOldest();
  }

  function dropOldest() {
    if (end - start <= limit) return;
    start = end - limit;
    reachesOldest = false;
  }

  /** @param {Candle} candle */
  function insert(candle) {
    roomBehind(1);
    const at = placeOf(candle.time) + 1;
    for (const field of FIELDS) columns[field].copyWithin(at + 1, at, end);
    write(at, candle);
    end += 1;
    dropOldest();
  }

  /**
   * @param {Candle} candle
   * @param {boolean} wins whether it replaces one that has more ticks
   */
  function put(candle, wins) {
    const place = placeOf(candle.time);
    if (place >= start && columns.time[place] === candle.time) {
      if (wins || candle.ticks >= columns.ticks[place]) write(place, candle);
    } else if (place === end - 1) {
      append(candle);
    } else if (place >= start) {
      insert(candle);
    }
  }

  return {
    columns: () => columns,
    size: () => end - start,
    /** The index of the first candle. */
    first: () => columns.origin + start,
    /** The index of the last candle; that before the first where there is none. */
    last: () => columns.origin + end - 1,
    /** Counts the changes. */
    version: () => version,
    reachesOldest: () => reachesOldest,
    reachesNewest: () => reachesNewest,

    /** @param {number} index of a candle that is here */
    timeOf: (index) => columns.time[index - columns.origin],

    /**
     * The index of the latest candle that begins at a time or before it; that before the first
     * where there is none.
     *
     * @param {number} time
     */
    indexOf: (time) => columns.origin + placeOf(time),

    /**
     * Adds a page of candles before the first.
     *
     * @param {readonly Candle[]} page in the order of time
     * @param {boolean} isOldest whether there are none before it
     */
    addOlder(page, isOldest) {
      const bound = end > start ? columns.time[start] : Infinity;
      const fitting = page.filter(({ time }) => time < bound);
      const older = fitting.slice(-Math.min(limit, capacity - (end - start)));
      const isEmpty = end === start;
      roomBefore(older.length);
      older.forEach((candle, n) => write(start - older.length + n, candle));
      start -= older.length;
      reachesOldest = isOldest && older.length === fitting.length;
      if (isEmpty) reachesNewest = true;
      if (end - start > limit) {
        end = start + limit;
        reachesNewest = false;
      }
      version += 1;
    },

    /**
     * Adds a page of candles that begins at or before the last, or directly behind it.
     *
     * @param {readonly Candle[]} page in the order of time
     * @param {boolean} isNewest whether there are none behind it
     */
    addNewer(page, isNewest) {
      for (const candle of page) put(candle, false);
      if (isNewest) reachesNewest = true;
      version += 1;
    },

    /**
     * Takes a published candle in. One beyond the part that is here is left out.
     *
     * @param {Candle} candle
     */
    merge(candle) {
      const isBeyond = end === start || candle.time > columns.time[end - 1];
      if (isBeyond && !reachesNewest) return;
      put(candle, true);
      version += 1;
    },

    /** Published candles may have been missed: the next one need not follow the last one. */
    breakOff() {
      reachesNewest = false;
    },
  };
}
