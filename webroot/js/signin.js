import { part, write } from './dom.js';
import { errorText } from './i18n.js';

/**
 * The form that asks for a token where the server wants one. The token is in the memory of the page
 * only.
 *
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 * @param {() => void} onToken another token is there
 * @param {import('./i18n.js').Key} [needed] the text of a page that has no token yet
 */
export function bindSignIn(language, onToken, needed = 'TOKEN_NEEDED') {
  const form = part('sign-in');
  const reason = part('sign-in-reason');
  const input = /** @type {HTMLInputElement} */ (part('token'));
  /** @type {string | null} */
  let token = null;
  let code = '';

  function draw() {
    form.hidden = code === '';
    write(reason, code === '' ? '' : errorText(language.get(), { code, message: '' }));
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    token = input.value.trim();
    input.value = '';
    code = '';
    draw();
    onToken();
  });
  language.subscribe(draw);
  draw();

  return {
    token: () => token,

    /** Asks for a token. @param {string} why a code of an error */
    ask(why) {
      code = token === null ? needed : why;
      draw();
    },
  };
}
