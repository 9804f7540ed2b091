/**
 * The frames of the event-bus bridge: what goes out as text, what came in as checked values.
 *
 * @typedef {import('./types.js').Tick} Tick
 * @typedef {{kind: 'message', address: string, body: unknown, snapshot: boolean}} Message
 * @typedef {{kind: 'refused', code: string}} Refused
 * @typedef {{kind: 'tick', tick: Tick} | {kind: 'error', code: string, message: string}} Payload
 */

export const PING = JSON.stringify({ type: 'ping' });

/**
 * @param {string} address
 * @param {string | null} since
 */
export function registerFrame(address, since) {
  return JSON.stringify({ type: 'register', address, headers: since === null ? {} : { since } });
}

/** @param {string} address */
export function unregisterFrame(address) {
  return JSON.stringify({ type: 'unregister', address, headers: {} });
}

/**
 * One frame from the server, or null when it is none we know.
 *
 * @param {string} text
 * @returns {Message | Refused | null}
 */
export function parseFrame(text) {
  const frame = parseObject(text);
  if (frame?.type === 'rec' && typeof frame.address === 'string') {
    const snapshot = asObject(frame.headers)?.snapshot === 'true';
    return { kind: 'message', address: frame.address, body: frame.body, snapshot };
  }
  if (frame?.type === 'err') {
    const code = typeof frame.body === 'string' ? frame.body : String(frame.failureType ?? 'error');
    return { kind: 'refused', code };
  }
  return null;
}

/**
 * The body of a message on a tick address, or null when it is neither a valid tick nor an error.
 *
 * @param {unknown} body
 * @returns {Payload | null}
 */
export function parsePayload(body) {
  const object = asObject(body);
  if (object?.type === 'error') {
    return { kind: 'error', code: String(object.code), message: String(object.message ?? '') };
  }
  const tick = parseTick(object);
  return tick && { kind: 'tick', tick };
}

/**
 * @param {unknown} body
 * @returns {Tick | null}
 */
export function parseTick(body) {
  const object = asObject(body);
  if (object?.type !== 'ticker') return null;
  const { symbol, bid, ask, mid, timestamp, epoch, offset } = object;
  const time = typeof timestamp === 'string' ? Date.parse(timestamp) : NaN;
  const numbers = [bid, ask, mid, epoch, offset, time];
  if (typeof symbol !== 'string' || !numbers.every(Number.isFinite)) return null;
  const tick = /** @type {{bid: number, ask: number, mid: number, epoch: number, offset: number}} */ (
    object
  );
  if (tick.bid <= 0 || tick.ask < tick.bid) return null;
  const position = { epoch: tick.epoch, offset: tick.offset };
  return { symbol, bid: tick.bid, ask: tick.ask, mid: tick.mid, time, position };
}

/** @param {string} text */
function parseObject(text) {
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
function asObject(value) {
  return typeof value === 'object' && value !== null
    ? /** @type {Record<string, unknown>} */ (value)
    : null;
}
