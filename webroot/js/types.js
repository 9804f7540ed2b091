/**
 * The types the modules share; nothing runs here.
 *
 * @typedef {'ja' | 'en'} Language
 * @typedef {'up' | 'down' | 'flat'} Direction
 * @typedef {'connecting' | 'catchingUp' | 'live' | 'stale' | 'closed' | 'disconnected'} Status
 * @typedef {import('../client/src/types.js').Position} Position
 *
 * @typedef {object} Tick One quote, as parsed from a ticker message; `time` is in milliseconds.
 * @property {string} symbol
 * @property {number} bid
 * @property {number} ask
 * @property {number} mid
 * @property {number} time
 * @property {Position} position
 *
 * @typedef {object} Sample The mids of one interval, or a single one; times are in milliseconds.
 * @property {number} first when the first was quoted
 * @property {number} last when the last was quoted
 * @property {number} open the first
 * @property {number} mid the last
 * @property {number} high
 * @property {number} low
 *
 * @typedef {import('../client/src/types.js').Clock} Clock
 * @typedef {import('../client/src/types.js').Socket} Socket
 */

/**
 * @template T
 * @typedef {import('../client/src/types.js').Store<T>} Store
 */

export {};
