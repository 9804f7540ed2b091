/** Time that only moves when a test says so. */
export function fakeClock(start = 1_000_000) {
  let time = start;
  let nextId = 1;
  const timers = new Map();
  return {
    now: () => time,
    setTimeout(run, delay) {
      timers.set(nextId, { run, due: time + delay });
      return nextId++;
    },
    clearTimeout: (id) => timers.delete(id),
    advance(milliseconds) {
      const end = time + milliseconds;
      for (;;) {
        const due = [...timers].filter(([, timer]) => timer.due <= end);
        if (due.length === 0) break;
        const [id, timer] = due.reduce((one, other) => (other[1].due < one[1].due ? other : one));
        timers.delete(id);
        time = timer.due;
        timer.run();
      }
      time = end;
    },
  };
}

/** Sockets that a test opens, feeds and drops by hand. */
export function fakeSockets() {
  const opened = [];
  return {
    opened,
    last: () => opened.at(-1),
    open() {
      const socket = {
        sent: [],
        closed: false,
        onopen: null,
        onmessage: null,
        onclose: null,
        send: (text) => socket.sent.push(JSON.parse(text)),
        close: () => {
          socket.closed = true;
        },
        receive: (frame) => socket.onmessage({ data: JSON.stringify(frame) }),
      };
      opened.push(socket);
      return socket;
    },
  };
}

/** A ticker message as the server writes it. */
export function message(offset, fields = {}) {
  return {
    type: 'ticker',
    symbol: 'USD_JPY',
    bid: 151.245,
    ask: 151.249,
    mid: 151.247,
    timestamp: '2026-02-16T13:05:10.123Z',
    epoch: 1,
    offset,
    ...fields,
  };
}
