import { part, write } from './dom.js';
import { perFrame } from './frame.js';
import { translate } from './i18n.js';
import { createPriceRow } from './pricerow.js';
import { heldIds, nextSorting, sortedIds, UNSORTED } from './pricerows.js';
import { bindReordering } from './reordering.js';
import { bindSorting } from './sorting.js';

/**
 * @typedef {import('./pricerows.js').PriceRow} PriceRow
 * @typedef {{rows: readonly PriceRow[], mayEdit: boolean}} Shown
 */

/**
 * The table of prices. Rows are sorted again when prices move, but not while the pointer or the
 * focus is in the table: a row must not move away from a click.
 *
 * @param {object} options
 * @param {import('./types.js').Store<Shown>} options.shown
 * @param {(id: number) => readonly number[]} options.trail the prices before, of a company
 * @param {import('./types.js').Store<import('./types.js').Language>} options.language
 * @param {import('./positioncells.js').PositionActions & {reorder: (ids: readonly number[]) =>
 *     Promise<boolean>}} options.actions
 */
export function bindPriceTable({ shown, trail, language, actions }) {
  const table = part('prices-place');
  const body = part('prices');
  /** @type {Map<number, ReturnType<typeof createPriceRow>>} */
  const rows = new Map();
  /** @type {readonly number[]} */
  let order = [];
  let sorting = UNSORTED;
  let hasPointer = false;
  /** @type {number | null} the row that gets the focus when it is there */
  let awaited = null;
  const head = bindSorting(language, (key, isDescending) => {
    sorting = isDescending === undefined ? nextSorting(sorting, key) : { key, isDescending };
    arrange(false);
  });

  const isHeld = () => hasPointer || body.contains(document.activeElement);

  /** @param {boolean} held */
  function arrange(held) {
    const wanted = sortedIds(shown.get().rows, sorting);
    place(held ? heldIds(order, wanted) : wanted);
  }

  /** @param {readonly number[]} ids */
  function place(ids) {
    order = ids;
    const focused = nextOfFocused();
    for (const [id, row] of rows) {
      if (order.includes(id)) continue;
      row.element.remove();
      rows.delete(id);
    }
    order.forEach((id, i) => {
      if (!rows.has(id)) rows.set(id, createPriceRow(actions));
      const { element } = /** @type {any} */ (rows.get(id));
      if (body.children[i] !== element) body.insertBefore(element, body.children[i] ?? null);
    });
    draw();
    focused?.();
    head.draw(sorting);
    focusAwaited();
  }

  function focusAwaited() {
    const row = awaited === null ? undefined : rows.get(awaited);
    if (row === undefined) return;
    awaited = null;
    row.focus();
  }

  /** The keyboard stays in the table when the row that has the focus is removed. */
  function nextOfFocused() {
    const index = [...body.children].findIndex((row) => row.contains(document.activeElement));
    if (index < 0 || order.includes(Number(dataOf(body.children[index])))) return null;
    return () => rows.get(order[Math.min(index, order.length - 1)])?.focus();
  }

  function draw() {
    const { rows: data, mayEdit } = shown.get();
    const mayMove = mayEdit && data.length > 1 && sorting.key === UNSORTED.key;
    for (const row of data) {
      rows.get(row.id)?.draw(row, trail(row.id), language.get(), { mayEdit, mayMove });
    }
    const none = part('no-items');
    none.hidden = data.length > 0;
    table.hidden = data.length === 0;
    write(none, translate(language.get(), mayEdit ? 'noItems' : 'noItemsHere'));
  }

  bindReordering(body, {
    order: () => order,
    show: place,
    save: (ids) => {
      void actions.reorder(ids).then((isSaved) => isSaved || arrange(false));
    },
    placeText: (id, n, count) => {
      const name = shown.get().rows.find((row) => row.id === id)?.symbol ?? '';
      return translate(language.get(), 'movedTo', { name, n, count });
    },
  });
  const frame = perFrame(() => arrange(isHeld() && awaited === null));
  body.addEventListener('pointerenter', () => {
    hasPointer = true;
  });
  body.addEventListener('pointerleave', () => {
    hasPointer = false;
    frame.request();
  });
  body.addEventListener('focusout', frame.request);
  shown.subscribe(frame.request);
  language.subscribe(frame.request);
  arrange(false);

  return {
    /** Gives the focus to a row that comes back. @param {number} id */
    focus(id) {
      awaited = id;
      frame.request();
    },
  };
}

/** @param {Element} row */
function dataOf(row) {
  return row instanceof HTMLElement ? row.dataset.company : undefined;
}
