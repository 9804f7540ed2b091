import { part, write } from './dom.js';
import { translate } from './i18n.js';

/**
 * @typedef {import('./watchlistapi.js').Watchlist} Watchlist
 * @typedef {import('./watchlistapi.js').ListFields} ListFields
 *
 * @typedef {object} ListActions
 * @property {(fields: ListFields) => Promise<boolean>} create
 * @property {(fields: ListFields) => Promise<boolean>} edit
 * @property {() => Promise<boolean>} remove
 */

/**
 * The form of a new list, and of the name and the readers of the open one.
 *
 * @param {import('./types.js').Store<Watchlist | null>} open
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 * @param {ListActions} actions
 */
export function bindListForm(open, language, actions) {
  const form = /** @type {HTMLFormElement} */ (part('list-form'));
  const name = /** @type {HTMLInputElement} */ (part('list-name'));
  const description = /** @type {HTMLInputElement} */ (part('list-description'));
  const isPublic = /** @type {HTMLInputElement} */ (part('list-public'));
  const save = /** @type {HTMLButtonElement} */ (part('list-save'));
  /** @type {HTMLElement} the button that opened the form */
  let opener = part('new-list');
  /** @type {Watchlist | null} */
  let edited = null;

  function draw() {
    write(part('list-form-title'), translate(language.get(), edited ? 'editList' : 'newList'));
  }

  /**
   * @param {HTMLElement} button
   * @param {Watchlist | null} list
   */
  function begin(button, list) {
    opener = button;
    edited = list;
    name.value = list?.name ?? '';
    description.value = list?.description ?? '';
    isPublic.checked = list?.is_public ?? false;
    part('list-delete').hidden = list === null;
    form.hidden = false;
    draw();
    name.focus();
  }

  function end() {
    form.hidden = true;
    if (opener.hidden) part('new-list').focus();
    else opener.focus();
  }

  /** @param {() => Promise<boolean>} act */
  async function make(act) {
    if (save.disabled) return;
    save.disabled = true;
    const isMade = await act();
    save.disabled = false;
    if (isMade) end();
  }

  part('new-list').addEventListener('click', () => begin(part('new-list'), null));
  part('edit-list').addEventListener('click', () => begin(part('edit-list'), open.get()));
  part('list-cancel').addEventListener('click', end);
  part('list-delete').addEventListener('click', () => {
    const { name: title = '', items = [] } = edited ?? {};
    const question = translate(language.get(), 'deleteAsk', { name: title, n: items.length });
    if (window.confirm(question)) void make(actions.remove);
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) end();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const fields = {
      name: name.value.trim(),
      description: description.value.trim() || null,
      is_public: isPublic.checked,
    };
    void make(() => (edited === null ? actions.create(fields) : actions.edit(fields)));
  });
  language.subscribe(draw);
}
