/**
 * @typedef {object} Receiver
 * @property {(frame: string) => void} frame of SockJS
 * @property {(code: number, reason: string) => void} end the transport can do no more
 *
 * @typedef {object} Link One transport at work.
 * @property {(text: string) => void} send
 * @property {() => void} close
 *
 * @typedef {(address: string, on: Receiver) => Link} Transport
 *
 * @typedef {object} Platform What the browser, or Node, has.
 * @property {typeof WebSocket | null} [WebSocket]
 * @property {typeof EventSource} [EventSource]
 * @property {typeof fetch} fetch
 */

const LOST = 1006;

/**
 * The transports of SockJS in the order in which they are tried: a WebSocket, and where the network
 * does not let it through, streaming, server-sent events, and polling.
 *
 * @param {Platform} platform
 * @returns {Transport[]}
 */
export function transportsOf({ WebSocket, EventSource, fetch }) {
  return [
    ...(WebSocket ? [overWebSocket(WebSocket)] : []),
    xhrStreaming(fetch),
    ...(EventSource ? [eventSource(EventSource, fetch)] : []),
    xhrPolling(fetch),
  ];
}

/**
 * @param {typeof WebSocket} implementation
 * @returns {Transport}
 */
function overWebSocket(implementation) {
  return (address, on) => {
    const socket = new implementation(`${address.replace(/^http/, 'ws')}/websocket`);
    socket.onmessage = ({ data }) => on.frame(data);
    socket.onclose = ({ code, reason }) => on.end(code || LOST, reason);
    return {
      // A connection that is closing would lose the message.
      send(text) {
        if (socket.readyState === implementation.OPEN) socket.send(JSON.stringify([text]));
      },
      close: () => socket.close(),
    };
  };
}

/** @param {typeof fetch} get */
function xhrStreaming(get) {
  return overHttp(get, async (address, frame, signal) => {
    const response = await post(get, `${address}/xhr_streaming`, '', signal);
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
}

/** @param {typeof fetch} get */
function xhrPolling(get) {
  return overHttp(get, async (address, frame, signal) => {
    const response = await post(get, `${address}/xhr`, '', signal);
    frame((await response.text()).trimEnd());
  });
}

/**
 * @param {typeof EventSource} implementation
 * @param {typeof fetch} get
 */
function eventSource(implementation, get) {
  return overHttp(
    get,
    (address, frame, signal) =>
      new Promise((resolve, reject) => {
        const source = new implementation(`${address}/eventsource`);
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
}

/**
 * A transport that receives by requests which end and come again, and sends by requests of its own.
 *
 * @param {typeof fetch} get
 * @param {(address: string, frame: (text: string) => void, signal: AbortSignal) => Promise<void>}
 *     receive one request, to its end
 * @returns {Transport}
 */
function overHttp(get, receive) {
  return (address, on) => {
    const ended = new AbortController();
    /** @type {string[]} */
    let waiting = [];
    let isSending = false;

    async function run() {
      while (!ended.signal.aborted) await receive(address, on.frame, ended.signal);
    }

    // One request after the other: the server takes them in the order in which they arrive.
    async function flush() {
      isSending = true;
      // One request takes all messages of a turn.
      await Promise.resolve();
      while (waiting.length > 0) {
        const texts = waiting;
        waiting = [];
        await post(get, `${address}/xhr_send`, JSON.stringify(texts), ended.signal);
      }
      isSending = false;
    }

    const lost = () => on.end(LOST, '');
    run().catch(lost);
    return {
      send(text) {
        waiting.push(text);
        if (!isSending) flush().catch(lost);
      },
      close: () => ended.abort(),
    };
  };
}

/**
 * @param {typeof fetch} get
 * @param {string} address
 * @param {string} body
 * @param {AbortSignal} signal
 */
async function post(get, address, body, signal) {
  const headers = { 'Content-Type': 'text/plain' };
  const response = await get(address, { method: 'POST', body, headers, signal });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response;
}
