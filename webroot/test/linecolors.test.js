import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';

const css = await readFile(new URL('../css/candles.css', import.meta.url), 'utf8');
const COLOR = /--((?:indicator|compared)-\d): (#[0-9a-f]{6});/g;

test('in light and in dark no two lines of the chart have the same colour', () => {
  const [light, dark] = css.split('prefers-color-scheme: dark');
  for (const theme of [light, dark]) {
    const colors = [...theme.matchAll(COLOR)].map(([, , color]) => color);
    assert.equal(colors.length, 7);
    assert.equal(new Set(colors).size, 7, colors.join(' '));
  }
});
