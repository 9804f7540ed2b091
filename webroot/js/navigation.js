import { translate } from './i18n.js';
import { all, createStore } from '../client/src/store.js';

/**
 * Which features the server has. A page that is open during a restart keeps the answer it got.
 *
 * @typedef {{candles: boolean, events: boolean, exchanges: boolean, rooms: boolean, watchlists: boolean}} Features
 */

const TIMEOUT = 10_000;

/**
 * Marks the pages in the navigation whose feature the server does not have. They stay links: each
 * page says which setting enables it.
 *
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 */
export function bindNavigation(language) {
  const features = createStore(/** @type {Features | null} */ (null));
  const links = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-feature]'));

  function draw() {
    const known = features.get();
    for (const link of links) {
      const isOff = known?.[/** @type {keyof Features} */ (link.dataset.feature)] === false;
      link.toggleAttribute('data-off', isOff);
      if (isOff) {
        link.dataset.off = translate(language.get(), 'off');
        link.title = translate(language.get(), 'offHint');
      } else {
        link.removeAttribute('title');
      }
    }
  }

  const unsubscribe = all(features.subscribe(draw), language.subscribe(draw));
  void loadFeatures().then(features.set);
  return { features, unsubscribe };
}

/**
 * Asks the server for its features; null where it does not answer, which the page tells itself, or is
 * of an earlier version.
 */
export async function loadFeatures() {
  try {
    const response = await fetch('api/features', { signal: AbortSignal.timeout(TIMEOUT) });
    return response.ok ? /** @type {Features} */ (await response.json()) : null;
  } catch {
    return null;
  }
}
