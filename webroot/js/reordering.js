import { part, write } from './dom.js';

/** @type {Readonly<Record<string, number>>} */
const STEPS = { ArrowUp: -1, ArrowDown: 1 };
const MAIN_BUTTON = 0;

/**
 * The ids with one of them at another place.
 *
 * @param {readonly number[]} ids
 * @param {number} id
 * @param {number} place from 0; beyond the ends it is the first or last
 */
export function moved(ids, id, place) {
  const others = ids.filter((other) => other !== id);
  const index = Math.max(0, Math.min(place, others.length));
  return [...others.slice(0, index), id, ...others.slice(index)];
}

/**
 * Rows are moved by their handles: with the arrow keys, or dragged. A screen reader hears the new
 * place.
 *
 *     still ──pointer down──▶ dragged ──pointer up──▶ still, the order is saved
 *                                └──Escape, cancelled──▶ still, the order is the one before
 *
 * @param {HTMLElement} body of the table; each row has its id in `data-company`
 * @param {object} options
 * @param {() => readonly number[]} options.order the ids as they are shown
 * @param {(ids: readonly number[]) => void} options.show
 * @param {(ids: readonly number[]) => void} options.save
 * @param {(id: number, place: number, count: number) => string} options.placeText
 */
export function bindReordering(body, { order, show, save, placeText }) {
  const status = part('moved');
  /** @type {{id: number, before: readonly number[]} | null} */
  let dragged = null;

  /** @param {number} id */
  const rowOf = (id) =>
    /** @type {HTMLElement | null} */ (body.querySelector(`[data-company="${id}"]`));

  /** @param {Event} event */
  function handled({ target }) {
    const handle = target instanceof Element ? target.closest('.handle') : null;
    const row = /** @type {HTMLElement | null} */ (handle?.closest('tr') ?? null);
    return row === null ? null : Number(row.dataset.company);
  }

  /** @param {number} id @param {number} place */
  function showAt(id, place) {
    const ids = moved(order(), id, place);
    if (ids.every((other, i) => other === order()[i])) return false;
    show(ids);
    // A row loses the focus when the browser moves it.
    /** @type {HTMLElement | null | undefined} */ (rowOf(id)?.querySelector('.handle'))?.focus();
    return true;
  }

  /** @param {number} id */
  function tell(id) {
    write(status, placeText(id, order().indexOf(id) + 1, order().length));
  }

  body.addEventListener('keydown', (event) => {
    const id = handled(event);
    const step = STEPS[event.key];
    if (id === null || step === undefined) return;
    event.preventDefault();
    if (showAt(id, order().indexOf(id) + step)) save(order());
    tell(id);
  });

  body.addEventListener('pointerdown', (event) => {
    const id = handled(event);
    if (id === null || event.button !== MAIN_BUTTON) return;
    dragged = { id, before: order() };
    rowOf(id)?.classList.add('dragged');
    // On the document: a row that is moved would lose a captured pointer.
    document.addEventListener('pointermove', drag);
    document.addEventListener('pointerup', drop);
    document.addEventListener('pointercancel', cancel);
    document.addEventListener('keydown', cancelByKey);
  });

  /** @param {PointerEvent} event */
  function drag({ clientY }) {
    if (dragged === null) return;
    const place = [...body.children].findIndex((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return clientY >= top && clientY < bottom;
    });
    if (place >= 0) showAt(dragged.id, place);
  }

  function drop() {
    if (dragged === null) return;
    const { id, before } = dragged;
    release();
    if (before.every((other, i) => other === order()[i])) return;
    save(order());
    tell(id);
  }

  function cancel() {
    if (dragged === null) return;
    const { before } = dragged;
    release();
    show(before);
  }

  /** @param {KeyboardEvent} event */
  function cancelByKey({ key }) {
    if (key === 'Escape') cancel();
  }

  function release() {
    if (dragged !== null) rowOf(dragged.id)?.classList.remove('dragged');
    dragged = null;
    document.removeEventListener('pointermove', drag);
    document.removeEventListener('pointerup', drop);
    document.removeEventListener('pointercancel', cancel);
    document.removeEventListener('keydown', cancelByKey);
  }
}
