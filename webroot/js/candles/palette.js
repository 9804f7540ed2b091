/**
 * The colours of the page by the names of their CSS variables, read once for each theme.
 *
 * @returns {import('./paint.js').Palette & {renew: () => void}}
 */
export function createPalette() {
  /** @type {Map<string, string>} */
  const known = new Map();

  /** @param {string} name */
  function color(name) {
    let value = known.get(name);
    if (value === undefined) {
      value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
      known.set(name, value);
    }
    return value;
  }

  return {
    color,
    get font() {
      return color('--font');
    },
    renew: () => known.clear(),
  };
}
