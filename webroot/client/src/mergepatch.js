/**
 * A payload with a merge patch (RFC 7386) applied; neither is changed.
 *
 * @param {Record<string, unknown>} target
 * @param {Record<string, unknown>} patch
 * @returns {Record<string, unknown>}
 */
export function mergePatch(target, patch) {
  const fields = new Map(Object.entries(target));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) fields.delete(name);
    else fields.set(name, isObject(value) ? merged(fields.get(name), value) : value);
  }
  return Object.fromEntries(fields);
}

/**
 * @param {unknown} old
 * @param {Record<string, unknown>} patch
 */
function merged(old, patch) {
  return mergePatch(isObject(old) ? old : {}, patch);
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
