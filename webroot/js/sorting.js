import { part, write } from './dom.js';
import { translate } from './i18n.js';
import { SORT_KEYS } from './pricerows.js';

/**
 * @typedef {import('./pricerows.js').SortKey} SortKey
 * @typedef {SortKey | 'trend' | 'actions'} Column
 */

/** @type {readonly Column[]} */
const COLUMNS = [
  'company',
  'price',
  'dayChange',
  'changePercent',
  'trend',
  'quantity',
  'purchasePrice',
  'profitLoss',
  'actions',
];

/**
 * The head of the table, whose columns sort it, and the choice that stands for it on a phone.
 *
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 * @param {(key: SortKey, isDescending?: boolean) => void} onSort without a direction: the next one
 */
export function bindSorting(language, onSort) {
  const select = /** @type {HTMLSelectElement} */ (part('sort-by'));
  const direction = part('sort-direction');
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById('column'));
  const heads = COLUMNS.map((column) => {
    const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    const head = /** @type {HTMLElement} */ (copy.firstElementChild);
    head.dataset.column = column;
    const button = /** @type {HTMLElement} */ (head.firstElementChild);
    if (isSortable(column)) button.addEventListener('click', () => onSort(column));
    else button.replaceWith(document.createElement('span'));
    return head;
  });
  part('columns').append(...heads);
  select.append(...SORT_KEYS.map((key) => new Option('', key)));
  select.addEventListener('change', () => onSort(chosen(), false));
  direction.addEventListener('click', () => {
    onSort(chosen(), direction.dataset.direction === 'ascending');
  });

  const chosen = () => /** @type {SortKey} */ (select.value);

  return {
    /** @param {import('./pricerows.js').Sorting} sorting */
    draw({ key, isDescending }) {
      const words = language.get();
      const state = isDescending ? 'descending' : 'ascending';
      for (const head of heads) {
        const column = /** @type {Column} */ (head.dataset.column);
        const text = head.querySelector('span');
        if (text !== null) write(text, translate(words, column));
        if (column === key) head.setAttribute('aria-sort', state);
        else head.removeAttribute('aria-sort');
      }
      for (const option of select.options) {
        write(option, translate(words, /** @type {SortKey} */ (option.value)));
      }
      select.value = key;
      direction.dataset.direction = state;
      direction.hidden = key === 'listOrder';
      write(direction, translate(words, state));
    },
  };
}

/** @param {Column} column @returns {column is SortKey} */
function isSortable(column) {
  return column !== 'trend' && column !== 'actions';
}
