import { parseObject } from './frames.js';
import { openSseSocket } from './ssesocket.js';

/** @typedef {import('./types.js').Socket} Socket */

const POLICY = 1008;

/**
 * The messages of a watchlist over `GET /sse`, for networks that let no WebSocket through. What the
 * server refuses there closes the socket as the WebSocket of prices is closed: 1008.
 *
 * @param {string} address of `/sse`, absolute
 * @param {string} topic
 * @param {string | null} token
 * @param {typeof fetch} get
 * @returns {Socket}
 */
export function openPriceStream(address, topic, token, get) {
  const stream = openSseSocket(address, [{ address: topic, since: null }], token, get);
  /** @type {Socket} */
  const socket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    onheartbeat: null,
    // A ping of the server needs no answer here: event streams have none.
    send() {},
    close: stream.close,
  };
  stream.onopen = () => socket.onopen?.();
  stream.onheartbeat = () => socket.onheartbeat?.();
  stream.onclose = (event) => socket.onclose?.(event);
  stream.onmessage = ({ data }) => {
    const frame = parseObject(data);
    if (frame?.type === 'rec') socket.onmessage?.({ data: JSON.stringify(frame.body) });
    if (frame?.type === 'err') {
      stream.close();
      socket.onclose?.({ code: POLICY, reason: String(frame.body).toUpperCase() });
    }
  };
  return socket;
}
