/**
 * The one element with a `data-testid`, which the page and its tests share as names.
 *
 * @param {string} id
 * @param {ParentNode} [root]
 * @returns {HTMLElement}
 */
export function part(id, root = document) {
  const element = root.querySelector(`[data-testid="${id}"]`);
  if (!(element instanceof HTMLElement)) throw new Error(`the page has no part ${id}`);
  return element;
}

/**
 * Writes a text only where it changed, so that nothing is laid out again for nothing.
 *
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
