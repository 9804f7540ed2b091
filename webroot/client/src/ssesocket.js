import { readEventStream, StreamRefused } from './eventstream.js';
import { asObject, messageFrame, parseObject } from './frames.js';

/**
 * @typedef {import('./types.js').Socket} Socket
 * @typedef {import('./types.js').Registration} Registration
 */

const LOST = 1006;
const UNAUTHORIZED = 4401;
const REFUSED = 4500;

/**
 * A socket of the bridge over `GET /sse`, for networks that let no WebSocket through. A stream has
 * fixed topics: another registration closes it and opens the next one from the positions reached.
 *
 * @param {string} address of `/sse`, absolute
 * @param {Registration[]} registrations
 * @param {string | null} token
 * @param {typeof fetch} get
 * @returns {Socket}
 */
export function openSseSocket(address, registrations, token, get) {
  /** @type {Map<string, string | null>} topics, and the position reached in each */
  const positions = new Map(registrations.map(({ address: topic, since }) => [topic, since]));
  let stream = new AbortController();
  let opened = false;
  let closed = false;
  let changed = false;

  /** @type {Socket} */
  const socket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    onheartbeat: null,
    send(text) {
      const frame = parseObject(text);
      if (frame?.type === 'register') add(String(frame.address), asObject(frame.headers)?.since);
      if (frame?.type === 'unregister') remove(String(frame.address));
      if (frame?.type === 'auth') authenticate(asObject(frame.headers)?.Authorization);
      if (frame?.type === 'send') refuse(String(frame.replyAddress));
    },
    close() {
      closed = true;
      stream.abort();
    },
  };

  /**
   * @param {string} topic
   * @param {unknown} since
   */
  function add(topic, since) {
    if (positions.has(topic)) return;
    positions.set(topic, typeof since === 'string' ? since : null);
    restart();
  }

  /** @param {string} topic */
  function remove(topic) {
    if (positions.delete(topic)) restart();
  }

  /** A stream takes no requests. @param {string} replyAddress */
  function refuse(replyAddress) {
    const reason = 'this needs a WebSocket, and there is none';
    const answer = { type: 'err', address: replyAddress, body: 'websocket_needed', reason };
    queueMicrotask(() => !closed && emit(JSON.stringify(answer)));
  }

  /** @param {unknown} header */
  function authenticate(header) {
    const shown = String(header).replace(/^Bearer /, '');
    if (shown === token) return;
    token = shown;
    restart();
  }

  // Several commands of one turn open one stream.
  function restart() {
    if (changed) return;
    changed = true;
    queueMicrotask(() => {
      changed = false;
      stream.abort();
      if (!closed) run();
    });
  }

  function run() {
    const current = new AbortController();
    stream = current;
    if (positions.size === 0) return open();
    const isCurrent = () => current === stream && !closed;
    const topics = [...positions.keys()];
    const query = topics.map((topic) => `topic=${encodeURIComponent(topic)}`).join('&');
    let retry = '';
    const options = { token, lastEventId: eventId(), signal: current.signal, fetch: get };
    readEventStream(`${address}?${query}`, options, {
      onOpen: () => isCurrent() && open(),
      onSignOfLife: () => isCurrent() && socket.onheartbeat?.(),
      onRetry: (delay) => (retry = `retry in ${delay} ms`),
      onEvent: ({ event, data, id }) => {
        if (!isCurrent()) return;
        if (event === 'close') return finish(Number(parseObject(data)?.code ?? LOST), retry);
        if (data !== '') onMessage(data, id, topics);
      },
    }).then(
      () => isCurrent() && finish(LOST, retry),
      (failure) => isCurrent() && fail(failure),
    );
  }

  function open() {
    if (opened) return;
    opened = true;
    // Not before the caller has set its listeners.
    queueMicrotask(() => !closed && socket.onopen?.());
  }

  /** The positions as the server writes them; null where there is none. */
  function eventId() {
    const known = [...positions].filter(([, since]) => since !== null);
    if (known.length === 0) return null;
    if (positions.size === 1) return known[0][1];
    return known.map(([topic, since]) => `${topic}=${since}`).join(',');
  }

  /**
   * @param {string} data
   * @param {string | null} id
   * @param {string[]} topics of the stream
   */
  function onMessage(data, id, topics) {
    const body = parseObject(data);
    if (body === null || body.type === 'heartbeat') return;
    const topic = id === null ? body.topic : moved(id, topics);
    if (typeof topic !== 'string') {
      // A problem of the session, and of no topic.
      if (body.type === 'error') emit(JSON.stringify({ type: 'err', body: body.code }));
      return;
    }
    emit(messageFrame(topic, body));
  }

  /**
   * The topic whose position in the id is new.
   *
   * @param {string} id
   * @param {string[]} topics
   */
  function moved(id, topics) {
    let found = null;
    const parts = topics.length === 1 ? [[topics[0], id]] : id.split(',').map((part) => part.split('='));
    for (const [topic, position] of parts) {
      if (positions.get(topic) !== position) found = topic;
      positions.set(topic, position);
    }
    return found;
  }

  /** @param {string} data */
  function emit(data) {
    socket.onmessage?.({ data });
  }

  /** @param {unknown} failure */
  function fail(failure) {
    if (!(failure instanceof StreamRefused)) return finish(LOST, '');
    if (failure.status === 401) return finish(UNAUTHORIZED, '');
    const isFinal = failure.status === 400 || failure.status === 403;
    if (isFinal) emit(JSON.stringify({ type: 'err', body: failure.code.toLowerCase() }));
    finish(isFinal ? REFUSED : LOST, '');
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  function finish(code, reason) {
    if (closed) return;
    socket.close();
    socket.onclose?.({ code, reason });
  }

  run();
  return socket;
}
