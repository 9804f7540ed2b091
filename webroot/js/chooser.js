import { all } from '../client/src/store.js';
import { part, write } from './dom.js';
import { errorText, translate } from './i18n.js';

/**
 * @typedef {import('./watchlistapi.js').Listed} Listed
 * @typedef {ReturnType<typeof import('./watchlists.js').createWatchlists>} Watchlists
 */

/**
 * The choice of a list, the heading of the one that is open, and what stands in the place of one.
 *
 * @param {Watchlists} watchlists
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 * @param {import('./types.js').Store<string>} refusal the code of why the open list has no prices
 */
export function bindChooser(watchlists, language, refusal) {
  const select = /** @type {HTMLSelectElement} */ (part('list'));
  const { lists, open, loading } = watchlists;

  function draw() {
    const list = open.get();
    const isReady = loading.get() === 'ready';
    part('chooser').hidden = !isReady;
    select.hidden = lists.get().length === 0;
    part('list-card').hidden = list === null;
    part('edit-list').hidden = part('add').hidden = !(list?.owner ?? false);
    write(part('list-title'), list?.name ?? '');
    part('public-mark').hidden = !(list?.is_public ?? false);
    const readOnly = list?.owner === false ? translate(language.get(), 'readOnly') : '';
    write(part('list-text'), [list?.description, readOnly].filter(Boolean).join(' '));
    drawOptions();
    drawNote();
  }

  function drawOptions() {
    const groups = /** @type {const} */ ([
      ['ownLists', lists.get().filter(({ owner }) => owner)],
      ['publicLists', lists.get().filter(({ owner }) => !owner)],
    ]);
    select.replaceChildren(
      ...groups
        .filter(([, members]) => members.length > 0)
        .map(([key, members]) => {
          const group = document.createElement('optgroup');
          group.label = translate(language.get(), key);
          group.append(...members.map(({ id, name }) => new Option(name, String(id))));
          return group;
        }),
    );
    select.value = String(open.get()?.id ?? '');
  }

  function drawNote() {
    const note = part('note');
    const text = noteText();
    note.hidden = text === '';
    write(note, text);
  }

  function noteText() {
    const words = language.get();
    const state = loading.get();
    if (state === 'loading') return translate(words, 'loadingLists');
    if (state === 'failed') return translate(words, 'listsFailed');
    if (state === 'disabled') return translate(words, 'watchDisabled');
    if (state === 'signedOut') return '';
    if (refusal.get() !== '') return errorText(words, { code: refusal.get(), message: '' });
    return open.get() === null ? translate(words, 'noLists') : '';
  }

  select.addEventListener('change', () => void watchlists.load(Number(select.value)));
  draw();
  return all(
    ...[lists, open, loading, refusal, language].map((store) => store.subscribe(draw)),
  );
}
