/**
 * @typedef {import('./types.js').Socket} Socket
 * @typedef {import('./transports.js').Link} Link
 * @typedef {import('./transports.js').Transport} Transport
 * @typedef {Pick<import('./types.js').Clock, 'setTimeout' | 'clearTimeout'>} Timers
 */

// A proxy may let a request through and never answer it: then the next transport is tried. A slow
// network is likelier, and no other transport is worth as much as the first.
const FIRST_ATTEMPT = 4_000;
const NEXT_ATTEMPT = 2_400;

const NO_TRANSPORT = 2000;
const LOST = 1006;

/**
 * Opens sockets by the SockJS protocol, each over the first transport that the network lets through.
 * A first transport that opened once is tried alone after a break, which is likelier to be one of the
 * server: the others would ask it in vain. Where it fails then, the next attempt has all of them.
 *
 * @param {string} base an absolute address
 * @param {readonly Transport[]} transports in the order in which they are tried
 * @param {Timers} timers
 * @returns {import('./types.js').OpenSocket}
 */
export function createSockJs(base, transports, timers) {
  let passes = false;

  return () => {
    const tried = passes ? transports.slice(0, 1) : transports;
    passes = false;
    return openSockJs(base, tried, timers, (transport) => (passes = transport === transports[0]));
  };
}

/**
 * A connection by the SockJS protocol. It registers no `unload` handler, which would keep the page
 * out of the browser's back-forward cache.
 *
 *     attempt ──first frame "o"──▶ open ──frame "c", loss──▶ closed
 *        │  ▲
 *        └──┘ failure or silence: the next transport
 *
 * @param {string} base
 * @param {readonly Transport[]} transports
 * @param {Timers} timers
 * @param {(transport: Transport) => void} onPassed
 * @returns {Socket}
 */
function openSockJs(base, transports, timers, onPassed) {
  let attempts = 0;
  let phase = 'connecting';
  /** @type {Link | null} */
  let link = null;
  let timer = 0;

  /** @type {Socket} */
  const socket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    onheartbeat: null,
    send: (text) => link?.send(text),
    close: () => finish(1000, ''),
  };

  function attempt() {
    if (attempts === transports.length) return finish(NO_TRANSPORT, '');
    const number = attempts + 1;
    attempts = number;
    const isCurrent = () => number === attempts && phase !== 'closed';
    timer = timers.setTimeout(() => fail(LOST, ''), number === 1 ? FIRST_ATTEMPT : NEXT_ATTEMPT);
    const address = `${base}/${random() % 1000}/${random()}${random()}`;
    link = transports[number - 1](address, {
      frame: (text) => {
        if (isCurrent()) onFrame(text);
      },
      end: (code, reason) => {
        if (isCurrent()) fail(code, reason);
      },
    });
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  function fail(code, reason) {
    if (phase === 'open') return finish(code, reason);
    abandon();
    attempt();
  }

  /** @param {string} text */
  function onFrame(text) {
    switch (text[0]) {
      case 'o':
        return onOpen();
      case 'a':
        for (const data of JSON.parse(text.slice(1))) socket.onmessage?.({ data });
        return;
      case 'h':
        return socket.onheartbeat?.();
      case 'c': {
        const [code, reason] = JSON.parse(text.slice(1));
        return finish(code, reason);
      }
    }
  }

  function onOpen() {
    // A second opening: the server has lost the session with its subscriptions.
    if (phase === 'open') return finish(LOST, '');
    phase = 'open';
    timers.clearTimeout(timer);
    onPassed(transports[attempts - 1]);
    socket.onopen?.();
  }

  function abandon() {
    timers.clearTimeout(timer);
    const old = link;
    link = null;
    old?.close();
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  function finish(code, reason) {
    if (phase === 'closed') return;
    phase = 'closed';
    abandon();
    socket.onclose?.({ code, reason });
  }

  attempt();
  return socket;
}

function random() {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}
