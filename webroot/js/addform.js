import { part, write } from './dom.js';
import { translate } from './i18n.js';
import { VENUES, symbolOf } from './venues.js';

/**
 * The form with which the user adds a symbol of an exchange.
 *
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 * @param {(place: import('./venues.js').Place) => void} onAdd
 */
export function bindAddForm(language, onAdd) {
  const form = part('add');
  const venues = /** @type {HTMLSelectElement} */ (part('add-venue'));
  const symbol = /** @type {HTMLInputElement} */ (part('add-symbol'));
  const problem = part('add-problem');
  let wrong = false;

  function draw() {
    const venue = VENUES[venues.value];
    if (venue === undefined) return;
    symbol.placeholder = venue.example;
    problem.hidden = !wrong;
    symbol.setAttribute('aria-invalid', String(wrong));
    const values = { exchange: venue.name, example: venue.example };
    write(problem, wrong ? translate(language.get(), 'symbolInvalid', values) : '');
  }

  function right() {
    wrong = false;
    draw();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const found = symbolOf(venues.value, symbol.value);
    wrong = found === null;
    draw();
    if (found === null) return;
    symbol.value = '';
    onAdd({ venue: venues.value, symbol: found });
  });
  symbol.addEventListener('input', right);
  venues.addEventListener('change', right);
  language.subscribe(draw);

  return {
    /** @param {readonly string[]} enabled */
    offer(enabled) {
      venues.replaceChildren(...enabled.map((venue) => new Option(VENUES[venue].name, venue)));
      form.hidden = enabled.length === 0;
      draw();
    },
  };
}
