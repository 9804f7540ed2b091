import { part, write } from './dom.js';
import { AGE, createTimeFormat, formatLatency, TOKYO, zoneFor, zoneLabel } from './format.js';
import { spanText, translate } from './i18n.js';
import { all } from './store.js';

const tokyo = createTimeFormat(TOKYO);
const utc = createTimeFormat('UTC');

/**
 * Source time in JST and UTC, time of receipt and latency; follows the view, not every tick,
 * because figures that change sixty times a second cannot be read.
 *
 * @param {import('./types.js').Store<import('./ticker.js').TickerState>} state
 * @param {import('./types.js').Store<import('./badge.js').View>} view
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 */
export function bindTiming(state, view, language) {
  const jst = part('source-time-jst');
  const world = part('source-time-utc');
  const received = part('received-at');
  const ago = part('received-ago');
  const latency = part('latency');

  function draw() {
    const { quote, receivedAt, latency: delay } = state.get();
    if (quote !== null) {
      write(jst, stamp(tokyo, quote.tick.time, 'JST'));
      write(world, stamp(utc, quote.tick.time, 'UTC'));
    }
    if (receivedAt !== null) {
      const zone = zoneFor(language.get());
      const time = createTimeFormat(zone).second(receivedAt);
      write(received, `${time} ${zoneLabel(zone, receivedAt)}`);
      const span = spanText(language.get(), view.get().now - receivedAt);
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
