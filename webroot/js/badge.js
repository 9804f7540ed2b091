import { part, write } from './dom.js';
import { createTimeFormat, formatLatency, TOKYO } from './format.js';
import { spanText, translate } from './i18n.js';
import { nextOpening } from './market.js';
import { all } from '../client/src/store.js';

/**
 * @typedef {object} View What the bindings show besides the quote; renewed several times a second.
 * @property {import('./types.js').Status} status
 * @property {number | null} retryIn milliseconds until the next attempt; null if none is planned
 * @property {number | null} freshAt when the last tick came
 * @property {boolean} hasQuote
 * @property {number | null} latency
 * @property {import('./status.js').Note | null} note
 * @property {number} now
 */

const tokyo = createTimeFormat(TOKYO);

/**
 * The connection badge, the words beside it and the button to retry.
 *
 * @param {import('./types.js').Store<View>} view
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 * @param {() => void} retry
 */
export function bindBadge(view, language, retry) {
  const badge = part('badge');
  const detail = part('status-detail');
  const countdown = part('countdown');
  const button = part('retry-now');
  const name = part('status');
  const note = part('status-note');

  function draw() {
    const { status } = view.get();
    badge.dataset.state = status;
    document.documentElement.dataset.status = status;
    write(name, translate(language.get(), status));
    write(detail, detailOf(view.get(), language.get()));
    badge.dataset.note = view.get().note?.key ?? '';
    write(note, noteText(view.get().note, language.get()));
    const waiting = status === 'disconnected';
    countdown.hidden = !waiting;
    button.hidden = !waiting;
    write(countdown, waiting ? countdownOf(view.get(), language.get()) : '');
  }

  draw();
  button.addEventListener('click', retry);
  return all(view.subscribe(draw), language.subscribe(draw), () =>
    button.removeEventListener('click', retry),
  );
}

/**
 * @param {View} view
 * @param {import('./types.js').Language} language
 */
function detailOf({ status, freshAt, hasQuote, latency, now }, language) {
  if (status === 'live') return (latency !== null && formatLatency(latency)) || '';
  if (status === 'closed') {
    const opening = nextOpening(now);
    const time = `${tokyo.monthDay(opening)} ${tokyo.minute(opening)}`;
    return translate(language, 'closedDetail', { time });
  }
  if (status !== 'stale') return '';
  if (freshAt === null) return hasQuote ? '' : translate(language, 'staleNever');
  return translate(language, 'staleDetail', { span: spanText(language, now - freshAt) });
}

/**
 * @param {import('./status.js').Note | null} note
 * @param {import('./types.js').Language} language
 */
function noteText(note, language) {
  if (note === null) return '';
  return translate(language, note.key, { n: note.count, span: spanText(language, note.span) });
}

/**
 * @param {View} view
 * @param {import('./types.js').Language} language
 */
function countdownOf({ retryIn }, language) {
  if (retryIn === null) return translate(language, 'stopped');
  const n = Math.max(0, Math.ceil(retryIn / 1000));
  return translate(language, 'countdown', { n });
}
