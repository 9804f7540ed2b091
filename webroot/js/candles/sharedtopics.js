/**
 * @typedef {Pick<import('../../client/src/connection.js').Connection, 'state' | 'subscribe'>} Topics
 * @typedef {import('../../client/src/connection.js').Subscription} Subscription
 */

/**
 * Topics of a connection to which several parts of the page may subscribe: the chart of days and the
 * figures of the day need the same one.
 *
 * @param {Topics} connection
 * @returns {Topics}
 */
export function createSharedTopics(connection) {
  /** @type {Map<string, {listeners: Set<Subscription['onMessage']>, end: () => void}>} */
  const topics = new Map();

  /** @param {string} topic */
  function open(topic) {
    /** @type {Set<Subscription['onMessage']>} */
    const listeners = new Set();
    const end = connection.subscribe(topic, {
      since: () => null,
      onMessage: (message) => [...listeners].forEach((listener) => listener(message)),
    });
    const shared = { listeners, end };
    topics.set(topic, shared);
    return shared;
  }

  return {
    state: connection.state,
    subscribe(topic, { onMessage }) {
      const shared = topics.get(topic) ?? open(topic);
      /** @type {Subscription['onMessage']} */
      const listener = (message) => onMessage(message);
      shared.listeners.add(listener);
      return () => {
        shared.listeners.delete(listener);
        if (shared.listeners.size > 0) return;
        topics.delete(topic);
        shared.end();
      };
    },
  };
}
