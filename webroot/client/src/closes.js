/** The server refused the token: another one is needed before the next attempt. */
export const UNAUTHORIZED = 4401;

// A server that stops says when it is this client's turn to come back.
const HINT = /retry in (\d{1,5}) ms/;

/**
 * Whether a client may reconnect after a close code.
 *
 * @param {number} code
 */
export function mayReturn(code) {
  return code < 4500 || code > 4999;
}

/**
 * The delay in milliseconds that the server asks for in the reason of a close, or null.
 *
 * @param {string} [reason]
 */
export function delayIn(reason = '') {
  const delay = HINT.exec(reason)?.[1];
  return delay === undefined ? null : Number(delay);
}
