/** The server refuses the token of the request. */
export class TokenRefused extends Error {}

/**
 * A ticket for the URL of a WebSocket, in place of a token: a browser cannot send headers with one,
 * and a URL is kept in logs. Null where no token is given, or the server knows none.
 *
 * @param {string} address of `/api/v1/auth/ws-token`
 * @param {string | null} token
 * @param {typeof globalThis.fetch} fetch
 * @param {AbortSignal} signal
 * @returns {Promise<string | null>}
 */
export async function requestTicket(address, token, fetch, signal) {
  if (token === null) return null;
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(address, { headers, signal });
  if (response.status === 401) throw new TokenRefused('the server refuses the token');
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return (await response.json()).ws_token;
}
