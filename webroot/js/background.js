/**
 * A request that gives way to those of the page itself: the modules of the page, and what its user
 * asks for.
 *
 * @type {typeof fetch}
 */
export const backgroundFetch = (address, options) => fetch(address, { ...options, priority: 'low' });

/**
 * Runs a task at once and then again and again, one run after the other. A hidden page
 * asks the server for nothing.
 *
 * @param {() => Promise<void>} task
 * @param {number} pause in milliseconds between two runs
 * @param {import('./types.js').Clock} clock
 * @returns {() => void} how to run it now
 */
export function repeatWhileVisible(task, pause, clock) {
  let timer = 0;
  let isRunning = false;
  let isDue = false;

  async function run() {
    clock.clearTimeout(timer);
    isDue = isRunning;
    if (isRunning) return;
    isRunning = true;
    await task();
    isRunning = false;
    if (isDue) void run();
    else if (document.visibilityState === 'visible') timer = clock.setTimeout(run, pause);
  }

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void run();
    else clock.clearTimeout(timer);
  });
  void run();
  return () => void run();
}
