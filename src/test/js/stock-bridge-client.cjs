// The stock event-bus bridge client, unmodified, on one SockJS transport.
// node stock-bridge-client.cjs <url of /eventbus> <transport> <number of messages> [<token>]
// Prints every message as one JSON line; exits 0 after the given number, 1 after 20 s.
'use strict';
const path = require('node:path');
const { createRequire } = require('node:module');

const load = createRequire(path.resolve('webroot/package.json'));
// The client looks for SockJS as a page would have it.
const SockJS = load('sockjs-client');
globalThis.SockJS = SockJS;
const EventBus = load('@vertx/eventbus-bridge-client.js');

const [url, transport, expected, token] = process.argv.slice(2);
const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
setTimeout(() => process.exit(1), 20_000).unref();

let received = 0;
const bus = new EventBus(url, { transports: [transport] });
if (token) {
  bus.defaultHeaders = { Authorization: `Bearer ${token}` };
}
bus.onerror = (error) => print({ error });
bus.onclose = ({ code, reason }) => print({ closed: code, reason });
bus.onopen = () => {
  print({ open: bus.sockJSConn.transport });
  bus.registerHandler('ticks.USD_JPY', (error, message) => {
    print(error ? { error } : { body: message.body, headers: message.headers });
    received += 1;
    if (received === Number(expected)) {
      bus.publish('ticks.USD_JPY', { bid: 1 });
      bus.onerror = (refusal) => {
        print({ refused: refusal.body });
        bus.close();
        process.exit(0);
      };
    }
  });
};
