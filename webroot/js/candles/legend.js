import { part, write } from '../dom.js';
import { translate } from '../i18n.js';
import { percent } from './paintframe.js';

/**
 * The prices of the candle at the crosshair, else of the newest one, and the values of indicators and
 * compared symbols there.
 *
 * @param {import('./candlechart.js').CandleChart} chart
 * @param {import('../types.js').Language} language
 */
export function drawLegend(chart, language) {
  const pointed = chart.pointed();
  write(part('legend'), pointed === null ? '' : legendText(chart, pointed, language));
  const extra = part('legend-lines');
  const texts = pointed === null ? [] : [...indicatorTexts(chart, pointed), ...comparedTexts(chart, pointed)];
  while (extra.children.length > texts.length) extra.lastElementChild?.remove();
  texts.forEach(({ text, color }, n) => {
    const element = extra.children[n] ?? extra.appendChild(document.createElement('li'));
    write(element, text);
    /** @type {HTMLElement} */ (element).style.setProperty('--mark', `var(${color})`);
  });
}

/**
 * @param {import('./candlechart.js').CandleChart} chart
 * @param {import('./candlechart.js').Pointed} pointed
 * @param {import('../types.js').Language} language
 */
export function legendText({ look }, { candle, before, time }, language) {
  const { price } = look;
  return translate(language, 'ohlc', {
    time,
    open: price(candle.open),
    high: price(candle.high),
    low: price(candle.low),
    close: price(candle.close),
    change: Number.isNaN(before) ? '' : percent(candle.close, before),
  }).trim();
}

/**
 * @param {import('./candlechart.js').CandleChart} chart
 * @param {import('./candlechart.js').Pointed} pointed
 */
function indicatorTexts(chart, { index }) {
  return chart.computed().flatMap(({ indicator, lines }) => {
    if (lines.length === 0) return [];
    const values = lines.map(({ values: all, origin }) => all[index - origin] ?? NaN);
    const write_ = indicator.pane === 'price' ? chart.look.price : (/** @type {number} */ value) => value.toFixed(1);
    const text = values.map((value) => (Number.isNaN(value) ? '–' : write_(value))).join(' · ');
    return [{ text: `${lines[0].name} ${text}`, color: lines[0].color }];
  });
}

/**
 * @param {import('./candlechart.js').CandleChart} chart
 * @param {import('./candlechart.js').Pointed} pointed
 */
function comparedTexts({ scene }, { candle }) {
  return scene.compared.map(({ name, color, window, base }) => {
    const index = window.indexOf(candle.time);
    const { origin, close } = window.columns();
    const isKnown = index >= window.first() && index <= window.last() && !Number.isNaN(base);
    return { text: `${name} ${isKnown ? percent(close[index - origin], base) : '–'}`, color };
  });
}
