// Preloaded into a program for https://quotes.example.com/: its requests go to REDIRECT_TO. Without
// a WebSocket, whose address it cannot change, the client uses server-sent events.
const send = globalThis.fetch;
globalThis.WebSocket = undefined;
globalThis.fetch = (address, options) =>
  send(String(address).replace('https://quotes.example.com', process.env.REDIRECT_TO), options);
