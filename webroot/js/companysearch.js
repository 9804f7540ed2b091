import { part, write } from './dom.js';
import { translate } from './i18n.js';

/** @typedef {import('./watchlistapi.js').Company} Company */

const PAUSE = 250;

/**
 * The field that finds a company by its symbol or name, and adds it. The answer to an earlier text
 * is dropped.
 *
 * @param {object} options
 * @param {(query: string) => Promise<Company[]>} options.find
 * @param {(company: Company) => Promise<boolean>} options.onChoose
 * @param {import('./types.js').Store<import('./types.js').Language>} options.language
 * @param {import('./types.js').Clock} options.clock
 */
export function bindCompanySearch({ find, onChoose, language, clock }) {
  const form = part('add');
  const input = /** @type {HTMLInputElement} */ (part('add-company'));
  const list = part('companies');
  const spoken = part('found');
  /** @type {readonly Company[]} */
  let found = [];
  let active = -1;
  let timer = 0;
  let asked = 0;

  function search() {
    const query = input.value.trim();
    asked += 1;
    const question = asked;
    if (query === '') return show([], false);
    find(query).then(
      (companies) => question === asked && show(companies, true),
      // The field stays; the next letter asks again.
      () => question === asked && show([], false),
    );
    return undefined;
  }

  /**
   * @param {readonly Company[]} companies
   * @param {boolean} isAnswer
   */
  function show(companies, isAnswer) {
    found = companies;
    active = companies.length > 0 ? 0 : -1;
    list.replaceChildren(...companies.map(optionOf));
    const none = translate(language.get(), 'noCompany');
    if (isAnswer && companies.length === 0) list.append(messageOf(none));
    list.hidden = !isAnswer;
    input.setAttribute('aria-expanded', String(isAnswer));
    const count = translate(language.get(), 'found', { n: companies.length });
    write(spoken, isAnswer ? (companies.length === 0 ? none : count) : '');
    mark();
  }

  /**
   * @param {Company} company
   * @param {number} i
   */
  function optionOf(company, i) {
    const option = document.createElement('li');
    option.id = `company-${i}`;
    option.setAttribute('role', 'option');
    for (const text of [company.ticker_symbol, company.company_name, company.currency]) {
      option.append(Object.assign(document.createElement('span'), { textContent: text }), ' ');
    }
    // The field keeps the focus; a click would take it before the choice is made.
    option.addEventListener('mousedown', (event) => event.preventDefault());
    option.addEventListener('click', () => void choose(i));
    return option;
  }

  function mark() {
    [...list.querySelectorAll('[role=option]')].forEach((option, i) => {
      option.setAttribute('aria-selected', String(i === active));
      if (i === active) option.scrollIntoView({ block: 'nearest' });
    });
    if (active < 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', `company-${active}`);
  }

  /** @param {number} i */
  async function choose(i) {
    const company = found[i];
    if (company === undefined) return;
    close();
    if (await onChoose(company)) input.value = '';
  }

  function close() {
    clock.clearTimeout(timer);
    asked += 1;
    show([], false);
  }

  /** @param {number} step */
  function move(step) {
    if (found.length === 0) return search();
    active = (active + step + found.length) % found.length;
    return mark();
  }

  input.addEventListener('input', () => {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(search, PAUSE);
  });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      move(event.key === 'ArrowDown' ? 1 : -1);
    }
    if (event.key === 'Escape') close();
  });
  input.addEventListener('blur', close);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (found.length > 0) void choose(active);
    else search();
  });
  const draw = () => {
    input.placeholder = translate(language.get(), 'findCompany');
  };
  language.subscribe(draw);
  draw();
}

/** @param {string} text */
function messageOf(text) {
  return Object.assign(document.createElement('li'), { textContent: text, className: 'message' });
}
