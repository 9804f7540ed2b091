/**
 * @typedef {import('./types.js').Socket} Socket
 */

// A proxy may let a handshake through and never answer it.
const ATTEMPT = 4_000;

/**
 * Opens the first kind of socket; where it does not open, the second. A first kind that opened once
 * is tried alone after a break, which is likelier to be one of the server than of the network.
 *
 * @template {unknown[]} T
 * @param {(...target: T) => Socket} first
 * @param {(...target: T) => Socket} second
 * @param {Pick<import('./types.js').Clock, 'setTimeout' | 'clearTimeout'>} timers
 * @returns {(...target: T) => Socket}
 */
export function withFallback(first, second, timers) {
  let passes = false;

  return (...target) => {
    const isAlone = passes;
    passes = false;
    let closed = false;
    /** @type {Socket} */
    let current = first(...target);

    /** @type {Socket} */
    const socket = {
      onopen: null,
      onmessage: null,
      onclose: null,
      onheartbeat: null,
      send: (text) => current.send(text),
      close() {
        closed = true;
        timers.clearTimeout(timer);
        current.close();
      },
    };

    function relay() {
      current.onmessage = (event) => socket.onmessage?.(event);
      current.onheartbeat = () => socket.onheartbeat?.();
      current.onopen = () => socket.onopen?.();
      current.onclose = (event) => socket.onclose?.(event);
    }

    function fallBack() {
      timers.clearTimeout(timer);
      if (closed) return;
      current.onopen = current.onmessage = current.onclose = current.onheartbeat = null;
      current.close();
      current = second(...target);
      relay();
    }

    relay();
    let timer = 0;
    if (!isAlone) {
      timer = timers.setTimeout(fallBack, ATTEMPT);
      current.onclose = fallBack;
    }
    current.onopen = () => {
      passes = true;
      timers.clearTimeout(timer);
      relay();
      socket.onopen?.();
    };
    return socket;
  };
}
