import { part, write } from './dom.js';
import { createTimeFormat, zoneFor, zoneLabel } from './format.js';
import { spanText, translate } from './i18n.js';

/**
 * @typedef {import('../client/src/prices.js').PricesState} PricesState
 *
 * @typedef {object} Freshness
 * @property {PricesState} state
 * @property {number | null} heardAt when the last prices came
 * @property {number | null} time of the last prices, by the server
 */

// A list is sent once in each interval; one late message is no reason for a warning.
const MISSED_INTERVALS = 3;
const STALE_AFTER_AT_LEAST = 15_000;

const DRAWN_EVERY = 500;

/**
 * The state of the badge. A connection without new prices for three intervals is stale.
 *
 * @param {Pick<Freshness, 'state' | 'heardAt'>} freshness
 * @param {number} now
 * @param {number} interval of the messages, in milliseconds, as the server tells it
 * @returns {PricesState['phase'] | 'stale'}
 */
export function pricesStatus({ state, heardAt }, now, interval) {
  const staleAfter = Math.max(STALE_AFTER_AT_LEAST, MISSED_INTERVALS * interval);
  const isStale = state.phase === 'open' && heardAt !== null && now - heardAt >= staleAfter;
  return isStale ? 'stale' : state.phase;
}

/**
 * The badge of the prices: whether they are live, of what time they are, and when the next attempt
 * is made.
 *
 * @param {object} options
 * @param {() => Freshness} options.freshness
 * @param {() => number} options.interval of the messages, in milliseconds
 * @param {() => void} options.retry
 * @param {import('./types.js').Store<import('./types.js').Language>} options.language
 * @param {import('./types.js').Clock} options.clock
 */
export function bindPricesBadge({ freshness, interval, retry, language, clock }) {
  const badge = part('badge');
  const button = part('retry-now');

  function draw() {
    const seen = freshness();
    const status = pricesStatus(seen, clock.now(), interval());
    const words = language.get();
    badge.dataset.state = status === 'open' ? 'live' : status;
    document.documentElement.dataset.prices = status;
    write(part('status'), translate(words, /** @type {any} */ (`prices_${status}`)));
    write(part('status-detail'), detailOf(seen, status, words));
    const isWaiting = status === 'reconnecting' && seen.state.retryAt !== null;
    button.hidden = status !== 'error' && !isWaiting;
  }

  /**
   * @param {Freshness} seen
   * @param {ReturnType<typeof pricesStatus>} status
   * @param {import('./types.js').Language} words
   */
  function detailOf({ state, heardAt, time }, status, words) {
    const now = clock.now();
    if (status === 'stale' && heardAt !== null) {
      return translate(words, 'noUpdateFor', { span: spanText(words, now - heardAt) });
    }
    if (status === 'reconnecting' && state.retryAt !== null) {
      const n = Math.max(0, Math.ceil((state.retryAt - now) / 1_000));
      return translate(words, 'countdown', { n });
    }
    if (status !== 'open' || time === null) return '';
    const zone = zoneFor(words);
    const text = `${createTimeFormat(zone).second(time)} ${zoneLabel(zone, time)}`;
    return translate(words, 'updatedAt', { time: text });
  }

  function drawOften() {
    draw();
    clock.setTimeout(drawOften, DRAWN_EVERY);
  }

  button.addEventListener('click', retry);
  language.subscribe(draw);
  drawOften();
  return draw;
}
