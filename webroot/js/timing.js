import { part, write } from './dom.js';
import { AGE, createTimeFormat, formatLatency, TOKYO, zoneFor, zoneLabel } from './format.js';
import { spanText, translate } from './i18n.js';
import { all } from '../client/src/store.js';

const tokyo = createTimeFormat(TOKYO);
const utc = createTimeFormat('UTC');

/**
 * Source time in JST and UTC, the time of the last tick, from which the badge counts, and latency.
 * Follows the view, not every tick: figures that change sixty times a second cannot be read.
 *
 * @param {import('./types.js').Store<import('./ticker.js').TickerState>} state
 * @param {import('./types.js').Store<import('./badge.js').View>} view
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 */
export function bindTiming(state, view, language) {
  const jst = part('source-time-jst');
  const world = part('source-time-utc');
  const lastTick = part('last-tick-at');
  const ago = part('last-tick-ago');
  const latency = part('latency');

  function draw() {
    const { quote, latency: delay } = state.get();
    const { freshAt, now } = view.get();
    if (quote !== null) {
      write(jst, stamp(tokyo, quote.tick.time, 'JST'));
      write(world, stamp(utc, quote.tick.time, 'UTC'));
    }
    if (freshAt !== null) {
      const zone = zoneFor(language.get());
      const time = createTimeFormat(zone).second(freshAt);
      write(lastTick, `${time} ${zoneLabel(zone, freshAt)}`);
      const span = spanText(language.get(), now - freshAt);
      write(ago, translate(language.get(), 'ago', { span }));
    }
    if (delay !== null) {
      write(latency, formatLatency(delay) ?? oddLatency(delay, language.get()));
    }
  }

  draw();
  return all(view.subscribe(draw), language.subscribe(draw));
}

/**
 * @param {number} delay
 * @param {import('./types.js').Language} language
 */
function oddLatency(delay, language) {
  const span = spanText(language, Math.abs(delay));
  return translate(language, delay >= AGE ? 'oldRow' : 'clockAhead', { span });
}

/**
 * @param {ReturnType<typeof createTimeFormat>} format
 * @param {number} time
 * @param {string} label
 */
function stamp(format, time, label) {
  return `${format.date(time)} ${format.millisecond(time)} ${label}`;
}
