import { asObject } from './frames.js';
import { formatPosition, isNewer } from './position.js';

/**
 * @typedef {import('./types.js').Position} Position
 *
 * @typedef {object} InboxListener
 * @property {(event: Record<string, unknown>) => void} onEvent each once, in their order
 * @property {() => void} [onReset] events may have been missed
 * @property {(error: {code: string}) => void} [onError]
 */

const COMMANDS = 'tickgate.commands';
const ACKNOWLEDGED_AFTER = 1_000;
const AGAIN = 2_000;

/**
 * The events of a user over the connection of the topics, also those that came while it was away.
 * It acknowledges events a moment after the listener got them.
 *
 * @param {object} options
 * @param {import('./connection.js').Connection} options.connection
 * @param {Pick<import('./types.js').Clock, 'setTimeout' | 'clearTimeout'>} options.clock
 * @param {string} options.user of the token
 * @param {string} [options.device]
 * @param {InboxListener} listener
 * @returns {() => void} how to stop
 */
export function openInbox({ connection, clock, user, device }, { onEvent, onReset, onError }) {
  const own = device === undefined ? {} : { device };
  let last = /** @type {Position | null} */ (null);
  let timer = 0;
  let ended = false;

  async function open() {
    if (ended || connection.state.get().phase !== 'connected') return;
    try {
      await connection.request(COMMANDS, { type: 'open_inbox', ...own });
    } catch (failure) {
      const { code } = /** @type {{code: string}} */ (failure);
      if (code === 'AUTH_UNAVAILABLE') clock.setTimeout(open, AGAIN);
      else if (code !== 'LOST') onError?.({ code });
    }
  }

  /** @param {import('./frames.js').Message} message */
  function onMessage({ body }) {
    const fields = asObject(body);
    if (fields === null) return;
    const { epoch, offset, ...event } = fields;
    if (event.type === 'subscribed') {
      if (event.recovered === false && last !== null) onReset?.();
    } else if (typeof epoch === 'number' && typeof offset === 'number') {
      const position = { epoch, offset };
      if (!isNewer(position, last)) return;
      last = position;
      onEvent(event);
      clock.clearTimeout(timer);
      timer = clock.setTimeout(acknowledge, ACKNOWLEDGED_AFTER);
    }
  }

  function acknowledge() {
    if (last === null) return;
    const position = formatPosition(last);
    // Without an answer the events come again, and are known.
    connection.request(COMMANDS, { type: 'acknowledge', position, ...own }).catch(() => {});
  }

  const unsubscribe = connection.subscribe(`user.${user}`, {
    registers: false,
    since: () => null,
    onMessage,
  });
  const unfollow = connection.state.subscribe(open);
  void open();

  return () => {
    ended = true;
    clock.clearTimeout(timer);
    unfollow();
    unsubscribe();
  };
}
