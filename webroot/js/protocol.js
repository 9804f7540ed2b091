import { asObject } from '../client/src/frames.js';

/**
 * The bodies of messages on tick addresses, as checked values.
 *
 * @typedef {import('./types.js').Tick} Tick
 * @typedef {object} Resumed The server goes on behind the position that the page has reached.
 * @property {'resumed'} kind
 * @property {boolean} recovered whether everything since then follows
 * @property {number} replayed ticks of the past that follow before the live ones
 *
 * @typedef {{kind: 'tick', tick: Tick, skipped: number}
 *     | {kind: 'error', code: string, message: string} | Resumed} Payload `skipped` is the number of
 *     ticks that the server left out before this one
 */

/**
 * The body of a message on a tick address, or null when it is none of those.
 *
 * @param {unknown} body
 * @returns {Payload | null}
 */
export function parsePayload(body) {
  const object = asObject(body);
  if (object?.type === 'error') {
    return { kind: 'error', code: String(object.code), message: String(object.message ?? '') };
  }
  if (object?.type === 'subscribed') {
    if (typeof object.recovered !== 'boolean') return null;
    return { kind: 'resumed', recovered: object.recovered, replayed: Number(object.replayed ?? 0) };
  }
  const tick = parseTick(object);
  return tick && { kind: 'tick', tick, skipped: Number(object?.skipped ?? 0) };
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

