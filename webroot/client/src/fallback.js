/**
 * @typedef {import('./types.js').Socket} Socket
 */

// A proxy may let a handshake through and never answer it.
const ATTEMPT = 4_000;

/**
 * Opens the first kind of socket; where it does not open, the second. A first kind that opened once
 * passes the network: from then on only it is used, and a failure is one of the server.
 *
 * @param {import('./types.js').OpenSocket} first
 * @param {import('./types.js').OpenSocket} second
 * @param {Pick<import('./types.js').Clock, 'setTimeout' | 'clearTimeout'>} timers
 * @returns {import('./types.js').OpenSocket}
 */
export function withFallback(first, second, timers) {
  let passes = false;

  return (registrations, token) => {
    let closed = false;
    /** @type {Socket} */
    let current = first(registrations, token);

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
      current = second(registrations, token);
      relay();
    }

    relay();
    let timer = 0;
    if (!passes) {
      timer = timers.setTimeout(fallBack, ATTEMPT);
      current.onclose = fallBack;
      current.onopen = () => {
        passes = true;
        timers.clearTimeout(timer);
        relay();
        socket.onopen?.();
      };
    }
    return socket;
  };
}
