import { asObject } from './frames.js';
import { mergePatch } from './mergepatch.js';
import { formatPosition, isNewer, positionOf } from './position.js';

/**
 * @typedef {import('./types.js').Position} Position
 *
 * @typedef {object} Delivery How a publication came.
 * @property {Position} position
 * @property {boolean} snapshot it is the newest that there was, and may be old
 *
 * @typedef {object} TopicListener
 * @property {(payload: Record<string, unknown>, delivery: Delivery) => void} onMessage
 * @property {() => void} [onReset] publications may have been missed: load again what is derived
 * @property {(error: {code: string, message: string}) => void} [onError]
 * @property {(message: Record<string, unknown>) => void} [onNotice] what the server tells
 *     beside publications: the end of a disturbance, who is in a room
 *
 * @typedef {object} TopicState
 * @property {Set<TopicListener>} listeners
 * @property {Position | null} last the position reached
 * @property {Position | null} head the position at which the server began to send; earlier publications were not sent
 * @property {{payload: Record<string, unknown>, position: Position} | null} newest
 * @property {{payload: Record<string, unknown>, position: Position} | null} base what the next
 *     difference is to
 * @property {() => void} unsubscribe
 */

// The position of a client that has none yet: the server answers with that of the topic, also if
// nothing was published to it.
const NONE = '1.0';

/**
 * Topics over one connection. Each publication is given to each listener once, also where the
 * server repeats it after a break.
 *
 * @param {import('./connection.js').Connection} connection
 */
export function createTopics(connection) {
  /** @type {Map<string, TopicState>} */
  const topics = new Map();

  /**
   * @param {string} name
   * @param {boolean} delta
   */
  function open(name, delta) {
    /** @type {TopicState} */
    const topic = {
      listeners: new Set(),
      last: null,
      head: null,
      newest: null,
      base: null,
      unsubscribe: () => {},
    };
    topics.set(name, topic);
    const register = () => {
      topic.unsubscribe = connection.subscribe(name, {
        delta,
        since: () => (topic.last === null ? NONE : formatPosition(topic.last)),
        onMessage: ({ body, snapshot }) => {
          const fields = asObject(body);
          const whole = fields?.type === 'delta' ? applied(topic, fields) : fields;
          if (whole !== undefined) return onBody(topic, whole, snapshot);
          // It differs from what never came: from the position reached it begins whole again.
          topic.unsubscribe();
          register();
        },
      });
    };
    register();
    return topic;
  }

  /**
   * The publication that a difference makes of the one before; undefined without that one.
   *
   * @param {TopicState} topic
   * @param {Record<string, unknown>} delta
   */
  function applied({ base }, delta) {
    const position = positionOf(delta);
    const patch = asObject(delta.patch);
    if (base === null || position === null || patch === null) return undefined;
    const { epoch, offset } = base.position;
    if (position.epoch !== epoch || position.offset !== offset + 1) return undefined;
    return { ...mergePatch(base.payload, patch), ...position };
  }

  /**
   * @param {TopicState} topic
   * @param {Record<string, unknown> | null} body
   * @param {boolean} snapshot
   */
  function onBody(topic, body, snapshot) {
    if (body === null) return;
    if (body.type === 'subscribed' && 'recovered' in body) return onSubscribed(topic, body);
    const position = positionOf(body);
    if (position !== null) return onPublication(topic, body, position, snapshot);
    if (body.type === 'error') {
      const error = { code: String(body.code), message: String(body.message ?? '') };
      for (const { onError } of [...topic.listeners]) onError?.(error);
    } else {
      for (const { onNotice } of [...topic.listeners]) onNotice?.(body);
    }
  }

  /**
   * @param {TopicState} topic
   * @param {Record<string, unknown>} body
   */
  function onSubscribed(topic, body) {
    if (body.recovered !== false) return;
    const position = positionOf(body);
    const missed = topic.last !== null;
    // The newest publication follows, and is not a repetition.
    topic.head = position;
    topic.last = position && { ...position, offset: Math.max(0, position.offset - 1) };
    if (missed) for (const { onReset } of [...topic.listeners]) onReset?.();
  }

  /**
   * @param {TopicState} topic
   * @param {Record<string, unknown>} body
   * @param {Position} position
   * @param {boolean} snapshot
   */
  function onPublication(topic, body, position, snapshot) {
    const { epoch, offset, ...payload } = body;
    topic.base = { payload, position };
    if (!isNewer(position, topic.last)) return;
    topic.last = position;
    topic.newest = { payload, position };
    const delivery = { position, snapshot: snapshot || !isNewer(position, topic.head) };
    for (const { onMessage } of [...topic.listeners]) onMessage(payload, delivery);
  }

  return {
    /**
     * @param {string} name
     * @param {TopicListener} listener
     * @param {{delta?: boolean}} [options] of the first listener of the topic
     * @returns {() => void} how to stop
     */
    subscribe(name, listener, { delta = false } = {}) {
      const topic = topics.get(name) ?? open(name, delta);
      // One object may be given twice.
      const own = { ...listener };
      topic.listeners.add(own);
      if (topic.newest !== null) {
        listener.onMessage(topic.newest.payload, {
          position: topic.newest.position,
          snapshot: true,
        });
      }
      return () => {
        if (!topic.listeners.delete(own) || topic.listeners.size > 0) return;
        topics.delete(name);
        topic.unsubscribe();
      };
    },
  };
}
