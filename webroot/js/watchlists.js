import { createStore } from '../client/src/store.js';
import { Problem } from './watchlistapi.js';

/**
 * @typedef {import('./watchlistapi.js').Listed} Listed
 * @typedef {import('./watchlistapi.js').Watchlist} Watchlist
 * @typedef {import('./watchlistapi.js').Item} Item
 *
 * @typedef {Pick<Item, 'company_id' | 'quantity' | 'purchase_price'>} Held
 * @typedef {'loading' | 'ready' | 'failed' | 'disabled' | 'signedOut'} Loading
 *
 * @typedef {object} Listening
 * @property {(code: string, message: string) => void} onProblem a change was not made
 * @property {() => void} onUnauthorized another token is needed
 */

const RETRY_AFTER = 5_000;
const CONFLICT = 412;

/**
 * The lists of the user, and the one that is open. Changes run one after another: each is made to
 * the version that the one before it has left.
 *
 * @param {ReturnType<typeof import('./watchlistapi.js').createWatchlistApi>} api
 * @param {import('./types.js').Clock} clock
 * @param {Listening} listening
 */
export function createWatchlists(api, clock, { onProblem, onUnauthorized }) {
  const lists = createStore(/** @type {readonly Listed[]} */ ([]));
  const open = createStore(/** @type {Watchlist | null} */ (null));
  const loading = createStore(/** @type {Loading} */ ('loading'));
  let updateInterval = 0;
  let timer = 0;
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();

  /**
   * Loads the lists and opens one, after the changes that are being made: that with the id, else
   * the first.
   *
   * @param {number | null} wanted
   */
  function load(wanted) {
    const loaded = last.then(() => loadNow(wanted));
    last = loaded;
    return loaded;
  }

  /** @param {number | null} wanted */
  async function loadNow(wanted) {
    clock.clearTimeout(timer);
    try {
      const { watchlists, update_interval_ms: ms } = await api.lists();
      lists.set(watchlists);
      updateInterval = ms;
      const id = wanted ?? lists.get()[0]?.id;
      open.set(id === undefined ? null : await readable(id));
      loading.set('ready');
    } catch (failure) {
      failed(failure, wanted);
    }
  }

  /**
   * A list may be gone or private: then the first of the others is opened, and it is said.
   *
   * @param {number} id
   */
  async function readable(id) {
    try {
      return await api.list(id);
    } catch (failure) {
      if (!(failure instanceof Problem) || failure.status !== 404) throw failure;
      onProblem(failure.code, failure.message);
      const other = lists.get().find((list) => list.id !== id);
      return other === undefined ? null : api.list(other.id);
    }
  }

  /**
   * @param {unknown} failure
   * @param {number | null} wanted
   */
  function failed(failure, wanted) {
    const status = failure instanceof Problem ? failure.status : 0;
    if (status === 401) {
      loading.set('signedOut');
      return onUnauthorized();
    }
    if (status === 404) return loading.set('disabled');
    loading.set('failed');
    timer = clock.setTimeout(() => void load(wanted), RETRY_AFTER);
    return undefined;
  }

  /**
   * Makes a change after those before it.
   *
   * @template T
   * @param {(list: Watchlist) => Promise<T>} make
   * @returns {Promise<T | null>} null where it was not made
   */
  function change(make) {
    const id = open.get()?.id;
    const made = last.then(async () => {
      const list = open.get();
      // The user has opened another list meanwhile.
      if (list === null || list.id !== id) return null;
      try {
        return await make(list);
      } catch (failure) {
        await explain(failure, list);
        return null;
      }
    });
    last = made;
    return made;
  }

  /**
   * @param {unknown} failure
   * @param {Watchlist} list
   */
  async function explain(failure, list) {
    if (!(failure instanceof Problem)) return onProblem('NOT_SAVED', '');
    if (failure.status === 401) return onUnauthorized();
    if (failure.status === CONFLICT || failure.status === 404) await reload(list.id);
    const code = failure.code === 'ACCESS_DENIED' ? 'LIST_READ_ONLY' : failure.code;
    return onProblem(code, failure.message);
  }

  /**
   * Where the server does not answer, the list stays as it is: the next prices tell again that it
   * was changed.
   *
   * @param {number} id
   */
  async function reload(id) {
    try {
      replace(await api.list(id));
    } catch (failure) {
      if (failure instanceof Problem && failure.status === 404) await loadNow(null);
    }
  }

  /** @param {Watchlist} list */
  function replace(list) {
    open.set(list);
    lists.set(lists.get().map((other) => (other.id === list.id ? list : other)));
  }

  /** @param {(list: Watchlist) => Promise<Watchlist>} make */
  async function changeItems(make) {
    const list = await change(async (before) => {
      const after = await make(before);
      replace(after);
      return after;
    });
    return list !== null;
  }

  return {
    lists,
    open,
    loading,
    load,

    /** Between two messages with the prices of a list, in milliseconds; 0 before the lists are known. */
    updateInterval: () => updateInterval,

    /** Loads the open list again, after the changes that are being made. */
    refresh: () => change(async ({ id }) => reload(id)),

    /** @param {import('./watchlistapi.js').ListFields} fields */
    async create(fields) {
      try {
        const list = await api.create(fields);
        await load(list.id);
        return true;
      } catch (failure) {
        if (failure instanceof Problem) onProblem(failure.code, failure.message);
        else onProblem('NOT_SAVED', '');
        return false;
      }
    },

    /** @param {import('./watchlistapi.js').ListFields} fields */
    edit: (fields) => changeItems((list) => api.change(list, fields)),

    async remove() {
      const isRemoved = await change(async (list) => {
        await api.remove(list);
        return true;
      });
      if (isRemoved) await load(null);
      return isRemoved === true;
    },

    /** @param {number} companyId */
    add: (companyId) => changeItems((list) => api.add(list, { company_id: companyId })),

    /**
     * Sets a position, unless another page has changed the item since the user began.
     *
     * @param {Held} before as the user saw it
     * @param {import('./watchlistapi.js').Position} position
     * @returns {Promise<'saved' | 'changed' | 'failed'>}
     */
    async setPosition(before, position) {
      let isChanged = false;
      const isSaved = await changeItems((list) => {
        const now = list.items.find(({ company_id }) => company_id === before.company_id);
        isChanged = now === undefined || !isSamePosition(now, before);
        return isChanged ? Promise.resolve(list) : api.edit(list, before.company_id, position);
      });
      if (isChanged) return 'changed';
      return isSaved ? 'saved' : 'failed';
    },

    /** @param {readonly number[]} ids of the companies, in their new order */
    reorder: (ids) => changeItems((list) => api.order(list, placed(ids, list.items))),

    /** @param {number} companyId */
    drop: (companyId) => changeItems((list) => api.drop(list, companyId)),

    /**
     * Puts an item back that was removed, to its place in the list.
     *
     * @param {Item} item
     * @param {number[]} order the ids of the companies as they were
     */
    restore: (item, order) =>
      changeItems(async (list) => {
        const added = await api.add(list, fieldsOf(item));
        const ids = placed(order, added.items);
        return api.order(added, ids);
      }),
  };
}

/**
 * @param {Held} one
 * @param {Held} other
 */
function isSamePosition(one, other) {
  return one.quantity === other.quantity && one.purchase_price === other.purchase_price;
}

/** @param {Item} item @returns {import('./watchlistapi.js').NewItem} */
function fieldsOf({ company_id, quantity, purchase_price, memo, tags }) {
  const position = quantity === null || purchase_price === null ? {} : { quantity, purchase_price };
  return { company_id, ...position, tags, ...(memo === null ? {} : { memo }) };
}

/**
 * The items in the earlier order; those that came later stay at the end.
 *
 * @param {readonly number[]} order
 * @param {readonly Item[]} items
 */
export function placed(order, items) {
  const ids = items.map(({ company_id }) => company_id);
  const before = order.filter((id) => ids.includes(id));
  return [...before, ...ids.filter((id) => !before.includes(id))];
}
