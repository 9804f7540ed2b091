import { all } from '../client/src/store.js';
import { part, write } from './dom.js';
import { dataText } from './eventlog.js';
import { perFrame } from './frame.js';
import { actionText, translate, typeText } from './i18n.js';

// A screen reader would never come to an end if it read every event.
const SPOKEN_EVERY = 8_000;

/**
 * The toasts in the corner. They take no focus; a screen reader gets their text now and then.
 *
 * @param {ReturnType<typeof import('./toasts.js').createToasts>} toasts
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 * @param {import('./types.js').Clock} clock
 */
export function bindToasts(toasts, language, clock) {
  const place = part('toasts');
  const spoken = part('spoken');
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById('toast'));
  /** @type {Map<string, HTMLElement>} */
  const elements = new Map();
  let spokenAt = -Infinity;

  function draw() {
    const shown = toasts.shown.get();
    for (const [type, element] of elements) {
      if (shown.some((toast) => toast.type === type)) continue;
      element.remove();
      elements.delete(type);
    }
    shown.forEach(drawToast);
    speak(shown);
  }

  /** @param {import('./toasts.js').Toast} toast */
  function drawToast({ type, count, newest }) {
    const element = elements.get(type) ?? add(type);
    const [title, text] = element.querySelectorAll('strong, p > span');
    const name = typeText(language.get(), type);
    write(title, count === 1 ? name : translate(language.get(), 'grouped', { name, n: count }));
    const action = actionText(language.get(), newest.payload.action);
    write(text, [newest.payload.id, action, dataText(newest)].filter(Boolean).join(' · '));
    element.querySelector('button')?.setAttribute('aria-label', translate(language.get(), 'dismiss'));
  }

  /** @param {string} type */
  function add(type) {
    const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    const element = /** @type {HTMLElement} */ (copy.firstElementChild);
    element.dataset.type = type;
    element.querySelector('button')?.addEventListener('click', () => toasts.dismiss(type));
    place.append(element);
    elements.set(type, element);
    return element;
  }

  /** @param {readonly import('./toasts.js').Toast[]} shown */
  function speak(shown) {
    if (shown.length === 0 || clock.now() - spokenAt < SPOKEN_EVERY) return;
    spokenAt = clock.now();
    const texts = shown.map(({ type, count }) => {
      const name = typeText(language.get(), type);
      return translate(language.get(), 'grouped', { name, n: count });
    });
    write(spoken, texts.join(translate(language.get(), 'comma')));
  }

  const frame = perFrame(draw);
  return all(toasts.shown.subscribe(frame.request), language.subscribe(frame.request), () =>
    frame.cancel(),
  );
}
