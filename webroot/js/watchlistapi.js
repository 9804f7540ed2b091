const TIMEOUT = 10_000;

/**
 * @typedef {object} Item
 * @property {number} company_id
 * @property {string} ticker_symbol
 * @property {string} company_name
 * @property {string} currency
 * @property {number} display_order
 * @property {string | null} memo
 * @property {string[]} tags
 * @property {number | null} quantity below zero for a short position
 * @property {number | null} purchase_price
 *
 * @typedef {object} Listed A watchlist without its items.
 * @property {number} id
 * @property {string} name
 * @property {string | null} description
 * @property {boolean} is_public
 * @property {boolean} owner whether the user may change it
 * @property {number} version
 *
 * @typedef {object} Lists
 * @property {Listed[]} watchlists
 * @property {number} update_interval_ms between two messages with the prices of a list, at most
 *
 * @typedef {Listed & {items: Item[]}} Watchlist
 * @typedef {{id: number, ticker_symbol: string, company_name: string, currency: string}} Company
 * @typedef {{name: string, description: string | null, is_public: boolean}} ListFields
 * @typedef {{quantity: number | null, purchase_price: number | null}} Position
 *
 * @typedef {object} NewItem
 * @property {number} company_id
 * @property {number} [quantity]
 * @property {number} [purchase_price]
 * @property {string} [memo]
 * @property {string[]} [tags]
 */

/** The server refuses a request. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} message
   */
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * The watchlists of the server. A change names the version of the list that it is made to: the
 * server refuses it with 412 where the list has another one.
 *
 * @param {() => string | null} token
 * @param {typeof fetch} [get]
 */
export function createWatchlistApi(token, get = fetch) {
  /**
   * @param {string} method
   * @param {string} path
   * @param {{body?: unknown, version?: number}} [request]
   * @returns {Promise<any>}
   */
  async function ask(method, path, { body, version } = {}) {
    /** @type {Record<string, string>} */
    const headers = {};
    const shown = token();
    if (shown !== null) headers.Authorization = `Bearer ${shown}`;
    if (version !== undefined) headers['If-Match'] = `"${version}"`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const response = await get(`api/v1/${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (!response.ok) throw await problemOf(response);
    return response.status === 204 ? null : response.json();
  }

  return {
    /** @returns {Promise<Lists>} those of the user, then public ones of others */
    lists: () => ask('GET', 'watchlists?public=true'),

    /** @param {number} id @returns {Promise<Watchlist>} */
    list: (id) => ask('GET', `watchlists/${id}`),

    /** @param {ListFields} fields @returns {Promise<Watchlist>} */
    create: (fields) => ask('POST', 'watchlists', { body: fields }),

    /** @param {Listed} list @param {ListFields} fields @returns {Promise<Watchlist>} */
    change: ({ id, version }, fields) => ask('PATCH', `watchlists/${id}`, { body: fields, version }),

    /** @param {Listed} list @returns {Promise<null>} */
    remove: ({ id, version }) => ask('DELETE', `watchlists/${id}`, { version }),

    /** @param {Listed} list @param {NewItem} item @returns {Promise<Watchlist>} */
    add: ({ id }, item) => ask('POST', `watchlists/${id}/items`, { body: item }),

    /**
     * @param {Listed} list
     * @param {number} companyId
     * @param {Position} position
     * @returns {Promise<Watchlist>}
     */
    edit: ({ id, version }, companyId, position) =>
      ask('PATCH', `watchlists/${id}/items/${companyId}`, { body: position, version }),

    /** @param {Listed} list @param {number} companyId @returns {Promise<Watchlist>} */
    drop: ({ id, version }, companyId) =>
      ask('DELETE', `watchlists/${id}/items/${companyId}`, { version }),

    /** @param {Listed} list @param {number[]} ids @returns {Promise<Watchlist>} */
    order: ({ id, version }, ids) =>
      ask('PUT', `watchlists/${id}/order`, { body: { company_ids: ids }, version }),

    /** @param {string} query @returns {Promise<Company[]>} */
    companies: async (query) =>
      (await ask('GET', `companies?query=${encodeURIComponent(query)}&limit=20`)).companies,
  };
}

/** @param {Response} response */
async function problemOf(response) {
  // A proxy in front answers in its own words.
  const { code, detail, errors } = await response.json().catch(() => ({}));
  const message = errors?.[0]?.message ?? detail ?? '';
  return new Problem(response.status, String(code ?? response.status), String(message));
}
