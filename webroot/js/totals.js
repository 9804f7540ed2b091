import { part, write } from './dom.js';
import { translate } from './i18n.js';
import { amountText } from './money.js';

/** @typedef {import('../client/src/prices.js').Total} Total */

/**
 * The totals of the positions, one line for each currency.
 *
 * @param {import('./types.js').Store<readonly Total[]>} totals
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 */
export function bindTotals(totals, language) {
  const rows = part('total-rows');
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById('total'));

  function draw() {
    const shown = totals.get();
    part('totals').hidden = shown.length === 0;
    while (rows.children.length > shown.length) rows.lastElementChild?.remove();
    while (rows.children.length < shown.length) rows.append(template.content.cloneNode(true));
    shown.forEach((total, i) => drawTotal(/** @type {HTMLElement} */ (rows.children[i]), total));
  }

  /**
   * @param {HTMLElement} element
   * @param {Total} total
   */
  function drawTotal(element, { currency, cost, value, unrealized_pl }) {
    const words = language.get();
    element.dataset.currency = currency;
    for (const name of element.querySelectorAll('dt')) {
      write(name, translate(words, /** @type {any} */ (name.dataset.text)));
    }
    const [valueCell, costCell, profit] = element.querySelectorAll('dd');
    write(valueCell, amountText(words, value, currency));
    write(costCell, amountText(words, cost, currency));
    write(profit, amountText(words, unrealized_pl, currency, true));
    profit.dataset.sign = String(Math.sign(unrealized_pl));
  }

  totals.subscribe(draw);
  language.subscribe(draw);
  draw();
}
