// An unmodified event-source client: prints each message of a stream on a line of its own.
// node event-source.mjs eventsource|eventsource-client URL
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../../webroot/package.json', import.meta.url));
const [library, url] = process.argv.slice(2);

if (library === 'eventsource') {
  const { EventSource } = require('eventsource');
  new EventSource(url).onmessage = (message) => console.log(message.data);
} else {
  const { createEventSource } = require('eventsource-client');
  createEventSource({ url, onMessage: (message) => message.event ?? console.log(message.data) });
}
