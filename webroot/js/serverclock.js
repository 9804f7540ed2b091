/**
 * @typedef {object} ServerClock The time of the server, as well as its answers tell it.
 * @property {() => number} now
 * @property {() => number} ahead how far it is ahead of the device's, in milliseconds
 * @property {<T extends {now: string}>(request: () => Promise<T>) => Promise<T>} ask
 *     makes a request whose answer tells the server's time
 */

/**
 * Corrects the device's clock, which may be wrong by any amount: an age or a latency computed from
 * it would be. The answer that took the shortest way counts, until the clock was set.
 *
 * @param {{now: () => number}} device
 * @returns {ServerClock}
 */
export function createServerClock(device) {
  let ahead = 0;
  let precision = Infinity;

  return {
    now: () => device.now() + ahead,
    ahead: () => ahead,
    async ask(request) {
      const sent = device.now();
      const answer = await request();
      const received = device.now();
      const measured = Date.parse(answer.now) - (sent + received) / 2;
      const took = received - sent;
      if (took <= precision || Math.abs(measured - ahead) > took / 2 + precision / 2) {
        ahead = measured;
        precision = took;
      }
      return answer;
    },
  };
}
