import { asObject } from './frames.js';

/**
 * @typedef {{topic: string, epoch: number, offset: number}} Published
 *
 * @typedef {object} PublishOptions
 * @property {string} [key] the idempotency key; a random one where none is given
 * @property {AbortSignal} [signal]
 */

// Together they outlive the change of a leader.
const ATTEMPTS = 6;
const LONGEST_PAUSE = 30_000;
const UNAUTHORIZED = 401;
const TOO_MANY = 429;

/** A publication was refused, or it is not known whether it was published. */
export class PublishError extends Error {
  /**
   * @param {string} code of the server; `NETWORK` where it did not answer
   * @param {number} status 0 where it did not answer
   * @param {string} key with which to try again
   * @param {{message?: string, index?: number}} [reason] as the server gives it; the index is that
   *     of the wrong payload of an array
   */
  constructor(code, status, key, { message, index } = {}) {
    const answer = status === 0 ? 'the server did not answer' : `the server answered ${status} ${code}`;
    super(message === undefined ? answer : `${answer}: ${message}`);
    this.code = code;
    this.status = status;
    this.key = key;
    this.index = index;
  }
}

/**
 * Publishes over `POST /api/publish/…`. Each attempt has the same key, so that the publication is
 * published once.
 *
 * @param {object} options
 * @param {string} options.base of the server, absolute, with `/` at its end
 * @param {import('./types.js').TokenSource} options.token
 * @param {typeof globalThis.fetch} options.fetch
 * @param {Pick<import('./types.js').Clock, 'setTimeout' | 'clearTimeout'>} options.clock
 * @param {() => import('./types.js').Backoff} options.backoff
 */
export function createPublisher({ base, token, fetch: send, clock, backoff }) {
  /**
   * @param {string} topic
   * @param {string} body
   * @param {string} key
   * @param {boolean} refresh
   * @param {AbortSignal | undefined} signal
   */
  async function attempt(topic, body, key, refresh, signal) {
    const shown = await token({ refresh });
    /** @type {Record<string, string>} */
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
    if (shown !== null) headers.Authorization = `Bearer ${shown}`;
    const address = new URL(`api/publish/${encodeURIComponent(topic)}`, base);
    return send(address, { method: 'POST', headers, body, signal });
  }

  /**
   * @param {string} topic
   * @param {object} payload an object, or an array of objects that are published together
   * @param {PublishOptions} [options]
   * @returns {Promise<Published | {topic: string, publications: {epoch: number, offset: number}[]}>}
   */
  return async function publish(topic, payload, { key = crypto.randomUUID(), signal } = {}) {
    const body = JSON.stringify(payload);
    const pauses = backoff();
    let refresh = false;
    for (let attempts = 1; ; attempts += 1) {
      /** @type {Response | null} */
      const response = await attempt(topic, body, key, refresh, signal).catch((error) => {
        if (signal?.aborted) throw error;
        return null;
      });
      if (response?.ok) return response.json();
      const isLast = attempts === ATTEMPTS || !mayRepeat(response?.status ?? 0, refresh);
      if (isLast) throw await failure(response, key);
      refresh = response?.status === UNAUTHORIZED;
      if (!refresh) await pause(clock, retryAfter(response) ?? pauses.next());
    }
  };
}

/**
 * @param {number} status
 * @param {boolean} refreshed
 */
function mayRepeat(status, refreshed) {
  if (status === UNAUTHORIZED) return !refreshed;
  return status === 0 || status === TOO_MANY || status >= 500;
}

/** @param {Response | null} response */
function retryAfter(response) {
  const seconds = Number.parseInt(response?.headers.get('Retry-After') ?? '', 10);
  return Number.isNaN(seconds) ? null : Math.min(seconds * 1_000, LONGEST_PAUSE);
}

/**
 * @param {Response | null} response
 * @param {string} key
 */
async function failure(response, key) {
  if (response === null) return new PublishError('NETWORK', 0, key);
  const body = asObject(await response.json().catch(() => null)) ?? {};
  const message = typeof body.message === 'string' ? body.message : undefined;
  const index = typeof body.index === 'number' ? body.index : undefined;
  return new PublishError(String(body.code ?? 'ERROR'), response.status, key, { message, index });
}

/**
 * @param {Pick<import('./types.js').Clock, 'setTimeout'>} clock
 * @param {number} delay
 */
function pause(clock, delay) {
  return new Promise((resolve) => clock.setTimeout(() => resolve(undefined), delay));
}
