import { decimalsOf, numberText } from './money.js';
import { translate } from './i18n.js';
import { write } from './dom.js';
import { parsePosition } from './position.js';

/**
 * @typedef {import('./types.js').Language} Language
 * @typedef {import('./pricerows.js').PriceRow} PriceRow
 * @typedef {{quantity: HTMLElement, purchase: HTMLElement, actions: HTMLElement}} Cells
 *
 * @typedef {object} PositionActions
 * @property {(before: PriceRow, position: import('./watchlistapi.js').Position)
 *     => Promise<'saved' | 'changed' | 'failed'>} save
 * @property {(row: PriceRow) => void} remove
 */

/**
 * The cells of a row that the owner of the list may change: quantity, purchase price and the
 * buttons. A position is edited in place; Enter saves, and Escape cancels. While it is edited, new
 * prices leave these cells alone.
 *
 *     shown ──click, Enter──▶ edited ──saved, Escape──▶ shown
 *
 * @param {Cells} cells
 * @param {PositionActions} actions
 */
export function bindPositionCells(cells, actions) {
  /** @type {PriceRow} */
  let row;
  /** @type {Language} */
  let language = 'en';
  let isEditable = false;
  /** @type {PriceRow | null} the row as the user saw it when the edit began */
  let edited = null;
  /** @type {import('./position.js').PositionProblem | 'itemChanged' | null} */
  let problem = null;

  const quantity = input('decimal');
  const purchase = input('decimal');
  const quantityButton = button('cell', () => begin(quantity));
  const purchaseButton = button('cell', () => begin(purchase));
  const removeButton = button('close', () => actions.remove(row));
  const saveButton = button('button strong', () => void save());
  const cancelButton = button('close', end);
  const alert = document.createElement('p');
  alert.className = 'problem';
  alert.setAttribute('role', 'alert');
  removeButton.dataset.testid = 'remove';
  removeButton.textContent = cancelButton.textContent = '×';

  function draw() {
    if (edited !== null) return drawEdited();
    const { quantity: held, purchasePrice: price } = row;
    const quantityText = numberText(language, held, held === null ? 0 : decimalsOf(held));
    const purchaseText = price === null ? '' : numberText(language, price, decimalsOf(price));
    if (!isEditable) {
      cells.actions.replaceChildren();
      write(cells.quantity, held === null ? '' : quantityText);
      write(cells.purchase, purchaseText);
      return undefined;
    }
    write(quantityButton, held === null ? translate(language, 'addPosition') : quantityText);
    write(purchaseButton, purchaseText);
    const name = `${row.symbol} ${row.name}`;
    const label = translate(language, 'editPosition', { name });
    quantityButton.setAttribute('aria-label', `${quantityButton.textContent}: ${label}`);
    purchaseButton.setAttribute('aria-label', `${purchaseText}: ${label}`);
    removeButton.setAttribute('aria-label', `${translate(language, 'remove')}: ${name}`);
    removeButton.title = translate(language, 'remove');
    put(cells.quantity, quantityButton);
    if (held === null) write(cells.purchase, purchaseText);
    else put(cells.purchase, purchaseButton);
    put(cells.actions, removeButton);
    return undefined;
  }

  function drawEdited() {
    quantity.setAttribute('aria-label', `${translate(language, 'quantity')}: ${row.name}`);
    purchase.setAttribute('aria-label', `${translate(language, 'purchasePrice')}: ${row.name}`);
    quantity.setAttribute('aria-invalid', String(problem !== null && problem !== 'purchaseInvalid'));
    purchase.setAttribute('aria-invalid', String(problem !== null && problem !== 'quantityInvalid'));
    write(saveButton, translate(language, 'save'));
    cancelButton.title = translate(language, 'cancel');
    cancelButton.setAttribute('aria-label', cancelButton.title);
    write(alert, problem === null ? '' : translate(language, problem));
    put(cells.quantity, quantity);
    put(cells.purchase, purchase, alert);
    put(cells.actions, saveButton, cancelButton);
  }

  /** @param {HTMLInputElement} first */
  function begin(first) {
    edited = row;
    problem = null;
    quantity.value = row.quantity === null ? '' : String(row.quantity);
    purchase.value = row.purchasePrice === null ? '' : String(row.purchasePrice);
    draw();
    first.select();
  }

  function end() {
    edited = null;
    draw();
    quantityButton.focus();
  }

  async function save() {
    if (edited === null || saveButton.disabled) return;
    const parsed = parsePosition(quantity.value, purchase.value);
    problem = 'problem' in parsed ? parsed.problem : null;
    draw();
    if ('problem' in parsed) return (problem === 'purchaseInvalid' ? purchase : quantity).select();
    saveButton.disabled = true;
    const result = await actions.save(edited, parsed.position);
    saveButton.disabled = false;
    if (result === 'saved') return end();
    // The user has seen the new values when saving once more.
    if (result === 'changed') {
      problem = 'itemChanged';
      edited = row;
    }
    return draw();
  }

  for (const field of [quantity, purchase]) {
    field.addEventListener('keydown', (event) => {
      // Enter also ends the conversion of an input method.
      if (event.isComposing) return;
      if (event.key === 'Enter') void save();
      if (event.key === 'Escape') end();
    });
  }

  return {
    /**
     * @param {PriceRow} next
     * @param {Language} words
     * @param {boolean} mayEdit
     */
    show(next, words, mayEdit) {
      row = next;
      language = words;
      isEditable = mayEdit;
      draw();
    },

    focus: () => removeButton.focus(),
  };
}

/** @param {string} mode */
function input(mode) {
  const field = document.createElement('input');
  field.type = 'text';
  field.inputMode = mode;
  field.autocomplete = 'off';
  field.maxLength = 24;
  return field;
}

/**
 * @param {string} className
 * @param {() => void} onClick
 */
function button(className, onClick) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = className;
  made.addEventListener('click', onClick);
  return made;
}

/**
 * Puts the elements into a cell, unless they are there: moving one would take its focus.
 *
 * @param {HTMLElement} cell
 * @param {...HTMLElement} elements
 */
function put(cell, ...elements) {
  const isThere =
    cell.childNodes.length === elements.length &&
    elements.every((element, i) => cell.childNodes[i] === element);
  if (!isThere) cell.replaceChildren(...elements);
}
