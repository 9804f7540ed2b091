import { part, write } from '../dom.js';
import { translate } from '../i18n.js';
import { all } from '../../client/src/store.js';
import { MOST_COMPARED, TICKS, validParameter } from './choice.js';
import { INTERVALS } from './intervals.js';

/**
 * @typedef {import('./choice.js').Choice} Choice
 * @typedef {import('../types.js').Store<Choice>} ChoiceStore
 */

/**
 * The controls of what the chart shows.
 *
 * @param {object} options
 * @param {ChoiceStore} options.choice
 * @param {ReadonlyMap<string, import('../indicators/registry.js').Indicator>} options.registry
 * @param {readonly {symbol: string, name: string}[]} options.others symbols to compare with
 * @param {readonly string[]} options.unknown symbols of the address that the page does not have
 * @param {import('../types.js').Store<import('../types.js').Language>} options.language
 */
export function bindToolbar({ choice, registry, others, unknown, language }) {
  const interval = /** @type {HTMLSelectElement} */ (part('interval'));
  const price = /** @type {HTMLSelectElement} */ (part('price-side'));
  const kind = /** @type {HTMLSelectElement} */ (part('kind'));
  const compare = /** @type {HTMLSelectElement} */ (part('compare'));

  /** @param {Partial<Choice>} changed */
  const change = (changed) => choice.set({ ...choice.get(), ...changed });

  function draw() {
    const now = choice.get();
    const words = language.get();
    const names = [[TICKS, translate(words, 'ticks')], ...[...INTERVALS.keys()].map((name) => [name, name])];
    interval.replaceChildren(...names.map(([value, name]) => new Option(name, value)));
    interval.value = now.interval;
    price.value = now.price;
    kind.value = now.kind;
    const isCandles = now.interval !== TICKS;
    part('ranges').hidden = isCandles;
    for (const control of document.querySelectorAll('[data-candles-only]')) {
      /** @type {HTMLElement} */ (control).hidden = !isCandles;
    }
    drawCompare(now);
  }

  /** @param {Choice} now */
  function drawCompare({ compared, interval: shown }) {
    const free = others.filter(({ symbol }) => !compared.includes(symbol));
    const first = new Option(translate(language.get(), 'compareWith'), '', true, true);
    compare.replaceChildren(first, ...free.map(({ symbol, name }) => new Option(name, symbol)));
    compare.hidden = shown === TICKS || free.length === 0 || compared.length >= MOST_COMPARED;
    part('compared').replaceChildren(...compared.map(comparedButton));
    const note = part('compared-unknown');
    note.hidden = unknown.length === 0 || shown === TICKS;
    write(note, translate(language.get(), 'comparedUnknown', { symbols: unknown.join(', ') }));
  }

  /** @param {string} symbol */
  function comparedButton(symbol) {
    const name = others.find((other) => other.symbol === symbol)?.name ?? symbol;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button quiet';
    button.textContent = `${name} ×`;
    button.setAttribute('aria-label', translate(language.get(), 'removeSymbol', { name }));
    button.addEventListener('click', () =>
      change({ compared: choice.get().compared.filter((other) => other !== symbol) }),
    );
    return button;
  }

  const menu = part('indicator-list');
  const rows = [...registry.values()].map((indicator) => indicatorRow(indicator, choice));
  menu.replaceChildren(...rows);
  interval.addEventListener('change', () => change({ interval: interval.value }));
  price.addEventListener('change', () => change({ price: /** @type {any} */ (price.value) }));
  kind.addEventListener('change', () => change({ kind: /** @type {any} */ (kind.value) }));
  compare.addEventListener('change', () => change({ compared: [...choice.get().compared, compare.value] }));
  draw();
  return all(choice.subscribe(draw), language.subscribe(draw));
}

/**
 * A line of the menu of indicators: whether it is shown, and its parameters.
 *
 * @param {import('../indicators/registry.js').Indicator} indicator
 * @param {ChoiceStore} choice
 */
function indicatorRow(indicator, choice) {
  const chosen = choice.get().indicators.find(({ id }) => id === indicator.id);
  const row = document.createElement('li');
  const label = document.createElement('label');
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.checked = chosen !== undefined;
  box.dataset.indicator = indicator.id;
  label.append(box, ` ${indicator.name}`);
  const inputs = (chosen?.parameters ?? indicator.parameters).map((value, n) => {
    const input = document.createElement('input');
    input.type = 'number';
    input.min = '1';
    input.max = '500';
    input.value = String(value);
    input.setAttribute('aria-label', `${indicator.name} ${n + 1}`);
    return input;
  });

  function change() {
    const parameters = inputs.map((input, n) => validParameter(Number(input.value), indicator.parameters[n]));
    inputs.forEach((input, n) => (input.value = String(parameters[n])));
    const rest = choice.get().indicators.filter(({ id }) => id !== indicator.id);
    const indicators = box.checked ? [...rest, { id: indicator.id, parameters }] : rest;
    choice.set({ ...choice.get(), indicators });
  }

  box.addEventListener('change', change);
  inputs.forEach((input) => input.addEventListener('change', change));
  row.append(label, ...inputs);
  return row;
}
