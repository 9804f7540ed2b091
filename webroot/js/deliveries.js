import { all } from '../client/src/store.js';
import { part, write } from './dom.js';
import { CHANNELS, SECONDS } from './eventlog.js';
import { typeText } from './i18n.js';

const GAP = 1;
const LEAST_SCALE = 4;

/**
 * A bar for each second, stacked by type, and the counts by type below it. Drawn once a second.
 *
 * @param {import('./eventlog.js').EventLog} log
 * @param {import('./types.js').Store<number>} seconds changes each second
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 */
export function bindDeliveries(log, seconds, language) {
  const canvas = /** @type {HTMLCanvasElement} */ (part('deliveries'));
  const legend = part('legend');
  const dark = window.matchMedia('(prefers-color-scheme: dark)');

  function draw() {
    const types = [...new Set([...CHANNELS.keys(), ...log.counts.keys()])];
    drawLegend(types);
    drawBars(types);
  }

  /** @param {string[]} types */
  function drawLegend(types) {
    const number = new Intl.NumberFormat(language.get());
    types.forEach((type, i) => {
      const item = legend.children[i] ?? legend.appendChild(legendItem());
      item.setAttribute('data-type', type);
      write(item.children[0], typeText(language.get(), type));
      write(item.children[1], number.format(log.counts.get(type) ?? 0));
    });
  }

  /** @param {string[]} types */
  function drawBars(types) {
    const scale = window.devicePixelRatio || 1;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext('2d');
    if (context === null) return;
    context.scale(scale, scale);
    const style = getComputedStyle(canvas);
    const history = log.history();
    const sums = history.map((counts) => [...counts.values()].reduce((a, b) => a + b, 0));
    const highest = Math.max(LEAST_SCALE, ...sums);
    const label = new Intl.NumberFormat(language.get()).format(highest);
    context.font = `12px ${style.fontFamily}`;
    const left = Math.ceil(context.measureText(label).width) + 8;
    const top = 8;
    const bottom = height - 1;
    context.fillStyle = style.getPropertyValue('--muted');
    context.textBaseline = 'top';
    context.fillText(label, 0, 2);
    context.fillText('0', 0, bottom - 12);
    context.fillStyle = style.getPropertyValue('--line');
    context.fillRect(left, top, width - left, 1);
    context.fillRect(left, bottom, width - left, 1);
    const step = (width - left) / SECONDS;
    history.forEach((counts, i) => {
      let y = bottom;
      for (const type of types) {
        const bar = ((counts.get(type) ?? 0) / highest) * (bottom - top);
        context.fillStyle = colorOf(style, type);
        context.fillRect(left + i * step, y - bar, Math.max(1, step - GAP), bar);
        y -= bar;
      }
    });
  }

  draw();
  window.addEventListener('resize', draw);
  dark.addEventListener('change', draw);
  return all(seconds.subscribe(draw), language.subscribe(draw), () => {
    window.removeEventListener('resize', draw);
    dark.removeEventListener('change', draw);
  });
}

/**
 * @param {CSSStyleDeclaration} style
 * @param {string} type
 */
function colorOf(style, type) {
  return style.getPropertyValue(`--${CHANNELS.get(type) ?? 'other'}`);
}

function legendItem() {
  const item = document.createElement('li');
  item.append(document.createElement('span'), document.createElement('strong'));
  return item;
}
