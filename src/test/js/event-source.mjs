// Unmodified event-source clients: prints each message of a stream on a line of its own, behind the
// number of its client and a blank.
// node event-source.mjs TOKEN (eventsource|eventsource-client URL)…
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../../webroot/package.json', import.meta.url));
const [token, ...clients] = process.argv.slice(2);
const authorization = { Authorization: `Bearer ${token}` };

for (let i = 0; i < clients.length; i += 2) {
  const [library, url] = clients.slice(i, i + 2);
  const print = (data) => console.log(`${i / 2} ${data}`);
  if (library === 'eventsource') {
    const { EventSource } = require('eventsource');
    const authorized = (input, init) =>
      fetch(input, { ...init, headers: { ...init.headers, ...authorization } });
    new EventSource(url, { fetch: authorized }).onmessage = (message) => print(message.data);
  } else {
    const { createEventSource } = require('eventsource-client');
    const onMessage = (message) => message.event ?? print(message.data);
    createEventSource({ url, headers: authorization, onMessage });
  }
}
