/**
 * The frames of the event-bus bridge: text that is sent, and received text as checked values. The
 * address of a message is its topic.
 *
 * @typedef {{kind: 'message', address: string, body: unknown, snapshot: boolean}} Message
 * @typedef {{kind: 'refused', code: string, address: string | null, topic: string | null,
 *     message: string}} Refused
 * @typedef {{kind: 'event', name: string}} SessionEvent
 */

export const PING = JSON.stringify({ type: 'ping' });

/**
 * @param {string} address
 * @param {string | null} since
 * @param {boolean} [delta] whether publications are wanted as differences
 */
export function registerFrame(address, since, delta = false) {
  const headers = { ...(since !== null && { since }), ...(delta && { delta: 'true' }) };
  return JSON.stringify({ type: 'register', address, headers });
}

/** @param {string} address */
export function unregisterFrame(address) {
  return JSON.stringify({ type: 'unregister', address, headers: {} });
}

/**
 * A request, which is answered at an address of its own.
 *
 * @param {string} address
 * @param {unknown} body
 * @param {string} replyAddress
 */
export function sendFrame(address, body, replyAddress) {
  return JSON.stringify({ type: 'send', address, headers: {}, body, replyAddress });
}

/** @param {string} token */
export function authFrame(token) {
  return JSON.stringify({ type: 'auth', headers: { Authorization: `Bearer ${token}` } });
}

/**
 * One frame from the server, or null when it is none we know.
 *
 * @param {string} text
 * @returns {Message | Refused | SessionEvent | null}
 */
export function parseFrame(text) {
  const frame = parseObject(text);
  if (frame?.type === 'rec' && typeof frame.address === 'string') {
    const snapshot = asObject(frame.headers)?.snapshot === 'true';
    return { kind: 'message', address: frame.address, body: frame.body, snapshot };
  }
  if (frame?.type === 'err') {
    const code = typeof frame.body === 'string' ? frame.body : String(frame.failureType ?? 'error');
    const message = asText(frame.reason) ?? '';
    return { kind: 'refused', code, address: asText(frame.address), topic: asText(frame.topic), message };
  }
  if (frame?.type === 'event') return { kind: 'event', name: String(frame.event) };
  return null;
}

/** Whether another token is needed. @param {Refused} refused */
export function isTokenRefused({ code }) {
  return code === 'unauthorized' || code === 'token_expired';
}

/** @param {string} text */
export function parseObject(text) {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * @param {unknown} value
 * @returns {Record<string, unknown> | null}
 */
export function asObject(value) {
  return typeof value === 'object' && value !== null
    ? /** @type {Record<string, unknown>} */ (value)
    : null;
}

/** @param {unknown} value */
function asText(value) {
  return typeof value === 'string' ? value : null;
}
