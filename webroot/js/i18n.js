import * as candles from './candletexts.js';
import * as rooms from './roomtexts.js';
import * as pages from './texts.js';
import * as watchlists from './watchtexts.js';

/**
 * @typedef {import('./types.js').Language} Language
 * @typedef {keyof typeof en} Key
 */

const en = { ...pages.en, ...watchlists.en, ...rooms.en, ...candles.en };
const texts = { en, ja: { ...pages.ja, ...watchlists.ja, ...rooms.ja, ...candles.ja } };

/**
 * A text of the page, with its `{places}` filled.
 *
 * @param {Language} language
 * @param {Key} key
 * @param {Record<string, string | number>} [values]
 */
export function translate(language, key, values = {}) {
  return texts[language][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/**
 * A length of time in the unit a person would use; the remainder is cut off.
 *
 * @param {Language} language
 * @param {number} milliseconds
 */
export function spanText(language, milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  if (seconds < 120) return translate(language, 'seconds', { n: seconds });
  if (seconds < 7_200) return translate(language, 'minutes', { n: Math.floor(seconds / 60) });
  return translate(language, 'hours', { n: Math.floor(seconds / 3_600) });
}

/**
 * The sentence for an error code; what the server says itself where the code is new to us.
 *
 * @param {Language} language
 * @param {{code: string, message: string}} error
 */
export function errorText(language, { code, message }) {
  if (Object.hasOwn(en, code)) return texts[language][/** @type {Key} */ (code)];
  return message || texts[language].error;
}

/**
 * The name of a type of event; the type itself where the page does not know it.
 *
 * @param {Language} language
 * @param {string} type
 */
export function typeText(language, type) {
  return textOr(language, type, type);
}

/**
 * @param {Language} language
 * @param {string} channel
 */
export function channelText(language, channel) {
  return textOr(language, channel, channel);
}

/**
 * @param {Language} language
 * @param {string} action
 */
export function actionText(language, action) {
  return textOr(language, action, action);
}

/**
 * @param {Language} language
 * @param {string} key
 * @param {string} other
 */
function textOr(language, key, other) {
  return Object.hasOwn(en, key) ? texts[language][/** @type {Key} */ (key)] : other;
}

/**
 * The language asked for in the address, else the one remembered, else the browser's.
 *
 * @param {string} search
 * @param {string | null} remembered
 * @param {readonly string[]} preferred
 * @returns {Language}
 */
export function chooseLanguage(search, remembered, preferred) {
  const wishes = [new URLSearchParams(search).get('lang'), remembered, ...preferred];
  for (const wish of wishes) {
    const language = wish?.toLowerCase().split('-')[0];
    if (language === 'ja' || language === 'en') return language;
  }
  return 'en';
}
