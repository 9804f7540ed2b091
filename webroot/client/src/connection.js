import { delayIn, mayReturn, UNAUTHORIZED } from './closes.js';
import { authFrame, isTokenRefused, PING, parseFrame, registerFrame, sendFrame, unregisterFrame } from './frames.js';
import { createPhases } from './phases.js';

/**
 * @typedef {import('./types.js').Clock} Clock
 * @typedef {import('./types.js').Socket} Socket
 * @typedef {import('./frames.js').Message} Message
 *
 * @typedef {object} ConnectionState
 * @property {'disconnected' | 'connecting' | 'connected'} phase
 * @property {number} since when the phase began
 * @property {number | null} retryAt when the next attempt starts; null if none is planned
 *
 * @typedef {object} Subscription
 * @property {(message: Message) => void} onMessage
 * @property {() => string | null} since the position to come back with, or null
 * @property {boolean} [registers] false where a command subscribes to the address
 * @property {boolean} [delta] whether publications are wanted as differences
 *
 * @typedef {object} Connection
 * @property {import('./types.js').Store<ConnectionState>} state
 * @property {(address: string, subscription: Subscription) => () => void} subscribe
 * @property {(address: string, body: unknown) => Promise<unknown>} request answered, refused with
 *     a {@link RequestError}, or `LOST` where the connection ends before
 * @property {() => void} start
 * @property {() => void} retryNow
 * @property {() => void} wake the page became visible or the network came back
 * @property {() => void} stop
 */

/** A request over the connection was refused, or its answer is unknown. */
export class RequestError extends Error {
  /**
   * @param {string} code of the server; `LOST` where the connection ended
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

// Long enough for a socket that tries four transports, of which three say nothing.
const CONNECT_TIMEOUT = 12_000;
const PING_EVERY = 25_000;

// SockJS heartbeats come every 25 s; after two lost ones the network is gone without a word.
const SILENCE = 60_000;
const DOUBTFUL_SILENCE = 35_000;

/**
 * One connection to the event-bus bridge which comes back by itself and subscribes again from the
 * positions reached. It uses no document.
 *
 *     disconnected ──start, delay over, retryNow, wake──▶ connecting ──open──▶ connected
 *          ▲                                                  │                    │
 *          └────────────── timeout, close, silence ───────────┴────────────────────┘
 *
 * @param {object} options
 * @param {import('./types.js').OpenSocket} options.open
 * @param {Clock} options.clock
 * @param {import('./types.js').Backoff} options.backoff
 * @param {(code: string, topic: string | null) => void} options.onRefused
 * @param {import('./types.js').TokenSource} [options.token]
 * @returns {Connection}
 */
export function createConnection({ open, clock, backoff, onRefused, token }) {
  const phases = createPhases({ clock, backoff, connect });
  /** @type {Map<string, Subscription>} */
  const subscriptions = new Map();
  /** @type {Map<string, {resolve: (body: unknown) => void, reject: (error: Error) => void}>} */
  const requests = new Map();
  let requested = 0;
  /** @type {Socket | null} */
  let socket = null;
  /** @type {string | null} */
  let shown = null;
  let refused = false;
  // An answer of the token source that was overtaken is dropped.
  let attempts = 0;

  function connect() {
    detach();
    phases.enter('connecting');
    phases.after(CONNECT_TIMEOUT, () => lose(true));
    if (token === undefined) return attach(null);
    const attempt = attempts;
    ask(token).then(
      (text) => attempt === attempts && attach(text),
      () => attempt === attempts && lose(true),
    );
  }

  /** @param {import('./types.js').TokenSource} source */
  async function ask(source) {
    const text = await source({ refresh: refused });
    refused = false;
    return text;
  }

  /** @param {string | null} text */
  function attach(text) {
    shown = text;
    const opened = open();
    socket = opened;
    opened.onopen = onOpen;
    opened.onmessage = (event) => onText(event.data);
    opened.onheartbeat = phases.heard;
    opened.onclose = ({ code, reason }) => {
      refused ||= code === UNAUTHORIZED;
      lose(mayReturn(code), delayIn(reason));
    };
  }

  function onOpen() {
    phases.heard();
    phases.after(PING_EVERY, ping);
    // Before anybody hears of the connection and sends what needs the token.
    if (shown !== null) socket?.send(authFrame(shown));
    for (const address of subscriptions.keys()) register(address);
    phases.enter('connected');
  }

  /** @param {string} text */
  function onText(text) {
    phases.heard();
    const frame = parseFrame(text);
    if (frame !== null && 'address' in frame && frame.address !== null) {
      const request = requests.get(frame.address);
      if (request !== undefined) {
        requests.delete(frame.address);
        if (frame.kind === 'message') request.resolve(frame.body);
        else request.reject(new RequestError(frame.code.toUpperCase(), frame.message));
        return;
      }
    }
    if (frame?.kind === 'refused') {
      // The transports over HTTP close with another code than the WebSocket.
      refused ||= isTokenRefused(frame);
      onRefused(frame.code, frame.topic);
    }
    if (frame?.kind === 'message') subscriptions.get(frame.address)?.onMessage(frame);
    if (frame?.kind === 'event' && frame.name === 'auth_expiring') void renew();
  }

  async function renew() {
    if (token === undefined) return;
    const renewed = socket;
    const text = await Promise.resolve(token({ refresh: true })).catch(() => null);
    if (text === null || renewed === null || renewed !== socket) return;
    shown = text;
    renewed.send(authFrame(text));
  }

  function ping() {
    if (phases.silence() > SILENCE) return lose(true);
    socket?.send(PING);
    phases.after(PING_EVERY, ping);
  }

  /** @param {string} address */
  function register(address) {
    const { registers, since, delta } = subscriptions.get(address) ?? {};
    if (registers === false) return;
    socket?.send(registerFrame(address, since?.() ?? null, delta));
  }

  /**
   * @param {boolean} comeBack
   * @param {number | null} [hint] the delay in milliseconds that the server asked for
   */
  function lose(comeBack, hint = null) {
    phases.lost();
    detach();
    if (comeBack) phases.reconnectIn(hint);
    else phases.enter('disconnected');
  }

  function detach() {
    phases.cancel();
    attempts += 1;
    const unanswered = [...requests.values()];
    requests.clear();
    unanswered.forEach(({ reject }) => reject(new RequestError('LOST', 'the connection ended')));
    if (socket === null) return;
    const old = socket;
    socket = null;
    // Closing reports back later; a report about an old socket must not end the new one.
    old.onopen = old.onmessage = old.onclose = old.onheartbeat = null;
    old.close();
  }

  return {
    state: phases.state,
    start: phases.retryNow,
    retryNow: phases.retryNow,
    wake: () => phases.wake(DOUBTFUL_SILENCE),
    subscribe(address, subscription) {
      subscriptions.set(address, subscription);
      if (phases.state.get().phase === 'connected') register(address);
      return () => {
        subscriptions.delete(address);
        const registered = subscription.registers !== false;
        if (registered && phases.state.get().phase === 'connected') {
          socket?.send(unregisterFrame(address));
        }
      };
    },
    request(address, body) {
      if (phases.state.get().phase !== 'connected') {
        return Promise.reject(new RequestError('LOST', 'there is no connection'));
      }
      requested += 1;
      const replyAddress = `reply-${requested}`;
      return new Promise((resolve, reject) => {
        requests.set(replyAddress, { resolve, reject });
        socket?.send(sendFrame(address, body, replyAddress));
      });
    },
    stop() {
      detach();
      phases.enter('disconnected');
    },
  };
}
