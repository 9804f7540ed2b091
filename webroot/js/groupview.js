import { part, write } from './dom.js';
import { translate } from './i18n.js';
import { VENUES } from './venues.js';

/**
 * @typedef {import('./venues.js').Place} Place
 * @typedef {{bid: number, ask: number, at: number, status: string}} Quote `at` is when the hub received it
 */

/** @param {number} number */
const decimals = (number) => String(number).split('.')[1]?.length ?? 0;

/**
 * The newest quotes of one instrument at several exchanges.
 *
 * @param {import('./venues.js').QuoteGroup} group
 * @param {{now: () => number}} clock of the server
 * @param {() => void} onRemove
 */
export function bindGroup(group, clock, onRemove) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById('group'));
  const card = /** @type {HTMLElement} */ (
    /** @type {DocumentFragment} */ (template.content.cloneNode(true)).firstElementChild
  );
  const body = /** @type {HTMLElement} */ (card.querySelector('tbody'));
  const between = /** @type {HTMLElement} */ (card.querySelector('.between'));
  const problem = /** @type {HTMLElement} */ (card.querySelector('.problem'));
  const remove = /** @type {HTMLElement} */ (card.querySelector('.close'));
  /** @type {Map<string, string>} */
  const refusals = new Map();
  /** @type {Map<string, Quote>} */
  const quotes = new Map();
  let digits = 0;
  card.dataset.testid = `group-${group.name}`;
  const heading = /** @type {HTMLElement} */ (card.querySelector('h2'));
  heading.id = `group-${group.name}`;
  write(heading, group.name);
  card.querySelector('.table')?.setAttribute('aria-labelledby', heading.id);
  for (const { venue } of group.quotes) {
    const row = document.createElement('tr');
    row.dataset.venue = venue;
    for (let i = 0; i < 5; i += 1) row.append(document.createElement('td'));
    write(row.children[0], VENUES[venue].name);
    for (let i = 1; i < 5; i += 1) write(row.children[i], '–');
    body.append(row);
  }
  remove.hidden = !group.added;
  remove.addEventListener('click', onRemove);
  part('groups').append(card);

  /**
   * @param {string} venue
   * @param {Quote} quote
   */
  function show(venue, quote) {
    quotes.set(venue, quote);
    digits = Math.max(digits, decimals(quote.bid), decimals(quote.ask));
  }

  /**
   * The exchange does not send the symbol, and why; an empty reason: it does.
   *
   * @param {string} venue
   * @param {string} reason
   */
  function refuse(venue, reason) {
    if (reason === '') refusals.delete(venue);
    else refusals.set(venue, reason);
  }

  /** @param {import('./types.js').Language} words */
  function drawRefusals(words) {
    problem.hidden = refusals.size === 0;
    const sentences = [...refusals].map(([venue, reason]) =>
      translate(words, 'symbolRefused', { exchange: VENUES[venue].name, reason }),
    );
    write(problem, sentences.join(' '));
  }

  /** @param {import('./types.js').Language} words */
  function draw(words) {
    const label = translate(words, 'removeSymbol', { name: group.name });
    remove.setAttribute('aria-label', label);
    remove.title = label;
    drawRefusals(words);
    for (const element of card.querySelectorAll('[data-text]')) {
      const key = /** @type {import('./i18n.js').Key} */ (element.getAttribute('data-text'));
      write(element, translate(words, key));
    }
    const price = new Intl.NumberFormat(words, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    const all = [...quotes.values()];
    // A price of a closed market cannot be traded at.
    const traded = all.filter(({ status }) => status === 'OPEN');
    const highest = Math.max(...traded.map(({ bid }) => bid));
    const lowest = Math.min(...traded.map(({ ask }) => ask));
    const several = traded.length > 1;
    group.quotes.forEach(({ venue }, i) => {
      const quote = quotes.get(venue);
      if (quote === undefined) return;
      const cells = /** @type {HTMLElement[]} */ ([...body.children[i].children]);
      write(cells[1], price.format(quote.bid));
      write(cells[2], price.format(quote.ask));
      const open = quote.status === 'OPEN';
      cells[1].toggleAttribute('data-best', several && open && quote.bid === highest);
      cells[2].toggleAttribute('data-best', several && open && quote.ask === lowest);
      write(cells[3], price.format(quote.ask - quote.bid));
      const seconds = Math.max(0, clock.now() - quote.at) / 1_000;
      write(cells[4], translate(words, open ? 'seconds' : 'closed', { n: seconds.toFixed(1) }));
    });
    const value = price.format(highest - lowest);
    write(between, several ? translate(words, 'between', { value }) : '');
  }

  return {
    group,
    show,
    refuse,
    draw,
    remove: () => card.remove(),
  };
}
