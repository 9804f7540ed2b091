import { write } from './dom.js';
import { translate } from './i18n.js';
import { amountText, decimalsOf, numberText, percentText, signedText } from './money.js';
import { bindPositionCells } from './positioncells.js';
import { linePoints } from './sparkline.js';

/**
 * @typedef {import('./types.js').Language} Language
 * @typedef {import('./pricerows.js').PriceRow} PriceRow
 */

const WIDTH = 96;
const HEIGHT = 28;
// A thick line at the edge would be cut in half.
const MARGIN = 2;

/** The names of the cells, which a phone shows beside them. */
const NAMES = /** @type {const} */ ({
  price: 'price',
  change: 'dayChange',
  'change-percent': 'changePercent',
  trend: 'trend',
  quantity: 'quantity',
  'purchase-price': 'purchasePrice',
  'profit-loss': 'profitLoss',
});

/**
 * One row of the table of prices. A cell that rises or falls flashes, and has an arrow.
 *
 * @param {import('./positioncells.js').PositionActions} actions
 */
export function createPriceRow(actions) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById('price-row'));
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const element = /** @type {HTMLElement} */ (copy.firstElementChild);
  /** @param {string} name */
  const cell = (name) => /** @type {HTMLElement} */ (element.querySelector(`.${name}`));
  const [handle, symbol, name] = cell('company').children;
  const price = cell('price');
  const change = cell('change');
  const percent = cell('change-percent');
  const profitLoss = cell('profit-loss');
  const line = /** @type {Element} */ (element.querySelector('polyline'));
  const position = bindPositionCells(
    { quantity: cell('quantity'), purchase: cell('purchase-price'), actions: cell('actions') },
    actions,
  );
  const flashPrice = flashing(price);
  const flashProfit = flashing(profitLoss);
  // As many decimals as the figures have had, so that the columns do not change their width.
  let priceDecimals = 0;
  let changeDecimals = 0;

  /**
   * @param {PriceRow} row
   * @param {Language} language
   */
  function drawFigures(row, language) {
    priceDecimals = Math.max(priceDecimals, decimalsOf(row.price ?? 0));
    changeDecimals = Math.max(changeDecimals, decimalsOf(row.dayChange ?? 0));
    write(price, numberText(language, row.price, priceDecimals));
    write(change, signedText(language, row.dayChange, changeDecimals));
    write(percent, percentText(language, row.changePercent));
    const hasPosition = row.quantity !== null;
    write(profitLoss, hasPosition ? amountText(language, row.profitLoss, row.currency, true) : '');
    for (const [figure, value] of /** @type {const} */ ([
      [change, row.dayChange],
      [percent, row.changePercent],
      [profitLoss, row.profitLoss],
    ])) {
      figure.dataset.sign = String(Math.sign(value ?? 0));
    }
    flashPrice(row.price);
    flashProfit(row.profitLoss);
  }

  return {
    element,
    focus: position.focus,

    /**
     * @param {PriceRow} row
     * @param {readonly number[]} trail the prices before
     * @param {Language} language
     * @param {{mayEdit: boolean, mayMove: boolean}} rights
     */
    draw(row, trail, language, { mayEdit, mayMove }) {
      element.dataset.company = String(row.id);
      element.dataset.held = String(row.quantity !== null);
      if (!mayMove) handle.remove();
      else if (handle.parentElement === null) cell('company').prepend(handle);
      handle.setAttribute('aria-label', translate(language, 'moveRow', { name: row.symbol }));
      write(symbol, row.symbol);
      write(name, row.name);
      for (const [type, key] of Object.entries(NAMES)) {
        cell(type).dataset.name = translate(language, key);
      }
      drawFigures(row, language);
      const points = linePoints(trail, WIDTH, HEIGHT - 2 * MARGIN);
      if (line.getAttribute('points') !== points) line.setAttribute('points', points);
      line.setAttribute('transform', `translate(0 ${MARGIN})`);
      line.setAttribute('class', (trail.at(-1) ?? 0) < (trail[0] ?? 0) ? 'fallen' : 'risen');
      position.show(row, language, mayEdit);
    },
  };
}

/**
 * Marks a cell whose value moves. Two animations of one look take turns: a running one would not
 * start again.
 *
 * @param {HTMLElement} cell
 */
function flashing(cell) {
  /** @type {number | null} */
  let before = null;
  let turn = 0;
  return (/** @type {number | null} */ value) => {
    if (value !== null && before !== null && value !== before) {
      turn = 1 - turn;
      cell.dataset.move = value > before ? 'up' : 'down';
      cell.dataset.turn = String(turn);
    }
    if (value === null) delete cell.dataset.move;
    before = value;
  };
}
