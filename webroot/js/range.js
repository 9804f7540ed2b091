import { part } from './dom.js';

/** @typedef {{seconds: number, following: boolean}} Range How much of the series is shown. */

/**
 * The buttons that choose a range. None is pressed while the reader has moved the chart away.
 *
 * @param {import('./types.js').Store<Range>} range
 */
export function bindRange(range) {
  const group = part('ranges');
  const buttons = [...group.querySelectorAll('[data-range]')];

  function draw() {
    const { seconds, following } = range.get();
    for (const button of buttons) {
      const chosen = following && secondsOf(button) === seconds;
      button.setAttribute('aria-pressed', String(chosen));
    }
  }

  /** @param {Event} event */
  function choose({ target }) {
    const button = buttons.find((candidate) => candidate === target);
    if (button) range.set({ seconds: secondsOf(button), following: true });
  }

  draw();
  group.addEventListener('click', choose);
  const unsubscribe = range.subscribe(draw);
  return () => {
    unsubscribe();
    group.removeEventListener('click', choose);
  };
}

/** @param {Element} button */
function secondsOf(button) {
  return Number(button.getAttribute('data-range'));
}
