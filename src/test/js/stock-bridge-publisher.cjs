// The stock event-bus bridge client, unmodified: sends bodies with a callback, one after the other.
// node stock-bridge-publisher.cjs <url of /eventbus> <transport> <address> <body as JSON>...
// Prints every reply or failure as one JSON line; exits 0 after the last one, 1 after 20 s.
'use strict';
const path = require('node:path');
const { createRequire } = require('node:module');

const load = createRequire(path.resolve('webroot/package.json'));
// The client looks for SockJS as a page would have it.
globalThis.SockJS = load('sockjs-client');
const EventBus = load('@vertx/eventbus-bridge-client.js');

const [url, transport, address, ...bodies] = process.argv.slice(2);
setTimeout(() => process.exit(1), 20_000).unref();

const bus = new EventBus(url, { transports: [transport] });
const next = () => {
  if (bodies.length === 0) {
    bus.close();
    process.exit(0);
  }
  bus.send(address, JSON.parse(bodies.shift()), (failure, message) => {
    process.stdout.write(`${JSON.stringify(failure ?? { body: message.body })}\n`);
    next();
  });
};
bus.onopen = next;
