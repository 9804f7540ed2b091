/**
 * The id of an event stream: the position of each of its channels, such as
 * `events.orders=7.19,events.pricing=7.3+PRICE_CHANGE:5`.
 *
 * @typedef {object} ChannelPosition Everything up to an offset, and of some types up to a later one.
 * @property {number} epoch
 * @property {number} offset
 * @property {ReadonlyMap<string, number>} ahead
 */

const CHANNEL = /^([^=]+)=(\d+)\.(\d+)((?:\+[^:+]*:\d+)*)$/;

/** @typedef {import('./types.js').Position} Position */

/**
 * @param {string | null} id
 * @returns {Map<string, ChannelPosition>} by topic; invalid positions are left out
 */
export function parseEventId(id) {
  const positions = new Map();
  for (const text of id?.split(',') ?? []) {
    const [, topic, epoch, offset, types = ''] = CHANNEL.exec(text) ?? [];
    if (topic === undefined) continue;
    const ahead = types.split('+').slice(1).map((type) => type.split(':'));
    positions.set(topic, {
      epoch: Number(epoch),
      offset: Number(offset),
      ahead: new Map(ahead.map(([type, last]) => [type, Number(last)])),
    });
  }
  return positions;
}

/** @param {ReadonlyMap<string, ChannelPosition>} positions */
export function formatEventId(positions) {
  return [...positions].map(([topic, at]) => `${topic}=${formatChannel(at)}`).join(',');
}

/** @param {ChannelPosition} position */
function formatChannel({ epoch, offset, ahead }) {
  const types = [...ahead].filter(([, last]) => last > offset);
  return `${epoch}.${offset}${types.map(([type, last]) => `+${type}:${last}`).join('')}`;
}

/**
 * Whether a client at that position has the event.
 *
 * @param {ChannelPosition} reached
 * @param {string} type
 * @param {Position} position
 */
export function hasEvent({ epoch, offset, ahead }, type, position) {
  if (position.epoch !== epoch) return position.epoch < epoch;
  return position.offset <= offset || position.offset <= (ahead.get(type) ?? 0);
}

/**
 * The position of a client that has everything up to there, too.
 *
 * @param {ChannelPosition | undefined} before
 * @param {Position} position
 * @returns {ChannelPosition}
 */
export function reached(before, position) {
  if (before?.epoch !== position.epoch) return { ...position, ahead: new Map() };
  return { ...before, offset: Math.max(before.offset, position.offset) };
}
