import { StreamRefused } from './eventstream.js';
import { asObject, parseObject } from './frames.js';
import { createPhases } from './phases.js';

/**
 * Generated from the schemas of the server. The path is that from the declarations in `types`, too.
 * @typedef {import('../src/events.js').BusinessEvent} BusinessEvent
 *
 * @typedef {object} RealtimeListener
 * @property {(events: BusinessEvent[]) => void} onEvents one, or a batch of one type
 * @property {() => void} [onReset] events may have been missed: load again what is derived
 * @property {(error: {code: string, message: string}) => void} [onError]
 * @property {(time: string) => void} [onServerTime] each message in which the server tells its time
 */

// The server sends a heartbeat every 30 s, or as configured, and a comment every 25 s.
const SILENCE = 70_000;
const DOUBTFUL_SILENCE = 40_000;
// Long enough for an event stream and four transports of the bridge, of which all but the last say
// nothing.
const CONNECT_TIMEOUT = 17_000;
const UNAUTHORIZED = 401;

/**
 * The business events of channels, from `GET /api/realtime/events`. After a break it goes on behind
 * the last event that was given to the listener.
 *
 *     disconnected ──start, delay over, retryNow──▶ connecting ──answer──▶ connected
 *          ▲                                            │                     │
 *          └──────── time-out, refusal, end, silence ───┴─────────────────────┘
 *
 * @param {object} options
 * @param {string} options.address of the stream, absolute
 * @param {readonly string[]} [options.channels] all that the client may read where none is named
 * @param {string | null} [options.lastEventId] from an earlier stream
 * @param {import('./types.js').TokenSource} options.token
 * @param {import('./eventreader.js').ReadEvents} options.read
 * @param {typeof globalThis.fetch} options.fetch
 * @param {import('./types.js').Clock} options.clock
 * @param {import('./types.js').Backoff} options.backoff
 * @param {RealtimeListener} listener
 */
export function createRealtime(options, listener) {
  const { channels = [], token, read, fetch, clock, backoff } = options;
  const address = new URL(options.address);
  if (channels.length > 0) address.searchParams.set('channels', channels.join(','));
  const phases = createPhases({ clock, backoff, connect });
  let lastEventId = options.lastEventId ?? null;
  let stream = new AbortController();
  let refresh = false;
  let retry = /** @type {number | null} */ (null);

  function connect() {
    stream.abort();
    const current = new AbortController();
    stream = current;
    phases.enter('connecting');
    phases.after(CONNECT_TIMEOUT, () => lose(null));
    follow(current).then(
      () => current === stream && lose(retry),
      (failure) => current === stream && fail(failure),
    );
  }

  /** @param {AbortController} current */
  async function follow(current) {
    const shown = await token({ refresh });
    refresh = false;
    const isCurrent = () => current === stream && !current.signal.aborted;
    if (!isCurrent()) return;
    const request = { channels, token: shown, lastEventId, signal: current.signal, fetch };
    await read(address.href, request, {
      onOpen: () => isCurrent() && onOpen(),
      onSignOfLife: phases.heard,
      onRetry: (delay) => (retry = delay),
      onEvent: ({ event, data, id }) => {
        if (!isCurrent()) return;
        if (event === 'close') return onClose(data);
        const isRepeated = id !== null && id === lastEventId;
        if (id !== null) lastEventId = id;
        onMessage(parseObject(data), isRepeated);
      },
    });
  }

  function onOpen() {
    phases.heard();
    // The first event of the stream says after how long to come back; a stop says it again.
    retry = null;
    phases.enter('connected');
    phases.after(SILENCE, watch);
  }

  function watch() {
    const left = SILENCE - phases.silence();
    if (left <= 0) return lose(null);
    phases.after(left, watch);
  }

  /** @param {string} data */
  function onClose(data) {
    refresh = parseObject(data)?.code === 4401;
    lose(refresh ? null : retry);
  }

  /**
   * @param {Record<string, unknown> | null} message
   * @param {boolean} isRepeated
   */
  function onMessage(message, isRepeated) {
    if (message === null) return;
    if (typeof message.timestamp === 'string') listener.onServerTime?.(message.timestamp);
    const data = asObject(message.data);
    const { type } = message;
    if (type === 'event' && !isRepeated) listener.onEvents([/** @type {any} */ (data)]);
    if (type === 'batch' && !isRepeated) {
      if (typeof data?.timestamp === 'string') listener.onServerTime?.(data.timestamp);
      listener.onEvents(/** @type {any} */ (data?.events));
    }
    if (type === 'subscribed' && message.recovered === false) listener.onReset?.();
    if (type === 'error') {
      listener.onError?.({ code: String(message.code), message: String(message.message ?? '') });
    }
  }

  /** @param {unknown} failure */
  function fail(failure) {
    if (!(failure instanceof StreamRefused)) return lose(null);
    listener.onError?.({ code: failure.code || String(failure.status), message: '' });
    const { status } = failure;
    // A token is asked for once more; other refusals of a request stay as they are.
    const isFinal = status >= 400 && status < 500 && ![UNAUTHORIZED, 408, 429].includes(status);
    if (isFinal && lastEventId !== null && failure.code === 'INVALID_POSITION') {
      lastEventId = null;
      listener.onReset?.();
      return lose(null);
    }
    if (isFinal) return stop();
    refresh = status === UNAUTHORIZED;
    lose(null);
  }

  /** @param {number | null} hint the delay in milliseconds that the server asked for */
  function lose(hint) {
    phases.lost();
    end();
    phases.reconnectIn(hint);
  }

  // The end of a stream is told later, and must not end the next one.
  function end() {
    stream.abort();
    stream = new AbortController();
  }

  function stop() {
    phases.cancel();
    end();
    phases.enter('disconnected');
  }

  return {
    state: phases.state,
    start: phases.retryNow,
    retryNow: phases.retryNow,
    /** The page became visible, or the network came back. */
    wake: () => phases.wake(DOUBTFUL_SILENCE),
    /** From where a later stream can go on. */
    lastEventId: () => lastEventId,
    stop,
  };
}
