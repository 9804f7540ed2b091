import { delayIn, mayReturn, UNAUTHORIZED } from './closes.js';
import { parseObject } from './frames.js';
import { createPhases } from './phases.js';
import { createStore } from './store.js';
import { requestTicket, TokenRefused } from './ticket.js';

/**
 * @typedef {import('./types.js').Socket} Socket
 *
 * @typedef {object} Stock One item of a watchlist; prices are null while they are unknown.
 * @property {number} company_id
 * @property {string} ticker_symbol
 * @property {string} company_name
 * @property {number | null} current_price
 * @property {number | null} change against the previous close
 * @property {number | null} change_percent
 * @property {number} [quantity] where the item has a position; below zero for a short one
 * @property {number} [purchase_price]
 * @property {number | null} [unrealized_pl]
 *
 * @typedef {object} Total The positions of one currency whose prices are known.
 * @property {string} currency
 * @property {number} cost
 * @property {number} value
 * @property {number} unrealized_pl
 *
 * @typedef {object} PriceUpdate
 * @property {number} watchlist_id
 * @property {Stock[]} stocks in the order of the list
 * @property {string | null} timestamp in UTC without a zone; null for an empty list
 * @property {Total[]} [totals]
 *
 * @typedef {object} PricesState
 * @property {'connecting' | 'open' | 'reconnecting' | 'error' | 'closed'} phase
 *     error: the server refuses the list, and no attempt is planned
 * @property {number} since when the phase began
 * @property {number | null} retryAt when the next attempt starts; null if none is planned
 * @property {string | null} reason why the server closed the last connection
 *
 * @typedef {(address: string, token: string | null) => Socket} OpenPrices
 *     the address has the token, too
 *
 * @typedef {object} PricesListener
 * @property {(update: PriceUpdate) => void} onUpdate
 */

// Long enough for a WebSocket and three other transports, of which all but the last say nothing.
const CONNECT_TIMEOUT = 14_000;

// An idle server sends a ping every 60 s; after two lost ones the connection is gone.
const SILENCE = 130_000;
const DOUBTFUL_SILENCE = 65_000;

const POLICY = 1008;
const SESSION_ENDED = 'Invalid or expired session';
const PONG = JSON.stringify({ type: 'pong' });

/**
 * The prices of one watchlist, from `/api/v1/ws/watchlist/{id}/prices`, and as a topic of the bridge
 * where no WebSocket passes. It reconnects until the server refuses the list; an expired session is
 * replaced once by a newer token.
 *
 *     closed ──start──▶ connecting ──message──▶ open ──close──▶ reconnecting ──message──▶ open
 *        ▲                   └───────refusal──▶ error ◀──refusal────┘
 *        └── stop, from each
 *
 * @param {object} options
 * @param {string} options.base of the server, with a slash at its end
 * @param {number} options.watchlistId
 * @param {import('./types.js').TokenSource} options.token
 * @param {typeof globalThis.fetch} options.fetch
 * @param {OpenPrices} options.open
 * @param {import('./types.js').Clock} options.clock
 * @param {import('./types.js').Backoff} options.backoff
 * @param {PricesListener} listener
 */
export function createPrices(options, listener) {
  const { base, watchlistId, token, fetch, open, clock, backoff } = options;
  const phases = createPhases({ clock, backoff, connect });
  const state = createStore(
    /** @type {PricesState} */ ({ phase: 'closed', since: clock.now(), retryAt: null, reason: null }),
  );
  let attempt = new AbortController();
  /** @type {Socket | null} */
  let socket = null;
  let hasOpened = false;
  let refresh = false;
  /** @type {string | null} */
  let reason = null;

  phases.state.subscribe(() => {
    const { phase, since, retryAt } = phases.state.get();
    if (phase === 'connected') {
      hasOpened = true;
      reason = null;
      return state.set({ phase: 'open', since, retryAt, reason });
    }
    const isPlanned = phase === 'connecting' || retryAt !== null;
    const attempting = hasOpened || reason !== null ? 'reconnecting' : 'connecting';
    const ended = reason === null ? 'closed' : 'error';
    state.set({ phase: isPlanned ? attempting : ended, since, retryAt, reason });
  });

  function connect() {
    detach();
    const current = attempt;
    phases.enter('connecting');
    phases.after(CONNECT_TIMEOUT, () => lose('timeout'));
    ticket(current.signal).then(
      (shown) => current === attempt && attach(shown),
      (failure) => current === attempt && fail(failure),
    );
  }

  /** @param {AbortSignal} signal */
  async function ticket(signal) {
    const shown = await token({ refresh });
    return requestTicket(new URL('api/v1/auth/ws-token', base).href, shown, fetch, signal);
  }

  /** @param {string | null} shown */
  function attach(shown) {
    const address = new URL(`api/v1/ws/watchlist/${watchlistId}/prices`, base);
    address.protocol = address.protocol.replace('http', 'ws');
    if (shown !== null) address.searchParams.set('token', shown);
    const opened = open(address.href, shown);
    socket = opened;
    opened.onopen = () => {
      phases.heard();
      phases.after(SILENCE, watch);
    };
    opened.onheartbeat = () => phases.heard();
    opened.onmessage = ({ data }) => onMessage(parseObject(data));
    opened.onclose = ({ code, reason: text = '' }) => onClose(code, text);
  }

  /** @param {Record<string, unknown> | null} message */
  function onMessage(message) {
    phases.heard();
    if (message?.type === 'ping') return socket?.send(PONG);
    if (message?.type !== 'price_update') return undefined;
    refresh = false;
    // An accepted socket may be refused a moment later; the first prices say that it was not.
    if (phases.state.get().phase !== 'connected') phases.enter('connected');
    return listener.onUpdate(/** @type {any} */ (message));
  }

  function watch() {
    const left = SILENCE - phases.silence();
    if (left <= 0) return lose('timeout');
    return phases.after(left, watch);
  }

  /**
   * @param {number} code
   * @param {string} text
   */
  function onClose(code, text) {
    const isExpired = code === UNAUTHORIZED || (code === POLICY && text === SESSION_ENDED);
    if (isExpired) return renew(text);
    if (code === POLICY || !mayReturn(code)) return refuse(text || String(code));
    return lose(text || String(code), delayIn(text));
  }

  /** @param {unknown} failure */
  function fail(failure) {
    if (failure instanceof TokenRefused) renew(SESSION_ENDED);
    else lose(failure instanceof Error ? failure.message : String(failure));
  }

  /** Asks for a newer token; where the server refuses that one, too, it is over. @param {string} text */
  function renew(text) {
    if (refresh) return refuse(text);
    refresh = true;
    return lose(text);
  }

  /**
   * @param {string} text why
   * @param {number | null} [hint] the delay in milliseconds that the server asked for
   */
  function lose(text, hint = null) {
    phases.lost();
    detach();
    reason = text;
    phases.reconnectIn(hint);
  }

  /** @param {string} text why no attempt has a chance */
  function refuse(text) {
    detach();
    refresh = false;
    reason = text;
    phases.enter('disconnected');
  }

  function detach() {
    phases.cancel();
    attempt.abort();
    attempt = new AbortController();
    if (socket === null) return;
    // Closing reports back later; a report about an old socket must not end the new one.
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    socket = null;
  }

  return {
    state,
    start: phases.retryNow,
    retryNow: phases.retryNow,
    /** The page became visible, or the network came back. */
    wake: () => phases.wake(DOUBTFUL_SILENCE),
    stop() {
      detach();
      reason = null;
      phases.enter('disconnected');
    },
  };
}
