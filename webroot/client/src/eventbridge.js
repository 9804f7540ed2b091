import { delayIn } from './closes.js';
import { formatEventId, hasEvent, parseEventId, reached } from './eventid.js';
import { StreamRefused } from './eventstream.js';
import { asObject, authFrame, isTokenRefused, parseFrame, registerFrame } from './frames.js';
import { positionOf } from './position.js';

/** @typedef {import('./eventstream.js').StreamListener} StreamListener */

// Those of the configuration that the server comes with.
const CHANNELS = ['orders', 'inventory', 'pricing', 'listings'];
// The server answers with the position of the topic.
const NONE = '1.0';

/**
 * Reads the events of channels as the topics of the bridge, for networks that let no event stream
 * through. It gives the same messages, one event in each, with the same ids.
 *
 * @param {import('./types.js').OpenSocket} open
 * @returns {import('./eventreader.js').ReadEvents}
 */
export function readOverBridge(open) {
  return (address, request, listener) =>
    new Promise((resolve, reject) => {
      const socket = open();
      const end = () => {
        socket.onopen = socket.onmessage = socket.onclose = socket.onheartbeat = null;
        socket.close();
      };
      request.signal.addEventListener('abort', () => {
        end();
        reject(new Error('aborted'));
      });
      follow(socket, request, listener, resolve, (refusal) => {
        end();
        reject(refusal);
      });
    });
}

/**
 * @param {import('./types.js').Socket} socket
 * @param {import('./eventreader.js').EventRequest} request
 * @param {StreamListener} listener
 * @param {() => void} onEnd
 * @param {(refusal: StreamRefused) => void} onRefused
 */
function follow(socket, { channels, token, lastEventId }, listener, onEnd, onRefused) {
  const known = parseEventId(lastEventId);
  const named = (channels.length > 0 ? channels : CHANNELS).map((channel) => `events.${channel}`);
  const topics = new Set([...named, ...known.keys()]);
  // A channel that may not be read is left out, unless it was named.
  let readable = channels.length > 0 ? 1 : topics.size;

  /**
   * @param {string} topic
   * @param {Record<string, unknown>} body
   */
  function onSubscribed(topic, body) {
    const head = positionOf(body);
    if (body.recovered === true) return;
    if (body.recovered === false && known.has(topic)) emit(body, null);
    if (head === null) return;
    known.set(topic, reached(undefined, head));
    emit(null, formatEventId(known));
  }

  /**
   * @param {string} topic
   * @param {Record<string, unknown>} body
   */
  function onBody(topic, body) {
    if (body.type === 'subscribed') return onSubscribed(topic, body);
    const position = positionOf(body);
    // Errors of a stream, and their ends.
    if (position === null) return emit(body, null);
    const { epoch, offset, accepted, ...event } = body;
    const before = known.get(topic);
    const isKnown = before !== undefined && hasEvent(before, String(event.type), position);
    known.set(topic, reached(before, position));
    if (!isKnown) emit({ type: 'event', data: event }, formatEventId(known));
  }

  /**
   * @param {unknown} message null where the id alone is new
   * @param {string | null} id
   */
  function emit(message, id) {
    listener.onEvent({ event: 'message', data: message === null ? '' : JSON.stringify(message), id });
  }

  socket.onopen = () => {
    if (token !== null) socket.send(authFrame(token));
    for (const topic of topics) {
      const at = known.get(topic);
      socket.send(registerFrame(topic, at === undefined ? NONE : `${at.epoch}.${at.offset}`));
    }
    listener.onOpen();
  };
  socket.onheartbeat = listener.onSignOfLife;
  socket.onmessage = ({ data }) => {
    listener.onSignOfLife();
    const frame = parseFrame(data);
    if (frame?.kind === 'message') {
      const body = asObject(frame.body);
      if (body !== null && topics.has(frame.address)) onBody(frame.address, body);
    }
    if (frame?.kind === 'refused') {
      readable -= 1;
      const code = frame.code.toUpperCase();
      if (isTokenRefused(frame)) onRefused(new StreamRefused(401, code));
      else if (readable === 0) onRefused(new StreamRefused(403, code));
    }
  };
  socket.onclose = ({ code, reason }) => {
    const delay = delayIn(reason);
    if (delay !== null) listener.onRetry(delay);
    listener.onEvent({ event: 'close', data: JSON.stringify({ code }), id: null });
    onEnd();
  };
}
