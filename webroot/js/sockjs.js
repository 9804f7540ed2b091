/**
 * @typedef {import('./types.js').Socket} Socket
 *
 * @typedef {object} Receiver
 * @property {(text: string) => void} frame
 * @property {(code: number) => void} end the transport can do no more
 *
 * @typedef {object} Link One transport at work.
 * @property {(body: string) => void} send
 * @property {() => void} close
 *
 * @typedef {(address: string, on: Receiver) => Link} Transport
 */

// A proxy may let a request through and never answer it: then the next transport is tried. A slow
// network is likelier, and no other transport is worth as much as the first.
const FIRST_ATTEMPT = 4_000;
const NEXT_ATTEMPT = 2_400;

const NO_TRANSPORT = 2000;
const LOST = 1006;

/**
 * A connection by the SockJS protocol: a WebSocket, and where the network does not let it through,
 * streaming, server-sent events or polling. It registers no `unload` handler, which would keep the
 * page out of the browser's back-forward cache.
 *
 *     attempt ──first frame "o"──▶ open ──frame "c", loss──▶ closed
 *        │  ▲
 *        └──┘ failure or silence: the next transport
 *
 * @param {string} base an absolute address
 * @param {readonly Transport[]} [transports]
 * @param {Pick<import('./types.js').Clock, 'setTimeout' | 'clearTimeout'>} [timers]
 * @returns {Socket}
 */
export function openSockJs(base, transports = TRANSPORTS, timers = window) {
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
    send: (text) => link?.send(JSON.stringify([text])),
    close: () => finish(1000),
  };

  function attempt() {
    if (attempts === transports.length) return finish(NO_TRANSPORT);
    const number = attempts + 1;
    attempts = number;
    const isCurrent = () => number === attempts && phase !== 'closed';
    timer = timers.setTimeout(() => fail(LOST), number === 1 ? FIRST_ATTEMPT : NEXT_ATTEMPT);
    const address = `${base}/${random() % 1000}/${random()}${random()}`;
    link = transports[number - 1](address, {
      frame: (text) => {
        if (isCurrent()) onFrame(text);
      },
      end: (code) => {
        if (isCurrent()) fail(code);
      },
    });
  }

  /** @param {number} code */
  function fail(code) {
    if (phase === 'open') return finish(code);
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
      case 'c':
        return finish(JSON.parse(text.slice(1))[0]);
    }
  }

  function onOpen() {
    // A second opening: the server has forgotten the session, and what was subscribed in it.
    if (phase === 'open') return finish(LOST);
    phase = 'open';
    timers.clearTimeout(timer);
    socket.onopen?.();
  }

  function abandon() {
    timers.clearTimeout(timer);
    const old = link;
    link = null;
    old?.close();
  }

  /** @param {number} code */
  function finish(code) {
    if (phase === 'closed') return;
    phase = 'closed';
    abandon();
    socket.onclose?.({ code });
  }

  attempt();
  return socket;
}

function random() {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}

/** @type {Transport} */
function webSocket(address, on) {
  const socket = new WebSocket(`${address.replace(/^http/, 'ws')}/websocket`);
  socket.onmessage = ({ data }) => on.frame(data);
  socket.onclose = ({ code }) => on.end(code);
  return {
    // A connection that is closing would lose the message.
    send: (body) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(body);
    },
    close: () => socket.close(),
  };
}

/** @type {Transport} */
const xhrStreaming = overHttp(async (address, frame, signal) => {
  const response = await post(`${address}/xhr_streaming`, '', signal);
  const body = /** @type {ReadableStream<Uint8Array>} */ (response.body);
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
    rest = /** @type {string} */ (lines.pop());
    lines.forEach(frame);
  }
});

/** @type {Transport} */
const xhrPolling = overHttp(async (address, frame, signal) => {
  const response = await post(`${address}/xhr`, '', signal);
  frame((await response.text()).trimEnd());
});

/** @type {Transport} */
const eventSource = overHttp(
  (address, frame, signal) =>
    new Promise((resolve, reject) => {
      const source = new EventSource(`${address}/eventsource`);
      let heard = false;
      source.onmessage = ({ data }) => {
        heard = true;
        frame(data);
      };
      // The server ends a long response: the next one goes on with the session.
      source.onerror = () => {
        source.close();
        if (heard) resolve();
        else reject(new Error('no event stream'));
      };
      signal.addEventListener('abort', () => source.close());
    }),
);

/** In the order in which they are tried. */
const TRANSPORTS = [webSocket, xhrStreaming, eventSource, xhrPolling];

/**
 * A transport that receives by requests which end and come again, and sends by requests of its own.
 *
 * @param {(address: string, frame: (text: string) => void, signal: AbortSignal) => Promise<void>}
 *     receive one request, to its end
 * @returns {Transport}
 */
function overHttp(receive) {
  return (address, on) => {
    const ended = new AbortController();
    /** @type {Promise<unknown>} */
    let sent = Promise.resolve();

    async function run() {
      while (!ended.signal.aborted) await receive(address, on.frame, ended.signal);
    }

    const lost = () => on.end(LOST);
    run().catch(lost);
    return {
      // One after the other: the server takes them in the order in which they arrive.
      send(body) {
        sent = sent.then(() => post(`${address}/xhr_send`, body, ended.signal));
        sent.catch(lost);
      },
      close: () => ended.abort(),
    };
  };
}

/**
 * @param {string} address
 * @param {string} body
 * @param {AbortSignal} signal
 */
async function post(address, body, signal) {
  const headers = { 'Content-Type': 'text/plain' };
  const response = await fetch(address, { method: 'POST', body, headers, signal });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response;
}
