const TIMEOUT = 10_000;

/**
 * @typedef {object} Status
 * @property {boolean} enabled
 * @property {number} activeConnections
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

/**
 * What `/api/realtime/…` tells beside the events.
 *
 * @param {() => string | null} token
 * @param {typeof fetch} [get]
 */
export function createRealtimeApi(token, get = fetch) {
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
    const response = await get(`api/realtime/${path}`, { method, headers, signal });
    if (!response.ok) throw new ApiError(response.status);
    return response.json();
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
