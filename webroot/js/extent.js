import { part, write } from './dom.js';
import { formatPrice, formatSignedPips } from './format.js';
import { perFrame } from './frame.js';
import { translate } from './i18n.js';
import { pips } from './market.js';
import { summary } from './series.js';
import { all } from './store.js';

/**
 * High, low and change over the chosen range, and where the mid stands between them.
 *
 * @param {import('./series.js').Series} series
 * @param {import('./types.js').Store<import('./range.js').Range>} range
 * @param {import('./types.js').Store<import('./types.js').Language>} language
 */
export function bindExtent(series, range, language) {
  const high = part('high');
  const low = part('low');
  const change = part('change');
  const bar = part('extent-bar');
  const label = part('extent-range');

  function draw() {
    const shown = summary(series.points(), range.get().seconds);
    if (shown === null) return;
    const n = Math.max(1, Math.round(shown.seconds / 60));
    write(label, translate(language.get(), 'last', { n }));
    write(high, formatPrice(shown.high));
    write(low, formatPrice(shown.low));
    const moved = pips(shown.change);
    write(change, formatSignedPips(moved));
    change.dataset.direction = moved > 0 ? 'up' : moved < 0 ? 'down' : 'flat';
    const width = shown.high - shown.low;
    const place = width === 0 ? 0.5 : (shown.last - shown.low) / width;
    bar.style.setProperty('--place', place.toFixed(3));
  }

  const frame = perFrame(draw);
  frame.request();
  const ends = [series, range, language].map((source) => source.subscribe(frame.request));
  return all(...ends, frame.cancel);
}
