import { createBackoff } from './backoff.js';
import { createConnection } from './connection.js';
import { readOverBridge } from './eventbridge.js';
import { createEventReader } from './eventreader.js';
import { readEventStream } from './eventstream.js';
import { withFallback } from './fallback.js';
import { openInbox } from './inbox.js';
import { createPrices } from './prices.js';
import { openPriceTopic } from './pricetopic.js';
import { createPublisher } from './publish.js';
import { createRealtime } from './realtime.js';
import { createRooms } from './rooms.js';
import { createSockJs } from './sockjs.js';
import { createTopics } from './topics.js';
import { transportsOf } from './transports.js';

/**
 * @typedef {import('./types.js').TokenSource} TokenSource
 *
 * @typedef {object} ClientOptions
 * @property {string} [url] of the server; that of the document where none is given
 * @property {TokenSource} [token] asked before each attempt, and when a token ends
 * @property {(error: {code: string}) => void} [onError] the server refused a command
 * @property {typeof fetch} [fetch]
 * @property {typeof WebSocket | null} [WebSocket] null: HTTP only
 * @property {import('./types.js').Clock} [clock]
 * @property {() => number} [random]
 *
 * @typedef {object} EventOptions
 * @property {readonly string[]} [channels] all that the client may read where none is named; in a
 *     network that lets no event stream through, those of the configuration that the server comes with
 * @property {string | null} [lastEventId] from an earlier stream
 *
 * @typedef {ReturnType<typeof createClient>} Client
 */

/** @type {import('./types.js').Clock} */
const systemClock = {
  now: () => Date.now(),
  setTimeout: (run, delay) => /** @type {any} */ (globalThis.setTimeout(run, delay)),
  clearTimeout: (timer) => globalThis.clearTimeout(timer),
};

/**
 * A client of one server. It connects with the first subscription, and comes back by itself.
 *
 * @param {ClientOptions} [options]
 */
export function createClient(options = {}) {
  const { clock = systemClock, random = Math.random, onError } = options;
  const base = new URL(options.url ?? globalThis.document?.baseURI ?? globalThis.location?.href);
  if (!base.pathname.endsWith('/')) base.pathname = base.pathname.replace(/[^/]*$/, '');
  const token = options.token ?? (() => null);
  const get = options.fetch ?? ((...request) => globalThis.fetch(...request));
  const implementation = options.WebSocket === undefined ? globalThis.WebSocket : options.WebSocket;
  const backoff = () => createBackoff(random);

  const { EventSource } = globalThis;
  /** @param {typeof WebSocket | null | undefined} WebSocket */
  const bridgeOver = (WebSocket) =>
    createSockJs(
      new URL('eventbus', base).href,
      transportsOf({ WebSocket, EventSource, fetch: get }),
      clock,
    );

  const connection = createConnection({
    open: bridgeOver(implementation),
    clock,
    backoff: backoff(),
    // The server may have ended a subscription before the client does.
    onRefused: (code) => code !== 'not_subscribed' && onError?.({ code }),
    token: options.token,
  });
  const topics = createTopics(connection);
  const rooms = createRooms({ connection, topics, clock });
  /** @type {Set<{wake: () => void, stop: () => void}>} */
  const streams = new Set();
  const wake = () => {
    connection.wake();
    streams.forEach((stream) => stream.wake());
  };
  const onVisible = () => {
    if (document.visibilityState === 'visible') wake();
  };
  globalThis.addEventListener?.('online', wake);
  globalThis.document?.addEventListener('visibilitychange', onVisible);

  return {
    /** The connection of the topics: disconnected, connecting or connected, and since when. */
    state: connection.state,

    /**
     * Receives a topic.
     *
     * @param {string} topic
     * @param {import('./topics.js').TopicListener
     *     | import('./topics.js').TopicListener['onMessage']} listener
     * @param {{delta?: boolean}} [options] delta: the server sends what changed alone; listeners get
     *     whole payloads all the same
     * @returns {() => void} how to stop
     */
    subscribe(topic, listener, options) {
      const end = topics.subscribe(
        topic,
        typeof listener === 'function' ? { onMessage: listener } : listener,
        options,
      );
      if (connection.state.get().retryAt === null) connection.start();
      return end;
    },

    publish: createPublisher({ base: base.href, token, fetch: get, clock, backoff }),

    /**
     * Receives business events.
     *
     * @param {EventOptions} request
     * @param {import('./realtime.js').RealtimeListener} listener
     */
    events(request, listener) {
      const stream = createRealtime(
        {
          ...request,
          address: new URL('api/realtime/events', base).href,
          token,
          read: createEventReader(readEventStream, readOverBridge(bridgeOver(implementation)), clock),
          fetch: get,
          clock,
          backoff: backoff(),
        },
        listener,
      );
      streams.add(stream);
      stream.start();
      return {
        state: stream.state,
        retryNow: stream.retryNow,
        lastEventId: stream.lastEventId,
        stop() {
          streams.delete(stream);
          stream.stop();
        },
      };
    },

    /**
     * Receives the prices of a watchlist.
     *
     * @param {number} watchlistId
     * @param {import('./prices.js').PricesListener
     *     | import('./prices.js').PricesListener['onUpdate']} listener
     */
    prices(watchlistId, listener) {
      // Where the WebSocket of prices does not pass, another one does not either.
      const bridge = bridgeOver(null);
      /** @type {import('./prices.js').OpenPrices} */
      const overBridge = (address, shown) =>
        openPriceTopic(bridge, `watchlist.${watchlistId}`, shown);
      const open = implementation
        ? withFallback((address) => asSocket(new implementation(address)), overBridge, clock)
        : overBridge;
      const prices = createPrices(
        {
          base: base.href,
          watchlistId,
          token,
          fetch: get,
          open,
          clock,
          backoff: backoff(),
        },
        typeof listener === 'function' ? { onUpdate: listener } : listener,
      );
      streams.add(prices);
      prices.start();
      return {
        state: prices.state,
        retryNow: prices.retryNow,
        stop() {
          streams.delete(prices);
          prices.stop();
        },
      };
    },

    /**
     * Joins the room of a game's session.
     *
     * @param {string} session
     * @param {import('./rooms.js').RoomListener} listener
     */
    joinRoom(session, listener) {
      const room = rooms.join(session, listener);
      if (connection.state.get().retryAt === null) connection.start();
      return room;
    },

    /**
     * Receives the events of the user of the token, also those that came while it was away.
     *
     * @param {{user: string, device?: string}} request
     * @param {import('./inbox.js').InboxListener} listener
     * @returns {() => void} how to stop
     */
    inbox({ user, device }, listener) {
      const end = openInbox({ connection, clock, user, device }, listener);
      if (connection.state.get().retryAt === null) connection.start();
      return end;
    },

    retryNow: connection.retryNow,

    /** Ends all connections. */
    close() {
      globalThis.removeEventListener?.('online', wake);
      globalThis.document?.removeEventListener('visibilitychange', onVisible);
      connection.stop();
      streams.forEach((stream) => stream.stop());
      streams.clear();
    },
  };
}

/** A WebSocket has what a socket needs, with events of its own. @param {WebSocket} socket */
function asSocket(socket) {
  return /** @type {import('./types.js').Socket} */ (/** @type {unknown} */ (socket));
}
