/** A server of event streams that a test answers by hand. */
export function fakeServer() {
  const requests = [];
  return {
    requests,
    last: () => requests.at(-1),
    fetch(address, { headers, signal, method = 'GET', body = null }) {
      return new Promise((resolve, reject) => {
        const request = { address: String(address), headers, signal, method, body };
        signal?.addEventListener('abort', () => {
          reject(new Error('aborted'));
          try {
            request.stream?.error(new Error('aborted'));
          } catch {
            // It had ended before.
          }
        });
        request.open = () => {
          const body = new ReadableStream({ start: (stream) => (request.stream = stream) });
          resolve(new Response(body));
          return settled();
        };
        request.answer = (status, json = {}, answered = {}) => {
          resolve(new Response(JSON.stringify(json), { status, headers: answered }));
          return settled();
        };
        request.fail = () => {
          reject(new TypeError('network'));
          return settled();
        };
        request.send = (text) => {
          request.stream.enqueue(new TextEncoder().encode(text));
          return settled();
        };
        request.end = () => {
          request.stream.close();
          return settled();
        };
        requests.push(request);
      });
    },
  };
}

/** Runs the tasks that are due, and those that follow from them. */
export async function settled() {
  for (let i = 0; i < 8; i += 1) await new Promise((resolve) => setImmediate(resolve));
}
