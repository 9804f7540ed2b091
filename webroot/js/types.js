/**
 * The types the modules share; nothing runs here.
 *
 * @typedef {'ja' | 'en'} Language
 * @typedef {'up' | 'down' | 'flat'} Direction
 * @typedef {'connecting' | 'live' | 'stale' | 'closed' | 'disconnected'} Status
 * @typedef {{epoch: number, offset: number}} Position
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
 * @typedef {object} Clock Time and timers, so that tests can hold them.
 * @property {() => number} now
 * @property {(run: () => void, delay: number) => number} setTimeout
 * @property {(timer: number) => void} clearTimeout
 *
 * @typedef {object} Socket What the connection uses of SockJS.
 * @property {(text: string) => void} send
 * @property {() => void} close
 * @property {(() => void) | null} onopen
 * @property {((event: {data: string}) => void) | null} onmessage
 * @property {((event: {code: number}) => void) | null} onclose
 * @property {(() => void) | null} [onheartbeat]
 */

/**
 * @template T
 * @typedef {object} Store One value and those who want to hear when it changes.
 * @property {() => T} get
 * @property {(value: T) => void} set
 * @property {(listener: () => void) => () => void} subscribe
 */

export {};
