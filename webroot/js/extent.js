import { part, write } from './dom.js';
import { perFrame } from './frame.js';
import { translate } from './i18n.js';
import { summary } from './series.js';
import { all } from '../client/src/store.js';

/**
 * High, low and change over the chosen range until now, and where the mid stands between them.
 *
 * @param {object} options
 * @param {import('./series.js').Series} options.series
 * @param {import('./types.js').Store<import('./badge.js').View>} options.view
 * @param {import('./types.js').Store<import('./range.js').Range>} options.range
 * @param {import('./types.js').Store<import('./types.js').Language>} options.language
 * @param {import('./price.js').PriceFormat} options.format
 */
export function bindExtent({ series, view, range, language, format }) {
  const high = part('high');
  const low = part('low');
  const change = part('change');
  const bar = part('extent-bar');
  const label = part('extent-range');

  function draw() {
    const { now } = view.get();
    const { seconds } = range.get();
    const shown = summary(series.points(), now - seconds * 1_000, now);
    const minutes = shown === null ? seconds / 60 : (now - shown.first) / 60_000;
    const n = Math.max(1, Math.round(Math.min(minutes, seconds / 60)));
    write(label, translate(language.get(), 'last', { n }));
    write(high, shown === null ? '–' : format.mid(shown.high));
    write(low, shown === null ? '–' : format.mid(shown.low));
    write(change, shown === null ? '–' : format.signedPips(shown.change));
    const moved = shown?.change ?? 0;
    change.dataset.direction = moved > 0 ? 'up' : moved < 0 ? 'down' : 'flat';
    const width = shown === null ? 0 : shown.high - shown.low;
    const place = shown === null || width === 0 ? 0.5 : (shown.last - shown.low) / width;
    bar.style.setProperty('--place', place.toFixed(3));
  }

  const frame = perFrame(draw);
  frame.request();
  const ends = [series, view, range, language].map((source) => source.subscribe(frame.request));
  return all(...ends, frame.cancel);
}
