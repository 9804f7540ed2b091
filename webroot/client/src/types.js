/**
 * The types the modules share; nothing runs here.
 *
 * @typedef {{epoch: number, offset: number}} Position
 *
 * @typedef {object} Clock Time and timers, so that tests can hold them.
 * @property {() => number} now
 * @property {(run: () => void, delay: number) => number} setTimeout
 * @property {(timer: number) => void} clearTimeout
 *
 * @typedef {{next: () => number, reset: () => void}} Backoff
 *
 * @typedef {object} Socket A connection that carries frames of the bridge.
 * @property {(text: string) => void} send
 * @property {() => void} close
 * @property {(() => void) | null} onopen
 * @property {((event: {data: string}) => void) | null} onmessage
 * @property {((event: {code: number, reason?: string}) => void) | null} onclose
 * @property {(() => void) | null} [onheartbeat]
 *
 * @typedef {() => Socket} OpenSocket
 *
 * @typedef {(request: {refresh: boolean}) => string | null | Promise<string | null>} TokenSource
 *     refresh: the server has refused the token before, or it ends soon
 */

/**
 * @template T
 * @typedef {object} Store One value, and the listeners that are told when it changes.
 * @property {() => T} get
 * @property {(value: T) => void} set
 * @property {(listener: () => void) => () => void} subscribe
 */

export {};
