import { part, write } from './dom.js';
import { translate } from './i18n.js';

const SHOWN_FOR = 10_000;

/**
 * The offer to take back a removal; it stays while the pointer or the focus is in it.
 *
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 * @param {import('./types.js').Clock} clock
 */
export function bindUndoBar(language, clock) {
  const bar = part('undo-bar');
  let timer = 0;
  let name = '';
  let undo = () => {};

  function draw() {
    write(part('undo-text'), name === '' ? '' : translate(language.get(), 'removed', { name }));
  }

  function hide() {
    clock.clearTimeout(timer);
    bar.hidden = true;
    name = '';
    draw();
  }

  function hideLater() {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => {
      if (bar.matches(':hover, :focus-within')) hideLater();
      else hide();
    }, SHOWN_FOR);
  }

  part('undo').addEventListener('click', () => {
    hide();
    undo();
  });
  part('undo-dismiss').addEventListener('click', hide);
  language.subscribe(draw);

  return {
    /**
     * @param {string} removed its name
     * @param {() => void} takeBack
     */
    offer(removed, takeBack) {
      name = removed;
      undo = takeBack;
      bar.hidden = false;
      draw();
      hideLater();
    },
    hide,
  };
}
