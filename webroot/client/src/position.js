/** @typedef {import('./types.js').Position} Position */

/**
 * A position as it is written on the wire.
 *
 * @param {Position} position
 */
export function formatPosition({ epoch, offset }) {
  return `${epoch}.${offset}`;
}

/**
 * The position of a message; null where it has none.
 *
 * @param {Record<string, unknown>} message
 * @returns {Position | null}
 */
export function positionOf({ epoch, offset }) {
  return typeof epoch === 'number' && typeof offset === 'number' ? { epoch, offset } : null;
}

/**
 * Whether a position is after the last one seen; a higher epoch always is.
 *
 * @param {Position} position
 * @param {Position | null} last
 */
export function isNewer(position, last) {
  if (last === null) return true;
  if (position.epoch !== last.epoch) return position.epoch > last.epoch;
  return position.offset > last.offset;
}

/**
 * Whether nothing can lie between two positions.
 *
 * @param {Position} position
 * @param {Position | null} last
 */
export function follows(position, last) {
  return last !== null && position.epoch === last.epoch && position.offset <= last.offset + 1;
}
