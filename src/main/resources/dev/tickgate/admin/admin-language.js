import { texts } from './admin-texts.js';

let language = navigator.language.startsWith('ja') ? 'ja' : 'en';

/** The text of a name in the language of the page; undefined where there is none. */
export const known = (name) => texts[language][name];
export const text = (name) => known(name) ?? name;
export const number = (value) => new Intl.NumberFormat(language).format(value);
const tenths = (value) =>
  new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
export const span = (name, seconds) => text(name).replace('{n}', tenths(seconds));

/** Writes the fixed texts of the document. */
export function translate() {
  document.documentElement.lang = language;
  document.title = `${text('title')} – Tickgate`;
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = text(element.dataset.text);
  }
}

export function changeLanguage() {
  language = language === 'en' ? 'ja' : 'en';
  translate();
}
