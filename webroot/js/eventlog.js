/**
 * @typedef {import('../client/src/realtime.js').BusinessEvent} BusinessEvent
 *
 * @typedef {object} Entry An event in a list.
 * @property {number} number counts the events of the page
 * @property {BusinessEvent} event
 *
 * @typedef {ReturnType<typeof createEventLog>} EventLog
 */

/** The channels of the described system, by the types of their events. */
export const CHANNELS = new Map([
  ['ORDER_RECEIVED', 'orders'],
  ['INVENTORY_CHANGE', 'inventory'],
  ['PRICE_CHANGE', 'pricing'],
  ['LISTING_UPDATE', 'listings'],
]);

/** The channel of types that the page does not know. */
export const OTHER = 'other';

/** Entries of a list. */
export const SHOWN = 20;

/** Seconds of the chart. */
export const SECONDS = 60;

/**
 * The newest events by channel, and how many came, by type and second. Bounded: it keeps only what
 * the page shows.
 *
 * @param {{now: () => number}} clock
 */
export function createEventLog(clock) {
  /** @type {Map<string, Entry[]>} */
  const lists = new Map([...CHANNELS.values()].map((channel) => [channel, []]));
  /** @type {Map<string, number>} */
  const counts = new Map();
  /** @type {Map<number, Map<string, number>>} */
  const seconds = new Map();
  let total = 0;

  /** @param {BusinessEvent} event */
  function add(event) {
    total += 1;
    counts.set(event.type, (counts.get(event.type) ?? 0) + 1);
    const channel = channelOf(event.type);
    const list = lists.get(channel) ?? [];
    lists.set(channel, list);
    list.unshift({ number: total, event });
    if (list.length > SHOWN) list.pop();
  }

  return {
    lists,
    counts,
    total: () => total,

    /** @param {readonly BusinessEvent[]} events of one type */
    add(events) {
      if (events.length === 0) return;
      events.forEach(add);
      const second = Math.floor(clock.now() / 1_000);
      const inSecond = seconds.get(second) ?? new Map();
      seconds.set(second, inSecond);
      const { type } = events[0];
      inSecond.set(type, (inSecond.get(type) ?? 0) + events.length);
      for (const old of seconds.keys()) if (old <= second - SECONDS - 1) seconds.delete(old);
    },

    /**
     * The counts by type of each complete second, the newest last.
     *
     * @returns {Map<string, number>[]}
     */
    history() {
      const now = Math.floor(clock.now() / 1_000);
      return Array.from({ length: SECONDS }, (_, i) => seconds.get(now - SECONDS + i) ?? new Map());
    },

    /** Events of one channel. @param {string} channel */
    count(channel) {
      let sum = 0;
      for (const [type, count] of counts) if (channelOf(type) === channel) sum += count;
      return sum;
    },
  };
}

/** @param {string} type */
export function channelOf(type) {
  return CHANNELS.get(type) ?? OTHER;
}

/**
 * The data of an event in a line; nested values are left out.
 *
 * @param {BusinessEvent} event
 */
export function dataText({ payload }) {
  return Object.entries(payload.data ?? {})
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .slice(0, 4)
    .map(([name, value]) => `${name} ${value}`)
    .join(' · ');
}
