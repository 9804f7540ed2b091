/**
 * A page's own connection to an exchange. It does not come back by itself: it is for a comparison.
 *
 * @param {object} options
 * @param {string} options.base of the exchange's WebSockets
 * @param {import('./venues.js').Venue} options.venue
 * @param {string[]} options.symbols
 * @param {import('./types.js').Clock} options.clock
 * @param {(frame: any) => void} options.onFrame
 * @param {() => void} options.onEnd
 * @param {() => void} options.onFailure it could not connect, or the connection broke
 */
export function connectStraight({ base, venue, symbols, clock, onFrame, onEnd, onFailure }) {
  const socket = new WebSocket(base.replace(/\/$/, '') + venue.path(symbols));
  const commands = venue.commands(symbols);
  let timer = 0;
  let ended = false;

  function next() {
    const command = commands.shift();
    if (command === undefined) return;
    socket.send(command);
    timer = clock.setTimeout(next, venue.pace);
  }

  socket.addEventListener('open', next);
  socket.addEventListener('message', ({ data }) => onFrame(JSON.parse(data)));
  socket.addEventListener('close', () => {
    clock.clearTimeout(timer);
    onEnd();
    if (!ended) onFailure();
  });
  return () => {
    ended = true;
    socket.close();
  };
}
