import { INTERVALS, PRICES } from './intervals.js';

/**
 * @typedef {object} ChosenIndicator
 * @property {string} id
 * @property {readonly number[]} parameters
 *
 * @typedef {object} Choice What the chart shows; it is in the address of the page.
 * @property {string} interval one of candles, or `ticks`
 * @property {import('./intervals.js').Price} price
 * @property {'candles' | 'line'} kind
 * @property {readonly ChosenIndicator[]} indicators
 * @property {readonly string[]} compared symbols
 */

export const TICKS = 'ticks';

/** The most symbols beside the first. */
export const MOST_COMPARED = 3;

const LONGEST = 500;

/** @type {Choice} */
const FIRST = { interval: TICKS, price: 'mid', kind: 'candles', indicators: [], compared: [] };

/**
 * The choice in an address. A part that is missing or invalid has its default.
 *
 * @param {string} search
 * @param {ReadonlyMap<string, import('../indicators/registry.js').Indicator>} registry
 * @param {readonly string[]} others symbols that the chart can compare with its own
 * @returns {Choice}
 */
export function readChoice(search, registry, others) {
  const query = new URLSearchParams(search);
  const interval = query.get('interval') ?? '';
  const price = PRICES.find((candidate) => candidate === query.get('price'));
  return {
    interval: INTERVALS.has(interval) ? interval : FIRST.interval,
    price: price ?? FIRST.price,
    kind: query.get('kind') === 'line' ? 'line' : FIRST.kind,
    indicators: list(query.get('indicators')).flatMap((text) => readIndicator(text, registry)),
    compared: comparedIn(query).filter((symbol) => others.includes(symbol)).slice(0, MOST_COMPARED),
  };
}

/**
 * The symbols of an address to compare with that the page does not have.
 *
 * @param {string} search
 * @param {readonly string[]} symbols all that it has
 */
export function unknownCompared(search, symbols) {
  return comparedIn(new URLSearchParams(search)).filter((symbol) => !symbols.includes(symbol));
}

/** @param {URLSearchParams} query */
function comparedIn(query) {
  return [...new Set(list(query.get('compare')))];
}

/**
 * @param {string} text such as `bollinger:20:2`
 * @param {ReadonlyMap<string, import('../indicators/registry.js').Indicator>} registry
 * @returns {ChosenIndicator[]}
 */
function readIndicator(text, registry) {
  const [id, ...values] = text.split(':');
  const indicator = registry.get(id);
  if (indicator === undefined) return [];
  const parameters = indicator.parameters.map((first, n) => validParameter(Number(values[n]), first));
  return [{ id, parameters }];
}

/**
 * A parameter that an indicator can have: a whole number as the one that it has at first.
 *
 * @param {number} value
 * @param {number} otherwise
 */
export function validParameter(value, otherwise) {
  return Number.isInteger(value) && value >= 1 && value <= LONGEST ? value : otherwise;
}

/** @param {string | null} text */
function list(text) {
  return (text ?? '').split(',').filter((part) => part !== '');
}

/**
 * The address with a choice in it. It leaves out defaults.
 *
 * @param {string} address
 * @param {Choice} choice
 */
export function writeChoice(address, { interval, price, kind, indicators, compared }) {
  const url = new URL(address);
  /** @param {string} name @param {string} value @param {string} first */
  const write = (name, value, first) => {
    if (value === first) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  };
  write('interval', interval, FIRST.interval);
  write('price', price, FIRST.price);
  write('kind', kind, FIRST.kind);
  write('indicators', indicators.map(({ id, parameters }) => [id, ...parameters].join(':')).join(','), '');
  write('compare', compared.join(','), '');
  return url.href;
}
