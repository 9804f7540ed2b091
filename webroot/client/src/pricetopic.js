import { UNAUTHORIZED } from './closes.js';
import { asObject, authFrame, isTokenRefused, parseFrame, registerFrame } from './frames.js';

/** @typedef {import('./types.js').Socket} Socket */

const POLICY = 1008;
const LOST = 1006;
// For good; other errors tell of a disturbance.
const DENIED = 'ACCESS_DENIED';

/**
 * The messages of a watchlist as those of its topic on the bridge, for networks that do not let its
 * own WebSocket through. What the server refuses there closes the socket as that WebSocket is closed.
 *
 * @param {import('./types.js').OpenSocket} open of the bridge
 * @param {string} topic
 * @param {string | null} token
 * @returns {Socket}
 */
export function openPriceTopic(open, topic, token) {
  const bridge = open();
  /** @type {Socket} */
  const socket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    onheartbeat: null,
    // A ping of that WebSocket does not come here.
    send() {},
    close: bridge.close,
  };

  /**
   * @param {number} code
   * @param {string} reason
   */
  function end(code, reason) {
    bridge.onmessage = bridge.onclose = null;
    bridge.close();
    socket.onclose?.({ code, reason });
  }

  /** @param {import('./frames.js').Refused} refused */
  function onRefused(refused) {
    const code = refused.code.toUpperCase();
    if (isTokenRefused(refused)) end(UNAUTHORIZED, code);
    else end(code === DENIED ? POLICY : LOST, code);
  }

  bridge.onopen = () => {
    if (token !== null) bridge.send(authFrame(token));
    bridge.send(registerFrame(topic, null));
    socket.onopen?.();
  };
  bridge.onheartbeat = () => socket.onheartbeat?.();
  bridge.onclose = (event) => socket.onclose?.(event);
  bridge.onmessage = ({ data }) => {
    const frame = parseFrame(data);
    if (frame?.kind === 'refused') return onRefused(frame);
    if (frame?.kind !== 'message') return undefined;
    const body = asObject(frame.body);
    if (body?.type === 'error' && body.code === DENIED) return end(POLICY, DENIED);
    return socket.onmessage?.({ data: JSON.stringify(body) });
  };
  return socket;
}
