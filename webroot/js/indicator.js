import { all } from '../client/src/store.js';
import { part, write } from './dom.js';
import { formatLatency } from './format.js';
import { translate } from './i18n.js';

const DRAWN_EVERY = 250;

/** @typedef {Pick<ReturnType<import('../client/src/client.js').Client['events']>, 'state' | 'retryNow'>} Stream */

/**
 * The badge of an event stream: whether it is connected, how long events take, and when the next
 * attempt is made.
 *
 * @param {object} options
 * @param {Stream} options.stream
 * @param {import('./types.js').Store<number | null>} options.latency
 * @param {import('./types.js').Store<import('./types.js').Language>} options.language
 * @param {import('./types.js').Clock} options.clock
 */
export function bindIndicator({ stream, latency, language, clock }) {
  const badge = part('badge');
  const name = part('status');
  const detail = part('latency');
  const countdown = part('countdown');
  const button = part('retry-now');
  let followed = stream;
  let unsubscribe = () => {};
  // A client without any subscription has no connection yet, which is no failure.
  let hasBegun = false;

  function draw() {
    const { phase, retryAt } = followed.state.get();
    const words = language.get();
    hasBegun ||= phase !== 'disconnected' || retryAt !== null;
    const state = phase === 'connected' ? 'live' : hasBegun ? phase : 'connecting';
    badge.dataset.state = state;
    write(name, translate(words, state));
    const milliseconds = latency.get();
    const shown = milliseconds === null ? null : formatLatency(milliseconds);
    write(detail, state === 'live' && shown ? translate(words, 'eventLatency', { latency: shown }) : '');
    const waiting = state === 'disconnected';
    countdown.hidden = button.hidden = !waiting;
    write(countdown, waiting ? countdownText(words, retryAt) : '');
  }

  /**
   * @param {import('./types.js').Language} words
   * @param {number | null} retryAt
   */
  function countdownText(words, retryAt) {
    if (retryAt === null) return translate(words, 'endedForGood');
    const n = Math.max(0, Math.ceil((retryAt - clock.now()) / 1_000));
    return translate(words, 'countdown', { n });
  }

  // Not with each event: a figure that changes sixty times a second cannot be read.
  function drawOften() {
    draw();
    clock.setTimeout(drawOften, DRAWN_EVERY);
  }

  button.addEventListener('click', () => followed.retryNow());
  unsubscribe = all(stream.state.subscribe(draw), language.subscribe(draw));
  drawOften();

  return {
    /** Shows another stream. @param {Stream} next */
    follow(next) {
      unsubscribe();
      followed = next;
      unsubscribe = all(next.state.subscribe(draw), language.subscribe(draw));
      draw();
    },
  };
}
