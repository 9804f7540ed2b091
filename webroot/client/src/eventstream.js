/**
 * @typedef {object} StreamEvent One server-sent event.
 * @property {string} event its name; `message` where it has none
 * @property {string} data
 * @property {string | null} id null where the event has none
 *
 * @typedef {object} StreamListener
 * @property {() => void} onOpen
 * @property {(event: StreamEvent) => void} onEvent
 * @property {() => void} onSignOfLife
 * @property {(delay: number) => void} onRetry the server says after how long to come back
 */

/** The request was refused. */
export class StreamRefused extends Error {
  /**
   * @param {number} status
   * @param {string | null} code of the server; null where a proxy refused
   */
  constructor(status, code) {
    super(`the server answered ${status} ${code ?? ''}`);
    this.status = status;
    this.code = code ?? '';
    this.isOfServer = code !== null;
  }
}

/**
 * Reads a stream of server-sent events to its end. Unlike `EventSource` it shows a token in a
 * header, and leaves it to the caller when to come back.
 *
 * @param {string} address
 * @param {{token: string | null, lastEventId: string | null, signal: AbortSignal,
 *     fetch: typeof fetch}} options
 * @param {StreamListener} listener
 */
export async function readEventStream(address, options, listener) {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'text/event-stream' };
  if (options.token !== null) headers.Authorization = `Bearer ${options.token}`;
  if (options.lastEventId !== null) headers['Last-Event-ID'] = options.lastEventId;
  const response = await options.fetch(address, {
    headers,
    cache: 'no-store',
    signal: options.signal,
  });
  if (!response.ok) throw new StreamRefused(response.status, await codeOf(response));
  if (response.body === null) throw new Error('the answer has no body');
  listener.onOpen();
  const parser = createParser(listener);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    listener.onSignOfLife();
    parser(value);
  }
}

/** The server refuses in JSON, with a code or without one. @param {Response} response */
async function codeOf(response) {
  try {
    return String((await response.json()).code ?? '');
  } catch {
    return null;
  }
}

/**
 * Takes a text/event-stream apart, in whatever pieces it arrives. An event that the end of the
 * stream cuts off is not delivered.
 *
 * @param {Pick<StreamListener, 'onEvent' | 'onRetry'>} listener
 * @returns {(text: string) => void}
 */
export function createParser({ onEvent, onRetry }) {
  let rest = '';
  let data = /** @type {string[]} */ ([]);
  let event = 'message';
  let id = /** @type {string | null} */ (null);

  /** @param {string} line */
  function onLine(line) {
    if (line === '') return dispatch();
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') data.push(value);
    if (name === 'event') event = value;
    if (name === 'id') id = value;
    if (name === 'retry' && /^\d+$/.test(value)) onRetry(Number(value));
  }

  function dispatch() {
    const complete = { event, data: data.join('\n'), id };
    const isEmpty = data.length === 0 && id === null;
    data = [];
    event = 'message';
    id = null;
    if (!isEmpty) onEvent(complete);
  }

  return (text) => {
    // A carriage return at the end may be half of a line end.
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = /** @type {string} */ (lines.pop());
    lines.forEach(onLine);
  };
}
