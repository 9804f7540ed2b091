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
