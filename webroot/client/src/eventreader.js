import { StreamRefused } from './eventstream.js';

/**
 * @typedef {object} EventRequest
 * @property {readonly string[]} channels
 * @property {string | null} token
 * @property {string | null} lastEventId
 * @property {AbortSignal} signal
 * @property {typeof fetch} fetch
 *
 * @typedef {(address: string, request: EventRequest,
 *     listener: import('./eventstream.js').StreamListener) => Promise<void>} ReadEvents
 */

// A proxy may hold back the answer, or its body.
const ATTEMPT = 4_000;

/**
 * Reads events by the first way; where nothing of it passes the network, by the second. A refusal of
 * the server is an answer. A first way that passed once is tried alone after a
 * break, which is likelier to be one of the server than of the network.
 *
 * @param {ReadEvents} first
 * @param {ReadEvents} second
 * @param {Pick<import('./types.js').Clock, 'setTimeout' | 'clearTimeout'>} timers
 * @returns {ReadEvents}
 */
export function createEventReader(first, second, timers) {
  let passes = false;

  return async (address, request, listener) => {
    const isAlone = passes;
    passes = false;
    const attempt = new AbortController();
    const abort = () => attempt.abort();
    request.signal.addEventListener('abort', abort);
    const timer = isAlone ? 0 : timers.setTimeout(abort, ATTEMPT);
    const hear = () => {
      if (passes) return;
      passes = true;
      timers.clearTimeout(timer);
      listener.onOpen();
    };
    try {
      await first(
        address,
        { ...request, signal: attempt.signal },
        {
          ...listener,
          // The head of an answer does not prove that the body arrives.
          onOpen() {},
          onSignOfLife() {
            hear();
            listener.onSignOfLife();
          },
        },
      );
      if (passes || isAlone) return;
    } catch (failure) {
      const isAnswer = failure instanceof StreamRefused && failure.isOfServer;
      if (passes || isAlone || isAnswer || request.signal.aborted) throw failure;
    } finally {
      timers.clearTimeout(timer);
      request.signal.removeEventListener('abort', abort);
    }
    await second(address, request, listener);
  };
}
