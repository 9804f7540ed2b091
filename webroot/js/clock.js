/**
 * The browser's own time and timers.
 *
 * @type {import('./types.js').Clock}
 */
export const systemClock = {
  now: () => Date.now(),
  setTimeout: (run, delay) => window.setTimeout(run, delay),
  clearTimeout: (timer) => window.clearTimeout(timer),
};
