import { bollinger } from './bollinger.js';
import { ema } from './ema.js';
import { rsi } from './rsi.js';
import { sma } from './sma.js';

/**
 * @typedef {object} Indicator A function of the closing prices that the chart can draw.
 * @property {string} id its name in the address of the page: small letters
 * @property {string} name its name in the menu and the legend
 * @property {readonly number[]} parameters its parameters, such as a length, as they are at first
 * @property {'price' | 'own'} pane on the prices, or a pane of its own
 * @property {readonly [number, number]} [range] the least and the most of a pane of its own; else
 *     those of the values in view
 * @property {readonly number[]} [guides] values with a line across the pane
 * @property {readonly string[]} colors the CSS variables with the colours of its lines
 * @property {(parameters: readonly number[]) => number} [warmUp] how many candles must be before one
 *     for its value to be as if all earlier ones were known; without it, 0
 * @property {(values: ArrayLike<number>, parameters: readonly number[]) => ArrayLike<number | null>[]}
 *     compute its lines, each as long as the values, with null where there is no value yet. A pure
 *     function: the same values give the same lines, and nothing else is read or changed.
 */

// Such an average remembers e to the power of −20 of the time before: no digit that is shown.
const FORGOTTEN = 20;

/** @type {readonly Indicator[]} */
const BUILT_IN = [
  {
    id: 'sma',
    name: 'SMA',
    parameters: [20],
    pane: 'price',
    colors: ['--indicator-1'],
    warmUp: ([length]) => length - 1,
    compute: (values, [length]) => [sma(values, length)],
  },
  {
    id: 'ema',
    name: 'EMA',
    parameters: [50],
    pane: 'price',
    colors: ['--indicator-2'],
    warmUp: ([length]) => (FORGOTTEN / 2) * length + length,
    compute: (values, [length]) => [ema(values, length)],
  },
  {
    id: 'bollinger',
    name: 'Bollinger',
    parameters: [20, 2],
    pane: 'price',
    colors: ['--indicator-3', '--indicator-3', '--indicator-3'],
    warmUp: ([length]) => length - 1,
    compute: (values, [length, width]) => bollinger(values, length, width),
  },
  {
    id: 'rsi',
    name: 'RSI',
    parameters: [14],
    pane: 'own',
    range: [0, 100],
    guides: [30, 70],
    colors: ['--indicator-4'],
    warmUp: ([length]) => FORGOTTEN * length + length,
    compute: (values, [length]) => [rsi(values, length)],
  },
];

/**
 * The indicators that the chart offers, in the order of its menu.
 *
 * @param {readonly Indicator[]} [added] plug-ins; one with the id of another replaces it
 * @returns {ReadonlyMap<string, Indicator>}
 */
export function createRegistry(added = []) {
  return new Map([...BUILT_IN, ...added].map((indicator) => [indicator.id, indicator]));
}
