import { chooseLanguage, translate } from './i18n.js';
import { createStore } from '../client/src/store.js';

/** @typedef {import('./types.js').Language} Language */

const KEY = 'tickgate.language';

/** The language of the page, as first chosen. */
export function createLanguage() {
  return createStore(chooseLanguage(location.search, remembered(), navigator.languages));
}

/**
 * Keeps the fixed texts of the document in the language, and switches it.
 *
 * Elements name their text in `data-text`, and their label in `data-label`.
 *
 * @param {HTMLElement} button
 * @param {import('./types.js').Store<Language>} language
 */
export function bindLanguage(button, language) {
  function draw() {
    const now = language.get();
    document.documentElement.lang = now;
    for (const element of document.querySelectorAll('[data-text]')) {
      element.textContent = translate(now, keyOf(element, 'data-text'));
    }
    for (const element of document.querySelectorAll('[data-label]')) {
      const text = translate(now, keyOf(element, 'data-label'));
      element.setAttribute('aria-label', text);
      element.setAttribute('title', text);
    }
    button.lang = now === 'ja' ? 'en' : 'ja';
  }

  function change() {
    language.set(language.get() === 'ja' ? 'en' : 'ja');
    remember(language.get());
    forgetAddress();
  }

  draw();
  button.addEventListener('click', change);
  const unsubscribe = language.subscribe(draw);
  return () => {
    unsubscribe();
    button.removeEventListener('click', change);
  };
}

/**
 * @param {Element} element
 * @param {string} attribute
 */
function keyOf(element, attribute) {
  return /** @type {import('./i18n.js').Key} */ (element.getAttribute(attribute));
}

// A language in the address would win over the one chosen when the page is loaded again.
function forgetAddress() {
  const address = new URL(location.href);
  if (!address.searchParams.has('lang')) return;
  address.searchParams.delete('lang');
  history.replaceState(null, '', address);
}

// Storage throws where the user has forbidden it; the page works without a memory.
function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param {Language} language */
function remember(language) {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    return;
  }
}
