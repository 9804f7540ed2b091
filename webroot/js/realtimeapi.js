const TIMEOUT = 10_000;

/**
 * @typedef {object} Status
 * @property {boolean} enabled
 * @property {number} activeConnections
 * @property {boolean} administrator whether this user may see the connections
 *
 * @typedef {{published: number, delivered: number}} Today
 *
 * @typedef {object} Connection
 * @property {string} clientId
 * @property {string} connectedAt
 * @property {string | null} lastEventAt
 * @property {number} durationMs
 */

/** The server did not do as it was asked. */
export class ApiError extends Error {
  /** @param {number} status */
  constructor(status) {
    super(`the server answered ${status}`);
    this.status = status;
  }
}

/** The failure of a request as a value; of status 0 where no answer came. @param {unknown} failure */
export function refusalOf(failure) {
  return failure instanceof ApiError ? failure : new ApiError(0);
}

/**
 * The answer in JSON. A refusal is read to its end too: a browser keeps the connection of an answer
 * that nobody reads.
 *
 * @param {Response} response
 */
export async function jsonOf(response) {
  if (response.ok) return response.json();
  await response.text();
  throw new ApiError(response.status);
}

/**
 * What `/api/realtime/…` tells beside the events.
 *
 * @param {() => string | null} token
 * @param {typeof fetch} get
 */
export function createRealtimeApi(token, get) {
  /**
   * @param {string} path
   * @param {string} [method]
   */
  async function ask(path, method = 'GET') {
    /** @type {Record<string, string>} */
    const headers = {};
    const shown = token();
    if (shown !== null) headers.Authorization = `Bearer ${shown}`;
    const signal = AbortSignal.timeout(TIMEOUT);
    return jsonOf(await get(`api/realtime/${path}`, { method, headers, signal }));
  }

  return {
    /** @returns {Promise<Status>} */
    status: async () => (await ask('status')).data,

    /** @returns {Promise<Today>} of this day in UTC */
    async today() {
      const { byDate } = (await ask('stats?days=1')).data;
      const day = Object.keys(byDate).sort().at(-1);
      const { published = 0, delivered = 0 } = byDate[day ?? ''] ?? {};
      return { published, delivered };
    },

    /** @returns {Promise<Connection[]>} */
    connections: async () => (await ask('connections')).data.connections,

    /** Publishes a test event. */
    test: () => ask('test', 'POST'),
  };
}
