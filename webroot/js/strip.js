import { part, write } from './dom.js';
import { errorText } from './i18n.js';
import { all } from '../client/src/store.js';

/**
 * The strip that tells of an error and goes away.
 *
 * @param {ReturnType<typeof import('./notices.js').createNotices>} notices
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 */
export function bindStrip(notices, language) {
  const strip = part('error-strip');
  const text = part('error-text');
  const code = part('error-code');
  const button = part('error-dismiss');

  function draw() {
    const notice = notices.current.get();
    strip.hidden = notice === null;
    if (notice === null) return;
    write(text, errorText(language.get(), notice));
    write(code, notice.code);
  }

  draw();
  button.addEventListener('click', notices.dismiss);
  return all(notices.current.subscribe(draw), language.subscribe(draw), () =>
    button.removeEventListener('click', notices.dismiss),
  );
}
