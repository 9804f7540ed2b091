/**
 * @typedef {import('./types.js').Socket} Socket
 */

const LOST = 1006;

/**
 * A WebSocket of the event-bus bridge. It speaks the frames of SockJS, whose heartbeats show a
 * browser that the connection lives.
 *
 * @param {string} base an absolute address, such as `https://example.com/eventbus`
 * @param {typeof WebSocket} implementation
 * @returns {Socket}
 */
export function openWebSocket(base, implementation) {
  const address = `${base.replace(/^http/, 'ws')}/0/${crypto.randomUUID()}/websocket`;
  const connection = new implementation(address);
  let closed = false;

  /** @type {Socket} */
  const socket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    onheartbeat: null,
    // A frame that is sent to a connection that is closing is lost with it.
    send(text) {
      if (connection.readyState === implementation.OPEN) connection.send(JSON.stringify([text]));
    },
    close() {
      closed = true;
      connection.close();
    },
  };

  /**
   * @param {number} code
   * @param {string} reason
   */
  function finish(code, reason) {
    if (closed) return;
    socket.close();
    socket.onclose?.({ code, reason });
  }

  /** @param {string} frame */
  function onFrame(frame) {
    if (frame[0] === 'o') socket.onopen?.();
    if (frame[0] === 'h') socket.onheartbeat?.();
    if (frame[0] === 'a') {
      for (const data of JSON.parse(frame.slice(1))) socket.onmessage?.({ data });
    }
    if (frame[0] === 'c') {
      const [code, reason] = JSON.parse(frame.slice(1));
      finish(code, reason);
    }
  }

  connection.onmessage = ({ data }) => {
    if (!closed) onFrame(data);
  };
  connection.onclose = ({ code, reason }) => finish(code || LOST, reason);
  return socket;
}
