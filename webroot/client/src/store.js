/**
 * One value and the listeners of its changes.
 *
 * @template T
 * @param {T} initial
 * @returns {import('./types.js').Store<T>}
 */
export function createStore(initial) {
  let value = initial;
  /** @type {Set<() => void>} */
  const listeners = new Set();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Ends several subscriptions at once.
 *
 * @param {...(() => void)} ends
 * @returns {() => void}
 */
export function all(...ends) {
  return () => ends.forEach((end) => end());
}
